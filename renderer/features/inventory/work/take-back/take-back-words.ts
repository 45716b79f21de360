/** What taking back says to each decision, in words of the dock. */
import type { ReturnDecision, ReturnEntry, ReturnRefusal } from '#shared/domains/inventory/rules/return-work.ts';
import type { WorkAnswer } from '../frame/answer.ts';

/** What needs the operator's eye, not another piece. */
const toLookAt: ReadonlySet<ReturnRefusal> = new Set(['needsSerial', 'needsLot', 'otherDocument']);

/** The answer to a scan that was decided. @param isAside the goods go to quarantine */
export function answerTo(decision: ReturnDecision, code: string, isAside: boolean): WorkAnswer {
  if (decision.kind === 'taken') {
    const { line, entry } = decision;
    return {
      tone: isAside ? 'look' : 'right',
      word: { key: `inventory.work.takeBack.${isAside ? 'aside' : 'back'}` },
      text: { key: 'inventory.work.product', values: { code: line.productCode, name: line.productName } },
      figure: { key: 'inventory.work.added', values: { quantity: entry.quantity, unit: line.unit } },
      code,
    };
  }
  const { why, params } = decision;
  return {
    tone: toLookAt.has(why) ? 'look' : 'wrong',
    word: { key: `inventory.work.takeBack.refused.${why}.word` },
    text: { key: `inventory.work.takeBack.refused.${why}.text`, values: { lot: null, expected: null, ...params } },
    code,
  };
}

/** Ctrl+Z: what was taken back. */
export function undone(entry: ReturnEntry): WorkAnswer {
  return {
    tone: 'look',
    word: { key: 'inventory.work.takeBack.undone' },
    text: { key: `inventory.work.takeBack.undoneText.${entry.kind}` },
  };
}
