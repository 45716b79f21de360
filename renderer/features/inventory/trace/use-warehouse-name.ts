import { useCallback } from 'react';
import { useCompany } from '../../../ui/use-company.ts';

/** The name of a warehouse by its id, of one too that is out of use; empty where it is not known here. */
export function useWarehouseName(): (warehouseId: string | null) => string {
  const company = useCompany();
  return useCallback(
    (warehouseId) =>
      [...(company?.warehouses ?? []), ...(company?.former.warehouses ?? [])].find(({ id }) => id === warehouseId)
        ?.name ?? '',
    [company],
  );
}
