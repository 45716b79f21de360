import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, orderArgs, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
let boss: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(19);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation);
  boss = await addDevice(simulation);
  await north.signIn('north');
  await boss.signIn('boss');
  await simulation.advance(1_000);
});
afterEach(async () => {
  await north.close();
  await boss.close();
  await company.close();
});

const add = (device: SimulatedDevice, name: string) =>
  device.run('test.addCustomer', { id: device.newId(), name, territoryId: company.territories[0] });
const names = async (device: SimulatedDevice) => (await device.rows('customers')).map((row) => row.name);
const status = () => north.device.sync.status();

it('a change on one device is on the other within a second, by poke', async () => {
  await add(boss, 'poked');
  await simulation.advance(1_000);
  expect(await names(north)).toContain('poked');
});

it('without pokes it comes with the next regular pull', async () => {
  Object.assign(company.house.pokes, { committed: () => {} });
  await add(boss, 'unpoked');
  await simulation.advance(1_000);
  expect(await names(north)).not.toContain('unpoked');
  await simulation.advance(4 * MINUTE_MS);
  expect(await names(north)).toContain('unpoked');
});

it('a server that goes between the pull and the stream is noticed at once, not at the next regular pull', async () => {
  const { stream } = north.world.network;
  Object.assign(north.world.network, {
    async stream(...parts: Parameters<typeof stream>) {
      company.isDown = true;
      return stream(...parts);
    },
  });
  await north.restart();
  await north.signIn('north');
  await simulation.advance(5_000);
  expect(await status()).toMatchObject({ network: 'offline', trouble: null });
  Object.assign(north.world.network, { stream });
  company.isDown = false;
  await simulation.advance(MINUTE_MS);
  expect(await status()).toMatchObject({ network: 'online', trouble: null });
});

it('a server that refuses streams alone is asked by pulls, less and less often', async () => {
  const refuse = async (): Promise<never> => {
    throw new NetworkUnreachable('answered 503');
  };
  Object.assign(north.world.network, { stream: refuse });
  await north.restart();
  await north.signIn('north');
  await simulation.advance(MINUTE_MS);
  const before = north.world.requests.length;
  await simulation.advance(10 * MINUTE_MS);
  expect(north.world.requests.length - before).toBeLessThan(30);
  await add(boss, 'unpoked');
  await simulation.advance(2 * MINUTE_MS);
  expect(await names(north)).toContain('unpoked');
});

describe('when the server is gone', () => {
  beforeEach(() => {
    company.isDown = true;
  });

  it('says so, asks later and later but at least once a minute, and goes on by itself', async () => {
    await add(north, 'waiting');
    await simulation.advance(1_000);
    expect(await status()).toMatchObject({ network: 'offline', waiting: 1, trouble: null });
    const before = north.world.requests.length;
    await simulation.advance(60 * MINUTE_MS);
    const tries = north.world.requests.length - before;
    expect(tries).toBeGreaterThan(59);
    expect(tries).toBeLessThan(400);
    company.isDown = false;
    await simulation.advance(MINUTE_MS);
    expect(await status()).toMatchObject({ network: 'online', waiting: 0 });
    expect(await names(boss)).toContain('waiting');
  });

  it('sendNow does not wait for the next try, and says how it went', async () => {
    await add(north, 'now');
    await simulation.advance(20 * MINUTE_MS);
    const unreachable = { code: 'sync.unreachable', params: {} };
    expect(await simulation.finish(north.device.sync.sendNow())).toEqual({ ok: false, reason: unreachable });
    company.isDown = false;
    expect(await simulation.finish(north.device.sync.sendNow())).toEqual({ ok: true });
    expect(await status()).toMatchObject({ network: 'online', waiting: 0 });
  });
});

