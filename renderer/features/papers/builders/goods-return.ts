import type { GoodsReturnDocument } from '#shared/domains/inventory/queries/goods-returns.ts';
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

/** What a customer gave back (R52): a paper for both. */
export const goodsReturn: PaperBuilder = { query: 'inventory.goodsReturn', build };

function build({ head, lines }: GoodsReturnDocument, words: PaperWords): PaperContent {
  const { t } = words;
  return {
    title: t('papers.titles.goodsReturn'),
    number: head.number,
    parties: partyOf(t('papers.parties.returnedBy'), [head.customerName]),
    facts: {
      returnedAt: words.at(head.returnedAt),
      shipment: head.shipmentNumber,
      order: head.orderNumber,
      warehouse: head.warehouseName,
      takenBy: head.takenByName,
    },
    columns: goodsColumns([
      { key: 'expiresOn' },
      { key: 'reason' },
      { key: 'condition' },
      { key: 'quantity', isFigure: true },
    ]),
    rows: lines.map((line) => ({
      cells: {
        ...goodsCells(line),
        expiresOn: line.expiresOn === null ? '' : words.day(line.expiresOn),
        reason: t(`papers.reasons.${line.reason}`),
        condition: t(`papers.conditions.${line.condition}`),
        quantity: quantityText(line.quantity),
      },
    })),
    sums: quantitySums(lines, words),
    notes: [{ caption: t('papers.facts.note'), text: head.note }],
    signatures: ['gaveBack', 'tookBack'],
  };
}
