/**
 * Applications started as a person starts them: no tool waits inside, one debugging port is open, and the page itself
 * says when it is ready. Timings are by the machine's clock, which the page and this process share.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Computer } from './computer.ts';
import { attachToPage, type Page } from './page-debugger.ts';
import { findElectron } from './toolchain.ts';

const root = resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 15_000;

/** Switches that every start gets, also that of an empty window. */
export function startSwitches(): string[] {
  return [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--lang=en'];
}

export interface StartedApp {
  /** When the process was started, ms of the machine's clock. */
  readonly startedAt: number;
  readonly pid: number;
  readonly page: Page;
  /** Asks the application to end, and waits for it. */
  end(): Promise<void>;
}

/**
 * Starts an application and waits for its page; what the page does is for the caller.
 * @param program the runtime; without it the one that set-up found
 */
export async function startApp(
  folder: string,
  environment: Readonly<Record<string, string>>,
  program?: string,
): Promise<StartedApp> {
  const electron = findElectron();
  const startedAt = performance.timeOrigin + performance.now();
  const child = spawn(program ?? electron.path, [folder, ...startSwitches(), '--remote-debugging-port=0'], {
    cwd: root,
    env: { ...electron.environment, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endWithProcess = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithProcess);
  child.once('close', () => process.off('exit', endWithProcess));
  try {
    const page = await attachToPage(await debuggerAddress(child));
    return {
      startedAt,
      pid: child.pid ?? 0,
      page,
      async end() {
        page.close();
        await endApp(child);
      },
    };
  } catch (error) {
    await endApp(child);
    throw error;
  }
}

/** The application of this repository. */
export const startSatchel = ({ environment }: Computer, program?: string): Promise<StartedApp> =>
  startApp(root, environment, program);

/**
 * A copy of the runtime that nothing else on the machine has open: other applications of the same files would take their
 * share of each page off what is measured.
 * @returns its program
 */
export function copyRuntime(folder: string): string {
  const { path } = findElectron();
  cpSync(dirname(path), folder, { recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true });
  return join(folder, basename(path));
}

/**
 * What the runtime costs by itself: one window like ours (sandboxed and isolated, of our size, with a preload that can
 * ask main), with a page of a few words. @param folder where it is written
 */
export function makeEmptyApp(folder: string): {
  readonly folder: string;
  readonly environment: Record<string, string>;
} {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"empty-window","version":"1.0.0","main":"main.cjs"}');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Empty</title><p>Empty</p>');
  writeFileSync(
    join(folder, 'preload.cjs'),
    `const { contextBridge, ipcRenderer } = require('electron');
contextBridge.exposeInMainWorld('empty', { ask: () => ipcRenderer.invoke('ask') });
`,
  );
  writeFileSync(
    join(folder, 'main.cjs'),
    `const { app, BrowserWindow, ipcMain } = require('electron');
const { join } = require('node:path');
ipcMain.handle('ask', () => true);
app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => {
  const window = new BrowserWindow({
    show: false,
    width: 1440,
    height: 900,
    webPreferences: { sandbox: true, contextIsolation: true, preload: join(__dirname, 'preload.cjs') },
  });
  window.once('ready-to-show', () => window.show());
  window.loadFile('index.html');
});
`,
  );
  return { folder, environment: { HOME: join(folder, 'home'), XDG_CONFIG_HOME: join(folder, 'home', '.config') } };
}

function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    const said: string[] = [];
    const timer = setTimeout(() => fail(new Error(`no window came: ${said.join('\n')}`)), START_TIMEOUT_MS);
    child.once('exit', (code) => fail(new Error(`the application ended with ${code}: ${said.join('\n')}`)));
    if (!child.stderr) throw new Error('the application has no output');
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (!address) return;
      clearTimeout(timer);
      found(address);
    });
  });
}

async function endApp(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((end) => child.once('close', end));
  const timer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}
