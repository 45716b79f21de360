/**
 * A word about an order, with real devices and a real server: asked while the rep has no signal, decided on another device
 * that has none either; void by a change; read out over the phone. Afterwards every device holds the server's rows.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeSpokenCode } from '#shared/domains/admin/rules/spoken-code.ts';
import { giveSecrets } from '../../server/approvals/give-secrets.ts';
import { createUser } from '../../server/company/create-user.ts';
import { PASSWORD } from '../support/password.ts';
import { addDevice, type Login, orderArgs, type SimulatedDevice } from '../support/simulated-device.ts';
import { expectLevel, openScene, type Scene } from '../support/simulated-scene.ts';

const MINUTE_MS = 60_000;

let scene: Scene;
let second: SimulatedDevice;

beforeEach(async () => {
  scene = await openScene(17, ['north', 'boss', 'stock']);
  const writer = { database: scene.company.database, world: scene.simulation.world, pokes: scene.company.house.pokes };
  const scopes = ['territory:*', 'warehouse:*'];
  await createUser(writer, { login: 'second', name: 'second', password: PASSWORD, roleCode: 'manager', scopes });
  await giveSecrets(writer);
  second = await addDevice(scene.simulation);
  expect(await second.signIn('second' as Login)).toEqual({ ok: true });
  await scene.simulation.advance(6 * MINUTE_MS);
});
afterEach(async () => {
  await second.close();
  await scene.close();
});

const ledger = (device: SimulatedDevice) => device.device.sync.ledger({ beforeSequence: null, limitRows: 50 });
const cut = (...devices: SimulatedDevice[]) => {
  for (const device of devices) device.world.isCut = true;
};
async function reconnect(device: SimulatedDevice): Promise<void> {
  device.world.isCut = false;
  await scene.simulation.advance(6 * MINUTE_MS);
}

/** Pieces at 18 % off: beyond the rep's limit, within the manager's. */
async function ask(pieces = 5) {
  const { north } = scene.devices;
  const args = await orderArgs(scene.company, north, { customer: 0, product: 0, pieces });
  const lines = args.lines.map((line) => ({ ...line, discount: 1_800 }));
  expect(await north.run('sales.confirmOrder', { ...args, lines })).toMatchObject({
    state: 'adjusted',
    result: { approvalHold: 1 },
  });
  return { orderId: args.orderId, number: args.number, lineId: lines[0]?.id ?? '', word: `${args.orderId}:discount:1` };
}

const holdOn = async (device: SimulatedDevice, orderId: string) =>
  (await device.rows('orders')).find(({ id }) => id === orderId)?.approvalHold;
const wordsOn = async (device: SimulatedDevice) =>
  (await device.rows('approvals')).map(({ id, state, decidedByName }) => ({ id, state, decidedByName }));

it('R9 asked without signal, decided on another device without signal, released on all', async () => {
  const { north, boss, stock } = scene.devices;
  cut(north);
  const { orderId, word } = await ask();
  expect(await holdOn(north, orderId)).toBe(1);
  await reconnect(north);
  cut(boss, north);
  const yes = { approvalId: word, decision: 'approve', reason: '老客户', validUntil: null };
  expect(await boss.run('admin.decideApproval', yes)).toMatchObject({ state: 'applied' });
  expect(await holdOn(boss, orderId)).toBe(0);
  expect(await holdOn(north, orderId)).toBe(1);
  await reconnect(boss);
  await reconnect(north);
  for (const device of [north, boss, stock, second]) {
    expect(await holdOn(device, orderId)).toBe(0);
    expect(await wordsOn(device)).toEqual([{ id: word, state: 'approved', decidedByName: 'boss' }]);
  }
  await expectLevel(scene);
});

