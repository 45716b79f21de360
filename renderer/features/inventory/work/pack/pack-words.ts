/** What the packing table says to each decision. */
import type { PackDecision, PackEntry, PackState } from '#shared/domains/inventory/rules/pack-work.ts';
import { quantityText } from '../../../../ui/format-text.ts';
import type { WorkAnswer } from '../frame/answer.ts';

/** As many as the band has room for. */
const MOST_NAMED = 3;

/** The answer to a scan that was decided. */
export function answerTo(
  decision: Exclude<PackDecision, { kind: 'whichLot' }>,
  code: string,
  parcel: number,
): WorkAnswer {
  if (decision.kind === 'packed') {
    const { line, quantity } = decision;
    return {
      tone: 'right',
      word: { key: 'inventory.work.pack.packed', values: { parcel } },
      text: { key: 'inventory.work.product', values: { code: line.productCode, name: line.productName } },
      figure: { key: 'inventory.work.added', values: { quantity, unit: line.unit } },
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

/** Enter before all is packed: what is missing, the first few by name. */
export function notWhole(state: PackState): WorkAnswer {
  const missing = state.lines
    .filter(({ line, packed }) => packed < line.quantity)
    .map(({ line, packed }) => {
      const code = [line.productCode, line.serialCode ?? line.lotCode].filter((word) => word !== null).join(' ');
      return `${code} ${quantityText(line.quantity - packed)} ${line.unit}`;
    });
  const goods = missing.slice(0, MOST_NAMED).join(' · ');
  return {
    tone: 'look',
    word: { key: 'inventory.work.pack.notWhole' },
    text: {
      key: missing.length > MOST_NAMED ? 'inventory.work.pack.notWholeMore' : 'inventory.work.pack.notWholeText',
      values: { goods, more: missing.length - MOST_NAMED },
    },
  };
}

/** Ctrl+Z: what was taken back. */
export function undone(entry: PackEntry): WorkAnswer {
  const { name, quantity, unit } = entry.kind === 'unpacked' ? entry : { name: null, quantity: null, unit: null };
  return {
    tone: 'look',
    word: { key: 'inventory.work.pack.undone' },
    text: { key: `inventory.work.pack.undoneText.${entry.kind}`, values: { name, quantity, unit } },
  };
}
