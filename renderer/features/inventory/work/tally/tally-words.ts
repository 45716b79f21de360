/** What a tally says to each decision, in words of the dock and the shelf. */
import type { TallyEntry, TallyMode } from '#shared/domains/inventory/rules/tally.ts';
import type { TallyDecision, TallyRefusal } from '#shared/domains/inventory/rules/tally-scan.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { WorkAnswer } from '../frame/answer.ts';

/** What needs the operator's eye, not another piece. */
const toLookAt: ReadonlySet<TallyRefusal> = new Set(['lotFirst', 'needsSerial', 'placeFirst', 'otherDocument', 'full']);

/** A new lot whose label does not say its last day: the shelf life offers one, the goods have another printed. */
function offersDay(decision: TallyDecision, mode: TallyMode): boolean {
  if (mode !== 'receive' || decision.kind !== 'taken' || decision.entry.kind !== 'lot') return false;
  return decision.entry.lotId === null && decision.entry.expiresOn !== null && decision.isOffered === true;
}

/** A question stands in the middle of the screen. */
export const finishFirst: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.finishFirst' },
  text: { key: 'inventory.work.finishFirstText' },
};

/** The answer to a scan that was decided. */
export function answerTo(decision: TallyDecision, code: string, mode: TallyMode): WorkAnswer {
  switch (decision.kind) {
    case 'taken': {
      const { code: product, name, quantity, unit, expiresOn } = decision.line;
      if (offersDay(decision, mode)) {
        return {
          tone: 'look',
          word: { key: 'inventory.work.tally.dayOffered' },
          text: { key: 'inventory.work.tally.dayOfferedText', values: { expiresOn } },
          figure: { key: 'inventory.work.added', values: { quantity, unit } },
          code,
        };
      }
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
        word: { key: mode === 'putAway' ? 'inventory.work.tally.put' : 'inventory.work.tally.here' },
        text: {
          key: `inventory.work.tally.${mode === 'putAway' ? 'putText' : 'hereText'}`,
          values: { place: decision.place, count: decision.lines },
        },
        code,
      };
    case 'source':
      return {
        tone: 'look',
        word: { key: 'inventory.work.tally.takenFrom' },
        text: { key: 'inventory.work.tally.takenFromText', values: { place: decision.place } },
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
  const isGoods = entry.kind === 'goods';
  return {
    tone: 'look',
    word: { key: 'inventory.work.tally.undone' },
    text: isGoods
      ? { key: 'inventory.work.product', values: { code: entry.code, name: entry.name } }
      : { key: `inventory.work.tally.undoneTexts.${entry.kind}` },
    ...(isGoods
      ? { figure: { key: 'inventory.work.taken', values: { quantity: entry.quantity, unit: entry.unit } } }
      : {}),
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
