/** The server and its administration as programs: real processes, real files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { newTestId, refusedWith, rowsOf, TestDevice } from '../tests/support/server.ts';
import {
  admin,
  children,
  endOf,
  folder,
  inFolderOfEachTest,
  makeCompany,
  password,
  place,
  program,
  start,
} from '../tests/support/server-programs.ts';

inFolderOfEachTest();

test('the administration makes a company that a person can sign in to; the file is encrypted, its key private', async () => {
  await makeCompany();
  const { listening, log, child } = await start([...place(), '--port', '0']);
  const device = new TestDevice(listening.listening);
  const signedIn = await device.signIn('rep', password);
  expect(signedIn).toMatchObject({ companyId: listening.companyId, companyName: '测试公司' });
  const pages = await device.pullAll();
  expect(rowsOf(pages, 'taxRates').map((row) => [row.code, row.rate])).toContainEqual(['standard', 1_300]);
  expect(pages[0]?.scopes?.map((scope) => scope.split(':')[0])).toEqual([
    'company',
    'holder',
    'holder',
    'user',
    'warehouse',
  ]);
  expect(statSync(join(folder, 'company.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'company.sqlite')).includes('测试公司')).toBe(false);
  await refusedWith(device.signIn('rep', 'wrong password'));
  expect(log()).not.toContain(password);
  expect(log()).not.toContain(device.token);
  child.kill('SIGTERM');
  expect(await endOf(child)).toBe(0);
});

test('the administration refuses what it is wrongly asked, and says so', async () => {
  await makeCompany();
  const cases: [string[], string, number, string][] = [
    [['create-company', '--name', 'x', '--currency', 'CNY', '--country', 'CN'], '', 1, 'admin.companyExists'],
    [['create-company', '--name', 'x', '--currency', 'yuan', '--country', 'CN'], '', 2, '--currency'],
    [['create-territory', '--code', 'N', '--name', 'again'], '', 1, 'admin.codeTaken'],
    [
      ['create-user', '--login', 'rep', '--name', 'x', '--role', 'rep', '--password-stdin'],
      password,
      1,
      'admin.loginTaken',
    ],
    [
      ['create-user', '--login', 'b', '--name', 'x', '--role', 'king', '--password-stdin'],
      password,
      1,
      'admin.unknownRole',
    ],
    [
      ['create-user', '--login', 'b', '--name', 'x', '--role', 'rep', '--password-stdin'],
      'short',
      1,
      'admin.weakPassword',
    ],
    [['create-user', '--login', 'b', '--name', 'x', '--role', 'rep'], password, 2, '--password-stdin'],
    [
      ['create-user', '--login', 'b c', '--name', 'x', '--role', 'rep', '--password-stdin'],
      password,
      1,
      'admin.badLogin',
    ],
    [
      ['create-user', '--login', 'b', '--name', 'x', '--role', 'rep', '--password-stdin', '--scopes', 'territory:X'],
      password,
      1,
      'admin.unknownScope',
    ],
    [['paint-it-black'], '', 2, 'no task'],
    [['create-territory', '--colour', 'x'], '', 2, '--colour'],
  ];
  for (const [args, input, code, said] of cases) {
    const ended = await admin([...args, ...place()], input);
    expect(ended).toMatchObject({ code, out: '', error: expect.stringContaining(said) });
  }
});

test('what was acknowledged is there after the server is killed', async () => {
  const demo = ['--demo', folder, '--demo-language', 'en', '--port', '0'];
  const first = await start(demo);
  const [person] = first.listening.demoPeople ?? [];
  const device = new TestDevice(first.listening.listening);
  await device.signIn(person?.login ?? '', person?.password);
  const cancel = device.issue('sales.cancelOrder', { orderId: newTestId() });
  const { answers } = await device.push(cancel);
  expect(answers).toHaveLength(1);
  first.child.kill('SIGKILL');
  await endOf(first.child);
  const second = await start(demo);
  expect(second.listening.companyId).toBe(first.listening.companyId);
  const again = Object.assign(new TestDevice(second.listening.listening), {
    id: device.id,
    incarnation: device.incarnation,
    token: device.token,
  });
  expect((await again.push(cancel)).answers).toEqual(answers);
});

test('a file of another program, a wrong key and a lost key are refused in one clear line, and left as they are', async () => {
  await makeCompany();
  const file = join(folder, 'company.sqlite');
  const key = join(folder, 'company.key');
  const company = readFileSync(file);
  const rightKey = readFileSync(key, 'utf8');

  chmodSync(key, 0o600);
  writeFileSync(key, `${'ab'.repeat(32)}\n`);
  await expect(start([...place(), '--port', '0'])).rejects.toThrow(/ended with 1: .*wrongKey.*left as it is/);
  rmSync(key);
  await expect(start([...place(), '--port', '0'])).rejects.toThrow(/put the key file back/);
  expect(readFileSync(file).equals(company)).toBe(true);

  writeFileSync(key, rightKey);
  writeFileSync(file, 'not a database at all, but a letter to a friend');
  await expect(start([...place(), '--port', '0'])).rejects.toThrow(/ended with 1: .*notADatabase/);
  expect(readFileSync(file, 'utf8')).toContain('a letter to a friend');
});

/** One line that says what to do, and no stack. */
const oneSentence = (said: RegExp) => ({ code: 1, out: '', error: expect.stringMatching(said) });
const isOneLine = (text: string): boolean => !text.trimEnd().includes('\n') && !/\bat .*:\d+:\d+/.test(text);