it('working offline on purpose: nothing is asked until it ends', async () => {
  await simulation.finish(north.device.sync.setWorkOffline(true));
  const before = north.world.requests.length;
  await add(north, 'quiet');
  await add(boss, 'other');
  await simulation.advance(60 * MINUTE_MS);
  expect(north.world.requests.length).toBe(before);
  expect(await status()).toMatchObject({ network: 'offline', workOffline: true, waiting: 1 });
  await simulation.finish(north.device.sync.setWorkOffline(false));
  await simulation.advance(1_000);
  expect(await status()).toMatchObject({ network: 'online', workOffline: false, waiting: 0 });
  expect(await names(north)).toContain('other');
});

it('a line that swallows everything is told as no answer within seconds, and bytes that go do not take that back', async () => {
  const { request } = north.world.network;
  let isSwallowed = true;
  Object.assign(north.world.network, {
    async request(message: Parameters<typeof request>[0]) {
      if (!isSwallowed) return request(message);
      message.onProgress?.('went');
      await new Promise<void>((resolve) => north.world.timers.after(message.timeoutMs, resolve));
      throw new NetworkUnreachable('timed out');
    },
  });
  await add(north, 'swallowed');
  await simulation.advance(7_000);
  const told = { network: 'offline', silent: true, waiting: 1 };
  expect(await status()).toMatchObject(told);
  const [first] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
  expect(first).toMatchObject({ state: 'waiting' });
  expect(first?.sentAt).not.toBeNull();
  for (let second = 0; second < 150; second += 1) {
    await simulation.advance(1_000);
    expect(await status()).toMatchObject(told);
  }
  // Since then nothing came back: that is when it left.
  expect(await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 })).toMatchObject([
    { state: 'waiting', sentAt: first?.sentAt },
  ]);
  isSwallowed = false;
  await simulation.advance(2 * MINUTE_MS);
  expect(await status()).toMatchObject({ network: 'online', silent: false, waiting: 0, trouble: null });
});

it('a server that is gone for certain is offline, not silent', async () => {
  company.isDown = true;
  await add(north, 'gone');
  await simulation.advance(20_000);
  expect(await status()).toMatchObject({ network: 'offline', silent: false });
});

