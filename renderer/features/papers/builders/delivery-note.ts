import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
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

/** What goes with the goods; nothing of what they cost us, nor of what carrying them does (R47). */
export const deliveryNote: PaperBuilder = { query: 'inventory.shipment', build };

function build({ head, lines, parcels }: ShipmentDocument, words: PaperWords): PaperContent {
  const { t } = words;
  const isReversal = head.state === 'reversed' && lines.some(({ quantity }) => quantity < 0);
  const contact = [head.contactName, head.phone].filter(Boolean).join('  ');
  const carrier = [head.carrierName, head.trackingNumber].filter(Boolean).join(' ');
  const boxes = parcels.map(({ code, trackingNumber }) => {
    return trackingNumber === null ? code : `${code} (${trackingNumber})`;
  });
  const grams = head.weightGrams;
  return {
    title: t(`papers.titles.${isReversal ? 'deliveryReversal' : 'deliveryNote'}`),
    number: head.number,
    watermark: head.state === 'reversed' && !isReversal ? t('papers.marks.reversed') : null,
    parties: partyOf(t('papers.parties.shipTo'), [head.customerName, head.shipTo, contact]),
    facts: {
      shippedAt: words.at(head.shippedAt),
      order: head.orderNumber,
      warehouse: head.warehouseName,
      shippedBy: head.shippedByName,
      carrier,
      parcels: head.parcelCount > 0 ? String(head.parcelCount) : null,
      weight: grams === null ? null : t('papers.kilograms', { weight: formatDecimal(grams, 3) }),
      receivedBy: head.receivedByName,
      deliveredAt: head.deliveredAt === null ? null : words.at(head.deliveredAt),
    },
    columns: goodsColumns([
      { key: 'parcel', isFigure: true },
      { key: 'quantity', isFigure: true },
      { key: 'returned', isFigure: true },
    ]),
    rows: lines.map((line) => ({
      cells: {
        ...goodsCells(line),
        // In one box there is no question in which.
        parcel: parcels.length > 1 && line.parcel !== null ? String(line.parcel) : '',
        quantity: quantityText(line.quantity),
        returned: line.returned === 0 ? '' : quantityText(line.returned),
      },
    })),
    sums: quantitySums(lines, words),
    notes: [
      { caption: t('papers.facts.boxes'), text: boxes.join(t('papers.and')) },
      { caption: t('papers.facts.note'), text: head.note },
      { caption: t('papers.facts.saidAtDoor'), text: head.deliveryNote },
    ],
    proofs:
      head.signatureHash === null
        ? []
        : [{ caption: t('papers.signedBy', { name: head.receivedByName ?? '' }), hash: head.signatureHash }],
    signatures: isReversal ? [] : ['handedOver', 'driver', 'receivedGoods'],
  };
}
