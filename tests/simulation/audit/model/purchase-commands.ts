/** What is ordered from suppliers, what of it is expected, and what came (R7, R12, R26, R29, R32, R34, R47). */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, applied, type Ended, type ModelledRun, rejected } from './command-run.ts';
import { allOrNothing, bookedAt, freeNumberIn, isLive, isOwnNumber, Refused, Told } from './document-words.ts';
import { userNameOf } from './order-commands.ts';

interface PurchaseArgs {
  readonly purchaseOrderId: string;
  readonly number: string;
  readonly supplierId: string;
  readonly warehouseId: string;
  readonly dueOn: string | null;
  readonly note: string | null;
  readonly lines: readonly {
    readonly id: string;
    readonly productId: string;
    readonly unitId: string | null;
    readonly quantity: number;
    readonly dueOn: string | null;
    readonly unitCost: number | null;
  }[];
}

const notPermitted = (permission: string): Refused => new Refused('kernel.notPermitted', { permission });

const mustSeeSuppliers = (act: Act): void => {
  if (!act.permissions.has('inventory.seeSuppliers')) throw notPermitted('inventory.seeSuppliers');
};

export const linesOfPurchase = (rows: BusinessRows, purchaseOrderId: Cell | undefined): ModelRow[] =>
  rows
    .find('purchaseOrderLines', (row) => isLive(row) && row.purchaseOrderId === purchaseOrderId)
    .sort((a, b) => Number(a.position) - Number(b.position));

export const writePurchase: ModelledRun = (rows, given, act) =>
  allOrNothing(rows, (working) => {
    const { isOrdered, ...args } = given as PurchaseArgs & { isOrdered: boolean };
    const told = new Told();
    write(working, args, isOrdered, act, told);
    return told.ended;
  });

export const orderSuggested: ModelledRun = (rows, given, act) =>
  allOrNothing(rows, (working) => {
    const { isOrdered, purchases } = given as { isOrdered: boolean; purchases: readonly PurchaseArgs[] };
    const told = new Told();
    for (const purchase of purchases) write(working, purchase, isOrdered, act, told);
    return told.ended;
  });

function write(rows: BusinessRows, args: PurchaseArgs, isOrdered: boolean, act: Act, told: Told): void {
  mustSeeSuppliers(act);
  const says = args.lines.some(({ unitCost }) => unitCost !== null);
  if (says && !act.permissions.has('inventory.seeCost')) throw notPermitted('inventory.seeCost');
  const known = rows.get('purchaseOrders', args.purchaseOrderId);
  const standing = isLive(known) ? known : undefined;
  if (standing && standing.state !== 'draft' && standing.state !== 'open') throw notOpen(standing);
  if (!standing && !isOwnNumber(args.number, act)) throw new Refused('inventory.numberNotOwn', { number: args.number });
  if (!isLive(rows.get('warehouses', args.warehouseId))) throw new Refused('inventory.warehouseGone');
  const supplier = rows.get('suppliers', args.supplierId);
  if (!isLive(supplier)) throw new Refused('inventory.supplierGone');
  const isFixed = standing?.state === 'open';
  const isOther = standing?.supplierId !== args.supplierId || standing.warehouseId !== args.warehouseId;
  if (isFixed && isOther) throw new Refused('inventory.purchaseFixed', { number: standing.number ?? null });
  const number = standing ? standing.number : freeNumberIn(rows, 'purchaseOrders', args.number, told);
  const gone = args.lines.findIndex(({ productId }) => !isLive(rows.get('products', productId)));
  if (gone >= 0) throw new Refused('inventory.productGone', { line: gone + 1 });
  args.lines.forEach(({ unitId, productId }, at) => {
    const unit = rows.get('productUnits', unitId);
    if (unitId === null || (isLive(unit) && unit.productId === productId)) return;
    const { name: product = null } = rows.get('products', productId) ?? {};
    throw new Refused('inventory.unitGone', { line: at + 1, product });
  });
  const { openOn: orderedOn } = bookedAt(rows, act.now, act);
  const { purchaseOrderId: id, warehouseId, dueOn, note } = args;
  const { name: supplierName = null, currency = null } = supplier;
  const from = { supplierId: args.supplierId, supplierName, currency, warehouseId, dueOn, note };
  const state = isOrdered || isFixed ? 'open' : 'draft';
  const row = { ...from, state, lineCount: args.lines.length };
  if (standing) {
    const day = standing.state === 'draft' ? { orderedOn } : {};
    rows.update('purchaseOrders', standing, { ...row, ...day }, act);
  } else {
    const orderedByName = userNameOf(rows, act.userId);
    rows.insert('purchaseOrders', { id, number: number ?? null, ...row, orderedOn, orderedByName }, act);
  }
  writeLines(rows, args, act);
  for (const line of args.lines) {
    if (line.unitCost === null) continue;
    const cost = { unitCost: line.unitCost, currency };
    const before = rows.get('purchaseLineCosts', line.id);
    if (before) rows.update('purchaseLineCosts', before, cost, act);
    else
      rows.insert('purchaseLineCosts', { id: line.id, purchaseOrderId: id, productId: line.productId, ...cost }, act);
  }
  expectPurchase(rows, id, act);
}

