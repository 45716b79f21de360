// Long because each way of dealing with a rejected command is told from one beginning.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LedgerPage } from '#shared/protocol/ledger-bridge.ts';
import type { SimulatedCompany } from '../../tests/support/simulated-company.ts';
import type { SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import type { Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

let scene: Scene;
let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
beforeEach(async () => {
  scene = await openScene(7, ['north']);
  ({ simulation, company } = scene);
  north = scene.devices.north;
});
afterEach(() => scene.close());

const page = (change: Partial<LedgerPage> = {}): LedgerPage => ({ beforeSequence: null, limitRows: 100, ...change });
const ledger = (change: Partial<LedgerPage> = {}) => north.device.sync.ledger(page(change));
const counts = (change: object = {}) =>
  north.device.sync.ledgerCounts({ from: null, until: null, search: '', since: 0, ...change });
const add = (name: string) =>
  north.run('test.addCustomer', { id: north.newId(), name, territoryId: company.territories[0] });

/** An order that the server refuses, because its customer is deleted there, unknown to the device. */
async function rejectedOrder(number = 'SO-1') {
  const [customerId] = company.customers;
  north.world.isCut = true;
  const id = north.newId();
  const [territoryId] = company.territories;
  const args = { id, number, customerId, territoryId, warehouseId: company.warehouse, refuse: false };
  const reply = await north.run('test.addOrder', args);
  if (reply.state === 'rejected') throw new Error(reply.reason.code);
  await company.write((tx) =>
    tx
      .updateTable('customers')
      .set({ deletedAt: 1 })
      .where('id', '=', customerId ?? '')
      .execute(),
  );
  return { id, args, commandId: reply.commandId };
}
async function online() {
  north.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
}

/** An order as the product takes it, for the first customer. */
async function confirmOrder(place: string) {
  const session = await north.device.session.state();
  if (session.state !== 'signedIn') throw new Error('nobody is signed in');
  const [product] = company.products;
  const args = {
    orderId: north.newId(),
    number: `SO-${session.deviceCode}-${place}`,
    exposureEntryId: north.newId(),
    customerId: company.customers[0],
    warehouseId: company.warehouse,
    currency: 'CNY',
    requestedOn: null,
    paymentTermsDays: 30,
    shipTo: null,
    note: null,
    lines: [
      {
        id: north.newId(),
        productId: product?.id,
        quantity: 10_000,
        unitPrice: product?.basePrice,
        listPrice: product?.basePrice,
        discount: 0,
        taxRate: 1_300,
      },
    ],
  };
  const reply = await north.run('sales.confirmOrder', args);
  if (reply.state === 'rejected') throw new Error(JSON.stringify(reply.reason));
  return { args, commandId: reply.commandId };
}

it('counts the whole ledger by states, and by text and time', async () => {
  north.world.isCut = true;
  for (let at = 0; at < 30; at += 1) await add(`c${at}`);
  await simulation.advance(1_000);
  expect(await counts()).toMatchObject({ all: 30, waiting: 30, sent: 0, applied: 0, needYou: 0, oldestOpen: 1 });
  await online();
  expect(await counts()).toMatchObject({ all: 30, waiting: 0, applied: 30, oldestOpen: null });
  const { commandId } = await rejectedOrder();
  await online();
  expect(await counts()).toMatchObject({ all: 31, applied: 30, rejected: 1, needYou: 1 });
  expect((await ledger({ state: 'needYou' })).map((entry) => entry.commandId)).toEqual([commandId]);
  expect((await ledger({ state: 'applied', limitRows: 7, beforeSequence: 20 })).map((each) => each.sequence)).toEqual([
    19, 18, 17, 16, 15, 14, 13,
  ]);
  expect(await ledger({ fromSequence: 12, beforeSequence: 20, limitRows: 1 })).toHaveLength(8);
  const since = (await ledger({ limitRows: 1 }))[0]?.issuedAt ?? 0;
  expect(await counts({ since })).toMatchObject({ all: 1, applied: 30 });
  expect(await counts({ from: since })).toMatchObject({ all: 1, applied: 0, rejected: 1 });
});

it('an order is told by number, customer and amount as they were, and found by them', async () => {
  const { args, commandId } = await confirmOrder('000123');
  await simulation.advance(MINUTE_MS);
  const [entry] = await ledger({ search: args.number.toLowerCase() });
  expect(entry).toMatchObject({
    commandId,
    subject: { document: args.number, customerId: args.customerId, currency: 'CNY' },
  });
  expect(entry?.subject.party).toBeTruthy();
  expect(entry?.subject.amountMinor).toBeGreaterThan(0);
  expect(await ledger({ search: entry?.subject.party ?? '' })).toHaveLength(1);
  expect(await ledger({ search: '100%' })).toHaveLength(0);
  const minor = entry?.subject.amountMinor ?? 0;
  const whole = Math.floor(minor / 100);
  for (const search of [`${whole}`, `¥${whole.toLocaleString('en')}`, (minor / 100).toFixed(2)]) {
    expect(await ledger({ search })).toHaveLength(1);
    expect(await counts({ search })).toMatchObject({ all: 1, applied: 1 });
  }
  expect(await ledger({ search: (minor / 100 + 1).toFixed(2) })).toHaveLength(0);
  expect(await ledger({ search: 'confirm', names: ['sales.confirmOrder'] })).toHaveLength(1);
  expect(await counts({ search: 'confirm', names: ['sales.confirmOrder'] })).toMatchObject({ all: 1, applied: 1 });
  expect(await ledger({ search: 'confirm', names: ['sales.cancelOrder'] })).toHaveLength(0);
  expect(await counts({ search: '-000123' })).toMatchObject({ all: 1, applied: 1 });
});

it('what is on its way says since when, and its answer keeps when it left', async () => {
  north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutAfter' : 'none');
  const sentAfter = north.world.clock.now();
  await add('cut');
  await simulation.advance(5_000);
  const [entry] = await ledger();
  expect(entry?.sentAt).toBeGreaterThanOrEqual(sentAfter - 1_000);
  north.world.fault = () => 'none';
  await simulation.advance(5 * MINUTE_MS);
  const [answered] = await ledger();
  expect(answered).toMatchObject({ state: 'applied' });
  expect(answered?.sentAt).not.toBeNull();
});

it('what found no server has not left: it says when it was tried', async () => {
  north.world.isCut = true;
  const triedAfter = north.world.clock.now();
  await add('cut');
  await simulation.advance(5_000);
  const [entry] = await ledger();
  expect(entry).toMatchObject({ state: 'waiting', sentAt: null });
  expect(entry?.triedAt).toBeGreaterThanOrEqual(triedAfter - 1_000);
  await online();
  const [answered] = await ledger();
  expect(answered).toMatchObject({ state: 'applied', triedAt: null });
  expect(answered?.sentAt).not.toBeNull();
});

it('what hangs on a rejected command is no decision of its own, is shown with it, and goes with it', async () => {
  const { id, commandId } = await rejectedOrder();
  const { commandId: other } = await rejectedOrder('SO-2');
  await north.run('sales.cancelOrder', { orderId: id });
  await online();
  const detail = await north.device.sync.entry(commandId);
  expect(detail?.entry).toMatchObject({ state: 'rejected', needsAttention: true, droppedAt: null });
  expect(detail?.proof.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(detail?.dependants.map((each) => [each.name, each.state, each.needsAttention])).toEqual([
    ['sales.cancelOrder', 'rejected', false],
  ]);
  expect(await counts()).toMatchObject({ needYou: 2, rejected: 3 });
  expect(await north.device.sync.drop(commandId)).toEqual({ ok: true });
  const dropped = await ledger({ state: 'rejected' });
  expect(dropped.some(({ takenBack }) => takenBack)).toBe(false);
  expect(dropped.map((each) => [each.commandId === other, each.droppedAt !== null, each.needsAttention])).toEqual([
    [false, true, false],
    [true, false, true],
    [false, true, false],
  ]);
  expect(await north.device.sync.status()).toMatchObject({ needsAttention: 1 });
});

it('once another command stands in its place, what hangs on a rejected one is a decision of its own', async () => {
  const { id, args, commandId } = await rejectedOrder();
  await north.run('sales.cancelOrder', { orderId: id });
  await online();
  const again = { ...args, id: north.newId(), customerId: company.customers[1] };
  await simulation.finish(north.device.command('test.addOrder', again, { replaces: commandId }));
  expect((await ledger({ state: 'needYou' })).map((each) => each.name)).toEqual(['sales.cancelOrder']);
});

it('what its person took back before the office rejected it has its end by itself', async () => {
  north.world.isCut = true;
  const { args, commandId } = await confirmOrder('000009');
  expect(await simulation.finish(north.device.sync.withdraw(commandId))).toEqual({ ok: true });
  await company.write((tx) =>
    tx
      .updateTable('customers')
      .set({ deletedAt: 1 })
      .where('id', '=', args.customerId ?? '')
      .execute(),
  );
  await online();
  const seen = (await ledger()).map(({ name, state, needsAttention, droppedAt, takenBack }) => [
    name,
    state,
    needsAttention,
    droppedAt !== null && takenBack,
  ]);
  expect(seen).toEqual([
    ['sales.cancelOrder', 'rejected', false, true],
    ['sales.confirmOrder', 'rejected', false, true],
  ]);
  expect((await ledger())[0]?.reasons).toEqual([{ code: 'sales.orderRejected', params: { number: args.number } }]);
  expect(await north.device.sync.status()).toMatchObject({ needsAttention: 0, rejected: 0 });
});

it('only what was rejected can be dropped', async () => {
  north.world.isCut = true;
  await add('waits');
  const [entry] = await ledger();
  expect(await north.device.sync.drop(entry?.commandId ?? '')).toMatchObject({
    ok: false,
    reason: { code: 'ledger.notRejected' },
  });
  expect((await ledger())[0]).toMatchObject({ state: 'waiting', droppedAt: null });
});

it('a command in the place of a rejected one names it, on the device, in its hash and on the server', async () => {
  const { args, commandId } = await rejectedOrder();
  await online();
  const again = { ...args, id: north.newId(), customerId: company.customers[1] };
  const reply = await simulation.finish(north.device.command('test.addOrder', again, { replaces: commandId }));
  if (reply.state === 'rejected') throw new Error(reply.reason.code);
  expect((await north.device.sync.entry(commandId))?.entry).toMatchObject({
    replacedBy: reply.commandId,
    needsAttention: false,
  });
  await simulation.advance(MINUTE_MS);
  expect((await north.device.sync.entry(reply.commandId))?.entry).toMatchObject({
    state: 'applied',
    replaces: commandId,
  });
  const log = await company.database.kysely
    .selectFrom('commandLog')
    .select(['commandId', 'replaces'])
    .orderBy('seq')
    .execute();
  expect(log).toEqual([
    { commandId, replaces: null },
    { commandId: reply.commandId, replaces: commandId },
  ]);
  expect(await north.device.sync.status()).toMatchObject({ needsAttention: 0, trouble: null });
});

it('a command is replaced once; one that was applied is not replaced at all', async () => {
  const { args, commandId } = await rejectedOrder();
  await online();
  const send = (replaces: string) => {
    const again = { ...args, id: north.newId(), customerId: company.customers[1] };
    return simulation.finish(north.device.command('test.addOrder', again, { replaces }));
  };
  const first = await send(commandId);
  const second = await send(commandId);
  if (first.state === 'rejected' || second.state === 'rejected') throw new Error('refused');
  expect((await north.device.sync.entry(commandId))?.entry.replacedBy).toBe(first.commandId);
  expect((await north.device.sync.entry(second.commandId))?.entry.replaces).toBeNull();
  await simulation.advance(MINUTE_MS);
  const third = await send(first.commandId);
  if (third.state === 'rejected') throw new Error('refused');
  expect((await north.device.sync.entry(first.commandId))?.entry.replacedBy).toBeNull();
});

it('what waits is taken back by a command of its own, once, and both go to the server in order', async () => {
  north.world.isCut = true;
  const { args, commandId } = await confirmOrder('000007');
  expect((await north.device.sync.entry(commandId))?.withdrawal).toBe('can');
  expect(await simulation.finish(north.device.sync.withdraw(commandId))).toEqual({ ok: true });
  expect((await north.device.sync.entry(commandId))?.withdrawal).toBe('done');
  expect(await simulation.finish(north.device.sync.withdraw(commandId))).toMatchObject({ ok: false });
  expect((await ledger()).map((each) => each.name)).toEqual(['sales.cancelOrder', 'sales.confirmOrder']);
  await online();
  const order = await company.database.kysely
    .selectFrom('orders')
    .select('state')
    .where('id', '=', args.orderId)
    .executeTakeFirst();
  expect(order?.state).toBe('cancelled');
  expect((await north.device.sync.entry(commandId))?.withdrawal).toBe('done');
});

it('what has no way back says so, and what was answered is too late', async () => {
  north.world.isCut = true;
  await add('customer');
  const [entry] = await ledger();
  expect((await north.device.sync.entry(entry?.commandId ?? ''))?.withdrawal).toBe('none');
  await online();
  expect((await north.device.sync.entry(entry?.commandId ?? ''))?.withdrawal).toBe('sent');
});

it('a deed that its opposite takes back is taken back once, and its opposite stands with it', async () => {
  await scene.close();
  scene = await openScene(8, ['boss']);
  ({ simulation, company } = scene);
  north = scene.devices.boss;
  north.world.isCut = true;
  const [product] = company.products;
  const args = { productId: product?.id, inUse: 0 };
  const reply = await north.run('inventory.setProductUse', args);
  if (reply.state === 'rejected') throw new Error(JSON.stringify(reply.reason));
  const detail = () => simulation.finish(north.device.sync.entry(reply.commandId));
  expect(await detail()).toMatchObject({ withdrawal: 'can', dependants: [] });
  expect(await simulation.finish(north.device.sync.withdraw(reply.commandId))).toEqual({ ok: true });
  expect(await detail()).toMatchObject({
    withdrawal: 'done',
    dependants: [{ name: 'inventory.setProductUse', args: { ...args, inUse: 1 } }],
  });
  expect(await simulation.finish(north.device.sync.withdraw(reply.commandId))).toMatchObject({ ok: false });
  await online();
  const rows = await north.rows('products');
  expect(rows.find(({ id }) => id === product?.id)).toMatchObject({ discontinued: 0 });
});
