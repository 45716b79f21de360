// Long because whatever comes in, lies and is counted is drawn from the same shelves.
/** What a warehouse and its buyers do: goods in and about, counts, transfers; also what fits nothing. */
import type { CommandGenerator, GeneratedCommand, GeneratorView } from '../../kernel/simulation.ts';
import type { Row } from '../../kernel/table.ts';

const UNIT = 10_000;
const people = ['manager', 'warehouse', 'administrator'];

const each = (name: string, make: CommandGenerator['make']): CommandGenerator => ({
  name: `inventory.${name}`,
  weight: 1,
  roles: people,
  make,
});

export const generators: readonly CommandGenerator[] = [
  each('writePurchase', async (view) => {
    const args = await purchaseArgs(view);
    return args && named('writePurchase', { ...args, isOrdered: view.random.chance(70) });
  }),
  each('orderSuggested', async (view) => {
    const args = await purchaseArgs(view);
    return args && named('orderSuggested', { isOrdered: view.random.chance(70), purchases: [args] });
  }),
  each('orderPurchase', (view) => ofPurchase(view, 'orderPurchase')),
  each('closePurchase', (view) => ofPurchase(view, 'closePurchase')),
  each('cancelPurchase', (view) => ofPurchase(view, 'cancelPurchase')),
  each('receiveGoods', receive),
  each('reverseReceipt', reverseReceipt),
  each('moveStock', move),
  each('scrapStock', scrap),
  each('freeQuarantine', freeQuarantine),
  each('sendBack', sendBack),
  each('askTransfer', askTransfer),
  each('sendTransfer', (view) => onTransfer(view, 'sendTransfer')),
  each('receiveTransfer', (view) => onTransfer(view, 'receiveTransfer')),
  each('writeOffTransfer', writeOff),
  each('endTransfer', (view) => onTransfer(view, 'endTransfer')),
  each('startCount', startCount),
  each('recordCount', recordCount),
  each('postCount', (view) => onCount(view, 'postCount')),
  each('cancelCount', (view) => onCount(view, 'cancelCount')),
  each('explainFlag', explain),
  each('grantQuota', grantQuota),
  each('giveBackQuota', giveBack),
];

const named = (name: string, args: unknown): GeneratedCommand => ({ name: `inventory.${name}`, args });

const warehousesOf = ({ db }: GeneratorView) => db.selectFrom('warehouses').select('id').orderBy('id').execute();
const productsOf = ({ db }: GeneratorView) =>
  db.selectFrom('products').select(['id', 'tracking']).orderBy('id').execute();

async function somewhere(view: GeneratorView): Promise<string | null> {
  const [warehouse] = view.random.some(await warehousesOf(view), 1);
  return warehouse?.id ?? null;
}

/** A place of the warehouse, or none: nobody said which. */
async function place({ random, db }: GeneratorView, warehouseId: string): Promise<string | null> {
  const rows = await db.selectFrom('locations').select(['id', 'warehouseId']).orderBy('id').execute();
  // Now and then one of another warehouse.
  const near = rows.filter((row) => row.warehouseId === warehouseId || random.chance(3));
  return random.chance(60) ? (random.some(near, 1)[0]?.id ?? null) : null;
}

const pieces = ({ random }: GeneratorView, most = 12): number => random.between(1, most) * UNIT;

async function purchaseArgs(view: GeneratorView) {
  const { random, db, newId } = view;
  const [supplier] = random.some(await db.selectFrom('suppliers').select('id').orderBy('id').execute(), 1);
  const warehouseId = await somewhere(view);
  const products = random.some(await productsOf(view), random.between(1, 3));
  if (warehouseId === null || products.length === 0) return null;
  const known = await db.selectFrom('purchaseOrders').select('id').orderBy('id').execute();
  const [again] = random.some(known, 1);
  return {
    purchaseOrderId: again && random.chance(20) ? again.id : newId(),
    number: await view.nextNumber('purchaseOrder'),
    supplierId: supplier && !random.chance(5) ? supplier.id : newId(),
    warehouseId,
    dueOn: random.chance(50) ? '2026-12-10' : null,
    note: null,
    lines: products.map(({ id: productId }) => ({
      ...{ id: newId(), productId, unitId: null, quantity: pieces(view), dueOn: null },
      unitCost: random.chance(20) ? random.between(1, 40) * UNIT : null,
    })),
  };
}

