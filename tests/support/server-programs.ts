/** The server and its administration as programs: real processes, real files, in a folder that goes with each test. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect } from 'vitest';

export const program = join(import.meta.dirname, '../../server/main.ts');
export const adminProgram = join(import.meta.dirname, '../../server/admin/main.ts');
export const password = 'a pass phrase 密码';

/** The folder of the running test. */
export let folder: string;
export const children: ChildProcess[] = [];

/** Each test of the calling file has a folder, and its programs end with it. */
export function inFolderOfEachTest(): void {
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
}

export const place = () => [
  '--database',
  `sqlite:${join(folder, 'company.sqlite')}`,
  '--key-file',
  join(folder, 'company.key'),
];

export interface Started {
  readonly child: ChildProcess;
  readonly listening: {
    listening: string;
    companyId: string | null;
    demoPeople?: { login: string; password: string }[];
  };
  /** What the log says so far. */
  log(): string;
}

/** @param server another program than the sources */
export function start(args: readonly string[], server = program): Promise<Started> {
  const child = spawn(process.execPath, [server, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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

export const endOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : Promise.resolve(child.exitCode);

export function admin(args: readonly string[], input = ''): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [adminProgram, ...args], (failure, out, error) =>
      resolve({ code: failure ? Number(failure.code) : 0, out, error }),
    );
    child.stdin?.end(input);
  });
}

/** @param where the company's database; a file in the test's folder unless given */
export async function makeCompany(where: readonly string[] = place()): Promise<void> {
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
    expect(await admin([...args, ...where], input)).toMatchObject({ code: 0, error: '' });
}
