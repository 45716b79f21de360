/** When people would issue the simulation's own commands. */
import type { CommandGenerator, GeneratorView } from '#shared/kernel/simulation.ts';
import type {} from '#shared/registry.ts';

const sellers = ['rep', 'manager'];
const UNIT = 10_000;
type Source = 'customers' | 'orders' | 'contacts' | 'expectedReceipts' | 'warehouses' | 'territories' | 'products';

async function oneOf({ db, random }: GeneratorView, table: Source): Promise<string | undefined> {
  const rows = await db.selectFrom(table).select('id').orderBy('id').execute();
  return random.some(rows, 1)[0]?.id;
}

const rare = (
  name: string,
  weight: number,
  make: (view: GeneratorView) => Promise<object | null>,
): CommandGenerator => ({
  name,
  weight,
  roles: sellers,
  async make(view) {
    const args = await make(view);
    return args && { name, args };
  },
});

/** Found as those of the domains are. */
export const generators: readonly CommandGenerator[] = [
  rare('simulation.handOver', 3, async (view) => {
    const [productId, warehouseId] = [await oneOf(view, 'products'), await oneOf(view, 'warehouses')];
    if (productId === undefined || warehouseId === undefined) return null;
    return { movementId: view.newId(), productId, warehouseId, quantity: view.random.between(1, 3) * UNIT };
  }),
  rare('simulation.moveCustomer', 2, async (view) => {
    const [customerId, territoryId] = [await oneOf(view, 'customers'), await oneOf(view, 'territories')];
    return customerId === undefined || territoryId === undefined ? null : { customerId, territoryId };
  }),
  rare('simulation.moveOrder', 2, async (view) => {
    const [orderId, customerId] = [await oneOf(view, 'orders'), await oneOf(view, 'customers')];
    return orderId === undefined || customerId === undefined ? null : { orderId, customerId };
  }),
  rare('simulation.noteContact', 4, async (view) => {
    const { random, db } = view;
    const known = await db.selectFrom('contacts').select(['id', 'customerId']).orderBy('id').execute();
    const [contact] = random.chance(60) ? random.some(known, 1) : [];
    const customerId = contact?.customerId ?? (await oneOf(view, 'customers'));
    if (customerId === undefined) return null;
    const isNew = contact === undefined;
    return { id: contact?.id ?? view.newId(), customerId, name: `联系人 ${random.between(1, 99)}`, isNew };
  }),
  rare('simulation.removeContact', 2, async (view) => {
    const id = await oneOf(view, 'contacts');
    return id === undefined ? null : { id };
  }),
  rare('simulation.removeReceipt', 2, async (view) => {
    const id = await oneOf(view, 'expectedReceipts');
    return id === undefined ? null : { id };
  }),
  rare('simulation.breakInReplay', 1, async (view) => {
    const customerId = await oneOf(view, 'customers');
    return customerId === undefined ? null : { id: view.newId(), customerId };
  }),
];
