/**
 * Goods that came back from a customer: a fact, recorded whatever the books think of it (R52, R53). Guards:
 * - what comes back counts on the line of the shipment that it left with, lot by lot; more than left is flagged;
 * - it comes back at the cost it left with, looked up at the office alone (R32, R47);
 * - what cannot be sold lies in quarantine, and is not available.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import { ONE_UNIT, type Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { costsOfMovements } from './cost-movements.ts';
import { locationsById } from './find-goods.ts';
import { type LineWord, namedGoods, resolveLine } from './move-goods.ts';
import { warehouseName } from './names.ts';
import { flag, type MovementPaper, postMovements, type StockMovement } from './post-movements.ts';
import { shipmentById } from './reverse-shipment.ts';
import type { StockTold } from './write-receipt.ts';

/** What came back of one line of a shipment, in one condition and for one reason. */
export interface ReturnedLine {
  /** Of the row, and of its movement. */
  readonly id: string;
  readonly shipmentLineId: string;
  readonly productId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly quantity: Quantity;
  readonly condition: 'saleable' | 'quarantine';
  readonly reason: Row<'goodsReturnLines'>['reason'];
}

export interface GoodsReturn {
  readonly id: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly shipmentId: string;
  readonly returnedAt: Instant;
  readonly returnedOn: CalendarDate;
  /** That day again where it is not the day of `returnedAt`, else null. */
  readonly bookedOn: CalendarDate | null;
  readonly takenByName: string;
  readonly note: string | null;
  readonly lines: readonly ReturnedLine[];
}

export type ReturnTold = StockTold<
  | LineWord
  | 'inventory.serialNotOne'
  | 'inventory.returnedUnsent'
  | 'inventory.returnedBeyond'
  | 'inventory.belowZero'
  | 'inventory.serialElsewhere'
>;

/** A line with what its ids mean. */
interface Goods {
  readonly line: ReturnedLine;
  readonly product: Row<'products'>;
  readonly lot: Row<'lots'> | null;
  readonly serial: Row<'serials'> | null;
  /** What it left with. */
  readonly sent: Row<'shipmentLines'> | null;
}

/** Whether a return was recorded before. */
export async function returnExists(tx: Tx, id: string): Promise<boolean> {
  return (await tx.selectFrom('goodsReturns').select('id').where('id', '=', id).orderBy('id').execute()).length > 0;
}

/** Books what came back. @returns what does not fit, in the order of the lines */
export async function bookReturn(tx: Tx, given: GoodsReturn, context: WriteContext): Promise<ReturnTold[]> {
  const told: ReturnTold[] = [];
  const shipment = await shipmentById(tx, given.shipmentId);
  const named = await namedGoods(tx, given.lines);
  const sentById = new Map(shipment?.lines.map((line) => [line.id, line]));
  const goods = given.lines.flatMap((line, index): Goods[] => {
    const found = resolveLine(line, named, index + 1, (code, params) => told.push({ code, params }));
    if (!found) return [];
    const { product } = found;
    const lot = found.lotId === null ? null : (named.lots.get(line.lotId ?? '') ?? null);
    const serial = line.serialId === null ? null : (named.serials.get(line.serialId) ?? null);
    if (serial !== null && line.quantity !== ONE_UNIT) {
      told.push({ code: 'inventory.serialNotOne', params: { product: product.name, serial: serial.code } });
    }
    return [{ line, product, lot, serial, sent: sentById.get(line.shipmentLineId) ?? null }];
  });
  await writeRows(tx, given, goods, shipment?.head ?? null, context);
  const paper: MovementPaper = {
    documentId: given.id,
    documentNumber: given.number,
    occurredAt: given.returnedAt,
    bookedOn: given.bookedOn,
  };
  // R32: what it was worth when it left, by the shipment's line, whose movement has its id; other goods than those that
  // left with the line have nothing of its cost.
  const isItsOwn = ({ sent, product }: Goods) => sent?.productId === product.id;
  const costs = await costsOfMovements(
    tx,
    goods.filter(isItsOwn).flatMap(({ sent }) => sent?.id ?? []),
    context,
  );
  const movements = goods.map((each): StockMovement => {
    const { line, product, lot, serial } = each;
    const { id, quantity, locationId, condition, reason } = line;
    const which = { lotId: lot?.id ?? null, serialId: serial?.id ?? null, locationId, condition };
    const where = { warehouseId: given.warehouseId, cause: 'return' as const, ...which };
    const unitCost = (isItsOwn(each) ? costs.get(line.shipmentLineId) : undefined) ?? null;
    return { id, product, quantity, ...where, unitCost, reason };
  });
  for (const { kind, params } of await postMovements(tx, movements, paper, context)) {
    told.push({ code: `inventory.${kind}`, params });
  }
  const { warehouseId, number } = given;
  told.push(...(await countReturned(tx, shipment?.head ?? null, goods, { paper, warehouseId, number }, context)));
  return told;
}

