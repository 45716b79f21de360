/**
 * Commands that the product does not have yet, or should never have, and that sync must carry all the same: facts, rows
 * that go for good, roots that move, commands that break. Only the simulation knows them.
 */
import { z } from 'zod';
import { holderOf } from '#shared/domains/crm/rules/holder.ts';
import { customers } from '#shared/domains/crm/tables.ts';
import { flagWithoutRight } from '#shared/domains/inventory/api.ts';
import { type AnyCommand, defineCommand } from '#shared/kernel/command.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { positiveQuantitySchema } from '#shared/kernel/money.ts';
import { isWithinReach } from '#shared/kernel/reach.ts';
import type {} from '#shared/registry.ts';

/** Reps and managers have it. */
const permission = 'sales.confirmOrder';
const gone = { 'simulation.gone': 'reject' } as const;

/** A fact: the goods are out of the house, whatever the books say. */
const handOver = defineCommand({
  name: 'simulation.handOver',
  version: 1,
  kind: 'fact',
  permission,
  args: z.strictObject({
    movementId: idSchema,
    productId: idSchema,
    warehouseId: idSchema,
    quantity: positiveQuantitySchema,
  }),
  reads: ['stockBalances', 'products'],
  writes: ['stockMovements', 'stockBalances', 'stockFlags'],
  refusals: { 'simulation.belowZero': 'flag' },
  async run(tx, { movementId, productId, warehouseId, quantity }, context) {
    const balance = await tx
      .selectFrom('stockBalances')
      .select('onHand')
      .where('id', '=', `${productId}:${warehouseId}`)
      .executeTakeFirst();
    const left = (balance?.onHand ?? 0) - quantity;
    if (left < 0) context.flag('simulation.belowZero', { left });
    await tx
      .insertInto('stockMovements')
      .values({
        id: movementId,
        productId,
        warehouseId,
        quantity: -quantity,
        cause: 'shipment',
        documentId: null,
        occurredAt: context.now,
        ...context.created(),
      })
      .execute();
  },
  async tellWithoutRight(tx, { movementId: documentId, productId, warehouseId, quantity }, _, context) {
    const paper = { documentId, documentNumber: null, occurredAt: context.now };
    await flagWithoutRight(tx, { warehouseId, ...paper, lines: [{ productId, quantity }] }, context);
  },
});

const moveCustomer = defineCommand({
  name: 'simulation.moveCustomer',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ customerId: idSchema, territoryId: idSchema }),
  reads: ['customers'],
  writes: ['customers'],
  refusals: gone,
  async run(tx, { customerId, territoryId }, context) {
    const row = await tx.selectFrom('customers').selectAll().where('id', '=', customerId).executeTakeFirst();
    if (!row || !isWithinReach(context.actor, customers, row)) throw context.refusal('simulation.gone');
    await tx
      .updateTable('customers')
      .set({ territoryId, holderId: holderOf({ ...row, territoryId }), ...context.updated() })
      .where('id', '=', customerId)
      .execute();
  },
});

/** A child that changes its root. */
const moveOrder = defineCommand({
  name: 'simulation.moveOrder',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ orderId: idSchema, customerId: idSchema }),
  reads: ['orders'],
  writes: ['orders'],
  refusals: gone,
  async run(tx, { orderId, customerId }, context) {
    if (!(await context.actor.reaches(tx, 'orders', orderId))) throw context.refusal('simulation.gone');
    const row = await tx.selectFrom('orders').select('id').where('id', '=', orderId).executeTakeFirst();
    if (!row) throw context.refusal('simulation.gone');
    await tx
      .updateTable('orders')
      .set({ customerId, ...context.updated() })
      .where('id', '=', orderId)
      .execute();
  },
});

/**
 * Two who write one row: the one whom the server hears last stays. A known contact that is not there (a server that was
 * put back hears of it later) is not made anew: its maker's command comes, and makes it under its id.
 */
