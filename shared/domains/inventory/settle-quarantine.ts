/**
 * What becomes of goods that were set apart: freed into stock, or sent back to their supplier: facts. Guards:
 * - freed is a move: the warehouse has as much as before, and may sell more of it (R20);
 * - what is sent back leaves at the average, as everything that goes (R32), and the paper of it stands with the receipts;
 * - more than was set apart is booked, and told.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';
import { locationsById } from './find-goods.ts';
import { flagEmptyPlaces, type GoodsMove, type MoveTold, moveGoods, namedGoods, resolveLine } from './move-goods.ts';
import { type MovementPaper, postMovements, type StockMovement } from './post-movements.ts';
import type { StockTold } from './write-receipt.ts';

export type SettledTold = MoveTold | StockTold<'inventory.notSetApart'>;

/** Goods that may be sold again; each move goes out of quarantine. @returns what does not fit */
export async function freeGoods(
  tx: Tx,
  moves: readonly Omit<GoodsMove, 'fromCondition' | 'toCondition'>[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<SettledTold[]> {
  const freed = moves.map((move) => ({
    ...move,
    ...{ fromCondition: 'quarantine' as const, toCondition: 'saleable' as const },
  }));
  const told: SettledTold[] = await moveGoods(tx, freed, paper, context);
  for (const warehouseId of new Set(moves.map((move) => move.warehouseId))) {
    const ids = moves.flatMap((move) => (move.warehouseId === warehouseId ? move.productId : []));
    told.push(...(await notSetApart(tx, warehouseId, ids)));
  }
  return told;
}

/** One kind of goods that went back. */
export interface SentBackLine {
  /** Of the row, and of its movement. */
  readonly id: string;
  readonly productId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly quantity: Quantity;
}

export interface SentBack {
  readonly id: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly supplierId: string | null;
  readonly supplierName: string;
  readonly sentAt: Instant;
  /** The books' day. */
  readonly sentOn: CalendarDate;
  /** That day again where it is not the day of `sentAt`, else null. */
  readonly bookedOn: CalendarDate | null;
  readonly sentByName: string;
  readonly reason: string;
  readonly lines: readonly SentBackLine[];
}

/** Books what went back: a receipt below zero. @returns what does not fit, in the order of the lines */
export async function sendBackGoods(tx: Tx, sent: SentBack, context: WriteContext): Promise<SettledTold[]> {
  const told: SettledTold[] = [];
  const { id, number, warehouseId, supplierId, supplierName, reason } = sent;
  const named = await namedGoods(tx, sent.lines);
  const goods = sent.lines.flatMap((line, index) => {
    const found = resolveLine(line, named, index + 1, (code, params) => told.push({ code, params }));
    return found ? [{ line, ...found }] : [];
  });
  await insertRows(tx, 'receipts', [
    {
      ...{ id, number, warehouseId, supplierId, supplierName, purchaseOrderId: null, purchaseOrderNumber: null },
      ...{ deliveryNote: null, receivedOn: sent.sentOn, receivedAt: sent.sentAt, receivedByName: sent.sentByName },
      ...{ deviceCode: context.device.code, lineCount: goods.length, note: reason, reversesId: null, sentBack: 1 },
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
    goods.map(({ line, product, lotId, serialId }, index) => {
      const lot = named.lots.get(line.lotId ?? '');
      return {
        ...{ id: line.id, receiptId: id, position: index + 1, purchaseOrderLineId: null, productId: product.id },
        ...{ productCode: product.code, productName: product.name, unit: product.unit, lotId, serialId },
        lotCode: lotId === null ? null : (lot?.code ?? null),
        expiresOn: lotId === null ? null : (lot?.expiresOn ?? null),
        serialCode: named.serials.get(line.serialId ?? '')?.code ?? null,
        locationId: line.locationId,
        locationCode: places.get(line.locationId ?? '')?.code ?? null,
        ...{ quantity: -line.quantity, condition: 'quarantine' as const, rejectReason: reason },
        ...context.created(),
      };
    }),
  );
  const paper: MovementPaper = {
    ...{ documentId: id, documentNumber: number, occurredAt: sent.sentAt, bookedOn: sent.bookedOn },
  };
  const movements = goods.map(({ line, product, lotId, serialId }): StockMovement => {
    const where = { warehouseId, locationId: line.locationId, condition: 'quarantine' as const };
    const why = { cause: 'sentBack' as const, unitCost: null, reason };
    return { id: line.id, product, quantity: -line.quantity, lotId, serialId, ...where, ...why };
  });
  for (const { kind, params } of await postMovements(tx, movements, paper, context)) {
    told.push({ code: `inventory.${kind}`, params });
  }
  told.push(...(await flagEmptyPlaces(tx, movements, paper, context)));
  const ids = goods.map(({ product }) => product.id);
  told.push(...(await notSetApart(tx, warehouseId, ids)));
  return told;
}

/** Of which products more was taken out of quarantine than lay there (R20). */
async function notSetApart(tx: Tx, warehouseId: string, productIds: readonly string[]): Promise<SettledTold[]> {
  if (productIds.length === 0) return [];
  const rows = await tx
    .selectFrom('stockBalances')
    .innerJoin('products', 'products.id', 'stockBalances.productId')
    .select(['stockBalances.quarantined', 'products.name'])
    .where('stockBalances.warehouseId', '=', warehouseId)
    .where('stockBalances.productId', 'in', [...new Set(productIds)])
    .where('stockBalances.quarantined', '<', 0)
    .orderBy('stockBalances.id')
    .execute();
  return rows.map(({ quarantined, name }) => ({
    code: 'inventory.notSetApart' as const,
    params: { product: name, missing: -quarantined },
  }));
}