async function ofPurchase(view: GeneratorView, name: string): Promise<GeneratedCommand | null> {
  const known = await view.db.selectFrom('purchaseOrders').select('id').orderBy('id').execute();
  const [purchase] = view.random.some(known, 1);
  return purchase ? named(name, { purchaseOrderId: purchase.id }) : null;
}

/** Against an order or without one, with lots where they are kept, now and then what nobody ordered. */
async function receive(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, db, newId, now } = view;
  const orders = await db.selectFrom('purchaseOrders').selectAll().where('state', '=', 'open').orderBy('id').execute();
  const [order] = random.some(orders, 1);
  const ordered: readonly Row<'purchaseOrderLines'>[] = order
    ? await db
        .selectFrom('purchaseOrderLines')
        .selectAll()
        .where('purchaseOrderId', '=', order.id)
        .orderBy('id')
        .execute()
    : [];
  const against = order && ordered.length > 0 && !random.chance(30);
  const warehouseId = against && !random.chance(10) ? order.warehouseId : await somewhere(view);
  const products = new Map((await productsOf(view)).map((product) => [product.id, product]));
  const lines = against
    ? random.some(ordered, random.between(1, 2)).map(({ id, productId, quantity }) => ({ id, productId, quantity }))
    : random.some([...products.keys()], 1).map((productId) => ({ id: null, productId, quantity: pieces(view) }));
  if (warehouseId === null || lines.length === 0) return null;
  const locationId = await place(view, warehouseId);
  return named('receiveGoods', {
    receiptId: newId(),
    number: await view.nextNumber('receipt'),
    warehouseId,
    purchaseOrderId: against ? order.id : null,
    ...{ supplierId: null, deliveryNote: null, receivedAt: now, note: null },
    lines: lines.map(({ id: purchaseOrderLineId, productId, quantity }) => {
      const tracking = products.get(productId)?.tracking;
      const isLot = tracking === 'lot' && !random.chance(10);
      const isPiece = tracking === 'serial' && !random.chance(10);
      const isRejected = random.chance(10);
      return {
        ...{ id: newId(), movementId: newId(), productId, purchaseOrderLineId, locationId },
        lotId: isLot ? newId() : null,
        lotCode: isLot ? `R${random.between(1, 4)}` : null,
        expiresOn: isLot && !random.chance(20) ? '2027-06-30' : null,
        serialId: isPiece ? newId() : null,
        serialCode: isPiece ? `SN${random.between(1, 9)}` : null,
        quantity: isPiece && !random.chance(5) ? UNIT : random.chance(20) ? quantity * 2 : quantity,
        condition: isRejected ? 'quarantine' : 'saleable',
        rejectReason: isRejected ? '破损' : null,
      };
    }),
  });
}

async function reverseReceipt(view: GeneratorView): Promise<GeneratedCommand | null> {
  const known = await view.db.selectFrom('receipts').select('id').orderBy('id').execute();
  const [found] = view.random.some(known, 1);
  if (!found) return null;
  const args = { reversalId: view.newId(), number: await view.nextNumber('receipt'), receiptId: found.id };
  return named('reverseReceipt', { ...args, note: '写错了' });
}

async function shelf(view: GeneratorView) {
  const { random, db } = view;
  const lots = await db.selectFrom('lotBalances').select(['productId', 'warehouseId', 'lotId']).orderBy('id').execute();
  const plain = await db.selectFrom('stockBalances').select(['productId', 'warehouseId']).orderBy('id').execute();
  const numbered = await db
    .selectFrom('serials')
    .select(['id as serialId', 'productId', 'warehouseId', 'lotId', 'locationId'])
    .orderBy('id')
    .execute();
  const [lot] = random.some(lots, 1);
  const [product] = random.some(plain, 1);
  const [piece] = random.chance(15) ? random.some(numbered, 1) : [];
  if (piece?.warehouseId) return { ...piece, warehouseId: piece.warehouseId, quantity: UNIT };
  const goods = lot && random.chance(50) ? lot : product && { ...product, lotId: null };
  if (!goods) return null;
  const locationId = await place(view, goods.warehouseId);
  return { ...goods, serialId: null, locationId, quantity: pieces(view, 4) };
}

