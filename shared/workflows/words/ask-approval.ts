import { z } from 'zod';
import { askApproval, companySettings, readReasons, setWord, userName, wordsOf } from '../../domains/admin/api.ts';
import { creditReach } from '../../domains/billing/api.ts';
import { linesOfOrder, openOrderOrTell } from '../../domains/sales/api.ts';
import { deepestDiscount, offDocumentOf, orderAsking } from '../../domains/sales/rules/approval-binding.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateAt } from '../../kernel/instants.ts';

/**
 * Asks for a word about an order that is on hold (R9, R57), with a note for whoever decides. Where it is asked already the
 * note goes to what was asked; after a no, or where the word has ended, it is asked anew.
 */
export const askForApproval = defineCommand({
  name: 'sales.askApproval',
  version: 1,
  kind: 'request',
  permission: 'sales.confirmOrder',
  args: z.strictObject({
    orderId: idSchema,
    kind: z.enum(['discount', 'credit']),
    note: z.string().trim().max(500).nullable(),
  }),
  reads: ['settings', 'users', 'orders', 'orderLines', 'approvals', 'exchangeRates'],
  writes: ['approvals'],
  refusals: {
    'sales.orderGone': 'reject',
    'sales.orderRejected': 'reject',
    'sales.orderNotOpen': 'reject',
    'sales.orderNotHeld': 'reject',
  },
  async run(tx, { orderId, kind, note }, context) {
    const order = await openOrderOrTell(tx, orderId, context.actor, (id) => userName(tx, id));
    const isHeld = kind === 'credit' ? order.creditHold === 1 : order.approvalHold === 1;
    if (!isHeld) throw context.refusal('sales.orderNotHeld', { number: order.number });
    const { number, customerId, customerName, totalMinor, currency } = order;
    const told = { orderId, number, customerId, customerName, totalMinor, currency };
    const words = (await wordsOf(tx, orderId)).filter((word) => word.kind === kind);
    const asked = words.find(({ state }) => state === 'asked');
    if (asked) {
      if (note !== null && note !== asked.note) await setWord(tx, asked.id, { note }, context);
      return { ...told, approvalId: asked.id };
    }
    const lines = await linesOfOrder(tx, orderId);
    const last = words.at(-1);
    const settings = await companySettings(tx);
    const today = calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
    const limitValue =
      kind === 'discount'
        ? deepestDiscount(lines, undefined, offDocumentOf(order, lines))
        : await creditReach(tx, order, settings['company.currency'], today);
    const why = { limitValue, reasons: last ? readReasons(last) : [], note };
    return { ...told, approvalId: await askApproval(tx, orderAsking(kind, order, lines, why), context) };
  },
  subject: (_, { number: document, customerName: party, customerId, totalMinor: amountMinor, currency }) => ({
    document,
    party,
    customerId,
    amountMinor,
    currency,
  }),
});
