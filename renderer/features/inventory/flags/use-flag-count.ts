import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../../../app/session.ts';
import { useQuery } from '../../../app/use-query.ts';

/** How many differences wait to be explained by whoever may. */
export function useFlagCount(): number {
  const maySee = usePermission(permissions.seeStock);
  const mayExplain = usePermission('inventory.explainFlag');
  return useQuery<number>('inventory.stockFlagCount', {}, { enabled: maySee && mayExplain }).data ?? 0;
}
