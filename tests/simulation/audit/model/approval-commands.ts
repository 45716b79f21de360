/** What must come of asking for a word, of giving it, and of reading it out (R9, R57). */
import {
  ask,
  boundBy,
  creditReach,
  endOfCode,
  furthestBelow,
  isRightCode,
  offOrder,
  type Permitted,
  whoSpeaks,
  wordsOf,
} from './approval-words.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { type Act, adjusted, applied, type Ended, type GivenReason, rejected } from './command-run.ts';
import { isOwnStub, userNameOf } from './order-commands.ts';
import { dayAt, offsetOf } from './posting.ts';
import { reachesOrder } from './reach.ts';

const DAY_MS = 86_400_000;
type Kind = 'discount' | 'credit';
type RightsOf = (rows: BusinessRows, userId: string) => ReadonlySet<string>;

const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;

/** The order, or how the command ends without one. */
function openOrderOf(rows: BusinessRows, orderId: unknown, act: Act): ModelRow | Ended {
  const order = rows.get('orders', String(orderId));
  if (!isLive(order) || !(reachesOrder(rows, order, act) || isOwnStub(order, act))) {
    return rejected('sales.orderGone', {});
  }
  const number = order.number ?? '';
  if (order.state === 'rejected') return rejected('sales.orderRejected', { number });
  if (order.state !== 'open') return rejected('sales.orderNotOpen', { number, state: order.state ?? '' });
  return order;
}

const isEnd = (found: ModelRow | Ended): found is Ended => Array.isArray((found as Ended).reasons);

const linesOf = (rows: BusinessRows, order: ModelRow): ModelRow[] =>
  rows
    .find('orderLines', (row) => row.orderId === order.id && isLive(row))
    .sort((a, b) => Number(a.position) - Number(b.position));

const isHeldFor = (order: ModelRow, kind: Kind): boolean =>
  (kind === 'credit' ? order.creditHold : order.approvalHold) === 1;

export function runAskApproval(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { orderId: string; kind: Kind; note: string | null };
  const { kind } = args;
  const note = args.note === null ? null : args.note.trim();
  const order = openOrderOf(rows, args.orderId, act);
  if (isEnd(order)) return order;
  if (!isHeldFor(order, kind)) return rejected('sales.orderNotHeld', { number: order.number ?? '' });
  const words = wordsOf(rows, order.id, kind);
  const asked = words.find(({ state }) => state === 'asked');
  if (asked) {
    if (note !== null && note !== asked.note) rows.update('approvals', asked, { note }, act);
    return applied;
  }
  const lines = linesOf(rows, order);
  const last = words.at(-1);
  const reasons = last ? (JSON.parse(String(last.reasons)) as GivenReason[]) : [];
  const limitValue =
    kind === 'discount' ? furthestBelow(lines, () => undefined, offOrder(order, lines)) : creditReach(rows, order);
  ask(rows, { kind, order, lines, limitValue, reasons, note }, act);
  return applied;
}

/** Whether what the word was asked for is still what stands there. */
function binds(rows: BusinessRows, word: ModelRow, order: ModelRow): boolean {
  const kind = word.kind === 'credit' ? 'credit' : 'discount';
  const isSame = word.fingerprint === boundBy(kind, order, linesOf(rows, order));
  return isSame && Number(order.totalMinor) <= Number(word.amountMinor);
}

function speaks(
  rows: BusinessRows,
  word: ModelRow,
  order: ModelRow,
  userId: string,
  act: Act,
  rightsOf: RightsOf,
): Permitted {
  return whoSpeaks(rows, word, order, userId, dayAt(act.now, offsetOf(rows)), (id) => rightsOf(rows, id));
}

function release(rows: BusinessRows, word: ModelRow, order: ModelRow, said: ModelRow, act: Act): void {
  rows.update('approvals', word, { state: 'approved', decidedAt: act.now, ...said }, act);
  rows.update('orders', order, word.kind === 'credit' ? { creditHold: 0 } : { approvalHold: 0 }, act);
}

