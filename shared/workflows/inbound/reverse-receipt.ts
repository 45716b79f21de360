import { z } from 'zod';
import {
  freeStockNumber,
  receiptById,
  receiptReversalTables,
  whatHoldsReceipt,
  writeReceiptReversal,
} from '../../domains/inventory/api.ts';
import { documentNumberSchema } from '../../domains/sales/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { actorName, bookDay, bookDayTables, worksIn } from './book-day.ts';

/**
 * Takes back a receipt that was written wrongly (R8): another document with the same lines below zero. Refused when the
 * goods are gone from where they were put, or somebody counts on them; what went on since is undone first.
 */
export const reverseReceipt = defineCommand({
  name: 'inventory.reverseReceipt',
  version: 1,
  kind: 'request',
  args: z.strictObject({
    reversalId: idSchema,
    number: documentNumberSchema,
    receiptId: idSchema,
    /** Why. */
    note: z.string().trim().min(1).max(2_000),
  }),
  reads: [...bookDayTables, 'products', 'lots', 'transfers', 'transferLines'],
  writes: [...receiptReversalTables, 'countLines'],
  refusals: {
    'inventory.receiptGone': 'reject',
    'inventory.receiptReversed': 'reject',
    'inventory.receiptUsed': 'reject',
    'inventory.receiptPromised': 'reject',
    'admin.periodClosed': 'adjust',
    'inventory.numberTaken': 'adjust',
    'inventory.belowZero': 'flag',
    'inventory.serialElsewhere': 'flag',
  },
  async run(tx, { reversalId, number: wanted, receiptId, note }, context) {
    const original = await receiptById(tx, receiptId);
    if (!original || !worksIn(context.actor, original.head.warehouseId)) throw context.refusal('inventory.receiptGone');
    const { head } = original;
    if (head.reversesId !== null) throw context.refusal('inventory.receiptReversed', { number: head.number });
    const held = await whatHoldsReceipt(tx, original);
    if (held) {
      const { word, ...params } = held;
      const code = word === 'gone' ? 'inventory.receiptUsed' : 'inventory.receiptPromised';
      throw context.refusal(code, { number: head.number, ...params });
    }
    const { realOn, openOn, bookedOn } = await bookDay(tx, context.now, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const number = await freeStockNumber(tx, 'receipts', wanted);
    if (number !== wanted) context.adjust('inventory.numberTaken', { wanted, number });
    const { createdAt: _1, createdBy: _2, updatedAt: _3, updatedBy: _4, deletedAt: _5, ...same } = head;
    const back = {
      ...same,
      ...{ id: reversalId, number, receivedOn: openOn, receivedAt: context.now, note, reversesId: receiptId },
      receivedByName: await actorName(tx, context.actor),
      deviceCode: context.device.code,
    };
    const paper = { documentId: reversalId, documentNumber: number, occurredAt: context.now, bookedOn };
    for (const { kind, params } of await writeReceiptReversal(tx, { head: back, original, paper }, context)) {
      context.flag(`inventory.${kind}`, params);
    }
    return { reversalId, number, supplierName: head.supplierName ?? '' };
  },
  subject: (_, { number: document, supplierName: party }) => ({ document, party }),
  makes: ({ reversalId }) => [reversalId],
});
