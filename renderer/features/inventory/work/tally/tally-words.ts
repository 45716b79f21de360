/** What a tally says to each decision, in words of the dock and the shelf. */
import type { TallyEntry, TallyMode, TallySupplier } from '#shared/domains/inventory/rules/tally.ts';
import type { TallyDecision, TallyRefusal } from '#shared/domains/inventory/rules/tally-decision.ts';
import type { WorkAnswer } from '../frame/answer.ts';

/** What needs the operator's eye, not another piece. */
const toLookAt: ReadonlySet<TallyRefusal> = new Set([
  'goodsFirst',
  'lotFirst',
  'serialFirst',
  'needsSerial',
  'placeFirst',
  'otherDocument',
  'full',
]);

/** Of a transfer these say what is left of it, and whom to ask. */
const saidByMode: ReadonlySet<TallyRefusal> = new Set(['tooMuch', 'notOnPaper']);
const wordsOf = (why: TallyRefusal, mode: TallyMode): string =>
  saidByMode.has(why) && (mode === 'send' || mode === 'takeIn') ? mode : 'text';

/** The shelf life offers a day where no label says one: the goods may have another printed. */
function offersDay(decision: TallyDecision, mode: TallyMode): boolean {
  return mode === 'receive' && decision.kind === 'taken' && decision.line.dayFrom === 'reckoned';
}

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
    case 'serialNext':
      return {
        tone: 'look',
        word: { key: 'inventory.work.tally.serialNext' },
        text: {
          key: 'inventory.work.tally.serialNextText',
          values: { code: decision.entry.code, name: decision.entry.name },
        },
        code,
      };
    case 'dayDiffers': {
      const { line, known, said } = decision;
      return {
        tone: 'look',
        word: { key: 'inventory.work.tally.dayDiffers' },
        text: { key: 'inventory.work.tally.dayDiffersText', values: { lot: line.lotCode, known, said } },
        code,
      };
    }
    case 'asksLot': {
      const { code: product, name } = decision;
      return {
        tone: 'look',
        word: { key: 'inventory.work.tally.lotUnclear' },
        text: { key: 'inventory.work.tally.lotUnclearText', values: { code: product, name } },
        code,
      };
    }
    case 'asksApart':
      return {
        tone: 'look',
        word: { key: 'inventory.work.tally.isQuarantine' },
        text: { key: 'inventory.work.tally.isQuarantineText', values: { place: decision.place } },
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
        text: {
          key: `inventory.work.tally.refused.${decision.why}.${wordsOf(decision.why, mode)}`,
          values: decision.params,
        },
        code,
      };
  }
}

/** Who brought the goods was said, or that nobody knows. */
export function supplierAnswer(supplier: TallySupplier | null): WorkAnswer {
  const key = `inventory.work.tally.supplier${supplier === null ? 'Unknown' : 'Named'}`;
  return { tone: 'look', word: { key }, text: { key: `${key}Text`, values: { supplier: supplier?.name ?? '' } } };
}

/** Ctrl+Z: what was taken back. */
export function undoneAnswer(entry: TallyEntry): WorkAnswer {
  const isGoods = entry.kind === 'goods';
  if (entry.kind === 'takeOut') {
    const { code, name } = entry;
    return {
      tone: 'look',
      word: { key: 'inventory.work.tally.undone' },
      text: { key: 'inventory.work.tally.undoneTexts.takeOut', values: { code, name } },
    };
  }
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
