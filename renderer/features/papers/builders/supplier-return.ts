import type { CameWith, ReceiptDocument } from '#shared/domains/inventory/queries/receipts.ts';
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
 * What went back to a supplier (R26): what the goods came with, by which the supplier finds them, and nothing of what they
 * are worth (R47).
 */
export const supplierReturn: PaperBuilder = { query: 'inventory.receipt', build };

function build({ head, lines, otherNumber }: ReceiptDocument, words: PaperWords): PaperContent {
  const { t, book } = words;
  // Goods that went back stand below zero; what takes that back, above.
  const isReversal = lines.some(({ quantity }) => quantity > 0);
  const isReversed = !isReversal && head.reversesId !== null;
  const sent = lines.map((line) => ({ ...line, quantity: -line.quantity }));
  return {
    title: t(`papers.titles.${isReversal ? 'supplierReturnReversal' : 'supplierReturn'}`),
    number: head.number,
    watermark: isReversed ? t('papers.marks.reversed') : null,
    parties: partyOf(t('papers.parties.supplier'), [head.supplierName]),
    facts: {
      sentAt: words.at(head.receivedAt),
      warehouse: book.warehouses.find(({ id }) => id === head.warehouseId)?.name ?? null,
      sentBy: head.receivedByName,
      why: head.note,
      otherNumber: isReversal ? otherNumber : null,
    },
    columns: goodsColumns([{ key: 'expiresOn' }, { key: 'cameWith' }, { key: 'quantity', isFigure: true }]),
    rows: sent.map((line) => ({
      cells: {
        ...goodsCells(line),
        expiresOn: line.expiresOn === null ? '' : words.day(line.expiresOn),
        cameWith: line.cameWith === null ? '' : originOf(line.cameWith, words),
        quantity: quantityText(line.quantity),
      },
    })),
    sums: quantitySums(sent, words),
    signatures: isReversal ? [] : ['handedOver', 'tookForSupplier'],
  };
}

/** Our receipt, its day, and the supplier's own numbers. */
function originOf(
  { number, receivedAt, deliveryNote, purchaseOrderNumber }: CameWith,
  { t, dayOf }: PaperWords,
): string {
  const theirs = deliveryNote === null ? null : t('papers.theirNote', { number: deliveryNote });
  const when = [dayOf(receivedAt), theirs].filter((each) => each !== null);
  return [number, when.join(t('papers.and')), purchaseOrderNumber].filter((each) => each !== null).join('\n');
}
