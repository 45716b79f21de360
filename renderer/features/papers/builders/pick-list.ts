import type { PickListDocument } from '#shared/domains/inventory/queries/pick-list.ts';
import { quantityText } from '../../../ui/format-text.ts';
import { lotOrPiece, type PaperBuilder, type PaperContent, type PaperWords, partyOf, quantitySums } from './builder.ts';

/** Of a line that nobody has picked yet: a place to write in, on paper in a hall without a scanner. */
const TO_WRITE_IN = '\u00a0';

/** The way through a warehouse, in its order (R24). */
export const pickList: PaperBuilder = { query: 'inventory.pickList', build };

function build({ head, lines }: PickListDocument, words: PaperWords): PaperContent {
  const { t, book } = words;
  return {
    title: t('papers.titles.pickList'),
    number: head.number,
    watermark: head.state === 'cancelled' ? t('papers.marks.cancelled') : null,
    parties: partyOf(t('papers.facts.warehouse'), [
      book.warehouses.find(({ id }) => id === head.warehouseId)?.name ?? null,
    ]),
    facts: {
      releasedAt: words.at(head.releasedAt),
      releasedBy: head.releasedByName,
      pickedBy: head.claimedByName,
      pickedAt: head.pickedAt === null ? null : words.at(head.pickedAt),
    },
    columns: [
      { key: 'place' },
      { key: 'location' },
      { key: 'code' },
      { key: 'name' },
      { key: 'lot' },
      { key: 'order' },
      { key: 'quantity', isFigure: true },
      { key: 'unit' },
      { key: 'picked', isFigure: true },
    ],
    rows: lines.map((line, at) => ({
      cells: {
        place: String(at + 1),
        location: line.locationCode ?? '',
        code: line.productCode,
        name: line.productName,
        lot: [lotOrPiece(line), line.expiresOn === null ? '' : words.day(line.expiresOn)].filter(Boolean).join('\n'),
        order: line.orderNumber,
        quantity: quantityText(line.quantity),
        unit: line.unit,
        picked: line.picked === 0 && line.shortReason === null ? TO_WRITE_IN : quantityText(line.picked),
      },
    })),
    sums: quantitySums(lines, words),
    notes: [{ caption: t('papers.facts.note'), text: head.note }],
    signatures: ['picked', 'checked'],
  };
}
