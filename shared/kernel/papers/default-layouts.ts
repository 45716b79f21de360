/** The layouts that hold where a company has none of its own: one for each kind and size, for both languages. */
import type { PaperKind, PaperLayout } from './layout.ts';
import type { PaperSize } from './paper-sizes.ts';

type Width = readonly [key: string, a4Mm: number | null, continuousMm: number | null];

/** In the order in which a paper is read; the one without a width takes what is left. */
const columns: Readonly<Record<PaperKind, readonly Width[]>> = {
  orderConfirmation: [
    ['place', 8, 10],
    ['code', 23, 27],
    ['name', null, null],
    ['quantity', 16, 19],
    ['unit', 12, 13],
    ['price', 19, 24],
    ['discount', 13, 15],
    ['net', 25, 29],
    ['gross', 25, 29],
  ],
  deliveryNote: [
    ['place', 8, 10],
    ['code', 28, 30],
    ['name', null, null],
    ['lot', 36, 40],
    ['parcel', 11, 12],
    ['quantity', 19, 21],
    ['returned', 19, 21],
    ['unit', 13, 14],
  ],
  goodsReturn: [
    ['place', 8, 10],
    ['code', 20, 26],
    ['name', null, null],
    ['lot', 28, 30],
    ['expiresOn', 21, 23],
    ['reason', 18, 21],
    ['condition', 22, 23],
    ['quantity', 16, 18],
    ['unit', 11, 12],
  ],
  goodsReceipt: [
    ['place', 8, 10],
    ['code', 20, 26],
    ['name', null, null],
    ['lot', 28, 30],
    ['expiresOn', 21, 23],
    ['location', 20, 22],
    ['condition', 22, 23],
    ['quantity', 16, 18],
    ['unit', 11, 12],
  ],
  supplierReturn: [
    ['place', 8, 10],
    ['code', 21, 26],
    ['name', null, null],
    ['lot', 28, 30],
    ['expiresOn', 21, 23],
    ['cameWith', 42, 46],
    ['quantity', 16, 18],
    ['unit', 11, 12],
  ],
  pickList: [
    ['place', 8, 10],
    ['location', 20, 22],
    ['code', 19, 24],
    ['name', null, null],
    ['lot', 28, 30],
    ['order', 26, 28],
    ['quantity', 15, 16],
    ['unit', 10, 11],
    ['picked', 14, 15],
  ],
  transferSlip: [
    ['place', 8, 10],
    ['code', 28, 30],
    ['name', null, null],
    ['lot', 34, 38],
    ['quantity', 18, 20],
    ['sent', 18, 20],
    ['received', 18, 20],
    ['unit', 13, 14],
  ],
};

const facts: Readonly<Record<PaperKind, readonly string[]>> = {
  orderConfirmation: ['orderedOn', 'requestedOn', 'terms', 'currency', 'takenBy'],
  deliveryNote: [
    'shippedAt',
    'order',
    'warehouse',
    'shippedBy',
    'carrier',
    'parcels',
    'weight',
    'receivedBy',
    'deliveredAt',
  ],
  goodsReturn: ['returnedAt', 'shipment', 'order', 'warehouse', 'takenBy'],
  goodsReceipt: ['receivedAt', 'purchase', 'theirNote', 'warehouse', 'takenIn', 'otherNumber'],
  supplierReturn: ['sentAt', 'warehouse', 'sentBy', 'why', 'otherNumber'],
  pickList: ['releasedAt', 'releasedBy', 'pickedBy', 'pickedAt'],
  transferSlip: ['sentOutAt', 'dueOn', 'askedBy'],
};

/** What is drawn of a kind on a size. */
export function defaultLayout(kind: PaperKind, size: PaperSize): PaperLayout {
  const isA4 = size === 'a4';
  return {
    header: {
      ...{ logo: 1, logoHeightMm: isA4 ? 16 : 11, address: 1, phone: 1 },
      ...{
        taxNumber: isA4 && kind === 'orderConfirmation' ? 1 : 0,
        bank: isA4 && kind === 'orderConfirmation' ? 1 : 0,
      },
      ...{ barcode: 1, extraLines: [] },
    },
    facts: facts[kind].map((key) => ({ key, shown: 1, title: null })),
    columns: columns[kind].map(([key, a4Mm, continuousMm]) => {
      return { key, shown: 1, widthMm: isA4 ? a4Mm : continuousMm, title: null };
    }),
    notes: [],
    terms: [],
    footer: { signatures: null, pageNumbers: 1, copyNames: [] },
    accent: 'line',
  };
}
