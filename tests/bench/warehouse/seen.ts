/** What the demo's year has told, for whoever makes the warehouse's own rows of it. */
import type {} from '#shared/domains/inventory/tables.ts';
import type {} from '#shared/domains/sales/tables.ts';
import type { DemoSource } from '#shared/kernel/demo.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Row } from '#shared/kernel/table.ts';

export type Place = Row<'locations'>;
export type Movement = Row<'stockMovements'>;

/** What the year has told so far. */
export interface Seen {
  readonly source: DemoSource;
  readonly warehouses: Row<'warehouses'>[];
  readonly products: Row<'products'>[];
  readonly productOf: Map<Id, Row<'products'>>;
  readonly lots: Map<Id, Row<'lots'>>;
  /** By product and warehouse: where its goods lie. */
  readonly placeOf: Map<string, Place>;
  /** What left together for an order, by delivery note; the year tells its orders when it is over. */
  readonly left: Map<string, { readonly id: Id; readonly orderId: Id; readonly movements: Movement[] }>;
  readonly orders: Map<Id, Row<'orders'>>;
  /** By order and product. */
  readonly lineOf: Map<string, Id>;
  readonly carriers: readonly Row<'carriers'>[];
}

/** Where goods of a product lie in a warehouse; null: at no place. */
export const placeOf = (
  seen: Seen,
  { productId, warehouseId }: { readonly productId: Id; readonly warehouseId: Id },
): Place | null => seen.placeOf.get(`${productId}:${warehouseId}`) ?? null;

/** What a line of a document says of its goods. */
export function namesOf(seen: Seen, productId: Id, lotId: Id | null) {
  const product = seen.productOf.get(productId);
  const lot = lotId === null ? undefined : seen.lots.get(lotId);
  return {
    productId,
    productCode: product?.code ?? '',
    productName: product?.name ?? '',
    unit: product?.unit ?? '',
    lotId,
    lotCode: lot?.code ?? null,
  };
}
