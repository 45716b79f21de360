import { z } from 'zod';
import { approvalSecret, mayDecide, setWord, userName, wordsOf } from '../../domains/admin/api.ts';
import { canBeSpokenCode, codeDigits, isSpokenCode, LIMIT_WRONG_CODES } from '../../domains/admin/rules/spoken-code.ts';
import { stillBinds } from '../../domains/admin/rules/who-decides.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { orderWord } from './order-word.ts';

/** How long an order goes on that was released for its credit by a code: the code has no room to say it. */
const RELEASED_MS = 7 * 86_400_000;

/**
 * Takes a code that was read out over the phone for somebody's word (R9). A device cannot look at the code itself, and
 * takes the order off hold until the office has looked; the office looks at document, amount, time, right and limit. A
 * wrong one leaves the hold, is counted, and is told; after five for a document none is taken any more.
 */
export const enterApprovalCode = defineCommand({
  name: 'sales.enterApprovalCode',
  version: 1,
  kind: 'request',
  permission: 'sales.confirmOrder',
  args: z.strictObject({
    orderId: idSchema,
    kind: z.enum(['discount', 'credit']),
    approverId: idSchema,
    /** Ten digits, with the gaps that somebody writes. */
    code: z.string().regex(/^(?:\d *){10}$/),
  }),
  reads: [
    'settings',
    'users',
    'roles',
    'rolePermissions',
    'roleLimits',
    'userLimits',
    'absences',
    'approvals',
    'approvalSecrets',
    ...orderWord.reads,
  ],
  writes: ['approvals', ...orderWord.writes],
  refusals: {
    'sales.orderGone': 'reject',
    'sales.orderRejected': 'reject',
    'sales.orderNotOpen': 'reject',
    'sales.orderNotHeld': 'reject',
    'admin.notAsked': 'reject',
    'admin.approvalVoided': 'reject',
    'admin.codesUsedUp': 'reject',
    'admin.codeNotNow': 'reject',
    'admin.approverMayNot': 'reject',
    'admin.approverBeyondLimit': 'reject',
    'admin.codeWrong': 'adjust',
  },
  async run(tx, { orderId, kind, approverId, code: typed }, context) {
    const { now } = context;
    const code = codeDigits(typed);
    const order = await orderWord.load(tx, orderId, context.actor);
    const { number, customerId, customerName, totalMinor, currency, madeBy } = order;
    if (!order.isHeld(kind)) throw context.refusal('sales.orderNotHeld', { number });
    const words = await wordsOf(tx, orderId);
    const word = words.find((each) => each.kind === kind && each.state === 'asked');
    if (!word) throw context.refusal('admin.notAsked', { number });
    const wrong = words.reduce((sum, each) => sum + each.wrongCodes, 0);
    if (wrong >= LIMIT_WRONG_CODES) throw context.refusal('admin.codesUsedUp', { number });
    if (!canBeSpokenCode(code, now)) throw context.refusal('admin.codeNotNow', { number });
    const approver = (await userName(tx, approverId)) ?? '';
    const may = await mayDecide(tx, word, { userId: approverId, madeBy }, now);
    const isOwn = approverId === context.actor.userId;
    if (isOwn || (!may.may && may.because !== 'beyondLimit')) {
      throw context.refusal('admin.approverMayNot', { number, approver });
    }
    if (!may.may) throw context.refusal('admin.approverBeyondLimit', { number, approver });
    if (!stillBinds(word, await order.stands(kind))) throw context.refusal('admin.approvalVoided', { number });
    const told = { orderId, number, customerId, customerName, totalMinor, currency };
    if (context.atOffice) {
      const secret = await approvalSecret(tx, approverId);
      const about = { approverId, documentNumber: number, kind, amountMinor: totalMinor, currency };
      if (secret === null || !isSpokenCode(secret, about, code, now)) {
        await setWord(tx, word.id, { wrongCodes: word.wrongCodes + 1 }, context);
        context.adjust('admin.codeWrong', { number, approver, left: LIMIT_WRONG_CODES - wrong - 1 });
        return { ...told, isReleased: false };
      }
    }
    const decided = {
      state: 'approved' as const,
      decidedAt: now,
      decidedBy: approverId,
      decidedByName: approver,
      onBehalfOf: may.onBehalfOf,
      byCode: 1 as const,
      validUntil: kind === 'credit' ? now + RELEASED_MS : null,
      codeCheckedAt: context.atOffice ? now : null,
    };
    await setWord(tx, word.id, decided, context);
    await order.release(kind, context);
    return { ...told, isReleased: true };
  },
  subject: (_, { number: document, customerName: party, customerId, totalMinor: amountMinor, currency }) => ({
    document,
    party,
    customerId,
    amountMinor,
    currency,
  }),
});
