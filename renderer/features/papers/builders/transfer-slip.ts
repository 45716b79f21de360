import type { Transfer } from '#shared/domains/inventory/queries/transfer-list.ts';
import { quantityText } from '../../../ui/format-text.ts';
import {
  goodsCells,
  goodsColumns,
  type PaperBuilder,
  type PaperContent,
  type PaperWords,
  partyOf,
  quantitySums,
} from './builder.ts';

/** What goes from one warehouse to another (R27): it rides along, and both sign. */
export const transferSlip: PaperBuilder = { query: 'inventory.transfer', build };

function build({ head, lines }: Transfer, words: PaperWords): PaperContent {
  const { t } = words;
  const sums = (of: 'quantity' | 'sent') =>
    quantitySums(
      lines.filter((line) => line[of] > 0).map((line) => ({ unit: line.unit, quantity: line[of] })),
      words,
    );
  const hasSent = lines.some(({ sent }) => sent > 0);
  return {
    title: t('papers.titles.transferSlip'),
    number: head.number,
    watermark: head.state === 'cancelled' ? t('papers.marks.cancelled') : null,
    parties: [
      ...partyOf(t('papers.parties.from'), [head.fromWarehouseName]),
      ...partyOf(t('papers.parties.to'), [head.toWarehouseName]),
    ],
    facts: {
      sentOutAt: head.sentAt === null ? null : words.at(head.sentAt),
      dueOn: head.dueOn === null ? null : words.day(head.dueOn),
      askedBy: head.askedByName,
    },
    columns: goodsColumns([
      { key: 'quantity', isFigure: true },
      { key: 'sent', isFigure: true },
      { key: 'received', isFigure: true },
    ]),
    rows: lines.map((line) => ({
      cells: {
        ...goodsCells({ ...line, serialCode: null }),
        quantity: quantityText(line.quantity),
        sent: line.sent === 0 ? '' : quantityText(line.sent),
        received: line.received === 0 ? '' : quantityText(line.received),
      },
    })),
    // What rides along is what was sent, once anything was.
    sums: sums(hasSent ? 'sent' : 'quantity'),
    notes: [{ caption: t('papers.facts.note'), text: head.note }],
    signatures: ['sentOut', 'driver', 'tookIn'],
  };
}
