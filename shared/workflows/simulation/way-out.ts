/** Goods on their way out, as a warehouse works: also twice, too much, of cancelled orders, and what nobody picked. */
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';
import type { Row } from '../../kernel/table.ts';

const warehouse = ['warehouse', 'manager'];

export const generators: readonly CommandGenerator[] = [
  { name: 'inventory.releaseOrders', weight: 5, roles: warehouse, make: releaseOrders },
  {
    name: 'inventory.claimPickList',
    weight: 2,
    roles: warehouse,
    make: (view) => claim(view, 'inventory.claimPickList'),
  },
  {
    name: 'inventory.releaseClaim',
    weight: 1,
    roles: warehouse,
    make: (view) => claim(view, 'inventory.releaseClaim'),
  },
  { name: 'inventory.recordPick', weight: 4, roles: warehouse, make: recordPick },
  { name: 'inventory.unpickGoods', weight: 2, roles: warehouse, make: unpick },
  { name: 'inventory.shipOrder', weight: 4, roles: warehouse, make: shipPicked },
  { name: 'inventory.shipOrder unpicked', weight: 1, roles: warehouse, make: shipUnpicked },
  { name: 'inventory.reverseShipment', weight: 2, roles: warehouse, make: reverseShipment },
  { name: 'inventory.takeBackGoods', weight: 3, roles: warehouse, make: takeBack },
  { name: 'sales.closeShort', weight: 2, roles: ['rep', 'manager'], make: closeShort },
  { name: 'sales.setDeliveryTerms', weight: 1, roles: ['rep', 'manager'], make: setDeliveryTerms },
];

async function oneOrder({ db, random }: GeneratorView): Promise<Row<'orders'> | undefined> {
  const orders = await db.selectFrom('orders').selectAll().where('state', '<>', 'rejected').orderBy('id').execute();
  return random.some(orders, 1)[0];
}

async function oneList({ db, random }: GeneratorView): Promise<Row<'pickLists'> | undefined> {
  return random.some(await db.selectFrom('pickLists').selectAll().orderBy('id').execute(), 1)[0];
}

async function oneShipment({ db, random }: GeneratorView): Promise<Row<'shipments'> | undefined> {
  return random.some(await db.selectFrom('shipments').selectAll().orderBy('id').execute(), 1)[0];
}

async function releaseOrders(view: GeneratorView) {
  const { db, random } = view;
  const orders = await db.selectFrom('orders').selectAll().where('state', '=', 'open').orderBy('id').execute();
  const [first, ...others] = random.some(orders, random.between(1, 3));
  if (!first) return null;
  const orderIds = [first, ...others].map(({ id }) => id);
  if (random.chance(5)) orderIds.push(view.newId());
  const args = { pickListId: view.newId(), number: await view.nextNumber('pickList'), warehouseId: first.warehouseId };
  return { name: 'inventory.releaseOrders', args: { ...args, orderIds } };
}

/** Mostly one that is still to be picked. */
async function claim(view: GeneratorView, name: string) {
  const { db, random } = view;
  const states = ['released', 'claimed'] as const;
  const open = await db.selectFrom('pickLists').selectAll().where('state', 'in', states).orderBy('id').execute();
  const [list] = open.length > 0 && random.chance(80) ? random.some(open, 1) : [await oneList(view)];
  return list ? { name, args: { pickListId: random.chance(3) ? view.newId() : list.id } } : null;
}

