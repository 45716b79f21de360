/** What labels are printed of, and what stands on each: words in the label's language, codes by the rules (R112). */
import type { TFunction } from 'i18next';
import type { LabelGoodsRow } from '#shared/domains/inventory/queries/label-goods.ts';
import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import type { StockLotRow } from '#shared/domains/inventory/queries/stock-lots.ts';
import { goodsCode, labelsFor, textCode } from '#shared/domains/inventory/rules/goods-labels.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import { type Label, type LabelSize, MOST_COPIES } from '#shared/kernel/labels/label.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import type { Row } from '#shared/kernel/table.ts';

/** Labels of one kind go on one roll. */
export type LabelKind = 'goods' | 'location' | 'parcel';

/** The roll that a kind is printed on until somebody chooses another. */
export const usualSizes: Readonly<Record<LabelKind, LabelSize>> = {
  goods: '100x50',
  location: '100x50',
  parcel: '100x150',
};

/** One thing that gets labels. */
export interface LabelItem {
  readonly id: string;
  readonly kind: LabelKind;
  /** As the dialog lists it. */
  readonly name: string;
  readonly note: string;
  /** Of goods that came, or lie in stock: rejected ones are labelled apart. */
  readonly condition?: 'saleable' | 'quarantine';
  /** How many are proposed. */
  readonly copies: number;
  /** @param t of the label's language, which need not be the window's */
  readonly draw: (t: TFunction) => Label;
}

const caption = (t: TFunction, name: string): string => t(`inventory.labels.captions.${name}`);
const weightText = (t: TFunction, grams: number): string =>
  t('inventory.work.pack.kilograms', { weight: formatDecimal(grams, 3) });

/** What came with receipts: a label for each unit; what was rejected is labelled when somebody asks for it. */
export function receivedItems(rows: readonly LabelGoodsRow[]): LabelItem[] {
  return rows.map((row) => {
    const { productCode: code, productName: name, barcode, lotCode, serialCode, expiresOn } = row;
    const isGood = row.condition === 'saleable';
    return {
      ...{ id: row.id, kind: 'goods', name, note: [code, lotCode, serialCode].filter(Boolean).join(' · ') },
      condition: row.condition,
      copies: isGood ? (serialCode === null ? labelsFor(row.quantity, MOST_COPIES) : 1) : 0,
      draw: (t) => ({
        ...{ title: name, isLarge: false, mark: isGood ? null : caption(t, 'rejected') },
        lines: [
          { caption: caption(t, 'lot'), value: lotCode ?? '' },
          { caption: caption(t, 'expiresOn'), value: expiresOn ?? '' },
          { caption: caption(t, 'serial'), value: serialCode ?? '' },
          { caption: caption(t, 'code'), value: code },
          { caption: caption(t, 'receivedOn'), value: row.receivedOn },
          { caption: caption(t, 'unit'), value: row.packaging ?? row.unit },
        ],
        code: goodsCode({ code, barcode, lotCode, serialCode, expiresOn }),
      }),
    };
  });
}

type Product = Pick<Row<'products'>, 'id' | 'code' | 'name' | 'unit' | 'packaging' | 'barcode'>;

/** What tells goods of one product apart. */
export interface GoodsMark {
  /** Of the lot, or of the piece. */
  readonly id: string;
  readonly lotCode: string | null;
  readonly serialCode: string | null;
  readonly expiresOn: CalendarDate | null;
}

/** A lot or a piece of a product; null: the product itself. */
export function markedItem(product: Product, mark: GoodsMark | null, copies: number): LabelItem {
  const { code, name, barcode } = product;
  const { lotCode, serialCode, expiresOn } = mark ?? { lotCode: null, serialCode: null, expiresOn: null };
  return {
    ...{ id: mark?.id ?? product.id, kind: 'goods', name, copies },
    note: [code, lotCode, serialCode].filter(Boolean).join(' · '),
    draw: (t) => ({
      ...{ title: name, isLarge: false, mark: null },
      lines: [
        { caption: caption(t, 'lot'), value: lotCode ?? '' },
        { caption: caption(t, 'expiresOn'), value: expiresOn ?? '' },
        { caption: caption(t, 'serial'), value: serialCode ?? '' },
        { caption: caption(t, 'code'), value: code },
        { caption: caption(t, 'unit'), value: product.packaging ?? product.unit },
      ],
      code: goodsCode({ code, barcode, lotCode, serialCode, expiresOn }),
    }),
  };
}