const noteContact = defineCommand({
  name: 'simulation.noteContact',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({
    id: idSchema,
    customerId: idSchema,
    name: z.string().min(1).max(40),
    isNew: z.boolean(),
  }),
  reads: ['customers', 'contacts'],
  writes: ['contacts'],
  refusals: gone,
  async run(tx, { id, customerId, name, isNew }, context) {
    const root = await tx.selectFrom('customers').selectAll().where('id', '=', customerId).executeTakeFirst();
    if (!root || !isWithinReach(context.actor, customers, root)) throw context.refusal('simulation.gone');
    const known = await tx.selectFrom('contacts').select('customerId').where('id', '=', id).executeTakeFirst();
    if (isNew === (known !== undefined)) throw context.refusal('simulation.gone');
    if (known && known.customerId !== customerId) throw context.refusal('simulation.gone');
    if (known) {
      await tx
        .updateTable('contacts')
        .set({ name, ...context.updated() })
        .where('id', '=', id)
        .execute();
      return;
    }
    const empty = { title: null, phone: null, email: null, note: null };
    await tx
      .insertInto('contacts')
      .values({ id, customerId, name, ...empty, isPrimary: 0, ...context.created() })
      .execute();
  },
});

/** Gone for good, not only marked: sync has to take it from everybody. */
const removeContact = defineCommand({
  name: 'simulation.removeContact',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ id: idSchema }),
  reads: ['customers', 'contacts'],
  writes: ['contacts'],
  refusals: gone,
  async run(tx, { id }, context) {
    const row = await tx.selectFrom('contacts').select('customerId').where('id', '=', id).executeTakeFirst();
    const root = row
      ? await tx.selectFrom('customers').selectAll().where('id', '=', row.customerId).executeTakeFirst()
      : undefined;
    if (!root || !isWithinReach(context.actor, customers, root)) throw context.refusal('simulation.gone');
    await tx.deleteFrom('contacts').where('id', '=', id).execute();
  },
});

/** What was under way and never comes: its part of a balance goes with it. */
const removeReceipt = defineCommand({
  name: 'simulation.removeReceipt',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ id: idSchema }),
  reads: ['expectedReceipts'],
  writes: ['expectedReceipts', 'stockBalances'],
  refusals: gone,
  async run(tx, { id }, context) {
    const row = await tx.selectFrom('expectedReceipts').select('id').where('id', '=', id).executeTakeFirst();
    if (!row) throw context.refusal('simulation.gone');
    await tx.deleteFrom('expectedReceipts').where('id', '=', id).execute();
  },
});

/** Works once, and never again on this device: its prediction is lost, the server decides. */
const breakInReplay = defineCommand({
  name: 'simulation.breakInReplay',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ id: idSchema, customerId: idSchema }),
  reads: ['customers', 'contacts'],
  writes: ['contacts'],
  refusals: gone,
  async run(tx, { id, customerId }, context) {
    const root = await tx.selectFrom('customers').selectAll().where('id', '=', customerId).executeTakeFirst();
    if (!root || !isWithinReach(context.actor, customers, root)) throw context.refusal('simulation.gone');
    // A server that was put back may hear first of what others made of the contact, and then of the contact.
    const known = await tx.selectFrom('contacts').select('id').where('id', '=', id).executeTakeFirst();
    if (known) throw context.refusal('simulation.gone');
    const row = { id, customerId, name: 'breaks', title: null, phone: null, email: null, note: null } as const;
    await tx
      .insertInto('contacts')
      .values({ ...row, isPrimary: 0, ...context.created() })
      .execute();
    const place = await tx.selectFrom('txContext').select('seq').where('id', '=', 1).executeTakeFirst();
    const isDevice = place !== undefined && place.seq > 0;
    if (!isDevice) return;
    const queued = await tx
      .selectFrom('outbox')
      .select('seq')
      .where('commandId', '=', context.commandId)
      .executeTakeFirst();
    if (queued) throw new Error('breaks when it is replayed');
  },
});

export const extraCommands: readonly AnyCommand[] = [
  handOver,
  moveCustomer,
  moveOrder,
  noteContact,
  removeContact,
  removeReceipt,
  breakInReplay,
];