export const runDecideApproval =
  (rightsOf: RightsOf) =>
  (rows: BusinessRows, given: unknown, act: Act): Ended => {
    const args = given as { approvalId: string; decision: string; reason: string; validUntil: number | null };
    const word = rows.get('approvals', args.approvalId);
    if (!isLive(word)) return rejected('admin.approvalGone', {});
    const order = openOrderOf(rows, word.documentId, act);
    if (isEnd(order)) return order;
    const number = order.number ?? '';
    if (word.state === 'voided') return rejected('admin.approvalVoided', { number });
    if (word.state !== 'asked') {
      const by = word.decidedByName ?? null;
      return rejected('admin.alreadyDecided', { number, context: word.state ?? '', by, at: word.decidedAt ?? null });
    }
    const may = speaks(rows, word, order, act.userId, act, rightsOf);
    if (!may.may) {
      if (may.because === 'ownRequest') return rejected('admin.ownRequest', { number });
      if (may.because === 'noRight') return rejected('admin.mayNotDecide', { number });
      return rejected('admin.beyondYourLimit', { number, limit: may.limit, limitValue: word.limitValue ?? 0 });
    }
    if (!binds(rows, word, order)) return rejected('admin.approvalVoided', { number });
    const isCredit = word.kind === 'credit';
    const ends = args.validUntil;
    const said = {
      decidedBy: act.userId,
      decidedByName: userNameOf(rows, act.userId),
      onBehalfOf: may.onBehalfOf,
      decisionNote: args.reason.trim(),
    };
    if (args.decision === 'refuse') {
      rows.update('approvals', word, { state: 'refused', decidedAt: act.now, ...said, validUntil: null }, act);
      return applied;
    }
    if (isCredit && (ends === null || ends <= act.now || ends > act.now + 90 * DAY_MS)) {
      return rejected('admin.releaseNeedsTime', { number });
    }
    release(rows, word, order, { ...said, validUntil: isCredit ? ends : null }, act);
    return applied;
  };

export const runEnterCode =
  (rightsOf: RightsOf) =>
  (rows: BusinessRows, given: unknown, act: Act): Ended => {
    const {
      orderId,
      kind,
      approverId,
      code: typed,
    } = given as Record<'orderId' | 'approverId' | 'code', string> & {
      kind: Kind;
    };
    const code = typed.replaceAll(' ', '');
    const order = openOrderOf(rows, orderId, act);
    if (isEnd(order)) return order;
    const number = order.number ?? '';
    if (!isHeldFor(order, kind)) return rejected('sales.orderNotHeld', { number });
    const words = wordsOf(rows, orderId);
    const word = words.find((each) => each.kind === kind && each.state === 'asked');
    if (!word) return rejected('admin.notAsked', { number });
    const wrong = words.reduce((sum, each) => sum + Number(each.wrongCodes), 0);
    if (wrong >= 5) return rejected('admin.codesUsedUp', { number });
    if (endOfCode(code, act.now) === null) return rejected('admin.codeNotNow', { number });
    const approver = userNameOf(rows, approverId);
    const may = speaks(rows, word, order, approverId, act, rightsOf);
    if (approverId === act.userId || (!may.may && may.because !== 'beyondLimit')) {
      return rejected('admin.approverMayNot', { number, approver });
    }
    if (!may.may) return rejected('admin.approverBeyondLimit', { number, approver });
    if (!binds(rows, word, order)) return rejected('admin.approvalVoided', { number });
    const secret = rows.get('approvalSecrets', approverId)?.secret;
    if (act.leavesStub && !isRightCode(secret, approverId, order, kind, code, act.now)) {
      rows.update('approvals', word, { wrongCodes: Number(word.wrongCodes) + 1 }, act);
      return adjusted([{ code: 'admin.codeWrong', params: { number, approver, left: 4 - wrong } }]);
    }
    const said = {
      decidedBy: approverId,
      decidedByName: approver,
      onBehalfOf: may.onBehalfOf,
      byCode: 1,
      validUntil: kind === 'credit' ? act.now + 7 * DAY_MS : null,
      codeCheckedAt: act.leavesStub ? act.now : null,
    };
    release(rows, word, order, said, act);
    return applied;
  };
