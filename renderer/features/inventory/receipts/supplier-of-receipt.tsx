import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { SupplierRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { Row } from '#shared/kernel/table.ts';
import { offerUndo } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { SupplierLink } from '../suppliers/supplier-link.tsx';

interface SupplierOfReceiptProps {
  readonly head: Row<'receipts'>;
  readonly labelId: string;
}

/** Who brought the goods of a receipt: the order's supplier, or the one that somebody names where nothing was ordered. */
export function SupplierOfReceipt({ head, labelId }: SupplierOfReceiptProps): ReactNode {
  const seesSuppliers = usePermission(permissions.seeSuppliers);
  const mayName = usePermission('inventory.receiveGoods') && seesSuppliers;
  if (!mayName || head.purchaseOrderId !== null || head.reversesId !== null) {
    return <SupplierLink supplierId={head.supplierId} name={head.supplierName} />;
  }
  return <NamedSupplier head={head} labelId={labelId} />;
}

function NamedSupplier({ head, labelId }: SupplierOfReceiptProps): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery<SupplierRow[]>('inventory.supplierList', {});
  const command = useCommand('inventory.nameSupplier');
  const { id: receiptId, number, supplierId, supplierName } = head;
  const options = (data ?? []).map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }));
  const isListed = options.some(({ value }) => value === supplierId);
  const name = async (chosen: string | null) => {
    if (chosen === supplierId || command.running) return;
    if ((await command.run({ receiptId, supplierId: chosen })).state === 'rejected') return;
    const supplier = data?.find(({ id }) => id === chosen)?.name ?? '';
    offerUndo({
      label: () =>
        chosen === null
          ? t('inventory.receipts.supplierUnnamed', { number })
          : t('inventory.receipts.supplierNamed', { number, supplier }),
      run: async () => void (await command.run({ receiptId, supplierId })),
    });
  };
  return (
    <Select<string>
      aria-labelledby={labelId}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      allowClear
      loading={command.running}
      placeholder={t('inventory.receipts.nameSupplier')}
      {...(supplierId === null ? {} : { value: supplierId })}
      options={
        supplierId === null || isListed ? options : [{ value: supplierId, label: supplierName ?? '' }, ...options]
      }
      onChange={(chosen: string | undefined) => void name(chosen ?? null)}
    />
  );
}
