/** R113: what has happened is recorded whoever did it; without the right to it, it is set before the warehouse. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import type { Act, Ended } from './command-run.ts';
import { flagStock, type Paper } from './stock-ledger.ts';

interface Goods {
  readonly productId: Cell;
  readonly quantity: number;
}

/** One warehouse's part of what was done, and the paper that tells of it. */
interface Done {
  readonly warehouseId: Cell;
  readonly documentId: string;
  readonly documentNumber: Cell;
  readonly at: number;
  readonly goods: readonly Goods[];
}

type Find = (rows: BusinessRows, args: never, act: Act, ended: Ended) => readonly Done[];

interface Lines {
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
}

/** What makes a document of its own: its number is the one that it was given in the end, of what came before the wanted. */
function ofDocument(
  rows: BusinessRows,
  { table, id, at }: { readonly table: string; readonly id: string; readonly at: number },
  { lines, warehouseId, number }: Papers,
  { reasons }: Ended,
): Done[] {
  const isBefore = reasons.some(({ code }) => code === 'inventory.recordedBefore');
  const documentNumber = isBefore ? number : (rows.get(table, id)?.number ?? null);
  return [{ warehouseId, documentId: id, documentNumber, at, goods: lines }];
}

interface Papers extends Lines {
  readonly shipmentId: string;
  readonly receiptId: string;
  readonly goodsReturnId: string;
  readonly scrapId: string;
  readonly warehouseId: string;
  readonly shippedAt: number;
  readonly receivedAt: number;
  readonly returnedAt: number;
  readonly scrappedAt: number;
  readonly number: string | null;
}

function ofTransfer(rows: BusinessRows, transferId: string, end: string, at: number, lines: readonly TransferLine[]) {
  const transfer = rows.get('transfers', transferId);
  if (!transfer || transfer.deletedAt !== null) return [];
  const goods = lines.flatMap(({ lineId, quantity }) => {
    const line = rows.get('transferLines', lineId);
    return line?.transferId === transferId && line.deletedAt === null
      ? [{ productId: line.productId ?? null, quantity }]
      : [];
  });
  const documentNumber = transfer.number ?? null;
  return [{ warehouseId: transfer[end] ?? null, documentId: transferId, documentNumber, at, goods }];
}

interface TransferLine {
  readonly lineId: string;
  readonly quantity: number;
}

function ofPicks(rows: BusinessRows, { pickListId, pickedAt: at, lines }: Picks): Done[] {
  const list = rows.get('pickLists', pickListId);
  const found = lines.map(({ pickLineId, picked }) => {
    const line = rows.get('pickLines', pickLineId);
    const isOnList = line?.pickListId === pickListId && line.deletedAt === null;
    const quantity = picked.reduce((sum, each) => sum + each.quantity, 0);
    return { named: isOnList ? line : orderLineOf(rows, pickLineId), quantity };
  });
  const warehouseId = list?.warehouseId ?? found.find(({ named }) => named)?.named?.warehouseId;
  if (warehouseId === undefined) return [];
  const goods = found.flatMap(({ named, quantity }) =>
    named ? [{ productId: named.productId ?? null, quantity }] : [],
  );
  return [{ warehouseId, documentId: pickListId, documentNumber: list?.number ?? null, at, goods }];
}

interface Picks {
  readonly pickListId: string;
  readonly pickedAt: number;
  readonly lines: readonly { readonly pickLineId: string; readonly picked: readonly { readonly quantity: number }[] }[];
}

function orderLineOf(rows: BusinessRows, pickLineId: string): ModelRow | undefined {
  const line = rows.get('orderLines', pickLineId.split(':')[1] ?? '');
  const order = line && rows.get('orders', line.orderId);
  return order && { ...line, warehouseId: order.warehouseId ?? null };
}

interface Settled extends Lines {
  readonly freeId: string;
  readonly warehouseId: string;
  readonly freedAt: number;
  readonly sentAt: number;
}

interface Unpicked {
  readonly unpickId: string;
  readonly toldAt: number;
  readonly lines: readonly { readonly pickLineId: string; readonly quantity: number }[];
}

function ofUnpicked(rows: BusinessRows, { unpickId: documentId, toldAt: at, lines }: Unpicked): Done[] {
  const named = lines.flatMap(({ pickLineId, quantity }) => {
    const row = rows.get('pickLines', pickLineId);
    return row && row.deletedAt === null ? [{ row, quantity }] : [];
  });
  const inOrder = [...named].sort((a, b) => (String(a.row.id) < String(b.row.id) ? -1 : 1));
  return [...new Set(inOrder.map(({ row }) => row.warehouseId ?? null))].sort().map((warehouseId) => {
    const own = named.filter(({ row }) => row.warehouseId === warehouseId);
    const first = inOrder.find(({ row }) => row.warehouseId === warehouseId);
    const documentNumber = rows.get('pickLists', first?.row.pickListId)?.number ?? null;
    const goods = own.map(({ row, quantity }) => ({ productId: row.productId ?? null, quantity }));
    return { warehouseId, documentId, documentNumber, at, goods };
  });
}

interface Counting {
  readonly countId: string;
  readonly lines: readonly { readonly productId: string; readonly counted: number; readonly countedAt: number }[];
}

