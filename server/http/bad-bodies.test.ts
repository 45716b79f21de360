/** Long because it is a table: every way in which a request can be wrong, and the code that answers it. */
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { BODY_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import { eachDatabase, newSqlite } from '../../tests/support/databases.ts';
import {
  newTestId,
  refusalOf,
  send,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { httpRefusals } from './http-refusal.ts';

const json = { 'content-type': 'application/json' };
const id = newTestId();
const command = {
  id,
  name: 'test.addCustomer',
  version: 1,
  args: {},
  deviceId: id,
  seq: 1,
  userId: id,
  issuedAt: 1,
  hash: GENESIS_HASH,
};
const push = { deviceId: id, incarnation: id, commands: [command] };
const pull = { deviceId: id, incarnation: id, cursor: null, schema: '' };
const cursor = { timeline: id, version: 0, table: '', id: '', loadedAt: 0 };
const device = { id, incarnation: id, name: 'x', appVersion: '1' };
const signIn = { login: 'north', password: 'x', device };

/** What a store refuses that no address takes files for yet. */
const putOnly: ReadonlySet<string> = new Set(['files.tooLarge', 'files.foreignType']);

/** What is sent, and the refusal that answers it. Bodies that are no text are sent as JSON. */
const bad: readonly {
  what: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  method?: string;
  status: number;
  code: string;
  problemAt?: string;
}[] = [
  { what: 'an unknown address', path: '/v1/nothing', body: {}, status: 404, code: 'http.unknownRoute' },
  { what: 'the wrong method', path: '/v1/sync/push', method: 'GET', status: 404, code: 'http.unknownRoute' },
  { what: 'a broken address', path: '/v1/%zz', method: 'GET', status: 400, code: 'http.badRequest' },
  { what: 'no body', path: '/v1/sync/push', headers: {}, status: 400, code: 'http.invalidBody' },
  { what: 'an empty body', path: '/v1/sync/push', body: '', headers: json, status: 400, code: 'http.notJson' },
  {
    what: 'another media type',
    path: '/v1/sync/push',
    body: 'a=1',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'http.unsupportedMediaType',
  },
  {
    what: 'a form',
    path: '/v1/sync/push',
    body: 'a=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'http.unsupportedMediaType',
  },
  { what: 'no JSON', path: '/v1/sync/push', body: '{"deviceId":', headers: json, status: 400, code: 'http.notJson' },
  {
    what: 'lists deep within each other',
    path: '/v1/sync/push',
    body: '['.repeat(200_000) + ']'.repeat(200_000),
    headers: json,
    status: 400,
    code: 'http.tooDeep',
  },
  {
    what: 'objects deep within arguments',
    path: '/v1/sync/push',
    body: `{"commands":[{"args":${'{"a":'.repeat(30)}1${'}'.repeat(30)}}]}`,
    headers: json,
    status: 400,
    code: 'http.tooDeep',
  },
  {
    what: 'broken UTF-8',
    path: '/v1/sync/push',
    body: new Uint8Array([34, 0xff, 34]),
    headers: json,
    status: 400,
    code: 'http.notJson',
  },
  {
    what: 'an unknown encoding',
    path: '/v1/sync/push',
    body: 'x',
    headers: { ...json, 'content-encoding': 'br' },
    status: 415,
    code: 'http.unsupportedEncoding',
  },
  {
    what: 'damaged gzip',
    path: '/v1/sync/push',
    body: 'no gzip',
    headers: { ...json, 'content-encoding': 'gzip' },
    status: 400,
    code: 'http.damagedBody',
  },
  {
    what: 'gzip cut short',
    path: '/v1/sync/push',
    body: gzipSync(JSON.stringify(push)).subarray(0, 40),
    headers: { ...json, 'content-encoding': 'gzip' },
    status: 400,
    code: 'http.damagedBody',
  },
  {
    what: 'damaged zstd',
    path: '/v1/sync/push',
    body: 'no zstd',
    headers: { ...json, 'content-encoding': 'zstd' },
    status: 400,
    code: 'http.damagedBody',
  },
  {
    what: 'a bomb',
    path: '/v1/sync/push',
    body: gzipSync(new Uint8Array(BODY_LIMIT_BYTES + 1)),
    headers: { ...json, 'content-encoding': 'gzip' },
    status: 413,
    code: 'http.bodyTooLarge',
  },
  {
    what: 'a body larger than a sign-in is',
    path: '/v1/auth/sign-in',
    body: { ...signIn, password: 'x'.repeat(16 * 1024) },
    status: 413,
    code: 'http.bodyTooLarge',
  },
  {
    what: 'a bomb in a sign-in',
    path: '/v1/auth/sign-in',
    body: gzipSync(JSON.stringify({ ...signIn, password: 'x'.repeat(16 * 1024) })),
    headers: { ...json, 'content-encoding': 'gzip' },
    status: 413,
    code: 'http.bodyTooLarge',
  },
  {
    what: 'a body beyond the limit',
    path: '/v1/sync/push',
    body: new Uint8Array(BODY_LIMIT_BYTES + 1),
    headers: json,
    status: 413,
    code: 'http.bodyTooLarge',
  },
  { what: 'a list', path: '/v1/sync/push', body: [], status: 400, code: 'http.invalidBody' },
  { what: 'null', path: '/v1/sync/push', body: null, status: 400, code: 'http.invalidBody' },
  {
    what: 'no commands',
    path: '/v1/sync/push',
    body: { ...push, commands: [] },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'commands',
  },
  {
    what: 'more than 200 commands',
    path: '/v1/sync/push',
    body: { ...push, commands: Array(201).fill(command) },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'commands',
  },
  {
    what: 'a field too many',
    path: '/v1/sync/push',
    body: { ...push, more: 1 },
    status: 400,
    code: 'http.invalidBody',
  },
  {
    what: 'an id that is none',
    path: '/v1/sync/push',
    body: { ...push, deviceId: 'x' },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'deviceId',
  },
  {
    what: 'seq 0',
    path: '/v1/sync/push',
    body: { ...push, commands: [{ ...command, seq: 0 }] },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'commands.0.seq',
  },
  {
    what: 'a hash that is none',
    path: '/v1/sync/push',
    body: { ...push, commands: [{ ...command, hash: 'x' }] },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'commands.0.hash',
  },
  {
    what: 'a time that is a fraction',
    path: '/v1/sync/push',
    body: { ...push, commands: [{ ...command, issuedAt: 1.5 }] },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'commands.0.issuedAt',
  },
  { what: 'another device', path: '/v1/sync/push', body: push, status: 403, code: 'sync.foreignDevice' },
  {
    what: 'a cursor of another shape',
    path: '/v1/sync/pull',
    body: { ...pull, cursor: { version: 1 } },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'cursor.timeline',
  },
  {
    what: 'a version below zero',
    path: '/v1/sync/pull',
    body: { ...pull, cursor: { ...cursor, version: -1 } },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'cursor.version',
  },
  {
    what: 'NUL in a cursor',
    path: '/v1/sync/pull',
    body: { ...pull, cursor: { ...cursor, table: 'a\0' } },
    status: 400,
    code: 'http.invalidBody',
  },
  { what: 'another device', path: '/v1/sync/pull', body: pull, status: 403, code: 'sync.foreignDevice' },
  { what: 'something to say', path: '/v1/auth/sign-out', body: { all: true }, status: 400, code: 'http.invalidBody' },
  {
    what: 'a hash that is none',
    path: '/v1/files/look-up',
    body: { hashes: ['../../etc/passwd'] },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'hashes.0',
  },
  {
    what: 'a picture that is no base64',
    path: '/v1/files/keep',
    body: { hash: '0'.repeat(64), content: 'a picture' },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'content',
  },
  {
    what: 'no login',
    path: '/v1/auth/sign-in',
    body: { ...signIn, login: '' },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'login',
  },
  {
    what: 'a password beyond the limit',
    path: '/v1/auth/sign-in',
    body: { ...signIn, password: 'x'.repeat(201) },
    status: 400,
    code: 'http.invalidBody',
    problemAt: 'password',
  },
  {
    what: 'NUL in a login',
    path: '/v1/auth/sign-in',
    body: { ...signIn, login: 'a\0' },
    status: 400,
    code: 'http.invalidBody',
  },
  {
    what: 'half a character in a name',
    path: '/v1/auth/sign-in',
    body: { ...signIn, device: { ...device, name: '\ud800' } },
    status: 400,
    code: 'http.invalidBody',
  },
];

eachDatabase('server', (current) => {
  let company: TestCompany;
  let signedIn: TestDevice;

  beforeEach(async () => {
    company = await startTestCompany(current());
    signedIn = new TestDevice(company.server.url);
    await signedIn.signIn('north');
  });
  afterEach(() => company.server.close());

  const state = async () => ({
    version: await current().kysely.selectFrom('companyVersion').selectAll().execute(),
    commands: await current().kysely.selectFrom('commandLog').selectAll().execute(),
    devices: await current().kysely.selectFrom('devices').selectAll().execute(),
    tokens: await current().kysely.selectFrom('accessTokens').selectAll().execute(),
  });
  const sendBad = ({ path, method = 'POST', body, headers }: (typeof bad)[number]) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
    const authorization = { authorization: `Bearer ${signedIn.token}` };
    return send(company.server.url + path, {
      method,
      headers: { ...authorization, ...(headers ?? json) },
      ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
    });
  };

  test.each(bad)('$path refuses $what with $code, and nothing is written', async (row) => {
    const before = await state();
    const refusal = refusalOf(await sendBad(row));
    expect(refusal).toMatchObject({ status: row.status, code: row.code });
    expect(refusal.message.length).toBeGreaterThan(10);
    if (row.problemAt !== undefined) expect(refusal.params).toMatchObject({ path: row.problemAt });
    expect(await state()).toEqual(before);
  });

  test.each(['/v1/sync/push', '/v1/sync/pull', '/v1/files/look-up', '/v1/auth/sign-out'])(
    '%s asks for a token before it reads a body',
    async (path) => {
      for (const authorization of ['', 'Bearer', 'Bearer short', `Bearer ${'x'.repeat(43)}`, 'Basic bm9ydGg6eA==']) {
        const answer = await send(company.server.url + path, {
          method: 'POST',
          headers: { ...json, authorization },
          body: '{',
        });
        expect(refusalOf(answer)).toMatchObject({ status: 401, code: 'auth.required' });
      }
    },
  );

  test('answers are compressed with what the client can read, and are plain without', async () => {
    const ask = (accepted: string | undefined) =>
      fetch(`${company.server.url}/v1/openapi.json`, { headers: { 'accept-encoding': accepted ?? 'identity' } });
    expect((await ask('gzip')).headers.get('content-encoding')).toBe('gzip');
    expect((await ask('gzip, zstd')).headers.get('content-encoding')).toBe('zstd');
    expect((await ask('zstd;q=0, gzip;q=0.5')).headers.get('content-encoding')).toBe('gzip');
    expect((await ask(undefined)).headers.get('content-encoding')).toBeNull();
    expect((await ask(undefined)).headers.get('accept-encoding')).toBe('zstd, gzip');
    expect(await (await ask('gzip')).json()).toEqual(await (await ask(undefined)).json());
  });

  test('the description names every address and every refusal of its own', async () => {
    const { json: described } = await send(`${company.server.url}/v1/openapi.json`, {});
    const { paths } = described as { paths: Record<string, unknown> };
    expect(Object.keys(paths).sort()).toEqual([
      '/v1/admin/devices/discard-quarantine',
      '/v1/admin/devices/list',
      '/v1/admin/devices/lock',
      '/v1/admin/devices/recovery-copy',
      '/v1/admin/devices/rename',
      '/v1/admin/devices/review',
      '/v1/admin/devices/revoke',
      '/v1/admin/devices/run-quarantine',
      '/v1/admin/devices/unlock',
      '/v1/audit/export',
      '/v1/audit/search',
      '/v1/auth/join',
      '/v1/auth/sign-in',
      '/v1/auth/sign-out',
      '/v1/files/keep',
      '/v1/files/look-up',
      '/v1/files/{hash}',
      '/v1/health',
      '/v1/metrics',
      '/v1/openapi.json',
      '/v1/sync/checksums',
      '/v1/sync/live',
      '/v1/sync/pull',
      '/v1/sync/push',
      '/v1/sync/quarantine',
      '/v1/sync/rejections',
      '/v1/sync/snapshot',
      '/v1/updates/{name}',
    ]);
    const text = JSON.stringify(described);
    for (const code of Object.keys(httpRefusals).filter((code) => !code.startsWith('http.') && !putOnly.has(code)))
      expect(text).toContain(code);
  });

  test('health and counters answer without a token', async () => {
    const health = await send(`${company.server.url}/v1/health`, {});
    expect(health).toMatchObject({ status: 200, json: { status: 'ok', database: current().dialect } });
    const metrics = await (await fetch(`${company.server.url}/v1/metrics`)).text();
    expect(metrics).toContain('satchel_sign_ins_total{result="signedIn"} 1');
    expect(metrics).toContain('satchel_http_requests_total{route="/v1/auth/sign-in",status="200"} 1');
  });
});

describe('what is no HTTP', () => {
  test('gets an answer in the same shape', async () => {
    const database = await newSqlite('server');
    const company = await startTestCompany(database);
    const { port } = new URL(company.server.url);
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NO SUCH THING\r\n\r\n'));
      socket.on('data', (chunk) => {
        received += chunk.toString();
      });
      socket.once('end', () => resolve(received));
      socket.once('error', reject);
    });
    expect(text).toContain('400 Bad Request');
    expect(JSON.parse(text.slice(text.indexOf('{')))).toMatchObject({ error: { code: 'http.badRequest' } });
    await company.server.close();
    await database.close();
  });
});
