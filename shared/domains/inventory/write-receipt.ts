// Long because what came, of which lot and against which order, is one fact whose parts are told together.
/**
 * Goods that came in: a fact, recorded whatever the books think of it (R26, R29). Guards:
 * - what a purchase order did not ask for, or not in this quantity, is there all the same, and is flagged;
 * - what was rejected lies in quarantine, and counts as come: whether more is sent is settled with the supplier;
 * - a lot or a piece that another desk wrote down before under the same code is that one;
 * - a lot whose last day nobody had said gets it from the first who says it (R30); another day than it has is told;
 * - what the goods cost is the purchase line's, looked up at the office alone (R32, R47), and in the product's currency:
 *   where no rate is known nobody can say it, and they come in at the average.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import { type BasisPoints, type CurrencyCode, ONE_UNIT, type Quantity, type UnitPrice } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import {
  livingLots,
  livingSerials,
  locationsById,
  lotsByCode,
  productsAsTheyWere,
  serialsByCode,
} from './find-goods.ts';
import { flag, type MovementPaper, postMovements } from './post-movements.ts';
import { stillAllowed } from './rules/tolerance.ts';
import { linesOfPurchase, purchaseById, setPurchaseState } from './write-purchase.ts';

/** One kind of goods that came, of one lot or one piece, to one place. */
export interface ReceivedLine {
  readonly id: string;
  readonly movementId: string;
  readonly productId: string;
  readonly purchaseOrderLineId: string | null;
  /** Of the lot, new or known; its code and last day where it is new. */
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly expiresOn: CalendarDate | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
  readonly locationId: string | null;
  readonly quantity: Quantity;
  readonly condition: 'saleable' | 'quarantine';
  readonly rejectReason: string | null;
}

export interface Receipt {
  readonly id: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly purchaseOrderId: string | null;
  readonly supplierId: string | null;
  readonly deliveryNote: string | null;
  readonly receivedAt: Instant;
  /** The books' day. */
  readonly receivedOn: CalendarDate;
  /** That day again where it is not the day of `receivedAt`, else null. */
  readonly bookedOn: CalendarDate | null;
  readonly receivedByName: string;
  readonly note: string | null;
  readonly lines: readonly ReceivedLine[];
  readonly tolerance: BasisPoints;
  /** What a price is in another currency on the books' day (R46); null where no rate is known. */
  readonly exchange: (price: UnitPrice, from: CurrencyCode, to: CurrencyCode) => Promise<UnitPrice | null>;
}

/** What did not fit with a fact, for the command to tell. */
export interface StockTold<Code extends string> {
  readonly code: Code;
  readonly params: RefusalParams;
}

export type ReceiptTold = StockTold<
  | 'inventory.unknownProduct'
  | 'inventory.unknownLot'
  | 'inventory.lotOfOther'
  | 'inventory.lotDayDiffers'
  | 'inventory.lotMissing'
  | 'inventory.serialMissing'
  | 'inventory.serialNotOne'
  | 'inventory.notOnPurchase'
  | 'inventory.purchaseGone'
  | 'inventory.purchaseEnded'
  | 'inventory.purchaseElsewhere'
  | 'inventory.overReceived'
  | 'inventory.rateMissing'
  | 'inventory.belowZero'
  | 'inventory.serialElsewhere'
>;

/** A line with what its ids mean. */
interface Goods {
  readonly line: ReceivedLine;
  readonly product: Row<'products'>;
  readonly lot: Row<'lots'> | null;
  readonly serial: Pick<Row<'serials'>, 'id' | 'code'> | null;
}

/** Whether a receipt was recorded before. */
export async function receiptExists(tx: Tx, id: string): Promise<boolean> {
  return (await tx.selectFrom('receipts').select('id').where('id', '=', id).orderBy('id').execute()).length > 0;
}