/** What a code stands on beside one piece: a box, with what is in it. */
export interface BoxMark {
  readonly id: string;
  readonly code: string;
  /** Null: another code on one piece. */
  readonly unit: { readonly name: string; readonly ratio: number } | null;
}

/** A code of a product's own that is not on the piece's label: of its box, as it is scanned whole. */
function boxItem(product: Product, box: BoxMark): LabelItem {
  const { code, name, unit } = product;
  const holds = box.unit ? `${box.unit.name} = ${box.unit.ratio} ${unit}` : unit;
  const told = { lotCode: null, serialCode: null, expiresOn: null };
  return {
    ...{ id: box.id, kind: 'goods', name, copies: 0 },
    note: [code, holds, box.code].join(' · '),
    draw: (t) => ({
      ...{ title: name, isLarge: false, mark: null },
      lines: [
        { caption: caption(t, 'code'), value: code },
        { caption: caption(t, 'unit'), value: holds },
      ],
      code: goodsCode({ code: box.code, barcode: box.code, ...told }),
    }),
  };
}

/** A product, its boxes by their codes, and its lots in stock: the label of the goods is mostly what is missing. */
export function productItems(
  product: Product,
  lots: readonly StockLotRow[],
  boxes: readonly BoxMark[] = [],
): LabelItem[] {
  const byId = new Map(lots.map((lot) => [lot.lotId, lot]));
  const marks = [...byId.values()].map(({ lotId: id, code: lotCode, expiresOn }): GoodsMark => {
    return { id, lotCode, serialCode: null, expiresOn };
  });
  return [
    markedItem(product, null, 1),
    ...boxes.map((box) => boxItem(product, box)),
    ...marks.map((mark) => markedItem(product, mark, 0)),
  ];
}

/** Places on shelves. @param where what stands below the code: warehouse, zone */
export function locationItems(
  places: readonly { readonly id: string; readonly code: string; readonly where: string }[],
): LabelItem[] {
  return places.map(({ id, code, where }) => ({
    ...{ id, kind: 'location', name: code, note: where, copies: 1 },
    draw: () => ({
      title: code,
      isLarge: true,
      mark: null,
      lines: [{ caption: '', value: where }],
      code: textCode(code),
    }),
  }));
}

/** The boxes of a delivery note. */
export function parcelItems({ head, parcels }: Pick<ShipmentDocument, 'head' | 'parcels'>): LabelItem[] {
  return parcels.map((parcel) => {
    const grams = parcel.weightGrams ?? (parcels.length === 1 ? head.weightGrams : null);
    return {
      ...{ id: parcel.id, kind: 'parcel', name: parcel.code, note: head.customerName, copies: 1 },
      draw: (t) => ({
        ...{ title: head.customerName, isLarge: false, mark: `${parcel.position} / ${parcels.length}` },
        lines: [
          { caption: '', value: head.shipTo ?? '' },
          { caption: '', value: [head.contactName, head.phone].filter(Boolean).join('  ') },
          { caption: caption(t, 'order'), value: head.orderNumber },
          { caption: caption(t, 'carrier'), value: head.carrierName ?? '' },
          { caption: caption(t, 'tracking'), value: parcel.trackingNumber ?? head.trackingNumber ?? '' },
          { caption: caption(t, 'weight'), value: grams === null ? '' : weightText(t, grams) },
          { caption: caption(t, 'from'), value: head.warehouseName },
          { caption: caption(t, 'shippedOn'), value: head.shippedOn },
        ],
        code: textCode(parcel.code),
      }),
    };
  });
}