async function move(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, newId, now } = view;
  const from = await shelf(view);
  if (!from) return null;
  const goesBack = random.chance(40);
  const { locationId: fromLocationId, ...of } = from;
  const goods = { ...of, fromLocationId, toLocationId: await place(view, from.warehouseId) };
  const way = goesBack ? ['quarantine', 'saleable'] : ['saleable', 'quarantine'];
  const ids = { outId: newId(), inId: newId() };
  const moves = [{ ...ids, ...goods, fromCondition: way[0], toCondition: way[1] }];
  return named('moveStock', { movedAt: now, number: null, moves });
}

async function scrap(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { newId, now } = view;
  const from = await shelf(view);
  if (!from) return null;
  const { warehouseId, ...goods } = from;
  const lines = [{ movementId: newId(), ...goods, condition: 'saleable' }];
  return named('scrapStock', { scrapId: newId(), number: null, warehouseId, scrappedAt: now, reason: '破损', lines });
}

async function freeQuarantine(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { newId, now } = view;
  const from = await shelf(view);
  if (!from) return null;
  const { warehouseId, locationId: fromLocationId, ...goods } = from;
  const where = { fromLocationId, toLocationId: await place(view, warehouseId) };
  const lines = [{ outId: newId(), inId: newId(), ...goods, ...where }];
  return named('freeQuarantine', { freeId: newId(), warehouseId, freedAt: now, reason: '复检合格', lines });
}

async function sendBack(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, db, newId, now } = view;
  const from = await shelf(view);
  if (!from) return null;
  const { warehouseId, ...goods } = from;
  const [supplier] = random.some(await db.selectFrom('suppliers').select('id').orderBy('id').execute(), 1);
  return named('sendBack', {
    ...{ receiptId: newId(), number: await view.nextNumber('receipt'), warehouseId },
    ...{ supplierId: supplier?.id ?? null, supplierName: '景德镇瓷业', sentAt: now, reason: '不合格' },
    lines: [{ id: newId(), ...goods }],
  });
}

async function askTransfer(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, newId } = view;
  const [from, to] = random.some(await warehousesOf(view), 2);
  const products = random.some(await productsOf(view), random.between(1, 2));
  if (!from || products.length === 0) return null;
  return named('askTransfer', {
    transferId: newId(),
    number: await view.nextNumber('transfer'),
    fromWarehouseId: from.id,
    toWarehouseId: to && !random.chance(5) ? to.id : from.id,
    ...{ dueOn: null, note: null },
    lines: products.map(({ id: productId }) => ({ id: newId(), productId, lotId: null, quantity: pieces(view) })),
  });
}

async function onTransfer(view: GeneratorView, name: string): Promise<GeneratedCommand | null> {
  const { random, db, newId, now } = view;
  const [transfer] = random.some(await db.selectFrom('transfers').select('id').orderBy('id').execute(), 1);
  if (!transfer) return null;
  const { id: transferId } = transfer;
  if (name === 'endTransfer') return named(name, { transferId });
  const rows = await db
    .selectFrom('transferLines')
    .select('id')
    .where('transferId', '=', transferId)
    .orderBy('id')
    .execute();
  const [line] = random.some(rows, 1);
  if (!line) return null;
  const { id: lineId } = line;
  const quantity = pieces(view, 6);
  const goods = { lineId, movementId: newId(), lotId: null, serialId: null, locationId: null, quantity };
  if (name === 'sendTransfer') return named(name, { transferId, sentAt: now, lines: [goods] });
  return named(name, { transferId, receivedAt: now, lines: [{ ...goods, condition: 'saleable' }] });
}