/** Books what came. @returns what does not fit, in the order of the lines */
export async function bookReceipt(tx: Tx, receipt: Receipt, context: WriteContext): Promise<ReceiptTold[]> {
  const told: ReceiptTold[] = [];
  const products = await productsAsTheyWere(
    tx,
    receipt.lines.map(({ productId }) => productId),
  );
  const known = receipt.lines.flatMap((line, index) => {
    const product = products.get(line.productId);
    if (!product) told.push({ code: 'inventory.unknownProduct', params: { line: index + 1 } });
    return product ? [{ line, product }] : [];
  });
  const paper: MovementPaper = {
    documentId: receipt.id,
    documentNumber: receipt.number,
    occurredAt: receipt.receivedAt,
    bookedOn: receipt.bookedOn,
  };
  const purchase = receipt.purchaseOrderId === null ? undefined : await purchaseById(tx, receipt.purchaseOrderId);
  const supplierId = purchase?.supplierId ?? receipt.supplierId;
  const goods = await identify(tx, known, { receipt, supplierId }, told, context);
  await writeRows(tx, receipt, goods, { purchase, supplierId }, context);
  const lines = purchase ? await linesOfPurchase(tx, purchase.id) : [];
  const costs = await costsOf(tx, { receipt, goods }, told, context);
  const moved = await postMovements(
    tx,
    goods.map(({ line, product, lot, serial }, index) => ({
      id: line.movementId,
      product,
      warehouseId: receipt.warehouseId,
      quantity: line.quantity,
      cause: 'receipt' as const,
      lotId: lot?.id ?? null,
      serialId: serial?.id ?? null,
      locationId: line.locationId,
      condition: line.condition,
      unitCost: costs[index] ?? null,
    })),
    paper,
    context,
  );
  for (const { kind, params } of moved) told.push({ code: `inventory.${kind}`, params });
  if (receipt.purchaseOrderId === null) return told;
  if (!purchase) return [...told, { code: 'inventory.purchaseGone', params: {} }];
  told.push(...(await countAgainst(tx, { receipt, goods, purchase, lines, paper }, context)));
  return told;
}