const notOpen = ({ number = null, state = null }: ModelRow): Refused =>
  new Refused('inventory.purchaseNotOpen', { number, state });

/** A line on which goods came stays, and is not ordered for less. */
function writeLines(rows: BusinessRows, { purchaseOrderId, lines }: PurchaseArgs, act: Act): void {
  const before = linesOfPurchase(rows, purchaseOrderId);
  const cameOf = (line: ModelRow): Refused => {
    const { productName: product = null, received = null } = line;
    return new Refused('inventory.lineReceived', { product, received });
  };
  for (const line of before.filter((each) => !lines.some(({ id }) => id === each.id))) {
    if (Number(line.received) > 0) throw cameOf(line);
    rows.update('purchaseOrderLines', line, { deletedAt: act.now }, act);
  }
  lines.forEach(({ id, productId, unitId, quantity, dueOn }, at) => {
    const { code = null, name = null, unit: base = null } = rows.get('products', productId) ?? {};
    const unit = rows.get('productUnits', unitId);
    const ordered = { unit: unit?.name ?? base, unitRatio: unit?.ratio ?? 1, quantity, dueOn, position: at + 1 };
    const line = before.find((each) => each.id === id);
    if (!line) {
      const goods = { productId, productCode: code, productName: name, received: 0, rejected: 0 };
      rows.insert('purchaseOrderLines', { id, purchaseOrderId, ...goods, ...ordered }, act);
      return;
    }
    if (line.productId !== productId) throw new Refused('inventory.lineOfOther', { product: line.productName ?? null });
    if (quantity < Number(line.received)) throw cameOf(line);
    rows.update('purchaseOrderLines', line, ordered, act);
  });
}

/** What is still to come of an open one is expected, line by line, and nothing else of it is. */
function expectPurchase(rows: BusinessRows, id: Cell, act: Act): void {
  const purchase = rows.get('purchaseOrders', id);
  if (!isLive(purchase)) return;
  for (const line of rows.find('purchaseOrderLines', (row) => row.purchaseOrderId === id)) {
    const isComing = purchase.state === 'open' && isLive(line);
    const quantity = isComing ? Number(line.quantity) - Number(line.received) : 0;
    const dueOn = line.dueOn ?? purchase.dueOn ?? null;
    const { id: lineId = null, productId = null } = line;
    const goods = { id: lineId, productId, warehouseId: purchase.warehouseId ?? null, quantity, dueOn };
    expectGoods(rows, { ...goods, origin: 'purchase' }, act);
  }
}

/** What is under way by now; of what has nothing left the row goes. */
export function expectGoods(rows: BusinessRows, goods: ModelRow, act: Act): void {
  const known = rows.get('expectedReceipts', goods.id);
  const isComing = Number(goods.quantity) > 0;
  if (!known) {
    if (isComing) rows.insert('expectedReceipts', goods, act);
    return;
  }
  if (!isComing) {
    if (isLive(known)) rows.update('expectedReceipts', known, { deletedAt: act.now }, act);
    return;
  }
  const isSame = ['quantity', 'dueOn', 'warehouseId'].every((column) => known[column] === goods[column]);
  if (!isSame || !isLive(known)) rows.update('expectedReceipts', known, { ...goods, deletedAt: null }, act);
}

/** What it lets be expected follows. */
export function setPurchaseState(rows: BusinessRows, purchase: ModelRow, change: ModelRow, act: Act): void {
  rows.update('purchaseOrders', purchase, change, act);
  expectPurchase(rows, purchase.id ?? null, act);
}

/** @param from states that it may be in */
function moveOn(
  from: readonly string[],
  change: (rows: BusinessRows, purchase: ModelRow, act: Act) => ModelRow | Ended,
): ModelledRun {
  return (rows, given, act) => {
    const { purchaseOrderId } = given as { purchaseOrderId: string };
    if (!act.permissions.has('inventory.seeSuppliers')) return notPermitted('inventory.seeSuppliers').ended;
    const purchase = rows.get('purchaseOrders', purchaseOrderId);
    if (!isLive(purchase)) return rejected('inventory.purchaseGone', {});
    if (!from.includes(String(purchase.state))) return notOpen(purchase).ended;
    const next = change(rows, purchase, act);
    if ('reasons' in next) return next as Ended;
    setPurchaseState(rows, purchase, next as ModelRow, act);
    return applied;
  };
}

export const orderPurchase = moveOn(['draft'], (rows, _, act) => ({
  state: 'open',
  orderedOn: bookedAt(rows, act.now, act).openOn,
}));
export const closePurchase = moveOn(['open'], () => ({ state: 'closed' }));
export const cancelPurchase = moveOn(['draft', 'open'], (rows, purchase) =>
  linesOfPurchase(rows, purchase.id).some((line) => Number(line.received) > 0)
    ? rejected('inventory.goodsCame', { number: purchase.number ?? null })
    : { state: 'cancelled' },
);
