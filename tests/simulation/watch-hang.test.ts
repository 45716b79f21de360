import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import { watchHang } from './watch-hang.ts';

let child: ChildProcess | null = null;
afterEach(() => {
  child?.kill('SIGKILL');
});

const limits = { lookMs: 50, leastMs: 400, busyMs: 300 };

it.each([
  ['runs for ever', 'for (;;) {}'],
  ['waits for what never comes', 'setTimeout(() => {}, 1e9)'],
])('a process that %s hangs', async (_name, text) => {
  const started = spawn(process.execPath, ['-e', text], { stdio: 'ignore' });
  child = started;
  await new Promise<void>((resolve) => watchHang(started, resolve, limits));
});

it('nothing is said of one that is let go, and where the system says nothing the clock does', async () => {
  const said: string[] = [];
  const end = watchHang({}, () => said.push('let go'), limits);
  await new Promise<void>((resolve) =>
    watchHang(
      {},
      () => {
        said.push('by the clock');
        resolve();
      },
      { ...limits, busyMs: 200 },
    ),
  );
  end();
  expect(said).toEqual(['by the clock']);
});