test('a mistyped path makes no file; a file that is foreign or cannot be opened, and a database that is not there, are one sentence each', async () => {
  const at = (path: string) => ['--database', path];
  const foreign = join(folder, 'foreign.sqlite');
  writeFileSync(foreign, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4_080)]));
  writeFileSync(`${foreign}.key`, `${'ab'.repeat(32)}\n`);
  const mistyped = join(folder, 'compnay.sqlite');
  const cases: [string[], RegExp][] = [
    [['check-balances', ...at(`sqlite:${mistyped}`)], /no company at .*compnay.*create-company/],
    [['create-territory', '--code', 'N', '--name', 'N', ...at(`sqlite:${mistyped}`)], /no company at/],
    [['check-balances', ...at(`sqlite:${foreign}`)], /another program.*left as it is/],
    [['create-company', '--name', 'x', '--currency', 'CNY', '--country', 'CN', ...at(`sqlite:${foreign}/x`)], /path/],
    [
      ['create-company', '--name', 'x', '--currency', 'CNY', '--country', 'CN', ...at(`sqlite:${folder}`)],
      /key|folder/,
    ],
    [['check-balances', ...at('postgres://nobody@127.0.0.1:1/none')], /No database answers/],
  ];
  for (const [args, said] of cases) {
    const ended = await admin(args);
    expect(ended).toMatchObject(oneSentence(said));
    expect(isOneLine(ended.error)).toBe(true);
  }
  await expect(start(['--database', `sqlite:${mistyped}`, '--port', '0'])).rejects.toThrow(/ended with 1: There is no/);
  expect(readdirSync(folder).sort()).toEqual(['foreign.sqlite', 'foreign.sqlite.key']);
});

test('a taken port and an unknown log level are one sentence each', async () => {
  await makeCompany();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const taken = start([...place(), '--port', String(port)]);
  await expect(taken).rejects.toThrow(/^ended with 1: The port is taken[^\n]*\n$/);
  await expect(start([...place(), '--log-level', 'loud'])).rejects.toThrow(/^ended with 2: --log-level is one of/);
  other.close();
});

test('a second server of the same file is told so, also while the first one builds the demo; it starts when the first is gone', async () => {
  const demo = ['--demo', folder, '--demo-language', 'en', '--port', '0'];
  const both = await Promise.allSettled([start(demo), start(demo)]);
  const [first] = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const [lost] = both.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  expect(first?.listening.companyId).toMatch(/-/);
  expect(lost).toMatch(/^Error: ended with 3: Another server works with [^\n]*\n$/);
  await expect(start([...place(), '--port', '0'])).rejects.toThrow(/^ended with 3: /);
  expect(await admin(['check-balances', ...place()])).toMatchObject({ code: 0 });
  first?.child.kill('SIGKILL');
  if (first) await endOf(first.child);
  const second = await start(demo);
  expect(second.listening.companyId).toBe(first?.listening.companyId);
});

