import { useState } from 'react';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Workplace } from '#shared/domains/inventory/queries/put-away.ts';
import { setPreference, usePreferences } from '../app/preferences.ts';
import { usePermission } from '../app/session.ts';
import { useQuery } from '../app/use-query.ts';
import { useCompany } from './use-company.ts';

interface WorkWarehouse {
  /** Null: not known yet, or the company has none. */
  readonly warehouseId: string | null;
  /** Another one, here and from now on. */
  readonly choose: (warehouseId: string) => void;
}

/**
 * The warehouse that a screen begins with: where this person worked last at this computer, else the first that is the
 * person's to work in, one that is kept by places before one that is not, else the company's first.
 */
export function useWorkWarehouse(): WorkWarehouse {
  const company = useCompany();
  const maySee = usePermission(permissions.seeStock);
  const last = usePreferences(({ workWarehouseId }) => workWarehouseId);
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, refusal } = useQuery<readonly Workplace[]>('inventory.workplaces', {}, { enabled: maySee });
  const choose = (warehouseId: string) => {
    setChosen(warehouseId);
    setPreference('workWarehouseId', warehouseId);
  };
  if (!company || (maySee && !data && !refusal)) return { warehouseId: null, choose };
  const isThere = (id: string | null | undefined): id is string => company.warehouses.some((each) => each.id === id);
  const own = [...(data ?? [])].sort((left, right) => Number(right.hasPlaces) - Number(left.hasPlaces));
  const first = [chosen, last, ...own.map(({ id }) => id)].find(isThere);
  return { warehouseId: first ?? company.warehouses[0]?.id ?? null, choose };
}
