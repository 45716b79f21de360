/** Small commands for tests of the server: each does one thing that a real command may do. */
import { z } from 'zod';
import { holderOf } from '#shared/domains/crm/rules/holder.ts';
import type {} from '#shared/domains/crm/tables.ts';
import type {} from '#shared/domains/sales/tables.ts';
import { type AnyCommand, type CommandContext, defineCommand } from '#shared/kernel/command.ts';
import type { Manifest } from '#shared/kernel/domain.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { buildRegistry, type Registry, registry } from '#shared/registry.ts';
import { customer, order } from './sample-rows.ts';

/** A right that reps and managers have, and the warehouse has not. */
const permission = 'sales.confirmOrder';

const addArgs = z.strictObject({ id: idSchema, name: z.string(), territoryId: z.string() });

const addCustomer = defineCommand({
  name: 'test.addCustomer',
  version: 1,
  kind: 'request',
  permission,
  args: addArgs,
  reads: ['customers'],
  writes: ['customers'],
  refusals: {},
  async run(tx, { id, name, territoryId }, context) {
    await tx
      .insertInto('customers')
      .values(customer(id, { name, territoryId, ...context.created() }))
      .execute();
  },
});

const refusals = { 'crm.customerGone': 'reject', 'test.nameShortened': 'adjust' } as const;

const changeCustomer = defineCommand({
  name: 'test.changeCustomer',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ id: idSchema, name: z.string().optional(), territoryId: z.string().optional() }),
  reads: ['customers'],
  writes: ['customers'],
  refusals,
  async run(tx, { id, name, territoryId }, context) {
    const found = await tx
      .selectFrom('customers')
      .select(['territoryId', 'ownerId', 'ownerTeamId'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (!found) throw context.refusal('crm.customerGone', { id });
    if (serverBug.breaksChanges && (await isServer(tx))) throw new Error('this version of the server changes nothing');
    if (name !== undefined && name.length > 10) context.adjust('test.nameShortened', { name });
    await tx
      .updateTable('customers')
      .set({
        ...(name === undefined ? {} : { name: name.slice(0, 10) }),
        ...(territoryId === undefined ? {} : { territoryId, holderId: holderOf({ ...found, territoryId }) }),
        ...context.updated(),
      })
      .where('id', '=', id)
      .execute();
  },
});

const orderArgs = z.strictObject({
  id: idSchema,
  number: z.string(),
  customerId: z.string(),
  territoryId: z.string(),
  warehouseId: z.string(),
  refuse: z.boolean(),
});

function orderRow(
  args: z.infer<typeof orderArgs>,
  context: Pick<CommandContext, 'device' | 'created'>,
  state: 'open' | 'rejected',
) {
  const { id, number, customerId, territoryId, warehouseId } = args;
  const { code } = context.device;
  return order(id, { number, customerId, territoryId, warehouseId, state, deviceCode: code, ...context.created() });
}

/** Writes before it refuses, so that a test sees what is taken back; it refuses when asked, or for a customer deleted. */
const addOrder = defineCommand({
  name: 'test.addOrder',
  version: 1,
  kind: 'request',
  permission,
  args: orderArgs,
  reads: ['orders', 'customers'],
  writes: ['orders'],
  refusals: { 'crm.customerGone': 'reject' },
  async run(tx, args, context) {
    await tx
      .insertInto('orders')
      .values(orderRow(args, context, 'open'))
      .execute();
    const { customerId } = args;
    const found = await tx.selectFrom('customers').select('deletedAt').where('id', '=', customerId).executeTakeFirst();
    const isDeleted = found !== undefined && found.deletedAt !== null;
    if (args.refuse || isDeleted) throw context.refusal('crm.customerGone', { id: customerId });
  },
  async stub(tx, args, context) {
    await tx
      .insertInto('orders')
      .values(orderRow(args, context, 'rejected'))
      .execute();
  },
  subject: ({ number: document, customerId }) => ({ document, customerId }),
  makes: ({ id }) => [id],
});

