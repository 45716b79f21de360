// A person with several computers: what was rejected reaches them where they work, and is dealt with once (decision 46).
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LedgerPage } from '#shared/protocol/ledger-bridge.ts';
import { revokeDevice } from '../../server/admin/devices.ts';
import { runQuarantine } from '../../server/sync/run-quarantine.ts';
import type { SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import type { Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let scene: Scene;
let simulation: Simulation;
let company: SimulatedCompany;
let first: SimulatedDevice;
const others: SimulatedDevice[] = [];
beforeEach(async () => {
  scene = await openScene(46, ['north']);
  ({ simulation, company } = scene);
  first = scene.devices.north;
});
afterEach(async () => {
  for (const device of others.splice(0)) await device.close();
  await scene.close();
});

/** Another computer of the same person. */
async function another(): Promise<SimulatedDevice> {
  const device = await addDevice(simulation);
  others.push(device);
  expect(await device.signIn('north')).toEqual({ ok: true });
  await simulation.advance(MINUTE_MS);
  return device;
}
const page = (change: Partial<LedgerPage> = {}): LedgerPage => ({ beforeSequence: null, limitRows: 50, ...change });
const needing = (device: SimulatedDevice) => device.device.sync.ledger(page({ state: 'needYou' }));
const status = (device: SimulatedDevice) => device.device.sync.status();
const codeOf = async (device: SimulatedDevice) => {
  const session = await device.device.session.state();
  return session.state === 'signedIn' ? session.deviceCode : '';
};

/** An order of the first computer that the server refuses. @param hears its answer comes back */
async function rejectedOrder(hears: boolean) {
  const [customerId] = company.customers;
  const [territoryId] = company.territories;
  first.world.isCut = true;
  const args = { id: first.newId(), number: 'SO-1', customerId, territoryId, warehouseId: company.warehouse };
  const reply = await first.run('test.addOrder', { ...args, refuse: false });
  if (reply.state === 'rejected') throw new Error(reply.reason.code);
  await company.write((tx) =>
    tx
      .updateTable('customers')
      .set({ deletedAt: 1 })
      .where('id', '=', customerId ?? '')
      .execute(),
  );
  if (!hears) first.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutAfter' : 'cutBefore');
  first.world.isCut = false;
  await simulation.advance(MINUTE_MS);
  return { args: { ...args, refuse: false }, commandId: reply.commandId };
}

it('an order is rejected, its computer dies, the second tells it, and the third has nothing to tell', async () => {
  const { commandId, args } = await rejectedOrder(false);
  first.world.isCut = true;
  const code = await codeOf(first);
  const second = await another();
  expect(await needing(second)).toEqual([]);
  await simulation.advance(HOUR_MS + 20 * MINUTE_MS);
  const [entry, ...rest] = await needing(second);
  expect(rest).toEqual([]);
  expect(entry).toMatchObject({
    commandId,
    name: 'test.addOrder',
    args,
    state: 'rejected',
    reasons: [{ code: 'crm.customerGone' }],
    subject: { document: 'SO-1', customerId: args.customerId },
    needsAttention: true,
    otherDevice: { code, name: 'test laptop' },
  });
  expect(await status(second)).toMatchObject({ needsAttention: 1, rejected: 1, waiting: 0, trouble: null });
  expect(await second.device.sync.ledgerCounts({ from: null, until: null, search: '', since: 0 })).toMatchObject({
    all: 0,
    needYou: 1,
    rejected: 1,
  });
  expect(await second.device.sync.ledger(page({ state: 'rejected', search: 'so-1' }))).toHaveLength(1);
  expect(await second.device.sync.ledger(page({ state: 'rejected', search: 'so-2' }))).toEqual([]);
  expect(await second.device.sync.ledger(page({ state: 'needYou', beforeSequence: entry?.sequence ?? 0 }))).toEqual([]);
  // No command of this computer's own.
  expect(await second.device.sync.ledger(page())).toEqual([]);
  expect(await second.device.sync.entry(commandId)).toMatchObject({
    entry: { commandId },
    dependants: [],
    withdrawal: 'none',
  });
  // Seen without a network, it is gone here at once; the server hears it later.
  second.world.isCut = true;
  expect(await simulation.finish(second.device.sync.markSeen(commandId))).toEqual({ ok: true });
  expect(await needing(second)).toEqual([]);
  expect(await second.device.sync.entry(commandId)).toBeNull();
  expect(await status(second)).toMatchObject({ needsAttention: 0, rejected: 0 });
  second.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  const third = await another();
  await simulation.advance(20 * MINUTE_MS);
  expect(await needing(third)).toEqual([]);
  expect(await needing(second)).toEqual([]);
  // The first was only thought dead: it asks nothing any more, and its ledger still has what became of it.
  first.world.fault = () => 'none';
  first.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect(await status(first)).toMatchObject({ needsAttention: 0, rejected: 0, waiting: 0 });
  expect((await first.device.sync.entry(commandId))?.entry).toMatchObject({ state: 'rejected', needsAttention: false });
  for (const device of [first, second, third]) expect(device.problems).toEqual([]);
});

it('a computer that is on tells it alone, also what was told and nobody looked at, and what it dropped is told by none', async () => {
  const { commandId } = await rejectedOrder(true);
  const second = await another();
  await simulation.advance(HOUR_MS + 20 * MINUTE_MS);
  expect((await needing(first)).map((entry) => entry.commandId)).toEqual([commandId]);
  expect((await needing(first))[0]?.otherDevice).toBeUndefined();
  expect(await needing(second)).toEqual([]);
  first.world.isCut = true;
  await simulation.advance(HOUR_MS + 20 * MINUTE_MS);
  expect((await needing(second)).map((entry) => entry.commandId)).toEqual([commandId]);
  first.world.isCut = false;
  await simulation.finish(first.device.sync.drop(commandId));
  await simulation.advance(20 * MINUTE_MS);
  expect(await needing(second)).toEqual([]);
  expect((await first.device.sync.entry(commandId))?.entry.droppedAt).not.toBeNull();
});

it('a closed computer’s is told at once, and another command stands in its place', async () => {
  const { commandId, args } = await rejectedOrder(true);
  const second = await another();
  const { house } = company;
  await revokeDevice(house, { code: await codeOf(first), reason: null, by: null, account: 'test' });
  await simulation.advance(20 * MINUTE_MS);
  expect((await needing(second)).map((entry) => entry.commandId)).toEqual([commandId]);
  const again = { ...args, id: second.newId(), customerId: company.customers[1] };
  const reply = await simulation.finish(second.device.command('test.addOrder', again, { replaces: commandId }));
  if (reply.state === 'rejected') throw new Error(reply.reason.code);
  expect(await needing(second)).toEqual([]);
  await simulation.advance(MINUTE_MS);
  const log = await company.database.kysely
    .selectFrom('commandLog')
    .select(['replaces', 'answerState'])
    .where('commandId', '=', reply.commandId)
    .executeTakeFirst();
  expect(log).toEqual({ replaces: commandId, answerState: 'applied' });
  expect(await needing(await another())).toEqual([]);
});

it('what a closed computer handed over is shown on the other until it was run, and is nothing of its own', async () => {
  first.world.isCut = true;
  const [customerId] = company.customers;
  const [territoryId] = company.territories;
  const args = { id: first.newId(), number: 'SO-7', customerId, territoryId, warehouseId: company.warehouse };
  const reply = await first.run('test.addOrder', { ...args, refuse: false });
  if (reply.state === 'rejected') throw new Error(reply.reason.code);
  const { commandId } = reply;
  const code = await codeOf(first);
  const second = await another();
  await revokeDevice(company.house, { code, reason: null, by: null, account: 'test' });
  first.world.isCut = false;
  await simulation.advance(20 * MINUTE_MS);
  const sent = () => second.device.sync.ledger(page({ state: 'sent' }));
  expect(await sent()).toMatchObject([
    {
      ...{ commandId, name: 'test.addOrder', state: 'sent', needsAttention: false, reasons: [] },
      ...{ subject: { document: 'SO-7' }, otherDevice: { code }, heldSince: expect.any(Number) },
    },
  ]);
  expect(await status(second)).toMatchObject({ waiting: 0, needsAttention: 0 });
  expect(await second.device.sync.ledgerCounts({ from: null, until: null, search: 'SO-7', since: 0 })).toMatchObject({
    ...{ all: 0, needYou: 0, sent: 1 },
  });
  expect(await second.device.sync.entry(commandId)).toMatchObject({ entry: { commandId }, withdrawal: 'none' });
  expect(await needing(second)).toEqual([]);
  expect(await runQuarantine(company.house, code)).toMatchObject([{ commandId, state: 'applied' }]);
  await simulation.advance(20 * MINUTE_MS);
  expect(await sent()).toEqual([]);
  expect(await second.device.sync.entry(commandId)).toBeNull();
  expect(second.problems).toEqual([]);
});

it('a computer whose database was lost tells again what nobody had seen on it', async () => {
  const { commandId } = await rejectedOrder(true);
  const code = await codeOf(first);
  const { path } = first.database();
  await first.restart();
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  await first.signIn('north');
  await simulation.advance(5 * MINUTE_MS);
  expect(dirname(first.database().path)).toBe(dirname(path));
  expect(await needing(first)).toMatchObject([{ commandId, otherDevice: { code } }]);
  await simulation.finish(first.device.sync.drop(commandId));
  await simulation.advance(20 * MINUTE_MS);
  expect(await needing(first)).toEqual([]);
});

it('a server that does not know of it is left alone', async () => {
  const { network } = first.world;
  const { request } = network;
  const body = new TextEncoder().encode('{"error":{"code":"http.unknownRoute","params":{},"message":"nothing here"}}');
  let asked = 0;
  Object.assign(network, {
    request: (given: Parameters<typeof request>[0]) => {
      if (!given.url.endsWith('/rejections')) return request(given);
      asked += 1;
      return Promise.resolve({ status: 404, headers: {}, body });
    },
  });
  await first.restart();
  await first.signIn('north');
  await simulation.advance(HOUR_MS);
  expect(await status(first)).toMatchObject({ network: 'online', trouble: null });
  expect(asked).toBeGreaterThan(2);
  expect(asked).toBeLessThan(7);
  expect(first.problems).toEqual([]);
});

it('corrected on two computers before either heard of the other, it is one order: the second is told where the first was sent', async () => {
  const { commandId, args } = await rejectedOrder(false);
  first.world.isCut = true;
  const [second, third] = [await another(), await another()];
  await simulation.advance(HOUR_MS + 20 * MINUTE_MS);
  const correct = async (device: SimulatedDevice, customer: string | undefined) => {
    expect((await needing(device)).map((entry) => entry.commandId)).toEqual([commandId]);
    const again = { ...args, id: device.newId(), customerId: customer };
    const reply = await simulation.finish(device.device.command('test.addOrder', again, { replaces: commandId }));
    if (reply.state === 'rejected') throw new Error(reply.reason.code);
    return { again, commandId: reply.commandId };
  };
  third.world.isCut = true;
  await correct(second, company.customers[1]);
  const late = await correct(third, company.customers[1]);
  await simulation.advance(MINUTE_MS);
  third.world.isCut = false;
  await simulation.advance(5 * MINUTE_MS);
  expect(await needing(third)).toMatchObject([
    {
      commandId: late.commandId,
      state: 'rejected',
      reasons: [{ code: 'sync.sentAnew', params: { officeDevice: await codeOf(second) } }],
    },
  ]);
  const states = async () =>
    (await company.database.kysely.selectFrom('orders').select('state').execute()).map((row) => row.state);
  expect((await states()).filter((state) => state === 'open')).toHaveLength(1);
  // Whoever means both sends that one anew in its turn.
  const both = { ...late.again, id: third.newId() };
  await simulation.finish(third.device.command('test.addOrder', both, { replaces: late.commandId }));
  await simulation.advance(MINUTE_MS);
  expect((await states()).filter((state) => state === 'open')).toHaveLength(2);
  expect(await needing(third)).toEqual([]);
});

it('F9 asks at once what was dealt with elsewhere', async () => {
  const { commandId } = await rejectedOrder(false);
  first.world.isCut = true;
  const [second, third] = [await another(), await another()];
  await simulation.advance(HOUR_MS + 20 * MINUTE_MS);
  expect(await needing(third)).toHaveLength(1);
  await simulation.finish(second.device.sync.markSeen(commandId));
  await simulation.advance(10_000);
  expect(await simulation.finish(third.device.sync.sendNow())).toEqual({ ok: true });
  expect(await needing(third)).toEqual([]);
});
