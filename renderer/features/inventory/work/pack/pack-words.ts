/** What the packing table says to each decision. */
import type { PackDecision, PackEntry } from '#shared/domains/inventory/rules/pack-work.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { WorkAnswer } from '../frame/answer.ts';

/** The answer to a scan that was decided. */
export function answerTo(decision: PackDecision, code: string, parcel: number): WorkAnswer {
  if (decision.kind === 'packed') {
    const { line, entry } = decision;
    return {
      tone: 'right',
      word: { key: 'inventory.work.pack.packed', values: { parcel } },
      text: { key: 'inventory.work.product', values: { code: line.productCode, name: line.productName } },
      figure: { key: 'inventory.work.added', values: { quantity: entry.quantity, unit: line.unit } },
      code,
    };
  }
  const { why, params } = decision;
  return {
    tone: why === 'needsSerial' || why === 'otherDocument' ? 'look' : 'wrong',
    word: { key: `inventory.work.pack.refused.${why}.word` },
    text: { key: `inventory.work.pack.refused.${why}.text`, values: { lot: null, expected: null, ...params } },
    code,
  };
}

/** The device could not keep it: it does not count. */
export function notKept(reason: Reason): WorkAnswer {
  return {
    tone: 'wrong',
    word: { key: 'inventory.work.notKept' },
    text: { key: `refusals.${reason.code}`, values: reason.params },
  };
}

/** Ctrl+Z: what was taken back. */
export function undone(entry: PackEntry): WorkAnswer {
  return {
    tone: 'look',
    word: { key: 'inventory.work.pack.undone' },
    text: { key: `inventory.work.pack.undoneText.${entry.kind}` },
  };
}

export const finishFirst: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.finishFirst' },
  text: { key: 'inventory.work.finishFirstText' },
};

export const nothingToUndo: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.nothingToUndo' },
  text: { key: 'inventory.work.nothingToUndoText' },
};
