/** Warehouses and territories that go out of use, and come back: mostly what still hangs on them says no. */
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';

const roles = ['administrator'];

export const generators: readonly CommandGenerator[] = [
  { name: 'inventory.setWarehouseUse', weight: 1, roles, make: (view) => use(view, 'warehouses') },
  { name: 'admin.setTerritoryUse', weight: 1, roles, make: (view) => use(view, 'territories') },
];

async function use({ random, db }: GeneratorView, table: 'warehouses' | 'territories') {
  const [place] = random.some(await db.selectFrom(table).select(['id', 'deletedAt']).orderBy('id').execute(), 1);
  if (!place) return null;
  const name = table === 'warehouses' ? 'inventory.setWarehouseUse' : 'admin.setTerritoryUse';
  return { name, args: { id: place.id, inUse: place.deletedAt !== null || random.chance(30) ? 1 : 0 } };
}
