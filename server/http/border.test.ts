import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import { makeTestWorld, newTestId, refusalOf, send } from '../../tests/support/server.ts';
import { SIGN_IN_LIMIT_TRIES } from '../auth/sign-in-limit.ts';
import { createCompany } from '../company/create-company.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { watchSchema } from '../watch-schema.ts';
import { createApp } from './create-app.ts';

let database: SatchelDatabase;
let server: RunningServer;
const world = makeTestWorld();

beforeEach(async () => {
  database = await newSqlite('server');
  await createCompany({ database, world }, { name: 'Test & Co', currency: 'CNY', country: 'CN' });
});
afterEach(async () => {
  await server.close();
  await database.close();
});

const start = async (options: { trustProxy?: string } = {}) => {
  server = await startServer({ database, world, ...options });
};
const from = (client: string) => ({ 'x-forwarded-for': client });
const wrongTry = (client: string) =>
  send(`${server.url}/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...from(client) },
    body: JSON.stringify({
      login: 'nobody',
      password: 'x',
      device: { id: newTestId(), incarnation: newTestId(), name: 'x', appVersion: '1' },
    }),
  });
const metrics = (headers: Record<string, string> = {}) => fetch(`${server.url}/v1/metrics`, { headers });

test('no browser guesses at what an answer is', async () => {
  await start();
  const answer = await send(`${server.url}/v1/health`, {});
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('counters are told to this machine, and not through a proxy on it', async () => {
  await start();
  expect((await metrics()).status).toBe(200);
  const answer = await send(`${server.url}/v1/metrics`, { headers: from('203.0.113.7') });
  expect(refusalOf(answer)).toMatchObject({ status: 404, code: 'http.unknownRoute' });
});

test('a proxy that is trusted says who asks', async () => {
  await start({ trustProxy: '127.0.0.1' });
  expect((await metrics(from('203.0.113.7'))).status).toBe(404);
  expect((await metrics(from('127.0.0.1'))).status).toBe(200);
  for (let tried = 0; tried < SIGN_IN_LIMIT_TRIES; tried += 1) await wrongTry('203.0.113.7');
  expect((await wrongTry('203.0.113.7')).status).toBe(429);
  expect((await wrongTry('203.0.113.8')).status).toBe(401);
});

test('a client that is no proxy of ours cannot choose its address', async () => {
  await start();
  for (let tried = 0; tried < SIGN_IN_LIMIT_TRIES; tried += 1) await wrongTry(`203.0.113.${tried}`);
  expect((await wrongTry('203.0.113.99')).status).toBe(429);
});

test('a request that comes too slowly is cut off', async () => {
  await start();
  const { metrics, logger } = server.house;
  const refuse = () => Promise.reject(new Error('nobody asks'));
  const app = createApp({
    world,
    metrics,
    logger,
    trustProxy: null,
    watch: watchSchema(server.house),
    endpoints: [],
    authenticate: refuse,
    serveLive: refuse,
    readFile: refuse,
    updatesFolder: null,
    checkHealth: refuse,
  });
  expect(app.server.headersTimeout).toBe(20_000);
  expect(app.server.requestTimeout).toBe(300_000);
  await app.close();
});