async function linesOf({ db }: GeneratorView, pickListId: string): Promise<Row<'pickLines'>[]> {
  return db
    .selectFrom('pickLines')
    .selectAll()
    .where('pickListId', '=', pickListId)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

async function recordPick(view: GeneratorView) {
  const { random } = view;
  const list = await oneList(view);
  if (!list) return null;
  const lines = (await linesOf(view, list.id)).slice(0, random.between(1, 6)).map((line) => {
    const isShort = random.chance(15);
    const quantity = isShort ? Math.floor(line.quantity / 2) : line.quantity + (random.chance(3) ? 10_000 : 0);
    const place = { lotId: line.lotId, serialId: null, locationId: line.locationId };
    return {
      pickLineId: random.chance(2) ? `${list.id}:${view.newId()}:1` : line.id,
      picked: quantity > 0 ? [{ ...place, quantity }] : [],
      shortReason: isShort
        ? random.oneOf(['damaged', 'expired', 'blocked', 'notFound', 'notFound', null] as const)
        : null,
    };
  });
  if (lines.length === 0) return null;
  const args = {
    pickListId: list.id,
    pickedAt: view.now - random.between(0, 3_600_000),
  };
  return { name: 'inventory.recordPick', args: { ...args, lines } };
}

async function shipment(view: GeneratorView, orderId: string, pickListId: string | null, warehouseId: string) {
  const { random } = view;
  return {
    shipmentId: view.newId(),
    number: await view.nextNumber('shipment'),
    orderId,
    pickListId,
    warehouseId,
    shippedAt: view.now - random.between(0, 3_600_000),
    carrierId: null,
    trackingNumber: random.chance(30) ? 'SF1000' : null,
    freightMinor: random.chance(30) ? 1_200 : null,
    weightGrams: null,
    note: null,
    parcels: [{ id: view.newId(), position: 1, weightGrams: 900 }],
  };
}

async function unpick(view: GeneratorView) {
  const { random, newId } = view;
  const list = await oneList(view);
  if (!list) return null;
  const picked = (await linesOf(view, list.id)).filter((line) => line.picked > 0);
  const lines = random.some(picked, random.between(1, 2)).map((line) => ({
    pickLineId: random.chance(3) ? `${list.id}:${newId()}:1` : line.id,
    quantity: random.chance(30) ? line.picked : Math.ceil(line.picked / 2),
    reason: random.chance(50) ? ('damaged' as const) : ('notFound' as const),
    ...{ outId: newId(), inId: newId() },
  }));
  if (lines.length === 0) return null;
  const args = { unpickId: newId(), toldAt: view.now - random.between(0, 3_600_000), why: '破损' };
  return { name: 'inventory.unpickGoods', args: { ...args, lines } };
}

async function shipPicked(view: GeneratorView) {
  const list = await oneList(view);
  if (!list) return null;
  const picked = (await linesOf(view, list.id)).filter((line) => line.picked > 0);
  const [first] = view.random.some(picked, 1);
  if (!first) return null;
  const ready = picked.filter(({ orderId }) => orderId === first.orderId);
  // Much leaves in part: only then something can be closed short, or sent after.
  const lines = ready.slice(0, view.random.chance(35) ? 1 : ready.length).map((line) => ({
    id: view.newId(),
    orderLineId: line.orderLineId,
    productId: line.productId,
    pickLineId: line.id,
    lotId: line.lotId,
    serialId: line.serialId,
    locationId: line.locationId,
    parcel: 1,
    quantity: view.random.chance(35) ? Math.ceil(line.picked / 2) : line.picked,
  }));
  const head = await shipment(view, first.orderId, list.id, list.warehouseId);
  return { name: 'inventory.shipOrder', args: { ...head, lines } };
}

async function shipUnpicked(view: GeneratorView) {
  const { db, random } = view;
  const order = await oneOrder(view);
  if (!order) return null;
  const rows = await db.selectFrom('orderLines').selectAll().where('orderId', '=', order.id).orderBy('id').execute();
  const [line] = random.some(rows, 1);
  if (!line) return null;
  const nothing = { pickLineId: null, lotId: null, serialId: null, locationId: null, parcel: 1 };
  const sent = { orderLineId: line.id, productId: random.chance(3) ? view.newId() : line.productId };
  const lines = [{ id: view.newId(), ...sent, ...nothing, quantity: random.between(1, 3) * 10_000 }];
  const head = await shipment(view, random.chance(3) ? view.newId() : order.id, null, order.warehouseId);
  return { name: 'inventory.shipOrder', args: { ...head, lines } };
}

async function reverseShipment(view: GeneratorView) {
  const found = await oneShipment(view);
  if (!found) return null;
  const args = { reversalId: view.newId(), number: await view.nextNumber('shipment'), note: '写错了' };
  return { name: 'inventory.reverseShipment', args: { ...args, shipmentId: found.id } };
}

/** Mostly what left; now and then more than that, of another lot, or of a shipment that nobody knows. */
async function takeBack(view: GeneratorView) {
  const { db, random } = view;
  const found = await oneShipment(view);
  if (!found) return random.chance(30) ? takeBackUnknown(view) : null;
  const rows = await db
    .selectFrom('shipmentLines')
    .selectAll()
    .where('shipmentId', '=', found.id)
    .where('quantity', '>', 0)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const sent = random.some(rows, random.between(1, 3));
  if (sent.length === 0) return null;
  const lines = sent.map((line) => {
    const left = Math.max(10_000, line.quantity - line.returned);
    return cameBack(view, {
      shipmentLineId: line.id,
      productId: line.productId,
      lotId: random.chance(3) ? null : line.lotId,
      serialId: line.serialId,
      quantity: line.serialId !== null ? 10_000 : random.chance(60) ? left : random.between(1, 4) * 10_000,
    });
  });
  return returned(view, random.chance(3) ? view.newId() : found.id, found.warehouseId, lines);
}

/** Goods that stand at the gate with a paper that nobody here knows. */
async function takeBackUnknown(view: GeneratorView) {
  const { db, random, newId } = view;
  const [product] = random.some(await db.selectFrom('products').select('id').orderBy('id').execute(), 1);
  const [warehouse] = random.some(await db.selectFrom('warehouses').select('id').orderBy('id').execute(), 1);
  if (!product || !warehouse) return null;
  const nowhere = { shipmentLineId: newId(), lotId: null, serialId: null };
  const line = cameBack(view, { ...nowhere, productId: product.id, quantity: random.between(1, 4) * 10_000 });
  return returned(view, newId(), warehouse.id, [line]);
}

function cameBack<Goods extends object>({ random, newId }: GeneratorView, goods: Goods) {
  const isBroken = random.chance(30);
  return {
    ...goods,
    id: newId(),
    locationId: null,
    condition: isBroken ? ('quarantine' as const) : ('saleable' as const),
    reason: isBroken ? ('damaged' as const) : ('unwanted' as const),
  };
}

async function returned(view: GeneratorView, shipmentId: string, warehouseId: string, lines: readonly object[]) {
  const head = { goodsReturnId: view.newId(), number: await view.nextNumber('return'), warehouseId, shipmentId };
  const returnedAt = view.now - view.random.between(0, 3_600_000);
  return { name: 'inventory.takeBackGoods', args: { ...head, returnedAt, note: null, lines } };
}

/** Mostly what has left in part, which alone can be closed short; sometimes any order, which is refused. */
async function closeShort(view: GeneratorView) {
  const begun = view.db
    .selectFrom('orderLines')
    .innerJoin('orders', 'orders.id', 'orderLines.orderId')
    .where('orderLines.shipped', '>', 0)
    .where('orders.state', '=', 'open');
  const orders = await begun.select('orders.id').distinct().orderBy('orders.id').execute();
  const order = orders.length > 0 && !view.random.chance(10) ? view.random.some(orders, 1)[0] : await oneOrder(view);
  return order ? { name: 'sales.closeShort', args: { orderId: order.id } } : null;
}

async function setDeliveryTerms(view: GeneratorView) {
  const order = await oneOrder(view);
  if (!order) return null;
  const { random } = view;
  const args = { orderId: order.id, shipComplete: random.chance(30), minimumLifeDays: random.chance(20) ? 60 : 0 };
  return { name: 'sales.setDeliveryTerms', args };
}
