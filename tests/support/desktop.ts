/** Real windows, real server processes and real files for the desktop tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { AxeBuilder } from '@axe-core/playwright';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 60_000;

/** Where pictures of the screens go: git-ignored. */
export const screenshotFolder = join(root, 'screenshots');

/** A folder of its own, gone after the test. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'satchel-desktop-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The server's own driver is the one for Node, not the one that was built for the substitute Electron. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { SATCHEL_NATIVE_BINDING: _electrons, ELECTRON_RUN_AS_NODE: _asNode, ...rest } = process.env;
  return rest;
}

/** Runs one task of the administrator's command line and returns what it printed. */
export async function administer(
  database: readonly string[],
  task: readonly string[],
  password?: string,
): Promise<unknown> {
  const args = [join(root, 'server/admin/main.ts'), ...task, ...database, ...(password ? ['--password-stdin'] : [])];
  const child = spawn(process.execPath, args, { env: serverEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(password ? `${password}\n` : '');
  const printed: string[] = [];
  const complaints: string[] = [];
  child.stdout.on('data', (chunk) => printed.push(String(chunk)));
  child.stderr.on('data', (chunk) => complaints.push(String(chunk)));
  const code = await new Promise<number | null>((end) => child.on('close', end));
  if (code !== 0) throw new Error(`${task[0]} ended with ${code}: ${complaints.join('')}`);
  return JSON.parse(printed.join(''));
}

export interface ServerProcess {
  readonly url: string;
  /** As a crash or a power cut would. */
  kill(): Promise<void>;
}

/** Starts the built server on a database; `port` keeps its address over a restart. */
export async function startServerProcess(database: readonly string[], port = '0'): Promise<ServerProcess> {
  const args = [join(root, 'out/server/main.js'), ...database, '--port', port, '--log-level', 'warn'];
  const child = spawn(process.execPath, args, { env: serverEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await listeningAt(child);
  return {
    url,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((end) => child.once('close', end));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function listeningAt(child: ChildProcess): Promise<string> {
  const complaints: string[] = [];
  child.stderr?.on('data', (chunk) => complaints.push(String(chunk)));
  return new Promise((found, fail) => {
    const timer = setTimeout(
      () => fail(new Error(`the server did not listen: ${complaints.join('')}`)),
      START_TIMEOUT_MS,
    );
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}: ${complaints.join('')}`)));
    if (!child.stdout) throw new Error('the server has no output');
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      found((JSON.parse(line) as { listening: string }).listening);
    });
  });
}

/** A start on a company, as after the first one: the sign-in screen comes first. */
export const onCompany = ['--server=https://satchel.invalid'];

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Once or more often. */
  close(): Promise<void>;
}

/**
 * Opens Satchel in a real window of 1366 × 768, with a home of its own as if on another computer.
 * @param isAsLeft the window keeps the size of last time
 * @param loadedFirst a script that is loaded into the main process before anything of Satchel
 */
export async function openSatchel(
  home: string,
  args: readonly string[] = onCompany,
  isAsLeft = false,
  loadedFirst: string | null = null,
): Promise<Desktop> {
  mkdirSync(home, { recursive: true });
  const app = await _electron.launch({
    ...(process.env.ELECTRON_EXEC_PATH ? { executablePath: process.env.ELECTRON_EXEC_PATH } : {}),
    cwd: root,
    args: [...(loadedFirst === null ? [] : ['-r', loadedFirst]), ...startArguments(args)],
    env: environmentOf(home),
  });
  const page = await app.firstWindow();
  if (!isAsLeft) await setSize(app, 1366, 768);
  await leaveOutTour(page);
  let closing: Promise<void> | null = null;
  return {
    app,
    page,
    close() {
      closing ??= app.close();
      return closing;
    },
  };
}

/** The people of the tests are not new: nobody is shown the welcome tour by itself. */
export async function leaveOutTour(page: Page): Promise<void> {
  await expect(page.locator('#root > *').first()).toBeAttached();
  await page.evaluate(() => localStorage.setItem('satchel.tour', JSON.stringify({ isOff: true, seen: [] })));
}

function startArguments(args: readonly string[]): string[] {
  const asRoot = process.getuid?.() === 0;
  return ['.', ...(asRoot ? ['--no-sandbox'] : []), '--disable-gpu', '--lang=en', ...args];
}

/** The environment of a person with a home of their own, in English, on the display of this worker. */
export function environmentOf(home: string): Record<string, string> {
  const own = { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), LANGUAGE: 'en', LC_ALL: 'C.UTF-8' };
  const { TEST_PARALLEL_INDEX = '0', SATCHEL_TEST_DISPLAYS = '' } = process.env;
  const display = SATCHEL_TEST_DISPLAYS.split(',')[Number(TEST_PARALLEL_INDEX)];
  return { ...(process.env as Record<string, string>), ...own, ...(display ? { DISPLAY: display } : {}) };
}

/** Starts Satchel as from a menu of the system, and waits for its end. For starts that open no window. */
export async function startAndEnd(
  home: string,
  args: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.env.ELECTRON_EXEC_PATH ?? (await installedElectron()), startArguments(args), {
    cwd: root,
    env: environmentOf(home),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const code = await new Promise<number | null>((end) => child.on('close', end));
  return { code, said };
}

async function installedElectron(): Promise<string> {
  const { default: path } = (await import('electron')) as unknown as { default: string };
  return path;
}

export async function setSize(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.unmaximize();
      window?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
}

/** Nothing serious for people who use a screen reader, a keyboard or weak eyes; a picture of the screen beside it. */
export async function checkScreen(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotFolder, { recursive: true });
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`),
    `axe on ${name}`,
  ).toEqual([]);
}
