/** Prices as they are typed, pasted and sent. */
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { PurchaseUnitRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { PriceRow } from '#shared/domains/sales/queries/price-lists.ts';
import { readFrom, readPrice, typedFigure, typedPrice } from '../typed.ts';

/** So many at a time: what is more goes as another command. */
export const PRICES_AT_ONCE = 150;

export interface TypedPrice {
  readonly id: string;
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly baseUnit: string;
  /** Null: the base unit. */
  readonly soldUnit: string | null;
  readonly unitRatio: number;
  /** In the base unit. */
  readonly from: string;
  readonly price: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly priority: number;
  /** The row whose place it takes; null: it is new. */
  readonly replacesId: string | null;
}

/** A product that is to have a price from a day on. */
export function newPrice(product: ProductListRow, id: string, today: string): TypedPrice {
  const { id: productId, code, name, unit: baseUnit } = product;
  return {
    ...{ id, productId, code, name, baseUnit, soldUnit: null, unitRatio: 1, from: '', price: '' },
    ...{ validFrom: today, validUntil: null, priority: 0, replacesId: null },
  };
}

/** A price that stands, to be changed. @param id of the row that takes its place */
export function changedPrice(row: PriceRow, id: string): TypedPrice {
  return {
    ...{ id, productId: row.productId, code: row.productCode, name: row.productName, baseUnit: row.unit },
    ...{ soldUnit: row.soldUnit, unitRatio: row.unitRatio, from: typedFigure(row.minQuantity) },
    ...{ price: typedPrice(row.unitPrice), validFrom: row.validFrom, validUntil: row.validUntil },
    ...{ priority: row.priority, replacesId: row.id },
  };
}

/** What a command takes of it; null where something is no figure, or its days are the wrong way round. */
export function toArgs(row: TypedPrice) {
  const { id, productId, soldUnit, unitRatio, validFrom, validUntil, priority, replacesId } = row;
  const [unitPrice, minQuantity] = [readPrice(row.price), readFrom(row.from)];
  if (unitPrice === null || minQuantity === null || validFrom === '') return null;
  if (validUntil !== null && validUntil < validFrom) return null;
  return {
    ...{ id, productId, soldUnit, unitRatio, minQuantity, unitPrice, validFrom, validUntil, priority, replacesId },
  };
}

/** Rows that say the same twice: the same product, unit, quantity and first day. */
export function doubles(rows: readonly TypedPrice[]): ReadonlySet<string> {
  const keyOf = ({ productId, unitRatio, from, validFrom }: TypedPrice) =>
    `${productId} ${unitRatio} ${readFrom(from)} ${validFrom}`;
  const seen = new Set<string>();
  return new Set(
    rows.flatMap((row) => {
      if (seen.has(keyOf(row))) return row.id;
      seen.add(keyOf(row));
      return [];
    }),
  );
}

/** A line of a sheet: code, then a unit where it is none of figures, then from how many on and the price, then days. */
export interface PastedPrice {
  readonly code: string;
  readonly unit: string | null;
  readonly from: string;
  readonly price: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

const DAY = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;

/** Lines of Excel, or of a text; a first line without a figure is a heading. Lines without a price are left out. */
export function readPaste(text: string): { readonly prices: readonly PastedPrice[]; readonly unread: number } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const prices: PastedPrice[] = [];
  let unread = 0;
  for (const [at, line] of lines.entries()) {
    const [code = '', ...cells] = line.split(line.includes('\t') ? '\t' : /;|\s+/).map((cell) => cell.trim());
    const days = cells.flatMap((cell) => dayOf(cell) ?? []);
    const rest = cells.filter((cell) => cell !== '' && dayOf(cell) === null);
    const figures = rest.filter((cell) => readPrice(cell) !== null);
    const words = rest.filter((cell) => readPrice(cell) === null);
    const [first, second] = figures;
    if (first === undefined || code === '') {
      if (at > 0) unread += 1;
      continue;
    }
    const [validFrom = null, validUntil = null] = days;
    const [from, price] = second === undefined ? ['', first] : [first, second];
    prices.push({ code, unit: words[0] ?? null, from, price, validFrom, validUntil });
  }
  return { prices, unread };
}

function dayOf(cell: string): string | null {
  const [, year, month = '', day = ''] = DAY.exec(cell) ?? [];
  return year === undefined ? null : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Of a product's units the one of that name; null: its own. Undefined: it has none such. */
export function unitNamed(
  name: string | null,
  product: Pick<ProductListRow, 'id' | 'unit'>,
  units: readonly PurchaseUnitRow[],
): { readonly soldUnit: string | null; readonly unitRatio: number } | undefined {
  if (name === null || name === product.unit) return { soldUnit: null, unitRatio: 1 };
  const unit = units.find((each) => each.productId === product.id && each.name === name);
  return unit && { soldUnit: unit.name, unitRatio: unit.ratio };
}
