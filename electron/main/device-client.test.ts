import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import type { SessionState, SyncStatus } from '#shared/protocol/bridge.ts';
import { registry } from '#shared/registry.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import { PASSWORD, startTestCompany, type TestCompany } from '../../tests/support/server.ts';
import type { DeviceThreadData } from '../device/device-messages.ts';
import { type DeviceClient, startDeviceClient } from './device-client.ts';

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

function start(change: Partial<DeviceThreadData>, threadFile = 'device-thread.ts'): DeviceClient {
  return startDeviceClient(
    join(deviceFolder, threadFile),
    {
      profileFolder: folder,
      appVersion: '0.1.0',
      deviceName: 'x',
      osSecret: null,
      readerFile: '',
      server: null,
      ...change,
    },
    {
      changed: () => {},
      sessionState: (state) => heard.states.push(state),
      syncStatus: (status) => heard.statuses.push(status),
      problem: (where, message) => heard.problems.push(`${where}: ${message}`),
    },
  );
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
  expect(await client.call('nextNumber', ['SO'])).toMatch(/^SO-[0-9A-Z]{2,4}-000001$/);
  expect(heard.problems).toEqual([]);
});

it('a call with arguments that do not fit fails, and the thread lives', async () => {
  await expect(client.call('newIds', ['three'])).rejects.toThrow();
  await expect(client.call('constructor' as 'newIds', [1])).rejects.toThrow('ipc.unknownCall');
  expect(await client.call('newIds', [3])).toHaveLength(3);
});

it('a thread that cannot start fails every call, and is not started for ever', async () => {
  const broken = start({}, 'no-such-thread.ts');
  for (let tries = 0; tries < 6; tries += 1) {
    await expect(broken.call('session.state', [])).rejects.toThrow('ended');
  }
  await broken.close();
  expect(heard.problems.length).toBeLessThan(20);
});