it('60 seconds without progress are said, and the overtaken cycle changes nothing any more', async () => {
  const { request } = north.world.network;
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isHanging = true;
  Object.assign(north.world.network, {
    async request(message: Parameters<typeof request>[0]) {
      const answer = await request(message);
      if (isHanging && message.url.endsWith('/push')) await held;
      return answer;
    },
  });
  await add(north, 'hangs');
  await simulation.advance(61_000);
  expect(await status()).toMatchObject({ trouble: { code: 'sync.stalled', params: { seconds: 60 } } });
  isHanging = false;
  await simulation.advance(MINUTE_MS);
  expect(await status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
  release();
  await simulation.advance(MINUTE_MS);
  expect(await status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
  expect(north.problems).toEqual([]);
});

it('tells each status once, with what is on its way', async () => {
  const told: SyncStatus[] = [];
  north.device.sync.onStatus((next) => told.push(next));
  await add(north, 'one');
  await simulation.advance(1_000);
  const texts = told.map((next) => JSON.stringify(next));
  expect(texts.some((text, at) => text === texts[at - 1])).toBe(false);
  expect(told.map((next) => next.waiting)).toContain(1);
  expect(told.at(-1)).toMatchObject({ network: 'online', waiting: 0 });
});

it('a clock that is years off is corrected by the server’s time', async () => {
  const skewed = await addDevice(simulation, {}, -5 * 365 * 86_400_000);
  await skewed.signIn('boss');
  await simulation.advance(1_000);
  await add(skewed, 'in time');
  const row = (await skewed.rows('customers')).find((found) => found.name === 'in time');
  expect(Math.abs(Number(row?.createdAt) - simulation.now())).toBeLessThan(2_000);
  await skewed.close();
});

it('a clock before 1970 stops nothing: time stands still at the last command', async () => {
  const skewed = await addDevice(simulation);
  await skewed.signIn('boss');
  await simulation.advance(1_000);
  skewed.world.isCut = true;
  await add(skewed, 'in time');
  const { clock } = skewed.world;
  const { now } = clock;
  clock.now = () => now() - 60 * 365 * 86_400_000;
  await add(skewed, 'before 1970');
  const [second, first] = await skewed.device.sync.ledger({ beforeSequence: null, limitRows: 2 });
  expect(second?.issuedAt).toBeGreaterThanOrEqual(first?.issuedAt ?? 0);
  await skewed.restart();
  await skewed.signIn('boss');
  await add(skewed, 'after a restart');
  skewed.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect(await skewed.device.sync.status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
  expect(await names(north)).toEqual(expect.arrayContaining(['in time', 'before 1970', 'after a restart']));
  await skewed.close();
});

it('the journal is kept by the server’s time, whatever this machine’s clock says', async () => {
  await add(north, 'kept');
  await simulation.advance(MINUTE_MS);
  await north.restart();
  const { clock } = north.world;
  const { now } = clock;
  clock.now = () => now() + 5 * 365 * 86_400_000;
  north.world.isCut = true;
  await north.signIn('north');
  expect(await north.device.sync.ledger({ beforeSequence: null, limitRows: 5 })).toHaveLength(1);
});

it('drafts survive a restart', async () => {
  const draft = { id: north.newId(), kind: 'order', body: { lines: [{ product: 'A-100', quantity: '4' }] } };
  await simulation.finish(north.device.drafts.save(draft));
  await simulation.finish(north.device.drafts.save({ ...draft, body: { lines: [] } }));
  await simulation.finish(north.device.drafts.save({ ...draft, id: north.newId(), kind: 'visit' }));
  await north.restart();
  await north.signIn('north');
  expect(await north.device.drafts.list('order')).toMatchObject([{ id: draft.id, body: { lines: [] } }]);
  expect(await north.device.drafts.read(draft.id)).toMatchObject({ id: draft.id, kind: 'order', body: { lines: [] } });
  expect(await north.device.drafts.read(north.newId())).toBeNull();
  await simulation.finish(north.device.drafts.remove(draft.id));
  expect(await north.device.drafts.list('order')).toEqual([]);
});

it('one entry of the ledger is found by the document that it is about, answered or not', async () => {
  const orders = [];
  for (let place = 0; place < 3; place += 1) {
    const args = await orderArgs(company, north, { customer: 0, product: 0, pieces: 1 });
    orders.push(args);
    await north.run('sales.confirmOrder', args);
    if (place === 0) await simulation.advance(5_000);
    north.world.isCut = place > 0;
  }
  for (const { orderId } of orders) {
    const entry = await north.device.sync.entryAbout({ name: 'sales.confirmOrder', id: orderId });
    expect(entry).toMatchObject({ name: 'sales.confirmOrder', args: { orderId } });
  }
  const [{ orderId } = { orderId: '' }, later] = orders;
  // Without a name: what the office has not carried out.
  expect(await north.device.sync.entryAbout({ name: null, id: orderId })).toBeNull();
  expect(await north.device.sync.entryAbout({ name: null, id: later?.orderId ?? '' })).toMatchObject({
    name: 'sales.confirmOrder',
    state: 'waiting',
  });
  expect(await north.device.sync.entryAbout({ name: 'sales.cancelOrder', id: orderId })).toBeNull();
  expect(await north.device.sync.entryAbout({ name: 'sales.confirmOrder', id: north.newId() })).toBeNull();
});

it('the ledger is read page by page, newest first', async () => {
  for (const name of ['1', '2', '3', '4', '5']) await add(north, name);
  await simulation.advance(1_000);
  north.world.isCut = true;
  await add(north, '6');
  const first = await north.device.sync.ledger({ beforeSequence: null, limitRows: 4 });
  expect(first.map((entry) => [entry.sequence, entry.state])).toEqual([
    [6, 'waiting'],
    [5, 'applied'],
    [4, 'applied'],
    [3, 'applied'],
  ]);
  const rest = await north.device.sync.ledger({ beforeSequence: 3, limitRows: 4 });
  expect(rest.map((entry) => entry.sequence)).toEqual([2, 1]);
  expect(rest[0]).toMatchObject({ name: 'test.addCustomer', args: { name: '2' }, answeredAt: expect.any(Number) });
});