async function writeRows(
  tx: Tx,
  given: GoodsReturn,
  goods: readonly Goods[],
  shipment: Row<'shipments'> | null,
  context: WriteContext,
): Promise<void> {
  const { lines: _lines, bookedOn: _bookedOn, ...head } = given;
  await insertRows(tx, 'goodsReturns', [
    {
      ...head,
      warehouseName: await warehouseName(tx, given.warehouseId),
      shipmentNumber: shipment?.number ?? null,
      orderId: shipment?.orderId ?? null,
      orderNumber: shipment?.orderNumber ?? null,
      customerId: shipment?.customerId ?? null,
      customerName: shipment?.customerName ?? null,
      deviceCode: context.device.code,
      lineCount: goods.length,
      ...context.created(),
    },
  ]);
  const places = await locationsById(
    tx,
    goods.map(({ line }) => line.locationId),
  );
  await insertRows(
    tx,
    'goodsReturnLines',
    goods.map(({ line, product, lot, serial, sent }, index) => ({
      ...line,
      goodsReturnId: given.id,
      position: index + 1,
      orderLineId: sent?.orderLineId ?? null,
      productCode: product.code,
      productName: product.name,
      unit: product.unit,
      lotId: lot?.id ?? null,
      lotCode: lot?.code ?? null,
      expiresOn: lot?.expiresOn ?? null,
      serialId: serial?.id ?? null,
      serialCode: serial?.code ?? null,
      locationCode: places.get(line.locationId ?? '')?.code ?? null,
      ...context.created(),
    })),
  );
}

interface CountedFor {
  readonly paper: MovementPaper;
  readonly warehouseId: string;
  readonly number: string;
}

/** R52: counts what came back on the lines that it left with, and says what cannot have left. */
async function countReturned(
  tx: Tx,
  shipment: Row<'shipments'> | null,
  goods: readonly Goods[],
  { paper, warehouseId, number }: CountedFor,
  context: WriteContext,
): Promise<ReturnTold[]> {
  const told: ReturnTold[] = [];
  const returned = new Map<string, Quantity>();
  for (const { line, product, lot, serial, sent } of goods) {
    // A shipment that was taken back never left: nothing of it can come back.
    const isSent = sent !== null && shipment?.state !== 'reversed' && isSame(sent, line);
    if (!isSent) {
      told.push({ code: 'inventory.returnedUnsent', params: { number, product: product.name } });
      continue;
    }
    const before = returned.get(sent.id) ?? sent.returned;
    const after = before + line.quantity;
    returned.set(sent.id, after);
    const beyond = Math.min(line.quantity, after - sent.quantity);
    if (beyond <= 0) continue;
    const about = { product, warehouseId, quantity: beyond, lotId: lot?.id ?? null, serialId: serial?.id ?? null };
    await flag(tx, { kind: 'returnedBeyond', ...about }, paper, context);
    const params = { number: shipment?.number ?? number, product: product.name, quantity: beyond, unit: product.unit };
    told.push({ code: 'inventory.returnedBeyond', params });
  }
  for (const [id, quantity] of returned) {
    await tx
      .updateTable('shipmentLines')
      .set({ returned: quantity, ...context.updated() })
      .where('id', '=', id)
      .execute();
  }
  return told;
}

const isSame = (sent: Row<'shipmentLines'>, line: ReturnedLine): boolean =>
  sent.productId === line.productId && sent.lotId === line.lotId && sent.serialId === line.serialId;
