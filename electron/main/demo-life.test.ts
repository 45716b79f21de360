// The demo's server as windows of one computer start, share and replace it: real servers, real files; only Electron's way
// to start a process is replaced by Node's.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Demo } from '../device/device-messages.ts';
import { type DemoLife, makeDemoLife } from './demo-life.ts';
import { isAlive, readNotice } from './demo-server.ts';

const started = vi.hoisted(() => ({ count: 0 }));
vi.mock('electron', () => ({
  utilityProcess: {
    fork(file: string, args: string[]) {
      started.count += 1;
      return spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    },
  },
}));

const serverFile = join(import.meta.dirname, '../../server/main.ts');

interface Window {
  readonly life: DemoLife;
  readonly found: Demo[];
  readonly problems: string[];
}

let home: string;
let windows: Window[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'satchel-demo-'));
  windows = [];
  started.count = 0;
});
afterEach(async () => {
  await Promise.all(windows.map(({ life }) => life.stop()));
  rmSync(home, { recursive: true, force: true });
});

function openWindow(): Window {
  const found: Demo[] = [];
  const problems: string[] = [];
  const life = makeDemoLife({
    home,
    serverFile,
    found: (demo) => found.push(demo),
    stateChanged: () => {},
    problem: (where, error) => problems.push(`${where}: ${String(error)}`),
  });
  const window = { life, found, problems };
  windows.push(window);
  return window;
}

const isReady = (window: Window) => expect.poll(() => window.life.state.state, { timeout: 60_000 }).toBe('ready');
const companies = () => readdirSync(home).filter((name) => name.startsWith('company-'));

it('two windows that come at the same time find one server, and the same company again later', async () => {
  const [one, two] = [openWindow(), openWindow()];
  one.life.start('en');
  two.life.start('en');
  await isReady(one);
  await isReady(two);
  expect(two.found).toEqual(one.found);
  expect(companies()).toEqual(['company-1']);
  expect([...one.problems, ...two.problems]).toEqual([]);
  const companyId = one.life.companyId();
  expect(started.count, 'both tried').toBeGreaterThan(1);
  await one.life.stop();
  await two.life.stop();

  one.life.start('en');
  await isReady(one);
  expect(one.life.companyId()).toBe(companyId);
});

it('two resets at the same time make one new company', async () => {
  const [one, two] = [openWindow(), openWindow()];
  one.life.start('en');
  await isReady(one);
  two.life.start('en');
  await isReady(two);
  const before = one.life.companyId();
  const [first, second] = await Promise.all([one.life.reset('en'), two.life.reset('en')]);
  expect(second).toEqual(first);
  expect(first.companyId).not.toBe(before);
  expect([one.life.state, two.life.state]).toEqual([{ state: 'ready' }, { state: 'ready' }]);
  expect(companies()).toEqual(['company-2']);
  expect([...one.problems, ...two.problems]).toEqual([]);
});

it('a reset whose notice cannot be written leaves the old company at work, and no server beside it', async () => {
  const window = openWindow();
  window.life.start('en');
  await isReady(window);
  const [before] = window.found;
  // What the notice is written to first.
  const stuck = join(home, 'server.json.new');
  mkdirSync(stuck);
  await expect(window.life.reset('en')).rejects.toMatchObject({ code: 'start.demoFailed' });
  expect(existsSync(join(home, 'company-2'))).toBe(false);
  const notice = readNotice(home);
  expect(notice && (await isAlive(notice))).toBe(true);
  expect(window.found).toEqual([before]);
  await isReady(window);
  rmSync(stuck, { recursive: true });
  const next = await window.life.reset('en');
  expect(next.companyId).not.toBe(before?.companyId);
  expect(companies()).toEqual(['company-2']);
});
