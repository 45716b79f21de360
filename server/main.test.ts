/** The server and its administration as programs: real processes, real files. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newTestId, refusedWith, rowsOf, TestDevice } from '../tests/support/server.ts';

const program = join(import.meta.dirname, 'main.ts');
const adminProgram = join(import.meta.dirname, 'admin', 'main.ts');
const password = 'a pass phrase 密码';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-server-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
});

const place = () => [
  '--database',
  `sqlite:${join(folder, 'company.sqlite')}`,
  '--key-file',
  join(folder, 'company.key'),
];

interface Started {
  readonly child: ChildProcess;
  readonly listening: {
    listening: string;
    companyId: string | null;
    demoPeople?: { login: string; password: string }[];
  };
  /** What the log says so far. */
  log(): string;
}

function start(args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += String(chunk);
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${log}`)));
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve({ child, listening: JSON.parse(line), log: () => log }),
    );
  });
}

const endOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : Promise.resolve(child.exitCode);

function admin(args: readonly string[], input = ''): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [adminProgram, ...args], (failure, out, error) =>
      resolve({ code: failure ? Number(failure.code) : 0, out, error }),
    );
    child.stdin?.end(input);
  });
}

async function makeCompany(): Promise<void> {
  const tasks: [string[], string?][] = [
    [['create-company', '--name', '测试公司', '--currency', 'CNY', '--country', 'CN']],
    [['create-territory', '--code', 'N', '--name', 'North']],
    [['create-warehouse', '--code', 'W', '--name', 'Main']],
    [
      [
        'create-user',
        '--login',
        'Rep',
        '--name',
        'A Rep',
        '--role',
        'rep',
        '--password-stdin',
        '--scopes',
        'territory:N, warehouse:*',
      ],
      `${password}\n`,
    ],
  ];
  for (const [args, input] of tasks)
    expect(await admin([...args, ...place()], input)).toMatchObject({ code: 0, error: '' });
}

test('the administration makes a company that a person can sign in to; the file is encrypted, its key private', async () => {
  await makeCompany();
  const { listening, log, child } = await start([...place(), '--port', '0']);
  const device = new TestDevice(listening.listening);
  const signedIn = await device.signIn('rep', password);
  expect(signedIn).toMatchObject({ companyId: listening.companyId, companyName: '测试公司' });
  const pages = await device.pullAll();
  expect(rowsOf(pages, 'taxRates').map((row) => [row.code, row.rate])).toContainEqual(['standard', 1_300]);
  expect(pages[0]?.scopes).toHaveLength(4);
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