/** What the lines' lots and serial numbers are; those that nobody knew are written down (R29). */
async function identify(
  tx: Tx,
  known: readonly Omit<Goods, 'lot' | 'serial'>[],
  { receipt, supplierId }: { readonly receipt: Receipt; readonly supplierId: string | null },
  told: ReceiptTold[],
  context: WriteContext,
): Promise<Goods[]> {
  const lots = await livingLots(
    tx,
    known.map(({ line }) => line.lotId),
  );
  const serials: Map<string, Goods['serial']> = new Map(
    await livingSerials(
      tx,
      known.map(({ line }) => line.serialId),
    ),
  );
  const lotCodes = known.flatMap(({ line: { productId, lotCode: code } }) =>
    code === null ? [] : { productId, code },
  );
  const byCode = await lotsByCode(tx, lotCodes);
  const serialCodes = known.flatMap(({ line: { productId, serialCode: code } }) =>
    code === null ? [] : { productId, code },
  );
  const pieces = await serialsByCode(tx, serialCodes);
  const goods: Goods[] = [];
  for (const { line, product } of known) {
    const { lotId, lotCode, serialId, serialCode, expiresOn } = line;
    if (product.tracking === 'lot' && lotId === null) {
      told.push({ code: 'inventory.lotMissing', params: { product: product.name } });
    }
    if (serialId !== null && line.quantity !== PIECE) {
      told.push({ code: 'inventory.serialNotOne', params: { product: product.name, serial: serialCode } });
    }
    const named = lotId === null ? null : (lots.get(lotId) ?? null);
    const isOfOther = named !== null && named.productId !== product.id;
    if (isOfOther) told.push({ code: 'inventory.lotOfOther', params: { product: product.name, lot: named.code } });
    let lot = isOfOther ? (byCode.get(`${product.id}:${lotCode}`) ?? null) : named;
    if (isOfOther) {
      // Under the other goods' id nothing can be written down; the code stays readable on the receipt's line.
    } else if (lotId !== null && lot === null && lotCode === null) {
      told.push({ code: 'inventory.unknownLot', params: { product: product.name } });
    } else if (lotId !== null && lot === null && lotCode !== null) {
      const same = byCode.get(`${product.id}:${lotCode}`);
      const row = {
        ...{ id: lotId, productId: product.id, code: lotCode, expiresOn, supplierId, blocked: 0 as const },
        receivedOn: receipt.receivedOn,
        ...context.created(),
      };
      await insertRows(tx, 'lots', [same ? { ...row, deletedAt: context.now } : row]);
      lot = same ?? row;
      lots.set(lotId, lot);
      byCode.set(`${product.id}:${lotCode}`, lot);
    }
    if (lot !== null && expiresOn !== null && lot.expiresOn === null) {
      // Nobody had said its last day (R30): now somebody has.
      await tx
        .updateTable('lots')
        .set({ expiresOn, ...context.updated() })
        .where('id', '=', lot.id)
        .execute();
      lot = { ...lot, expiresOn };
      if (lotId !== null) lots.set(lotId, lot);
      byCode.set(`${product.id}:${lot.code}`, lot);
    }
    if (lot !== null && expiresOn !== null && lot.expiresOn !== expiresOn) {
      const params = { product: product.name, lot: lot.code, said: expiresOn };
      told.push({ code: 'inventory.lotDayDiffers', params });
    }
    let serial = serialId === null ? null : (serials.get(serialId) ?? null);
    if (serialId !== null && serial === null && serialCode !== null) {
      const same = pieces.get(`${product.id}:${serialCode}`);
      const nowhere = { warehouseId: null, locationId: null, documentId: null };
      const row = {
        ...{ id: serialId, productId: product.id, code: serialCode, lotId: lot?.id ?? null },
        state: 'inStock' as const,
        ...nowhere,
        movedAt: receipt.receivedAt,
        ...context.created(),
      };
      await insertRows(tx, 'serials', [same ? { ...row, deletedAt: context.now } : row]);
      serial = same ?? row;
      serials.set(serialId, serial);
      pieces.set(`${product.id}:${serialCode}`, same ?? row);
    }
    if (product.tracking === 'serial' && serial === null) {
      told.push({ code: 'inventory.serialMissing', params: { product: product.name } });
    }
    goods.push({ line, product, lot, serial });
  }
  return goods;
}

/** One piece, as a quantity. */
const PIECE: Quantity = ONE_UNIT;

async function writeRows(
  tx: Tx,
  receipt: Receipt,
  goods: readonly Goods[],
  {
    purchase,
    supplierId,
  }: { readonly purchase: Row<'purchaseOrders'> | undefined; readonly supplierId: string | null },
  context: WriteContext,
): Promise<void> {
  const { lines: _1, tolerance: _2, bookedOn: _3, exchange: _4, ...head } = receipt;
  const [supplier] =
    supplierId === null || purchase
      ? []
      : await tx.selectFrom('suppliers').select('name').where('id', '=', supplierId).orderBy('id').execute();
  await insertRows(tx, 'receipts', [
    {
      ...head,
      purchaseOrderNumber: purchase?.number ?? null,
      supplierId,
      supplierName: purchase?.supplierName ?? supplier?.name ?? null,
      deviceCode: context.device.code,
      lineCount: goods.length,
      reversesId: null,
      sentBack: 0,
      ...context.created(),
    },
  ]);
  const places = await locationsById(
    tx,
    goods.map(({ line }) => line.locationId),
  );
  await insertRows(
    tx,
    'receiptLines',
    goods.map(({ line, product, lot, serial }, index) => ({
      id: line.id,
      receiptId: receipt.id,
      position: index + 1,
      purchaseOrderLineId: line.purchaseOrderLineId,
      productId: product.id,
      productCode: product.code,
      productName: product.name,
      unit: product.unit,
      lotId: lot?.id ?? null,
      lotCode: lot?.code ?? line.lotCode,
      expiresOn: lot?.expiresOn ?? line.expiresOn,
      serialId: serial?.id ?? null,
      serialCode: serial?.code ?? line.serialCode,
      locationId: line.locationId,
      locationCode: places.get(line.locationId ?? '')?.code ?? null,
      quantity: line.quantity,
      condition: line.condition,
      rejectReason: line.rejectReason,
      ...context.created(),
    })),
  );
}

