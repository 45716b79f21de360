/**
 * The programs that a crash run starts over and over: the server as it is, and the device's program. They are bundled
 * once, as for installation: a start costs a tenth of a second then, and thousands of starts are what a run is made of.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..');

export interface Programs {
  readonly server: string;
  readonly device: string;
  /** Removes them. */
  remove(): void;
}

/** Bundles both; in a folder of the repository, where the SQLite driver is found. */
export async function bundlePrograms(): Promise<Programs> {
  const folder = join(root, '.satchel', `crash-${process.pid}`);
  await build({ root, configFile: join(root, 'vite.crash.config.ts'), build: { outDir: folder } });
  return {
    server: join(folder, 'server.mjs'),
    device: join(folder, 'device.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A running program. Only what this run has started is ever killed, by its own id. */
export interface Running {
  readonly child: ChildProcess;
  /** Kills it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  readonly isGone: boolean;
  readonly gone: Promise<void>;
  tell(message: unknown): void;
  /** The last of what it wrote on its error output. */
  log(): string;
}

const LOG_KEPT = 20_000;

/**
 * @param onLine called for each whole line of its output, in order
 * @param way what stands before it on the command line (a namespace), and what its environment has beside ours
 */
export function run(
  program: string,
  args: readonly string[],
  onLine: (line: string) => void,
  way: { before?: readonly string[]; environment?: NodeJS.ProcessEnv } = {},
): Running {
  const cache = join(program, '..', 'compiled');
  if (!existsSync(cache)) mkdirSync(cache, { recursive: true });
  const { before = [], environment = {} } = way;
  // The driver here is Node's own.
  const { SATCHEL_NATIVE_BINDING: _electrons, ...own } = process.env;
  const env = { ...own, ...environment, NODE_COMPILE_CACHE: cache };
  const [command = process.execPath, ...rest] = [...before, process.execPath, program, ...args];
  const child = spawn(command, rest, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  let isGone = false;
  child.stderr.on('data', (chunk) => {
    log = (log + String(chunk)).slice(-LOG_KEPT);
  });
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', onLine);
  // All that it has written is read by then.
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      isGone = true;
      resolve();
    });
    child.once('error', () => resolve());
  });
  return {
    child,
    gone,
    get isGone() {
      return isGone;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    tell: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    log: () => log,
  };
}