it('R9 two decide apart: the first to reach the office stands, the second is told by whom', async () => {
  const { north, boss } = scene.devices;
  const { orderId, word } = await ask();
  await scene.simulation.advance(6 * MINUTE_MS);
  cut(boss, second);
  await boss.run('admin.decideApproval', { approvalId: word, decision: 'refuse', reason: '太低', validUntil: null });
  await second.run('admin.decideApproval', { approvalId: word, decision: 'approve', reason: '好', validUntil: null });
  await reconnect(boss);
  await reconnect(second);
  expect(await ledger(second)).toMatchObject([
    { state: 'rejected', needsAttention: true, reasons: [{ code: 'admin.alreadyDecided', params: { by: 'boss' } }] },
  ]);
  for (const device of [north, boss, second]) {
    expect(await holdOn(device, orderId)).toBe(1);
    expect(await wordsOn(device)).toEqual([{ id: word, state: 'refused', decidedByName: 'boss' }]);
  }
  await expectLevel(scene);
});

it('R9 changed while it was decided elsewhere: the word is void, and is asked anew', async () => {
  const { north, boss } = scene.devices;
  const { orderId, word, lineId } = await ask(25);
  await scene.simulation.advance(6 * MINUTE_MS);
  const short = (await north.rows('orderLines')).find(({ id }) => id === lineId)?.backOrdered;
  cut(boss, north);
  await boss.run('admin.decideApproval', { approvalId: word, decision: 'approve', reason: '好', validUntil: null });
  const choice = { choice: 'cutLine', changeId: north.newId(), lineId, backOrderedSeen: short };
  expect(await north.run('sales.settleShortage', { orderId, lines: [choice] })).toMatchObject({ state: 'applied' });
  await reconnect(boss);
  await reconnect(north);
  for (const device of [north, boss, second]) {
    expect(await holdOn(device, orderId)).toBe(1);
    expect(await wordsOn(device)).toMatchObject([
      { id: word, state: 'voided', decidedByName: 'boss' },
      { id: `${orderId}:discount:2`, state: 'asked' },
    ]);
  }
  await expectLevel(scene);
});

it('R9 a code over the phone: released at once, checked by the office; a wrong one is told and the hold is back', async () => {
  const { north, boss } = scene.devices;
  const approverId = scene.company.users.boss;
  expect((await north.rows('approvalSecrets')).length).toBe(0);
  const [own] = await boss.rows('approvalSecrets');
  expect(own).toMatchObject({ id: approverId });
  cut(north, boss);
  const first = await ask(1);
  const other = await ask(2);
  const totals = new Map((await north.rows('orders')).map(({ id, totalMinor }) => [id, Number(totalMinor)]));
  const now = scene.simulation.world.clock.now();
  const code = (order: typeof first, amountMinor = totals.get(order.orderId) ?? 0) =>
    makeSpokenCode(
      String(own?.secret),
      { approverId, documentNumber: order.number, kind: 'discount', amountMinor, currency: 'CNY' },
      now,
      4,
    );
  const enter = (order: typeof first, digits: string) =>
    north.run('sales.enterApprovalCode', { orderId: order.orderId, kind: 'discount', approverId, code: digits });
  expect(await enter(first, code(first))).toMatchObject({ state: 'applied' });
  // Read out for the first order, typed in for the other.
  expect(await enter(other, code(first))).toMatchObject({ state: 'applied' });
  expect([await holdOn(north, first.orderId), await holdOn(north, other.orderId)]).toEqual([0, 0]);
  await reconnect(north);
  await reconnect(boss);
  for (const device of [north, boss, second]) {
    expect([await holdOn(device, first.orderId), await holdOn(device, other.orderId)]).toEqual([0, 1]);
  }
  const words = await north.rows('approvals');
  expect(words.find(({ documentId }) => documentId === first.orderId)).toMatchObject({ state: 'approved', byCode: 1 });
  expect(words.find(({ documentId }) => documentId === first.orderId)?.codeCheckedAt).not.toBeNull();
  expect(words.find(({ documentId }) => documentId === other.orderId)).toMatchObject({ state: 'asked', wrongCodes: 1 });
  const told = (await ledger(north)).find(({ needsAttention }) => needsAttention);
  expect(told).toMatchObject({
    name: 'sales.enterApprovalCode',
    state: 'adjusted',
    reasons: [{ code: 'admin.codeWrong', params: { left: 4 } }],
  });
  await expectLevel(scene);
});
