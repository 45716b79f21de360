/** What whoever has no token reaches, and what it tells: nothing of anybody. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { healthSchema } from '#shared/protocol/health.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import {
  newTestId,
  PASSWORD,
  refusalOf,
  send,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';

let database: SatchelDatabase;
let company: TestCompany;
beforeEach(async () => {
  database = await newSqlite('server');
  company = await startTestCompany(database);
});
afterEach(async () => {
  await company.server.close();
  await database.close();
});

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security?: unknown }>>>>;
}
const at = (path: string) => `${company.server.url}${path}`;

/** Without a token: to sign in, to join, and what says nothing of anybody. */
const open = [
  '/v1/auth/join',
  '/v1/auth/sign-in',
  '/v1/health',
  '/v1/metrics',
  '/v1/openapi.json',
  // Installers, signed, the same for everybody.
  '/v1/updates/{name}',
];

test('every other address refuses whoever has no token, one that ended, or one that was made up', async () => {
  const { paths } = (await (await fetch(at('/v1/openapi.json'))).json()) as Description;
  const device = new TestDevice(company.server.url);
  await device.signIn('north');
  const ended = device.token;
  await device.post('/v1/auth/sign-out', {});
  const tokens = [undefined, ended, 'x'.repeat(43), 'short'];
  expect(open.filter((path) => !(path in paths))).toEqual([]);
  for (const [path, methods] of Object.entries(paths)) {
    if (open.includes(path)) continue;
    for (const method of Object.keys(methods)) {
      const init = (token: string | undefined): RequestInit => ({
        method: method.toUpperCase(),
        headers: {
          ...(method === 'post' ? { 'content-type': 'application/json' } : {}),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(method === 'post' ? { body: '{}' } : {}),
      });
      const answers = [];
      for (const token of tokens) answers.push(await send(at(path.replace('{hash}', 'a'.repeat(64))), init(token)));
      const codes = answers.map((answer) => refusalOf(answer)).map(({ status, code }) => `${status} ${code}`);
      expect({ path, codes }).toEqual({ path, codes: tokens.map(() => '401 auth.required') });
    }
  }
});

test('health, metrics and the description say nothing of anybody', async () => {
  const device = new TestDevice(company.server.url);
  const { deviceCode } = await device.signIn('north');
  await send(at('/v1/auth/sign-in'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      login: 'sentinel-login',
      password: 'sentinel-password',
      device: { id: newTestId(), incarnation: newTestId(), name: 'sentinel-laptop', appVersion: '1' },
    }),
  });
  const id = newTestId();
  await device.push(device.issue('test.addCustomer', { id, name: 'sentinel-customer', territoryId: company.north }));
  await device.pull();
  await send(at(`/v1/files/${'f'.repeat(64)}?sentinel-query`), {
    headers: { authorization: `Bearer ${device.token}` },
  });
  await send(at('/sentinel-path/of-nobody'), {});
  const health = (await (await fetch(at('/v1/health'))).json()) as Record<string, unknown>;
  expect(healthSchema.strict().parse(health)).toEqual(health);
  const metrics = await (await fetch(at('/v1/metrics'))).text();
  const description = await (await fetch(at('/v1/openapi.json'))).text();
  for (const text of [JSON.stringify(health), metrics, description]) {
    expect(text).not.toMatch(/sentinel/);
    for (const secret of [PASSWORD, device.token, device.id, company.users.north, 'test laptop', `"${deviceCode}"`]) {
      expect(text).not.toContain(secret);
    }
  }
  // Labels are addresses, codes and states: a person's word never becomes a counter of its own.
  const labels = [...metrics.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => `${name} ${value}`);
  for (const label of labels) expect(label).toMatch(/^(route|status|state|result) [/\w.{}:*-]+$/);
  expect(metrics).toContain('result="auth.wrongPassword"');
});
