import { afterEach, beforeEach, expect, it } from 'vitest';
import { orderArgs, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { expectLevel, openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import { fault } from '../../tests/support/test-commands.ts';

const MINUTE_MS = 60_000;

let scene: Scene;
let north: SimulatedDevice;
beforeEach(async () => {
  scene = await openScene(7, ['north', 'boss']);
  north = scene.devices.north;
});
afterEach(() => {
  fault.next = null;
  return scene.close();
});

const breakAlways = async (): Promise<void> => {
  fault.next = breakAlways;
  throw new Error('UNIQUE constraint failed');
};
const status = () => north.device.sync.status();
const ledger = (state: 'needYou' | 'all' = 'all') =>
  north.device.sync.ledger({ state, beforeSequence: null, limitRows: 50 });
const counts = () => north.device.sync.ledgerCounts({ from: null, until: null, search: '', since: 0 });
const othersWrite = (name: string) =>
  scene.company.write((tx) =>
    tx
      .updateTable('customers')
      .set({ name })
      .where('id', '=', scene.company.customers[0] ?? '')
      .execute(),
  );
const pushesAreCut = () => {
  north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
};
async function strike() {
  const args = { id: north.newId(), name: 'struck', territoryId: scene.company.territories[0] };
  const reply = await north.run('test.strike', args);
  if (reply.state === 'rejected') throw new Error(reply.reason.code);
  return reply.commandId;
}
const infoOfNorth = () =>
  scene.company.database.kysely
    .selectFrom('devices')
    .select('told')
    .where('userId', '=', scene.company.users.north)
    .executeTakeFirstOrThrow();

it('what breaks in the replay needs its person, once, until it is shown again; the administrator hears of it', async () => {
  pushesAreCut();
  const commandId = await strike();
  expect(await status()).toMatchObject({ needsAttention: 0, unshown: 0 });
  fault.next = breakAlways;
  await othersWrite('moved on');
  await scene.simulation.advance(5 * MINUTE_MS);
  expect((await north.rows('customers')).map((row) => row.name)).not.toContain('struck');
  expect(await status()).toMatchObject({ waiting: 1, needsAttention: 1, rejected: 0, unshown: 1 });
  expect(await counts()).toMatchObject({ needYou: 1, waiting: 1 });
  const marked = {
    commandId,
    state: 'waiting',
    needsAttention: true,
    unshown: { code: 'device.replayBroke', params: { errorId: commandId } },
  };
  expect(await ledger('needYou')).toMatchObject([marked]);
  expect(await north.device.sync.entry(commandId)).toMatchObject({ entry: marked });
  expect(north.problems.filter((problem) => problem.includes(commandId))).toHaveLength(1);

  await othersWrite('moved on again');
  await scene.simulation.advance(5 * MINUTE_MS);
  const { told } = await infoOfNorth();
  expect(JSON.parse(told ?? '')).toMatchObject({
    unshown: [
      { commandId, name: 'test.strike', code: 'device.replayBroke', detail: expect.stringContaining('UNIQUE') },
    ],
  });

  await scene.simulation.finish(north.device.sync.markSeen(commandId));
  expect(await status()).toMatchObject({ needsAttention: 0, unshown: 0 });
  await othersWrite('and once more');
  await scene.simulation.advance(5 * MINUTE_MS);
  expect(await ledger(), 'the same is told once').toMatchObject([{ needsAttention: false, unshown: marked.unshown }]);

  fault.next = null;
  north.world.fault = () => 'none';
  await scene.simulation.advance(5 * MINUTE_MS);
  expect(await ledger()).toMatchObject([{ state: 'applied', needsAttention: false, unshown: null }]);
  expect((await north.rows('customers')).map((row) => row.name)).toContain('struck');
  expect(JSON.parse((await infoOfNorth()).told ?? '')).toMatchObject({ unshown: [] });
  north.problems.length = 0;
  await expectLevel(scene);
});

it('what is refused in the replay says its reason, is not taken back meanwhile, and comes back by itself', async () => {
  const [customerId] = scene.company.customers;
  pushesAreCut();
  const args = await orderArgs(scene.company, north, { customer: 0, product: 0, pieces: 3 });
  const reply = await north.run('sales.confirmOrder', args);
  if (reply.state === 'rejected') throw new Error(reply.reason.code);
  const isDeleted = (deletedAt: number | null) =>
    scene.company.write((tx) =>
      tx
        .updateTable('customers')
        .set({ deletedAt })
        .where('id', '=', customerId ?? '')
        .execute(),
    );
  await isDeleted(1);
  await scene.simulation.advance(5 * MINUTE_MS);
  expect(await ledger('needYou')).toMatchObject([{ state: 'waiting', unshown: { code: 'crm.customerGone' } }]);
  expect(await north.device.sync.entry(reply.commandId)).toMatchObject({ withdrawal: 'unshown' });
  await isDeleted(null);
  await scene.simulation.advance(5 * MINUTE_MS);
  expect(await ledger('needYou')).toEqual([]);
  expect(await ledger()).toMatchObject([{ state: 'waiting', needsAttention: false, unshown: null }]);
  expect(await north.device.sync.entry(reply.commandId)).toMatchObject({ withdrawal: 'can' });
  expect(north.problems).toEqual([]);
});

it('after giving way three times the rebase finishes, and the status says so while it does', async () => {
  pushesAreCut();
  const [territoryId] = scene.company.territories;
  for (let at = 0; at < 40; at += 1) await north.run('test.strike', { id: north.newId(), name: `c${at}`, territoryId });
  const added: Promise<unknown>[] = [];
  let waiting = 0;
  // Somebody goes on working: whenever one thing is done, the next.
  const again = async (): Promise<void> => {
    fault.next = again;
    if (waiting > 0 || added.length > 10) return;
    waiting += 1;
    const args = { id: north.newId(), name: `in between ${added.length}`, territoryId };
    added.push(north.device.command('test.addCustomer', args).finally(() => (waiting -= 1)));
  };
  const said: boolean[] = [];
  const stop = north.device.sync.onStatus(({ finishing }) => said.push(finishing ?? false));
  fault.next = again;
  await othersWrite('moved on');
  await scene.simulation.advance(5 * MINUTE_MS);
  fault.next = null;
  stop();
  expect(added.length).toBeGreaterThan(3);
  for (const reply of await Promise.all(added)) expect(reply).toMatchObject({ state: 'applied' });
  expect(said).toContain(true);
  expect(said.at(-1)).toBe(false);
  north.world.fault = () => 'none';
  await scene.simulation.advance(5 * MINUTE_MS);
  await expectLevel(scene);
});
