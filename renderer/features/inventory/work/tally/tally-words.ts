/** What a tally says to each decision, in words of the dock and the shelf. */
import type { TallyDecision, TallyEntry, TallyRefusal } from '#shared/domains/inventory/rules/tally.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { WorkAnswer } from '../frame/answer.ts';

/** What needs the operator's eye, not another piece. */
const toLookAt: ReadonlySet<TallyRefusal> = new Set(['lotFirst', 'needsSerial', 'placeFirst', 'otherDocument']);

/** A question stands in the middle of the screen. */
export const finishFirst: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.finishFirst' },
  text: { key: 'inventory.work.finishFirstText' },
};

/** The answer to a scan that was decided. */
export function answerTo(decision: TallyDecision, code: string): WorkAnswer {
  switch (decision.kind) {
    case 'taken': {
      const { code: product, name, quantity, unit } = decision.line;
      return {
        tone: 'right',
        word: { key: 'inventory.work.right' },
        text: { key: 'inventory.work.product', values: { code: product, name } },
        figure: { key: 'inventory.work.added', values: { quantity, unit } },
        code,
      };
    }
    case 'lotNext':
      return {
        tone: 'look',
        word: { key: 'inventory.work.tally.lotNext' },
        text: {
          key: 'inventory.work.tally.lotNextText',
          values: { code: decision.entry.code, name: decision.entry.name },
        },
        code,
      };
    case 'placed':
      return {
        tone: 'right',
        word: { key: 'inventory.work.tally.place' },
        text: { key: 'inventory.work.tally.placeText', values: { place: decision.place } },
        code,
      };
    case 'refused':
      return {
        tone: toLookAt.has(decision.why) ? 'look' : 'wrong',
        word: { key: `inventory.work.tally.refused.${decision.why}.word` },
        text: { key: `inventory.work.tally.refused.${decision.why}.text`, values: decision.params },
        code,
      };
  }
}

/** Ctrl+Z: what was taken back. */
export function undoneAnswer(entry: TallyEntry): WorkAnswer {
  const values = entry.kind === 'goods' ? { code: entry.code, name: entry.name } : { code: '', name: '' };
  return {
    tone: 'look',
    word: { key: 'inventory.work.tally.undone' },
    text: { key: entry.kind === 'goods' ? 'inventory.work.product' : 'inventory.work.tally.undoneText', values },
  };
}

/** The device could not keep a scan, or the tally was not taken. */
export function refusedAnswer(reason: Reason): WorkAnswer {
  return {
    tone: 'wrong',
    word: { key: 'inventory.work.notKept' },
    text: { key: `refusals.${reason.code}`, values: reason.params },
  };
}
