import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import type { Refusal } from '#shared/kernel/refusal.ts';
import type { SessionState, SyncStatus } from '#shared/protocol/bridge.ts';
import { registry } from '#shared/registry.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import { PASSWORD, startTestCompany, type TestCompany } from '../../tests/support/server.ts';
import type { DeviceThreadData } from '../device/device-messages.ts';
import { type DeviceClient, type DeviceListeners, startDeviceClient } from './device-client.ts';

const deviceFolder = join(import.meta.dirname, '../device');

let folder: string;
let database: SatchelDatabase;
let company: TestCompany;
let client: DeviceClient;
const heard = { states: [] as SessionState[], statuses: [] as SyncStatus[], problems: [] as string[] };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-threads-'));
  database = await newSqlite('server');
  company = await startTestCompany(database, registry);
  Object.assign(heard, { states: [], statuses: [], problems: [] });
  client = start({ readerFile: join(deviceFolder, 'reader-thread.ts') });
});
afterEach(async () => {
  await client.close();
  await company.server.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

const threadData = (): DeviceThreadData => ({
  profileFolder: folder,
  appVersion: '0.1.0',
  deviceName: 'x',
  osSecret: null,
  readerFile: '',
  careFile: '',
  server: null,
});

const listeners: DeviceListeners = {
  fileArrived: () => {},
  changed: () => {},
  sessionState: (state) => heard.states.push(state),
  syncStatus: (status) => heard.statuses.push(status),
  problem: (where, message) => heard.problems.push(`${where}: ${message}`),
};

function start(change: Partial<DeviceThreadData>, threadFile = 'device-thread.ts'): DeviceClient {
  return startDeviceClient(join(deviceFolder, threadFile), { ...threadData(), ...change }, listeners);
}

const signIn = () => client.call('session.signIn', [{ server: company.server.url, login: 'boss', password: PASSWORD }]);

it('signs in, syncs, and answers queries from the reader threads', async () => {
  expect(await signIn()).toEqual({ ok: true });
  expect(heard.states.at(-1)).toMatchObject({ state: 'signedIn', user: { login: 'boss' } });
  expect(await client.call('sync.sendNow', [])).toEqual({ ok: true });
  expect(await client.call('query', ['crm.customerList', { search: '', cursor: null, limit: 10 }])).toMatchObject({
    ok: true,
  });
  expect(await client.call('query', ['crm.nothing', {}])).toMatchObject({
    ok: false,
    reason: { code: 'device.unknownQuery' },
  });
  expect(await client.call('nextNumber', ['order'])).toMatch(/^SO-[0-9A-Z]{2,4}-000001$/);
  expect(heard.problems).toEqual([]);
});

it('a query goes by the doors, and never to a device thread that is busy', async () => {
  const busy = join(folder, 'busy.mjs');
  writeFileSync(
    busy,
    `import { MessageChannel, parentPort } from 'node:worker_threads';
     const { port1, port2 } = new MessageChannel();
     port1.on('message', ({ id, name }) => port1.postMessage({ id, answer: { reply: { ok: true, rows: [name] } } }));
     parentPort.on('message', ({ kind, id, name }) => {
       if (kind === 'close') parentPort.postMessage({ kind: 'closed' });
       if (name !== 'session.state') return;
       parentPort.postMessage({ kind: 'reader', place: 0, count: 1, slow: [], door: port2 }, [port2]);
       parentPort.postMessage({ kind: 'answer', id, value: { state: 'signedOut' } });
     });`,
  );
  const besideBusy = startDeviceClient(busy, threadData(), listeners);
  await besideBusy.call('session.state', []);
  expect(await besideBusy.call('query', ['crm.customerList', {}])).toEqual({ ok: true, rows: ['crm.customerList'] });
  await besideBusy.close();
});

it('queries end with the person who asked', async () => {
  const list = ['crm.customerList', { search: '', cursor: null, limit: 10 }] as const;
  await signIn();
  expect(await client.call('query', list)).toMatchObject({ ok: true });
  expect(await client.call('session.signOut', [])).toEqual({ ok: true });
  expect(await client.call('query', list)).toEqual({ ok: false, reason: { code: 'device.signedOut', params: {} } });
  await signIn();
  expect(await client.call('query', list)).toMatchObject({ ok: true });
  expect(heard.problems).toEqual([]);
});

it('a call with arguments that do not fit fails, and the thread lives', async () => {
  await expect(client.call('newIds', ['three'])).rejects.toThrow();
  await expect(client.call('constructor' as 'newIds', [1])).rejects.toThrow('device.trouble');
  expect(heard.problems.filter((problem) => problem.includes('ipc.unknownCall'))).toHaveLength(1);
  expect(await client.call('newIds', [3])).toHaveLength(3);
});

it('a thread that cannot start fails every call, and is not started for ever', async () => {
  const broken = start({}, 'no-such-thread.ts');
  for (let tries = 0; tries < 6; tries += 1) {
    await expect(broken.call('session.state', [])).rejects.toThrow('device.stopped');
  }
  expect(heard.states.at(-1)).toEqual({ state: 'failed', reason: { code: 'device.stopped', params: {} } });
  await broken.close();
  // At most the first start, three by themselves and one for each call; each says its error and its end.
  expect(heard.problems.length).toBeLessThanOrEqual(2 * 10);
});

it('a thread that lived for a while may end more often than one that cannot stay up', async () => {
  const ends = join(folder, 'ends.mjs');
  writeFileSync(
    ends,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ id, name }) => {
       if (name === 'session.signOut') process.exit(1);
       parentPort.postMessage({ kind: 'answer', id, value: { state: 'signedOut' } });
     });`,
  );
  const often = startDeviceClient(ends, threadData(), listeners, 20);
  for (let end = 0; end < 6; end += 1) {
    await expect(often.call('session.signOut', [])).rejects.toThrow('device.stopped');
    await expect.poll(() => often.call('session.state', [])).toEqual({ state: 'signedOut' });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(heard.states.filter(({ state }) => state === 'failed')).toEqual([]);
});

it('a profile that cannot be opened is told with the error’s number, and opens once it can be', async () => {
  const blocked = join(folder, 'blocked');
  writeFileSync(blocked, 'no folder');
  const device = start({ profileFolder: blocked, readerFile: join(deviceFolder, 'reader-thread.ts') });
  const refused = await device.call('session.state', []).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'device.cannotOpen',
    params: { errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
  const { errorId } = (refused as Refusal).params;
  expect(heard.problems.some((problem) => problem.includes(String(errorId)))).toBe(true);
  rmSync(blocked);
  expect(await device.call('session.state', [])).toMatchObject({ state: 'signedOut' });
  await device.close();
});
