/** Commands of the tests: each does one thing that a real command may do, and that the product's do too seldom. */
import type { CommandGenerator, GeneratorView } from '#shared/kernel/simulation.ts';
import type {} from '#shared/registry.ts';

async function someCustomer({ db, random }: GeneratorView) {
  const customers = await db.selectFrom('customers').select(['id', 'name', 'territoryId']).orderBy('id').execute();
  const [first, ...rest] = customers;
  return first ? random.oneOf([first, ...rest]) : null;
}

export const testGenerators: readonly CommandGenerator[] = [
  {
    name: 'test.changeCustomer name',
    weight: 6,
    roles: ['rep', 'manager'],
    async make(view) {
      const customer = await someCustomer(view);
      // A long one is shortened by the command: adjusted.
      const name = view.random.oneOf(['a', 'b', 'c', 'a name that is too long']);
      return customer && { name: 'test.changeCustomer', args: { id: customer.id, name } };
    },
  },
  {
    name: 'test.changeCustomer territory',
    weight: 2,
    roles: ['rep', 'manager'],
    async make(view) {
      const customer = await someCustomer(view);
      const places = await view.db.selectFrom('territories').select('id').orderBy('id').execute();
      const [first, ...rest] = places;
      if (!customer || !first) return null;
      const { id: territoryId } = view.random.oneOf([first, ...rest]);
      return { name: 'test.changeCustomer', args: { id: customer.id, territoryId } };
    },
  },
  {
    name: 'test.addCustomer',
    weight: 2,
    roles: ['rep', 'manager'],
    async make(view) {
      const beside = await someCustomer(view);
      return (
        beside && { name: 'test.addCustomer', args: { id: view.newId(), name: 'new', territoryId: beside.territoryId } }
      );
    },
  },
  {
    name: 'test.addOrder',
    weight: 3,
    roles: ['rep', 'manager'],
    async make(view) {
      const customer = await someCustomer(view);
      const warehouse = await view.db
        .selectFrom('stockBalances')
        .select('warehouseId')
        .orderBy('id')
        .executeTakeFirst();
      if (!customer || !warehouse) return null;
      const { id: customerId, territoryId } = customer;
      const args = {
        id: view.newId(),
        number: await view.nextNumber('order'),
        customerId,
        territoryId,
        warehouseId: warehouse.warehouseId,
        refuse: view.random.chance(15),
      };
      return { name: 'test.addOrder', args };
    },
  },
  {
    name: 'test.fragile',
    weight: 2,
    roles: ['rep', 'manager'],
    async make(view) {
      const customer = await someCustomer(view);
      return customer && { name: 'test.fragile', args: { id: customer.id, seen: customer.name } };
    },
  },
  {
    name: 'test.postInvoice',
    weight: 6,
    roles: ['rep', 'manager'],
    async make(view) {
      const beside = await someCustomer(view);
      const end = view.random.chance(25) ? 'refused' : 'well';
      return beside && { name: 'test.postInvoice', args: { id: view.newId(), territoryId: beside.territoryId, end } };
    },
  },
];