/** Mostly what is under way; where nothing is, something is asked for and sent first. */
async function writeOff(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, db } = view;
  const rows = await db.selectFrom('transferLines').selectAll().orderBy('id').execute();
  const underWay = rows.filter(({ sent, received, lost }) => sent - received - lost > 0);
  if (underWay.length === 0 && random.chance(90))
    return rows.length === 0 ? askTransfer(view) : onTransfer(view, 'sendTransfer');
  const [line] = random.some(underWay.length > 0 ? underWay : rows, 1);
  if (!line) return null;
  const { id: lineId, transferId, sent, received, lost } = line;
  const quantity = Math.max(UNIT, random.chance(80) ? sent - received - lost : random.between(1, 6) * UNIT);
  return named('writeOffTransfer', { transferId, reason: '丢失', lines: [{ lineId, quantity }] });
}

async function startCount(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, newId } = view;
  const warehouseId = await somewhere(view);
  const products = random.some(await productsOf(view), random.between(1, 3));
  if (warehouseId === null || products.length === 0) return null;
  return named('startCount', {
    countId: newId(),
    number: await view.nextNumber('count'),
    warehouseId,
    ...{ basis: 'chosen', zoneId: null, productIds: products.map(({ id }) => id), note: null },
  });
}

async function recordCount(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, db, now } = view;
  const rows = await db.selectFrom('countLines').selectAll().where('deletedAt', 'is', null).orderBy('id').execute();
  const [line] = random.some(rows, 1);
  if (!line) return null;
  const { countId, productId, lotId, locationId } = line;
  const counted = random.between(0, 20) * UNIT;
  const shelf = { productId, lotId, locationId, counted, countedAt: now };
  const own = await db.selectFrom('serials').select('id').where('productId', '=', productId).orderBy('id').execute();
  if (own.length === 0 || random.chance(20)) return named('recordCount', { countId, lines: [shelf] });
  const pieces = random.some(own, random.between(0, own.length)).map(({ id }) => id);
  const lines = [{ ...shelf, pieces, isMore: random.chance(20) }];
  return named('recordCount', { countId, lines });
}

async function onCount(view: GeneratorView, name: string): Promise<GeneratedCommand | null> {
  const { random, db } = view;
  const [count] = random.some(await db.selectFrom('stockCounts').select('id').orderBy('id').execute(), 1);
  if (!count) return null;
  const { id: countId } = count;
  return name === 'postCount'
    ? named(name, { countId, skipsOpen: random.chance(80), reasons: [] })
    : named(name, { countId });
}

async function explain({ random, db }: GeneratorView): Promise<GeneratedCommand | null> {
  const [found] = random.some(await db.selectFrom('stockFlags').select('id').orderBy('id').execute(), 1);
  return found ? named('explainFlag', { flagId: found.id, explanation: '期初少录' }) : null;
}

async function grantQuota(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, db, newId, person } = view;
  const [user] = random.some(await db.selectFrom('users').select('id').orderBy('id').execute(), 1);
  const [product] = random.some(await productsOf(view), 1);
  const warehouseId = await somewhere(view);
  if (!user || !product || warehouseId === null) return null;
  // Mostly the device whose person asks: of others a generator knows no code.
  const own = (await view.nextNumber('transfer')).split('-')[1];
  const deviceCode = random.chance(40) ? (random.chance(80) ? own : 'ZZ') : null;
  const userId = deviceCode === own && random.chance(80) ? person.userId : user.id;
  const whose = { quotaId: newId(), userId, warehouseId, productId: product.id };
  return named('grantQuota', { ...whose, quantity: pieces(view, 3), validUntil: null, deviceCode });
}

async function giveBack({ random, db }: GeneratorView): Promise<GeneratedCommand | null> {
  const [quota] = random.some(await db.selectFrom('stockQuotas').select('id').orderBy('id').execute(), 1);
  const quantity = random.chance(50) ? null : UNIT;
  return quota ? named('giveBackQuota', { quotaId: quota.id, quantity, withoutHolder: random.chance(60) }) : null;
}