test('a company of an unreleased build is refused and left; a demo of one is set aside, and a new one comes up', async () => {
  const demo = ['--demo', folder, '--demo-language', 'en', '--port', '0'];
  const first = await start(demo);
  first.child.kill('SIGTERM');
  await endOf(first.child);
  const file = join(folder, 'company.sqlite');
  const key = Buffer.from(readFileSync(join(folder, 'company.key'), 'utf8').trim(), 'hex');
  const company = openSqlite({ path: file, key });
  await runSql(company.kysely, `UPDATE "schemaMigrations" SET "digest" = 'other' WHERE "id" LIKE '0006%'`);
  await company.close();
  const bytes = readFileSync(file);
  await expect(start([...place(), '--port', '0'])).rejects.toThrow(/^ended with 1: .*before its first release.*left/);
  expect(readFileSync(file).equals(bytes)).toBe(true);

  const second = await start(demo);
  expect(second.listening.companyId).not.toBe(first.listening.companyId);
  const [aside = ''] = readdirSync(folder).filter((name) => name.startsWith('set-aside-'));
  expect(readdirSync(join(folder, aside)).sort()).toEqual(['company.key', 'company.sqlite', 'files']);
  expect(readFileSync(join(folder, aside, 'company.sqlite')).equals(bytes)).toBe(true);
  const [person] = second.listening.demoPeople ?? [];
  await new TestDevice(second.listening.listening).signIn(person?.login ?? '', person?.password);
});

test('a company’s file that is lost, or empty, is never made anew beside its key', async () => {
  await makeCompany();
  const file = join(folder, 'company.sqlite');
  const again = ['create-company', '--name', 'x', '--currency', 'CNY', '--country', 'CN', ...place()];
  writeFileSync(file, '');
  expect(await admin(again)).toMatchObject(oneSentence(/empty file.*backup/));
  await expect(start([...place(), '--port', '0'])).rejects.toThrow(/ended with 1: .*empty file.*backup/);
  await expect(start(['--demo', folder, '--port', '0'])).rejects.toThrow(/ended with 1: .*empty file.*backup/);
  expect(statSync(file).size).toBe(0);
  rmSync(file);
  expect(await admin(again)).toMatchObject(oneSentence(/not there.*backup/));
  await expect(start(['--demo', folder, '--port', '0'])).rejects.toThrow(/ended with 1: .*not there.*backup/);
  expect(readdirSync(folder).sort()).toEqual(['company.key', 'company.sqlite.lease']);
});

test('a making that was cut before the key had its database goes on with the same key', async () => {
  writeFileSync(join(folder, 'company.key.new'), `${'cd'.repeat(32)}\n`);
  writeFileSync(join(folder, 'company.sqlite'), '');
  await makeCompany();
  expect(readFileSync(join(folder, 'company.key'), 'utf8')).toBe(`${'cd'.repeat(32)}\n`);
  expect(readdirSync(folder).sort()).toEqual(['company.key', 'company.sqlite']);
});

test('a file that was not closed is read through: damage ends the start', async () => {
  await makeCompany();
  const file = join(folder, 'company.sqlite');
  const bytes = readFileSync(file);
  for (let at = 4_096 * 5; at + 64 < bytes.length; at += 4_096) bytes.fill(0x5a, at, at + 64);
  writeFileSync(file, bytes);
  writeFileSync(`${file}-wal`, '');
  await expect(start([...place(), '--port', '0'])).rejects.toThrow(/ended with 1: .*damaged.*backup/);
});

test('wrong options are answered with how to use them', async () => {
  for (const args of [
    ['--port', 'x'],
    ['--colour'],
    ['--database', 'mysql:x'],
    ['--demo', folder, '--demo-language', 'fr'],
  ]) {
    await expect(start(args)).rejects.toThrow(/ended with 2: [\s\S]*--database sqlite:<file>/);
  }
});

test('with --exit-with-parent the server ends when its parent is gone, however it went', async () => {
  const args = [program, '--demo', folder, '--port', '0', '--exit-with-parent'];
  const starter = `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ${JSON.stringify(args)}, { stdio: ['ignore', 'inherit', 'ignore'] });
    console.log(JSON.stringify({ pid: child.pid }));`;
  const parent = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(parent);
  const lines: Record<string, unknown>[] = [];
  const output = createInterface({ input: parent.stdout });
  // The pipe is the server's too: it ends when both are gone.
  const ended = new Promise((resolve) => output.once('close', resolve));
  await new Promise<void>((resolve) => {
    output.on('line', (line) => {
      lines.push(JSON.parse(line));
      if (lines.length === 2) resolve();
    });
  });
  parent.kill('SIGKILL');
  await ended;
  expect(lines.map((line) => Object.keys(line)[0])).toEqual(['pid', 'listening']);
});
