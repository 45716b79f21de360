/**
 * Words about orders (R9, R57). Guards: a release of credit lifts the hold for credit alone; the hold for approval falls
 * with the last word that it stands for: while another waits, or was refused, the order stays where it is.
 */
import { wordsOf } from '../../domains/admin/api.ts';
import type { ApprovalKind } from '../../domains/admin/rules/who-decides.ts';
import { linesOfOrder, openOrder, setHolds } from '../../domains/sales/api.ts';
import { bindingOf, type OrderWordKind } from '../../domains/sales/rules/approval-binding.ts';
import type { Tx } from '../../kernel/table.ts';
import type { WordDocument } from './word-document.ts';

export const orderWord: WordDocument = {
  documentType: 'order',
  reads: ['orders', 'orderLines'],
  writes: ['orders'],
  async load(tx, id, actor) {
    const order = await openOrder(tx, id, actor);
    const { number, customerId, customerName, currency, totalMinor, confirmedBy: madeBy } = order;
    return {
      ...{ id, number, customerId, customerName, currency, totalMinor, madeBy },
      isHeld: (kind) => (kind === 'credit' ? order.creditHold : order.approvalHold) === 1,
      async stands(kind) {
        const lines = await linesOfOrder(tx, id);
        return { fingerprint: bindingOf(orderKind(kind), order, lines), amountMinor: totalMinor };
      },
      async release(kind, context) {
        if (kind === 'credit') await setHolds(tx, id, { creditHold: 0 }, context);
        else if (!(await isOtherMissing(tx, id, kind))) await setHolds(tx, id, { approvalHold: 0 }, context);
      },
    };
  },
};

/** Words about prices bind what any other word about the whole order binds. */
function orderKind(kind: ApprovalKind): OrderWordKind {
  return kind === 'credit' || kind === 'largeOrder' ? kind : 'discount';
}

async function isOtherMissing(tx: Tx, orderId: string, kind: ApprovalKind): Promise<boolean> {
  const last = new Map((await wordsOf(tx, orderId)).map((word) => [word.kind, word.state]));
  return [...last].some(
    ([other, state]) => other !== kind && other !== 'credit' && (state === 'asked' || state === 'refused'),
  );
}
