import type { ReceiptDocument } from '#shared/domains/inventory/queries/receipts.ts';
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

/**
 * What came in: signed by who brought the goods and who took them in, and filed with the supplier's own note. Nothing of
 * what they are worth (R47).
 */
export const goodsReceipt: PaperBuilder = { query: 'inventory.receipt', build };

function build({ head, lines, otherNumber }: ReceiptDocument, words: PaperWords): PaperContent {
  const { t, book } = words;
  const isReversal = lines.some(({ quantity }) => quantity < 0);
  return {
    title: t(`papers.titles.${isReversal ? 'goodsReceiptReversal' : 'goodsReceipt'}`),
    number: head.number,
    watermark: !isReversal && head.reversesId !== null ? t('papers.marks.reversed') : null,
    parties: partyOf(t('papers.parties.supplier'), [head.supplierName]),
    facts: {
      receivedAt: words.at(head.receivedAt),
      purchase: head.purchaseOrderNumber ?? t('papers.withoutPurchase'),
      theirNote: head.deliveryNote,
      warehouse: book.warehouses.find(({ id }) => id === head.warehouseId)?.name ?? null,
      takenIn: head.receivedByName,
      otherNumber: isReversal ? otherNumber : null,
    },
    columns: goodsColumns([
      { key: 'expiresOn' },
      { key: 'location' },
      { key: 'condition' },
      { key: 'quantity', isFigure: true },
    ]),
    rows: lines.map((line) => ({
      cells: {
        ...goodsCells(line),
        expiresOn: line.expiresOn === null ? '' : words.day(line.expiresOn),
        location: line.locationCode ?? '',
        condition: [t(`papers.conditions.${line.condition}`), line.rejectReason].filter(Boolean).join('\n'),
        quantity: quantityText(line.quantity),
      },
    })),
    sums: quantitySums(lines, words),
    notes: [{ caption: t('papers.facts.note'), text: head.note }],
    signatures: isReversal ? [] : ['brought', 'tookIn'],
  };
}
