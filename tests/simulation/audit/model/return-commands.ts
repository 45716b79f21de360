/** What came back from customers, and what of it cannot have left (R29, R32, R52, R53). */
import type { ModelRow } from './business-rows.ts';
import type { ModelledRun } from './command-run.ts';
import { bookedOpenly, freeNumberIn, isLive, Told, worksAt } from './document-words.ts';
import { userNameOf } from './order-commands.ts';
import { bookMovements, flagStock, goodsMeant, type Movement } from './stock-ledger.ts';

interface Returned {
  readonly id: string;
  readonly shipmentLineId: string;
  readonly productId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly quantity: number;
  readonly condition: string;
  readonly reason: string;
}

interface ReturnArgs {
  readonly goodsReturnId: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly shipmentId: string;
  readonly returnedAt: number;
  readonly note: string | null;
  readonly lines: readonly Returned[];
}

const PIECE = 10_000;

/** R52: counted on what it left with, as it left; what cannot have left is here all the same. */
export const takeBackGoods: ModelledRun = (rows, given, act) => {
  const { goodsReturnId: id, number: wanted, lines, returnedAt, ...said } = given as ReturnArgs;
  const told = new Told();
  if (rows.get('goodsReturns', id)) {
    told.flag('inventory.recordedBefore', { number: wanted });
    return told.ended;
  }
  if (!worksAt(act, said.warehouseId)) told.flag('inventory.foreignWarehouse');
  const { occurredAt, openOn, bookedOn } = bookedOpenly(rows, returnedAt, act, told);
  const number = freeNumberIn(rows, 'goodsReturns', wanted, told);
  const found = rows.get('shipments', said.shipmentId);
  const shipment = isLive(found) ? found : undefined;
  const sentOf = (line: Returned): ModelRow | undefined => {
    const row = rows.get('shipmentLines', line.shipmentLineId);
    return shipment && isLive(row) && row.shipmentId === shipment.id ? row : undefined;
  };
  const goods = lines.flatMap((line, at) => {
    const meant = goodsMeant(rows, line, at + 1, told);
    if (!meant) return [];
    const serial = rows.get('serials', meant.serialId ?? '');
    if (serial && line.quantity !== PIECE)
      told.flag('inventory.serialNotOne', { product: meant.product.name ?? null, serial: serial.code ?? null });
    return [{ line, ...meant, serialCode: serial?.code ?? null, sent: sentOf(line) }];
  });
  const { number: shipmentNumber = null, orderId = null, orderNumber = null } = shipment ?? {};
  const { customerId = null, customerName = null } = shipment ?? {};
  const by = { takenByName: userNameOf(rows, act.userId), deviceCode: act.deviceCode, lineCount: goods.length };
  const of = { shipmentNumber, orderId, orderNumber, customerId, customerName };
  const warehouseName = rows.get('warehouses', said.warehouseId)?.name ?? '';
  const day = { returnedAt: occurredAt, returnedOn: openOn };
  rows.insert('goodsReturns', { id, number, ...said, ...day, ...by, ...of, warehouseName }, act);
  for (const [at, { line, product, lotId, serialId, serialCode, sent }] of goods.entries()) {
    const { code: lotCode = null, expiresOn = null } = rows.get('lots', lotId ?? '') ?? {};
    const { code: productCode = null, name: productName = null, unit = null } = product;
    const named = { productCode, productName, unit, lotId, lotCode, expiresOn, serialId, serialCode };
    const locationCode = rows.get('locations', line.locationId ?? '')?.code ?? null;
    const where = { goodsReturnId: id, position: at + 1, orderLineId: sent?.orderLineId ?? null, locationCode };
    rows.insert('goodsReturnLines', { ...line, ...where, ...named }, act);
  }
  const paper = { documentId: id, documentNumber: number, occurredAt, bookedOn };
  const movements = goods.map(({ line, product, lotId, serialId, sent }): Movement => {
    const isOfThese = sent !== undefined && sent.productId === product.id;
    const cost = act.leavesStub && isOfThese ? rows.get('movementCosts', sent.id) : undefined;
    const { id: lineId, quantity, locationId, condition, reason } = line;
    const where = { warehouseId: said.warehouseId, locationId, condition, cause: 'return', reason };
    const unitCost = cost ? Number(cost.unitCost) : null;
    return { id: lineId, product, quantity, lotId, serialId, ...where, unitCost };
  });
  bookMovements(rows, movements, paper, act, told);
  for (const { line, product, lotId, serialId, sent } of goods) {
    const name = product.name ?? null;
    const isAsSent = sent?.productId === line.productId && sent.lotId === line.lotId && sent.serialId === line.serialId;
    if (!sent || !isAsSent || shipment?.state === 'reversed') {
      told.flag('inventory.returnedUnsent', { number, product: name });
      continue;
    }
    const now = rows.get('shipmentLines', sent.id) ?? sent;
    const returned = Number(now.returned) + line.quantity;
    rows.update('shipmentLines', now, { returned }, act);
    const beyond = Math.min(line.quantity, returned - Number(sent.quantity));
    if (beyond <= 0) continue;
    const about = { warehouseId: said.warehouseId, quantity: beyond, lotId, serialId };
    flagStock(rows, 'returnedBeyond', product, about, paper, act);
    const params = { number: shipmentNumber ?? number, product: name, quantity: beyond, unit: product.unit ?? null };
    told.flag('inventory.returnedBeyond', params);
  }
  return told.ended;
};
