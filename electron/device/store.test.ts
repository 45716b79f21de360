import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSqlite } from '#db/sqlite.ts';
import { defineCommand } from '#shared/kernel/command.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { ARGS_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import type { Registry } from '#shared/registry.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import {
  makeSimulatedCompany,
  type SimulatedCompany,
  simulationRegistry,
} from '../../tests/support/simulated-company.ts';
import { addDevice, orderArgs, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
let folder: string;
/** What happens in the middle of `test.pause`. */
let inTheMiddle: () => void = () => {};

const pause = defineCommand({
  name: 'test.pause',
  version: 1,
  kind: 'request',
  permission: 'sales.confirmOrder',
  args: z.strictObject({ id: idSchema, territoryId: z.string() }),
  reads: [],
  writes: ['customers'],
  refusals: {},
  async run(tx, { id, territoryId }, context) {
    await tx
      .insertInto('customers')
      .values(customer(id, { territoryId, ...context.created() }))
      .execute();
    inTheMiddle();
  },
});

const registry: Registry = {
  ...simulationRegistry,
  commands: new Map([...simulationRegistry.commands, ['test.pause@1', pause]]),
  latestCommand: (name) => (name === 'test.pause' ? pause : simulationRegistry.latestCommand(name)),
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-store-'));
  simulation = makeSimulation(3);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation, { registry });
  await north.signIn('north');
  await simulation.advance(1_000);
  north.world.isCut = true;
});
afterEach(async () => {
  inTheMiddle = () => {};
  await north.close();
  await company.close();
  rmSync(folder, { recursive: true });
});

/** The database as a machine that lost its power at this moment would find it. */
function copyNow(name: string): string {
  const { path } = north.database();
  for (const suffix of ['', '-wal']) {
    if (existsSync(path + suffix)) copyFileSync(path + suffix, join(folder, name + suffix));
  }
  return join(folder, name);
}

async function contentOf(path: string, customerId: string) {
  const database = openSqlite({ path, key: north.database().key });
  const rows = await database.kysely.selectFrom('customers').select('id').where('id', '=', customerId).execute();
  const queued = await database.kysely.selectFrom('outbox').select(['seq', 'name']).orderBy('seq').execute();
  const { mode } = await database.kysely.selectFrom('txContext').select('mode').executeTakeFirstOrThrow();
  await database.close();
  return { rows: rows.length, queued: queued.map((row) => row.name), mode };
}

it('a command and its place in the outbox are there together, or neither is', async () => {
  const id = north.newId();
  let duringCommand = '';
  inTheMiddle = () => {
    duringCommand = copyNow('during');
  };
  const reply = await north.run('test.pause', { id, territoryId: company.territories[0] });
  const after = copyNow('after');
  expect(reply).toMatchObject({ state: 'applied', sequence: 1 });
  expect(await contentOf(duringCommand, id)).toEqual({ rows: 0, queued: [], mode: 'idle' });
  expect(await contentOf(after, id)).toEqual({ rows: 1, queued: ['test.pause'], mode: 'idle' });
});

it('a command that breaks leaves nothing behind, and the next one works', async () => {
  const id = north.newId();
  inTheMiddle = () => {
    throw new Error('broken');
  };
  const reply = await north.run('test.pause', { id, territoryId: 't' });
  // Not a word of the error reaches the person: its number does, under which the log has the whole.
  expect(reply).toEqual({
    state: 'rejected',
    reason: { code: 'device.commandFailed', params: { errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
  });
  expect(await contentOf(copyNow('broken'), id)).toEqual({ rows: 0, queued: [], mode: 'idle' });
  const [problem, ...others] = north.problems.splice(0);
  expect(others).toEqual([]);
  expect(problem).toContain('broken');
  expect(problem).toContain(reply.state === 'rejected' ? String(reply.reason.params.errorId) : '');
  inTheMiddle = () => {};
  expect(await north.run('test.pause', { id, territoryId: 't' })).toMatchObject({ state: 'applied', sequence: 1 });
});

it('a dry run says what would happen and takes it back', async () => {
  const args = await orderArgs(company, north, { customer: 0, product: 0, pieces: 25 });
  const told: string[][] = [];
  north.device.onChanged((tables) => told.push([...tables]));
  const dry = await simulation.finish(north.device.dryRun('sales.confirmOrder', args));
  expect(dry).toMatchObject({ state: 'adjusted', sequence: null, reasons: [{ code: 'inventory.shortStock' }] });
  expect(await north.rows('orders')).toEqual([]);
  expect(told).toEqual([]);
  expect(await north.device.sync.status()).toMatchObject({ waiting: 0 });
});

it('names the tables that changed, balances included', async () => {
  const told: string[][] = [];
  north.device.onChanged((tables) => told.push([...tables]));
  await north.run('sales.confirmOrder', await orderArgs(company, north, { customer: 0, product: 0, pieces: 2 }));
  expect(told).toEqual([['exposureEntries', 'exposures', 'orderLines', 'orders', 'reservations', 'stockBalances']]);
});

it('numbers the commands without a gap and chains them', async () => {
  for (const id of [north.newId(), north.newId(), north.newId()])
    await north.run('test.pause', { id, territoryId: 't' });
  const database = openSqlite({ ...north.database(), readOnly: true });
  const rows = await database.kysely.selectFrom('outbox').selectAll().orderBy('seq').execute();
  const device = await database.kysely
    .selectFrom('syncState')
    .selectAll()
    .where('key', '=', 'deviceId')
    .executeTakeFirstOrThrow();
  await database.close();
  expect(rows.map((row) => row.seq)).toEqual([1, 2, 3]);
  let hash = GENESIS_HASH;
  for (const { commandId: id, name, version, args, seq, userId, issuedAt, hash: kept } of rows) {
    const deviceId: string = JSON.parse(device.value);
    hash = chainHash(hash, { id, name, version, args: JSON.parse(args), deviceId, seq, userId, issuedAt });
    expect(kept).toBe(hash);
  }
});

describe('bad input is refused with a code, and nothing is written', () => {
  it.each([
    ['an unknown command', 'sales.nothing', {}, 'device.unknownCommand'],
    ['arguments of another shape', 'sales.cancelOrder', { order: 1 }, 'kernel.invalidArguments'],
    ['no arguments', 'sales.cancelOrder', undefined, 'kernel.invalidArguments'],
    ['arguments that are no JSON', 'sales.cancelOrder', { orderId: 1n }, 'kernel.invalidArguments'],
    [
      'arguments beyond the limit',
      'sales.cancelOrder',
      { orderId: 'x'.repeat(ARGS_LIMIT_BYTES) },
      'device.argumentsTooLarge',
    ],
    ['a command without the right', 'inventory.importStock', {}, 'kernel.'],
  ])('%s', async (_what, name, args, code) => {
    const reply = await north.run(name, args);
    expect(reply).toMatchObject({ state: 'rejected', reason: { code: expect.stringContaining(code) } });
    expect(await north.device.sync.status()).toMatchObject({ waiting: 0 });
  });

  it('nobody is signed in', async () => {
    await simulation.finish(north.device.session.signOut());
    const nobody = { code: 'device.signedOut', params: {} };
    expect(await north.run('sales.cancelOrder', {})).toEqual({ state: 'rejected', reason: nobody });
    expect(await north.device.query('crm.customerList', {})).toEqual({ ok: false, reason: nobody });
    await expect(north.device.nextNumber('order')).rejects.toThrow('device.signedOut');
  });
});