/** Posts a customer under the next number of a series; then it may be refused, or break. */
const postInvoice = defineCommand({
  name: 'test.postInvoice',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ id: idSchema, territoryId: z.string(), end: z.enum(['well', 'refused', 'broken']) }),
  reads: ['customers'],
  writes: ['customers'],
  refusals: { 'crm.customerGone': 'reject' },
  async run(tx, { id, territoryId, end }, context) {
    const number = await context.assignLegalNumber('INV');
    const name = number === null ? 'number waits' : `INV ${number}`;
    await tx
      .insertInto('customers')
      .values(customer(id, { name, territoryId, ...context.created() }))
      .execute();
    if (end === 'refused') throw context.refusal('crm.customerGone', { id });
    if (end === 'broken') throw new Error('it broke after it took a number');
  },
  makes: ({ id }) => [id],
});

const explode = defineCommand({
  name: 'test.explode',
  version: 1,
  kind: 'request',
  permission,
  args: addArgs,
  reads: ['customers'],
  writes: ['customers'],
  refusals: {},
  async run(tx, { id, name, territoryId }, context) {
    await tx
      .insertInto('customers')
      .values(customer(id, { name, territoryId, ...context.created() }))
      .execute();
    throw new Error('the customer said: 123456');
  },
});

/**
 * While true, `test.fragile` (`isThere`) or `test.changeCustomer` breaks on the server and nowhere else, as if that version
 * of the server had a bug.
 */
export const serverBug = { isThere: false, breaksChanges: false };

/** A device runs its commands at no version of the company. */
async function isServer(tx: Tx): Promise<boolean> {
  const { version } = await tx.selectFrom('txContext').select('version').where('id', '=', 1).executeTakeFirstOrThrow();
  return version !== 0;
}

/** Breaks on a device whose customer is not as it was seen, and nowhere else: a command that throws on one side only. */
const fragile = defineCommand({
  name: 'test.fragile',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ id: idSchema, seen: z.string() }),
  reads: ['customers'],
  writes: ['customers'],
  refusals: { 'crm.customerGone': 'reject' },
  async run(tx, { id, seen }, context) {
    const found = await tx.selectFrom('customers').select('name').where('id', '=', id).executeTakeFirst();
    if (!found) throw context.refusal('crm.customerGone', { id });
    const isDevice = !(await isServer(tx));
    if (isDevice && found.name !== seen) throw new Error('the customer has another name');
    if (!isDevice && serverBug.isThere) throw new Error('this version of the server cannot');
    await tx
      .updateTable('customers')
      .set({ city: seen, ...context.updated() })
      .where('id', '=', id)
      .execute();
  },
});

/** What a test wants to go wrong, once, while `test.strike` runs: trouble of the server itself. */
export const fault: { next: ((tx: Tx) => Promise<unknown>) | null } = { next: null };

const strike = defineCommand({
  name: 'test.strike',
  version: 1,
  kind: 'request',
  permission,
  args: addArgs,
  reads: ['customers'],
  writes: ['customers'],
  refusals: {},
  async run(tx, { id, name, territoryId }, context) {
    await tx
      .insertInto('customers')
      .values(customer(id, { name, territoryId, ...context.created() }))
      .execute();
    const strikeOnce = fault.next;
    fault.next = null;
    await strikeOnce?.(tx);
  },
});

/** Something that has happened: nobody can refuse it. */
const noteVisit = defineCommand({
  name: 'test.noteVisit',
  version: 1,
  kind: 'fact',
  permission,
  args: z.strictObject({ customerId: idSchema, name: z.string() }),
  reads: ['customers'],
  writes: ['customers'],
  refusals: {},
  async run(tx, { customerId, name }, context) {
    await tx
      .updateTable('customers')
      .set({ name, ...context.updated() })
      .where('id', '=', customerId)
      .execute();
  },
  // Nobody sorts a visit out: its author reads the flag.
  tellWithoutRight: async () => {},
});

const commands: readonly AnyCommand[] = [
  addCustomer,
  changeCustomer,
  addOrder,
  postInvoice,
  explode,
  fragile,
  strike,
  noteVisit,
];
const manifest: Manifest = { name: 'test', tables: [], balances: [], commands, queries: [] };

/** The product's tables with the test's commands. */
export const testRegistry: Registry = {
  ...buildRegistry([manifest]),
  tables: registry.tables,
  balances: registry.balances,
};
