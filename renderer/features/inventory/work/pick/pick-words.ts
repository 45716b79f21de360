/** What pick mode says to each decision, in words of the shelf. */
import type { PickDecision, PickRefusal } from '#shared/domains/inventory/rules/pick-scan.ts';
import type { PickEntry, ShortReason } from '#shared/domains/inventory/rules/pick-work.ts';
import type { Quantity } from '#shared/kernel/money.ts';
import type { Sentence, WorkAnswer } from '../frame/answer.ts';

/** What needs the operator's eye, not another piece. */
const toLookAt: ReadonlySet<PickRefusal> = new Set(['needsSerial', 'allDone', 'otherDocument']);

const added = (quantity: Quantity, unit: string): Sentence => ({
  key: 'inventory.work.added',
  values: { quantity, unit },
});

/** The answer to a scan that was decided. */
export function answerTo(decision: Exclude<PickDecision, { kind: 'whichLot' }>, code: string): WorkAnswer {
  switch (decision.kind) {
    case 'taken':
      return taken(decision.product, decision.entry.quantity, code);
    case 'moved':
      return {
        tone: 'right',
        word: { key: 'inventory.work.pick.moved' },
        text: { key: 'inventory.work.pick.movedText', values: { place: decision.place } },
      };
    case 'rightPlace':
      return {
        tone: 'right',
        word: { key: 'inventory.work.pick.rightPlace' },
        text: { key: 'inventory.work.pick.rightPlaceText', values: { place: decision.place } },
      };
    case 'refused':
      return refused(decision.why, decision.params, code);
  }
}

interface Named {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
}

function taken({ code, name, unit }: Named, quantity: Quantity, scanned: string): WorkAnswer {
  return {
    tone: 'right',
    word: { key: 'inventory.work.right' },
    text: { key: 'inventory.work.product', values: { code, name } },
    figure: added(quantity, unit),
    code: scanned,
  };
}

function refused(why: PickRefusal, params: Sentence['values'], code: string): WorkAnswer {
  return {
    tone: toLookAt.has(why) ? 'look' : 'wrong',
    word: { key: `inventory.work.pick.refused.${why}.word` },
    text: { key: `inventory.work.pick.refused.${why}.text`, values: { lot: null, expected: null, ...params } },
    code,
  };
}

/** Ctrl+Z: what was taken back. */
export function undone(entry: PickEntry, product: Named): WorkAnswer {
  const text: Sentence = { key: 'inventory.work.product', values: { code: product.code, name: product.name } };
  const what: Sentence = { key: `inventory.work.pick.undone.${entry.kind}` };
  const answer: WorkAnswer = { tone: 'look', word: what, text };
  if (entry.kind !== 'take') return answer;
  // A figure that was typed may have made fewer of them.
  const { unit } = product;
  const figure = { key: 'inventory.work.taken', values: { quantity: entry.quantity, unit } };
  return { ...answer, figure: entry.quantity < 0 ? added(-entry.quantity, unit) : figure };
}

/** F2: the line ends with less. */
export function shortAnswer(product: Named, reason: ShortReason): WorkAnswer {
  return {
    tone: 'look',
    word: { key: 'inventory.work.pick.short' },
    text: { key: `inventory.work.pick.shortText.${reason}`, values: { code: product.code, name: product.name } },
  };
}

/** F6: it comes back after the others. */
export function skipAnswer(product: Named): WorkAnswer {
  return {
    tone: 'look',
    word: { key: 'inventory.work.pick.skipped' },
    text: { key: 'inventory.work.pick.skippedText', values: { code: product.code, name: product.name } },
  };
}

/** F3: another lot, from where it lies. */
export function lotAnswer(lot: string, place: string | null): WorkAnswer {
  return {
    tone: 'look',
    word: { key: 'inventory.work.pick.otherLot' },
    text:
      place === null
        ? { key: 'inventory.work.pick.otherLotText', values: { lot } }
        : { key: 'inventory.work.pick.otherLotAt', values: { lot, place } },
  };
}