interface Moving {
  readonly movedAt: number;
  readonly number: string | null;
  readonly moves: readonly (Goods & { readonly warehouseId: string })[];
}

interface Handing extends Goods {
  readonly movementId: string;
  readonly warehouseId: string;
}

function ofShipment(rows: BusinessRows, shipmentId: string, at: number): Done[] {
  const shipment = rows.get('shipments', shipmentId);
  if (!shipment) return [];
  const goods = rows
    .find('shipmentLines', (line) => line.shipmentId === shipmentId)
    .sort((a, b) => Number(a.position) - Number(b.position))
    .map(({ productId = null, quantity }) => ({ productId, quantity: Number(quantity) }));
  // Of what is gone from the books the command knows no number.
  const documentNumber = shipment.deletedAt === null ? (shipment.number ?? null) : '';
  return [{ warehouseId: shipment.warehouseId ?? null, documentId: shipmentId, documentNumber, at, goods }];
}

/** Every fact, by its name, with what a warehouse is told of it. */
const facts: Readonly<Record<string, Find>> = {
  'inventory.shipOrder': (rows, args: Papers, _, ended) =>
    ofDocument(rows, { table: 'shipments', id: args.shipmentId, at: args.shippedAt }, args, ended),
  'inventory.receiveGoods': (rows, args: Papers, _, ended) =>
    ofDocument(rows, { table: 'receipts', id: args.receiptId, at: args.receivedAt }, args, ended),
  'inventory.takeBackGoods': (rows, args: Papers, _, ended) =>
    ofDocument(rows, { table: 'goodsReturns', id: args.goodsReturnId, at: args.returnedAt }, args, ended),
  'inventory.scrapStock': (_, { scrapId: documentId, number, warehouseId, scrappedAt: at, lines }: Papers) => [
    { warehouseId, documentId, documentNumber: number, at, goods: lines },
  ],
  'inventory.freeQuarantine': (_, { freeId: documentId, warehouseId, freedAt: at, lines }: Settled) => [
    { warehouseId, documentId, documentNumber: null, at, goods: lines },
  ],
  'inventory.sendBack': (rows, args: Settled & Papers, _, ended) =>
    ofDocument(rows, { table: 'receipts', id: args.receiptId, at: args.sentAt }, args, ended),
  'inventory.unpickGoods': (rows, args: Unpicked) => ofUnpicked(rows, args),
  'inventory.moveStock': (_, { movedAt: at, number, moves }: Moving, { commandId }) =>
    [...new Set(moves.map(({ warehouseId }) => warehouseId))].map((warehouseId) => {
      const goods = moves.filter((move) => move.warehouseId === warehouseId);
      return { warehouseId, documentId: commandId, documentNumber: number, at, goods };
    }),
  'inventory.sendTransfer': (rows, args: { transferId: string; sentAt: number; lines: TransferLine[] }) =>
    ofTransfer(rows, args.transferId, 'fromWarehouseId', args.sentAt, args.lines),
  'inventory.receiveTransfer': (rows, args: { transferId: string; receivedAt: number; lines: TransferLine[] }) =>
    ofTransfer(rows, args.transferId, 'toWarehouseId', args.receivedAt, args.lines),
  'inventory.recordPick': (rows, args: Picks) => ofPicks(rows, args),
  'inventory.recordCount': (rows, { countId, lines }: Counting) => {
    const count = rows.get('stockCounts', countId);
    if (!count || count.deletedAt !== null) return [];
    const { warehouseId = null, number: documentNumber = null } = count;
    const goods = lines.map(({ productId, counted }) => ({ productId, quantity: counted }));
    const at = Math.min(...lines.map(({ countedAt }) => countedAt));
    return [{ warehouseId, documentId: countId, documentNumber, at, goods }];
  },
  'inventory.confirmDelivery': (rows, args: { shipmentId: string; deliveredAt: number }) =>
    ofShipment(rows, args.shipmentId, args.deliveredAt),
  'inventory.addDeliveryProof': (rows, args: { shipmentId: string; addedAt: number }) =>
    ofShipment(rows, args.shipmentId, args.addedAt),
  'simulation.handOver': (_, { movementId: documentId, warehouseId, productId, quantity }: Handing, { now: at }) => [
    { warehouseId, documentId, documentNumber: null, at, goods: [{ productId, quantity }] },
  ],
};

/** Whether it has happened when it is heard of, so that nobody can refuse it. */
export const isFact = (name: string): boolean => name in facts;

/** Once for a paper and a warehouse, by the first of its goods that the books know. */
export function flagDoneWithoutRight(rows: BusinessRows, name: string, args: unknown, act: Act, ended: Ended): void {
  for (const { warehouseId, goods, at, ...named } of facts[name]?.(rows, args as never, act, ended) ?? []) {
    const first = goods.find(({ productId }) => rows.get('products', productId));
    const product = first && rows.get('products', first.productId);
    if (!product) continue;
    const quantity = goods.reduce((sum, each) => sum + (each.productId === product.id ? each.quantity : 0), 0);
    const paper: Paper = { ...named, occurredAt: Math.min(at, act.now), bookedOn: null };
    const about = { warehouseId, quantity, lotId: null, serialId: null };
    flagStock(rows, 'doneWithoutRight', product, about, paper, act, warehouseId);
  }
}
