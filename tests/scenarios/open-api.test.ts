// The description of the server is read by others: a validator and a generator that know nothing of Satchel. The client
// that comes out is compiled strictly and used against the running server.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import { generateApi } from 'swagger-typescript-api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { newSqlite } from '../support/databases.ts';
import { PASSWORD, startTestCompany, type TestCompany } from '../support/server.ts';

type Spec = Parameters<typeof SwaggerParser.validate>[0];

let database: SatchelDatabase;
let company: TestCompany;
let described: Record<string, unknown>;
let folder: string;
beforeAll(async () => {
  database = await newSqlite('server');
  company = await startTestCompany(database);
  const answer = await fetch(`${company.server.url}/v1/openapi.json`);
  described = (await answer.json()) as Record<string, unknown>;
  folder = mkdtempSync(join(tmpdir(), 'satchel-open-api-'));
});
afterAll(async () => {
  await company.server.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

it('a validator finds it a valid OpenAPI 3.1', async () => {
  const copy = structuredClone(described) as unknown as Spec;
  await expect(SwaggerParser.validate(copy)).resolves.toMatchObject({ openapi: '3.1.0' });
});

it('names every message and every operation once', () => {
  const paths = described.paths as Record<string, Record<string, { operationId: string }>>;
  const ids = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(ids.length);
  const { schemas } = described.components as { schemas: Record<string, unknown> };
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining(['SyncPushRequest', 'SyncPullResponse', 'CommandEnvelope', 'HttpError']),
  );
});

it('a generator makes a client of it without a complaint; strictly compiled, it signs in and pulls', async () => {
  const complaints = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { files } = await generateApi({
    spec: structuredClone(described) as never,
    output: folder,
    fileName: 'api.ts',
    httpClientType: 'fetch',
    silent: true,
  });
  expect(complaints.mock.calls).toEqual([]);
  expect(errors.mock.calls).toEqual([]);
  complaints.mockRestore();
  errors.mockRestore();
  expect(files.map((file) => file.fileName)).toEqual(['api']);
  // The generator switches the compiler off for its file: here it has to be looked at.
  const path = join(folder, 'api.ts');
  writeFileSync(path, readFileSync(path, 'utf8').replace('// @ts-nocheck', ''));
  writeFileSync(join(folder, 'use.ts'), client);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const compiler = resolve('node_modules/typescript/bin/tsc');
  const options = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--lib', 'es2023,dom', '--types', ''];
  const compiled = spawnSync(process.execPath, [compiler, ...options, '--noEmitOnError', join(folder, 'use.ts')], {
    encoding: 'utf8',
    cwd: folder,
  });
  expect(compiled.stdout).toBe('');

  const used = spawnAndAnswer(join(folder, 'use.js'), [company.server.url, PASSWORD]);
  expect(await used).toEqual({
    name: 'Test & Co',
    tables: expect.arrayContaining(['territories']),
    refused: 'auth.wrongPassword',
  });
});

const client = `
import { Api } from './api.js';
import type { HttpError, SyncPullRequest, SyncPullResponse } from './api.js';
const [, , baseUrl = '', password = ''] = process.argv;
const api = new Api<string>({ baseUrl, securityWorker: (token) => (token ? { headers: { authorization: 'Bearer ' + token } } : {}) });
const id = () => '0192f0c1-0000-7000-8000-' + Math.random().toString(16).slice(2, 14).padEnd(12, '0');
const device = { id: id(), incarnation: id(), name: 'generated', appVersion: '1' };
const { data: admitted } = await api.v1.authSignIn({ login: 'north', password, device });
api.setSecurityData(admitted.token);
const request: SyncPullRequest = { deviceId: device.id, incarnation: device.incarnation, cursor: null, schema: '' };
const page: SyncPullResponse = (await api.v1.syncPull(request)).data;
const refused = await api.v1.authSignIn({ login: 'north', password: 'wrong', device }).catch((answer: { error: HttpError }) => answer.error.error.code);
console.log(JSON.stringify({ name: admitted.companyName, tables: page.rows.map((block) => block.table), refused }));
declare const process: { argv: string[] };
`;

async function spawnAndAnswer(program: string, args: readonly string[]): Promise<unknown> {
  const { execFile } = await import('node:child_process');
  return new Promise((done, failed) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) => {
      if (error) failed(new Error(stderr, { cause: error }));
      else done(JSON.parse(stdout));
    });
  });
}
