import type { Row, Tx } from '../../kernel/table.ts';

type Lot = Pick<Row<'lots'>, 'id' | 'productId' | 'code' | 'expiresOn' | 'receivedOn'>;
type UnderWay = Pick<Row<'expectedReceipts'>, 'id' | 'productId' | 'warehouseId' | 'quantity' | 'dueOn'>;

/** What opening balances said so far of some products. */
export interface OpenedStock {
  /** Lots by `productId:code`; those that an import makes are added. */
  readonly lots: Map<string, Lot>;
  /** Goods that an import said to be under way, by `productId:warehouseId`. */
  readonly underWay: Map<string, UnderWay>;
  /** The part of what is on hand that opening balances brought, of one lot, or of what lies without one. */
  quantity(productId: string, warehouseId: string, lotId: string | null): number;
}

export async function readOpenedStock(tx: Tx, productIds: readonly string[]): Promise<OpenedStock> {
  if (productIds.length === 0) return { lots: new Map(), underWay: new Map(), quantity: () => 0 };
  const lots = await tx
    .selectFrom('lots')
    .select(['id', 'productId', 'code', 'expiresOn', 'receivedOn'])
    .where('productId', 'in', [...productIds])
    .where('deletedAt', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  const stock = await tx
    .selectFrom('stockBalances')
    .select(['id', 'opening'])
    .where('productId', 'in', [...productIds])
    .orderBy('id')
    .execute();
  const inLots = await tx
    .selectFrom('lotBalances')
    .select(['id', 'productId', 'warehouseId', 'opening'])
    .where('productId', 'in', [...productIds])
    .orderBy('id')
    .execute();
  const underWay = await tx
    .selectFrom('expectedReceipts')
    .select(['id', 'productId', 'warehouseId', 'quantity', 'dueOn'])
    .where('productId', 'in', [...productIds])
    .where('origin', '=', 'import')
    .where('deletedAt', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  const opening = new Map([...stock, ...inLots].map((row) => [row.id, row.opening]));
  for (const row of inLots) {
    const shelf = `${row.productId}:${row.warehouseId}`;
    opening.set(shelf, (opening.get(shelf) ?? 0) - row.opening);
  }
  return {
    lots: new Map(lots.map((lot) => [`${lot.productId}:${lot.code}`, lot])),
    underWay: new Map(underWay.map((row) => [`${row.productId}:${row.warehouseId}`, row])),
    quantity: (productId, warehouseId, lotId) =>
      opening.get(`${productId}:${warehouseId}${lotId === null ? '' : `:${lotId}`}`) ?? 0,
  };
}
