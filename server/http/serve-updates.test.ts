import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newSqlite } from '../../tests/support/databases.ts';
import { refusalOf, send } from '../../tests/support/server.ts';
import { makeRealWorld } from '../real-world.ts';
import { type RunningServer, startServer } from '../start-server.ts';

const place = mkdtempSync(join(tmpdir(), 'satchel-updates-'));
const folder = join(place, 'feed');
const installer = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
const hasLinksAndPipes = process.platform !== 'win32';
const feed = 'version: 0.2.0\n';

let database: Awaited<ReturnType<typeof newSqlite>>;
let server: RunningServer;
let without: RunningServer;

beforeAll(async () => {
  mkdirSync(join(folder, 'old'), { recursive: true });
  writeFileSync(join(place, 'company.key'), 'secret');
  writeFileSync(join(folder, 'latest-linux.yml'), feed);
  writeFileSync(join(folder, 'satchel_0.2.0~rc.1+1_amd64.deb'), installer);
  writeFileSync(join(folder, '.hidden'), 'secret');
  writeFileSync(join(folder, 'empty.blockmap'), '');
  writeFileSync(join(folder, 'update.pem'), 'secret');
  mkdirSync(join(folder, 'folder.zip'));
  symlinkSync(join(place, 'gone'), join(folder, 'dangling.yml'));
  if (hasLinksAndPipes) {
    symlinkSync(join(place, 'company.key'), join(folder, 'link.deb'));
    execFileSync('mkfifo', [join(folder, 'pipe.deb')]);
  }
  database = await newSqlite('server');
  const world = makeRealWorld();
  server = await startServer({ database, world, updatesFolder: folder });
  without = await startServer({ database, world });
});
afterAll(async () => {
  await server.close();
  await without.close();
  await database.close();
  rmSync(place, { recursive: true });
});

const address = (name: string) => `${server.url}/v1/updates/${name}`;
const ask = (name: string, headers: Record<string, string> = {}) => fetch(address(name), { headers });

it('gives a file of the folder, to anybody, and says that parts can be had', async () => {
  const answer = await ask('latest-linux.yml');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(feed);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
    'content-type': 'text/yaml; charset=utf-8',
    'content-length': String(feed.length),
    'x-content-type-options': 'nosniff',
  });
  // electron-updater asks with a number behind it, against caches.
  expect((await ask('latest-linux.yml?noCache=1abc')).status).toBe(200);
  const whole = Buffer.from(await (await ask('satchel_0.2.0~rc.1+1_amd64.deb')).arrayBuffer());
  expect(whole.equals(installer)).toBe(true);
  expect((await ask('empty.blockmap')).status).toBe(200);
});

it.each([
  ['bytes=0-9', 0, 10],
  ['bytes=99990-', 99_990, 100_000],
  ['bytes=99990-200000', 99_990, 100_000],
  ['bytes=-7', 99_993, 100_000],
])('%s brings that part', async (range, start, end) => {
  const answer = await ask('satchel_0.2.0~rc.1+1_amd64.deb', { range });
  expect(answer.status).toBe(206);
  expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/100000`);
  expect(Buffer.from(await answer.arrayBuffer()).equals(installer.subarray(start, end))).toBe(true);
});

it.each(['bytes=100000-', 'bytes=-0'])('%s lies beyond the file', async (range) => {
  const answer = await ask('satchel_0.2.0~rc.1+1_amd64.deb', { range });
  expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */100000']);
});

it.each(['bytes=0-1,5-6', 'bytes=9-1', 'bytes=-', 'lines=1-2'])('%s gets the whole file', async (range) => {
  const answer = await ask('satchel_0.2.0~rc.1+1_amd64.deb', { range });
  expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '100000']);
  await answer.arrayBuffer();
});

it('goes on with a download only while the file is the same', async () => {
  const etag = (await ask('satchel_0.2.0~rc.1+1_amd64.deb', { range: 'bytes=0-0' })).headers.get('etag') ?? '';
  const rest = { range: 'bytes=10-19' };
  expect((await ask('satchel_0.2.0~rc.1+1_amd64.deb', { ...rest, 'if-range': etag })).status).toBe(206);
  const other = await ask('satchel_0.2.0~rc.1+1_amd64.deb', { ...rest, 'if-range': '"another"' });
  expect(other.status).toBe(200);
  await other.arrayBuffer();
});

it.each([
  '..%2fcompany.key',
  '%2e%2e%2fcompany.key',
  '..%2flatest-linux.yml',
  'old',
  'folder.zip',
  '.hidden',
  '.yml',
  'dangling.yml',
  'latest.yml',
  'a%00.yml',
  '-x.yml',
  'update.pem',
  'empty.sig',
  ...(hasLinksAndPipes ? ['link.deb', 'pipe.deb'] : []),
])('nothing but a file of a feed is there: %s', async (name) => {
  expect(refusalOf(await send(address(name), {}))).toMatchObject({ status: 404, code: 'updates.unknown' });
});

it('no way of writing an address leads out of the folder', async () => {
  for (const path of ['/v1/updates/../../company.key', '/v1/updates/..\\company.key', '/v1/updates//etc/passwd']) {
    const answer = await askRaw(path);
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).not.toContain('secret');
  }
});

it('a server without a feed says so', async () => {
  const answer = await send(`${without.url}/v1/updates/latest-linux.yml`, {});
  expect(refusalOf(answer)).toMatchObject({ status: 404, code: 'updates.unknown' });
});

/** As it stands: `fetch` would tidy the path. */
function askRaw(path: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`);
    });
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.once('end', () => resolve(text));
    socket.once('error', reject);
  });
}
