/** The packaged application for the desktop tests: made by `npm run dist`, unpacked, started as people start it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page, test } from '@playwright/test';
import { findProgram } from '../../scripts/setup/run-program.mjs';
import { environmentOf } from './desktop.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const START_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 20_000;

/**
 * Tests of the Debian package, where one can be made. Elsewhere there is nothing to test: other systems have other
 * installers, which are made and tried there.
 */
export function whereDebianPackages(name: string, tests: () => void): void {
  if (process.platform === 'linux' && findProgram('dpkg-deb')) test.describe(name, tests);
  else console.warn(`No dpkg-deb here: ${name} of Debian is not tested.`);
}

export interface PackagedSatchel {
  /** `dist/` of this test: the package and the update feed's files. */
  readonly folder: string;
  /** What `npm run dist` wrote to the console. */
  readonly said: string;
  readonly debFile: string;
  /** The package's files, as they would lie under `/`. */
  readonly unpacked: string;
  /** The application's own folder in there, and its program. */
  readonly home: string;
  readonly program: string;
  readonly isTrial: boolean;
  /** Private key of its update feed. */
  readonly keyFile: string;
}

let packed: Promise<PackagedSatchel> | null = null;

/** Makes the Debian package and unpacks it; once for all tests of a run. @param keyFile private key of the feed */
export function packSatchel(keyFile: string): Promise<PackagedSatchel> {
  packed ??= pack(keyFile);
  return packed;
}

async function pack(keyFile: string): Promise<PackagedSatchel> {
  const place = join(root, '.satchel', 'packaged-test');
  rmSync(place, { recursive: true, force: true });
  const folder = join(place, 'dist');
  mkdirSync(place, { recursive: true });
  // It outlives the test that gave it.
  const key = join(place, 'update.pem');
  copyFileSync(keyFile, key);
  const args = ['scripts/dist.mjs', '--quick', '--targets', 'deb', '--output', folder];
  const env = { ...process.env, SATCHEL_UPDATE_KEY_FILE: keyFile };
  const { stdout: said } = await run(process.execPath, args, { cwd: root, env });
  const name = readdirSync(folder).find((each) => each.endsWith('.deb'));
  if (!name) throw new Error(`no package in ${folder}: ${said}`);
  const debFile = join(folder, name);
  const unpacked = join(place, 'root');
  await run('dpkg-deb', ['-x', debFile, unpacked]);
  const isTrial = name.startsWith('satchel-trial');
  const home = join(unpacked, 'opt', isTrial ? 'Satchel Trial' : 'Satchel');
  const program = join(home, isTrial ? 'satchel-trial' : 'satchel');
  return { folder, said, debFile, unpacked, home, program, isTrial, keyFile: key };
}

export interface RunningPackage {
  readonly page: Page;
  /** Closes the window as a person does; gives the program's exit code. @throws when it does not end */
  closeWindow(): Promise<number | null>;
  /** The program's exit code, when it ends by itself. @throws when it does not */
  ended(): Promise<number | null>;
  /** For the end of a failed test. */
  kill(): void;
}

/** Starts the packaged program; its debugger is off by fuse, so the page is driven by Chromium's own port. */
export async function startPackaged(
  satchel: PackagedSatchel,
  home: string,
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<RunningPackage> {
  mkdirSync(home, { recursive: true });
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const { ELECTRON_EXEC_PATH: _runtime, SATCHEL_NATIVE_BINDING: _driver, ...environment } = environmentOf(home);
  const words = [...sandbox, '--disable-gpu', '--remote-debugging-port=0', ...args];
  const child = spawn(satchel.program, words, {
    env: { ...environment, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const browser = await chromium.connectOverCDP(await debuggerAddress(child));
  return {
    page: await firstPage(browser),
    async closeWindow() {
      const end = endOf(child);
      // The connection ends with the window, before the answer.
      await (await firstPage(browser)).close().catch(() => {});
      return end;
    },
    ended: () => endOf(child),
    kill: () => void child.kill('SIGKILL'),
  };
}

function debuggerAddress(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((found, fail) => {
    const failWith = (why: string) => fail(new Error(`${why}: ${said.join('\n')}`));
    const timer = setTimeout(() => failWith('the packaged program opened no debugger'), START_TIMEOUT_MS);
    child.once('exit', (code) => failWith(`the packaged program ended with ${code}`));
    if (!child.stderr) throw new Error('the program has no output');
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (!address) return;
      clearTimeout(timer);
      found(address);
    });
  });
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('the program has no window');
  return context.pages()[0] ?? context.waitForEvent('page');
}

function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((end, fail) => {
    const timer = setTimeout(() => fail(new Error('the program did not end')), END_TIMEOUT_MS);
    child.once('close', (code) => {
      clearTimeout(timer);
      end(code);
    });
  });
}

/** Processes that still run a program of the package, as `id program`. */
export function findLeftovers(satchel: PackagedSatchel): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => `${id} ${programOf(id)}`)
    .filter((line) => line.includes(satchel.home));
}

/** Ends what a test left running of the package, by its ids. */
export function endLeftovers(satchel: PackagedSatchel): void {
  for (const line of findLeftovers(satchel)) {
    try {
      process.kill(Number.parseInt(line, 10), 'SIGKILL');
    } catch {
      // Gone meanwhile.
    }
  }
}

function programOf(id: string): string {
  try {
    return readlinkSync(`/proc/${id}/exe`);
  } catch {
    // Gone meanwhile, or another user's.
    return '';
  }
}

interface AsarEntry {
  readonly files?: Readonly<Record<string, AsarEntry>>;
  readonly unpacked?: boolean;
}

/** The files in an asar: path, and whether it lies beside the archive. The format: lengths, then JSON, then bytes. */
export function listAsar(path: string): { path: string; isUnpacked: boolean }[] {
  const file = openSync(path, 'r');
  const lengths = Buffer.alloc(16);
  readSync(file, lengths, 0, 16, 0);
  const text = Buffer.alloc(lengths.readUInt32LE(12));
  readSync(file, text, 0, text.length, 16);
  const walk = (entry: AsarEntry, at: string): { path: string; isUnpacked: boolean }[] =>
    Object.entries(entry.files ?? {}).flatMap(([name, child]) =>
      child.files ? walk(child, `${at}${name}/`) : [{ path: at + name, isUnpacked: child.unpacked === true }],
    );
  return walk(JSON.parse(text.toString('utf8')) as AsarEntry, '');
}

/** A file of the package as text. */
export function readPackaged(satchel: PackagedSatchel, path: string): string {
  return readFileSync(join(satchel.unpacked, path), 'utf8');
}
