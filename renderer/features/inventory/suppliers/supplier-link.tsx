import type { ReactNode } from 'react';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { Empty } from '../../../ui/format.tsx';

interface SupplierLinkProps {
  readonly supplierId: string | null;
  /** As the paper names it. */
  readonly name: string | null;
}

/** Leads to a supplier, for who may see it. */
export function SupplierLink({ supplierId, name }: SupplierLinkProps): ReactNode {
  const maySee = usePermission(permissions.seeSuppliers);
  if (supplierId === null || !maySee) return name ?? <Empty />;
  return (
    <button type="button" className="link-button" onClick={() => void openTab('supplier', { supplierId })}>
      {name ?? supplierId}
    </button>
  );
}
