import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveSecretsOut, openLog } from './log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = () => new Date(1_764_000_000_000);
const open = (limitBytes?: number, echo: (line: string) => void = () => {}) =>
  openLog({ path: join(folder, 'logs', 'satchel.log'), now, echo, ...(limitBytes ? { limitBytes } : {}) });

it('keeps what happened in order, problems told too', () => {
  const told: string[] = [];
  const log = open(undefined, (line) => told.push(line));
  log.note('Satchel 0.1.0 starts');
  log.problem('sync', 'Error: no route\n    at push');
  expect(log.read()).toBe(
    '2025-11-24T16:00:00.000Z note Satchel 0.1.0 starts\n2025-11-24T16:00:00.000Z problem sync: Error: no route\n        at push\n',
  );
  expect(told).toHaveLength(1);
});

it('never grows beyond two files of its limit, and keeps the newest', () => {
  const log = open(2_000);
  for (let number = 0; number < 500; number += 1) log.problem('again', `number ${number} ${'x '.repeat(20)}`);
  log.problem('long', 'y '.repeat(50_000));
  log.note('the end');
  const logs = join(folder, 'logs');
  expect(readdirSync(logs).sort()).toEqual(['satchel.log', 'satchel.log.old']);
  expect(statSync(join(logs, 'satchel.log')).size).toBeLessThanOrEqual(2_000);
  expect(statSync(join(logs, 'satchel.log.old')).size).toBeLessThan(10_000);
  expect(log.read().endsWith('note the end\n')).toBe(true);
});

it('stops nothing where it cannot be written', () => {
  writeFileSync(join(folder, 'logs'), 'no folder');
  const told: string[] = [];
  open(undefined, (line) => told.push(line)).problem('sync', 'no route');
  expect(told.join()).toContain('no route');
  expect(existsSync(join(folder, 'logs', 'satchel.log'))).toBe(false);
});

const key = randomBytes(32);
const secrets: [string, string, string][] = [
  ['a token in a header', 'Bearer abc.def-ghi', 'GET /v1 authorization: Bearer abc.def-ghi'],
  ['a password in JSON', 'geheim42', '{"login":"zhou","password":"geheim42"}'],
  ['a password in an address', 'geheim42', 'https://x.example/?password=geheim42&a=1'],
  ['a database key in hex', key.toString('hex'), `pragma key = 'raw:${key.toString('hex')}'`],
  ['a password of several words', 'horse battery', 'trying password: correct horse battery'],
  ['a password with quotes in it', 'tail', String.raw`{"password":"a\"b tail","login":"zhou"}`],
  ['a name that ends in key', 'hush42', 'databaseKey=hush42 was tried'],
  ['a name in two words', 'hush42', 'apiKey: "hush42"'],
  ['a password in the address of a database', 'pw@42', 'connect postgres://satchel:pw@42@db.example/satchel'],
  ['a key in base64', key.toString('base64'), `sealed ${key.toString('base64')}`],
  [
    'a key in base64 with slashes',
    'Qx7/aB3d/Zk9P/mN2q/Rt5U/vW8x/Yz1A/bC4e/Fg6h',
    'sealed Qx7/aB3d/Zk9P/mN2q/Rt5U/vW8x/Yz1A/bC4e/Fg6h',
  ],
  ['a token in base64url', key.toString('base64url'), `token was ${key.toString('base64url')} and not taken`],
];
it.each(secrets)('leaves out %s', (_what, secret, text) => {
  const log = open();
  log.problem('sign in', text);
  log.note(text);
  const kept = readFileSync(join(folder, 'logs', 'satchel.log'), 'utf8');
  expect(kept).toContain('[left out]');
  for (const part of secret.split(/[+/]/).filter((each) => each.length > 3)) expect(kept).not.toContain(part);
});

it('keeps what a reader needs', () => {
  const text =
    'sync [0192f1a0-7c11-7000-8000-0123456789ab]: Error: SQLITE_CONSTRAINT_PRIMARYKEY at applyRows (C:\\Users\\zhou\\satchel\\out\\main\\device-thread.js:12:5) /data/satchel/profiles/default/device/people';
  expect(leaveSecretsOut(text)).toBe(text);
});