/** R32: what one base unit of each line costs in its product's currency; nobody but the office knows it of every line. */
async function costsOf(
  tx: Tx,
  { receipt, goods }: Pick<Against, 'receipt' | 'goods'>,
  told: ReceiptTold[],
  context: WriteContext,
): Promise<(UnitPrice | null)[]> {
  const ids = goods.flatMap(({ line }) => line.purchaseOrderLineId ?? []);
  if (!context.atOffice || ids.length === 0) return [];
  const rows = await tx
    .selectFrom('purchaseLineCosts')
    .select(['id', 'unitCost', 'currency'])
    .where('id', 'in', [...new Set(ids)])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const byLine = new Map(rows.map((row) => [row.id, row]));
  const costs: (UnitPrice | null)[] = [];
  const missing = new Set<CurrencyCode>();
  for (const { line, product } of goods) {
    const said = byLine.get(line.purchaseOrderLineId ?? '');
    const cost = said ? await receipt.exchange(said.unitCost, said.currency, product.currency) : null;
    costs.push(cost);
    if (said && cost === null) missing.add(said.currency);
  }
  const { receivedOn: day } = receipt;
  for (const currency of missing) told.push({ code: 'inventory.rateMissing', params: { currency, day } });
  return costs;
}

interface Against {
  readonly receipt: Receipt;
  readonly goods: readonly Goods[];
  readonly purchase: Row<'purchaseOrders'>;
  readonly lines: readonly Row<'purchaseOrderLines'>[];
  readonly paper: MovementPaper;
}

/** Counts what came on the purchase order's lines; the order is done when everything has come. */
async function countAgainst(
  tx: Tx,
  { receipt, goods, purchase, lines, paper }: Against,
  context: WriteContext,
): Promise<ReceiptTold[]> {
  const told: ReceiptTold[] = [];
  if (purchase.warehouseId !== receipt.warehouseId) {
    told.push({ code: 'inventory.purchaseElsewhere', params: { number: purchase.number } });
  }
  const after = new Map(lines.map((line) => [line.id, line]));
  for (const { line, product } of goods) {
    const ordered = after.get(line.purchaseOrderLineId ?? '');
    if (!ordered || ordered.productId !== product.id) {
      told.push({ code: 'inventory.notOnPurchase', params: { product: product.name, number: purchase.number } });
      continue;
    }
    const rejected = ordered.rejected + (line.condition === 'quarantine' ? line.quantity : 0);
    after.set(ordered.id, { ...ordered, received: ordered.received + line.quantity, rejected });
  }
  for (const line of lines) {
    const next = after.get(line.id);
    if (!next || next.received === line.received) continue;
    await tx
      .updateTable('purchaseOrderLines')
      .set({ received: next.received, rejected: next.rejected, ...context.updated() })
      .where('id', '=', line.id)
      .execute();
    const over = next.received - line.received - stillAllowed(line.quantity, line.received, receipt.tolerance);
    const found = goods.find(({ line: each }) => each.purchaseOrderLineId === line.id);
    if (over <= 0 || !found) continue;
    const { product } = found;
    const about = { product, warehouseId: receipt.warehouseId, lotId: null, serialId: null };
    await flag(tx, { kind: 'overReceived', ...about, quantity: over }, paper, context);
    const params = { product: product.name, ordered: line.quantity, received: next.received };
    told.push({ code: 'inventory.overReceived', params });
  }
  if (purchase.state !== 'open') {
    const { number, state } = purchase;
    return [...told, { code: 'inventory.purchaseEnded', params: { number, state } }];
  }
  const isDone = [...after.values()].every(({ quantity, received }) => received >= quantity);
  await setPurchaseState(tx, purchase.id, isDone ? 'closed' : 'open', {}, context);
  return told;
}
