// What follows from a choice: with a backup, and when the demo is thrown away.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeStart, type StartParts } from './start.ts';

const demo = vi.hoisted(() => ({ state: { state: 'off' }, start: vi.fn(), stop: vi.fn(), reset: vi.fn() }));
vi.mock('./demo-life.ts', () => ({ makeDemoLife: () => demo }));

let folder: string;
beforeEach(() => {
  vi.clearAllMocks();
  folder = mkdtempSync(join(tmpdir(), 'satchel-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const setDemo = vi.fn();
const open = (profileFolder = folder, call: StartParts['device']['call'] = async () => ({ ok: true })) =>
  makeStart({
    choice: { choice: 'demo', server: null },
    profilesFolder: folder,
    profileFolder,
    device: { call, setDemo },
    demo: { home: folder, serverFile: '' },
    language: () => 'en',
    stateChanged: () => {},
    problem: () => {},
  });
const company = { choice: 'company', server: 'https://north.example' } as const;

it('a backup of a company ends the demo', () => {
  const start = open();
  expect(start.follow(company)).toEqual({ ok: true });
  expect(demo.stop).toHaveBeenCalledOnce();
  expect(setDemo).toHaveBeenCalledWith(null);
  expect(JSON.parse(readFileSync(join(folder, 'start.json'), 'utf8'))).toEqual(company);
});

it('a backup counts for this run where its choice cannot be kept', () => {
  const start = open(join(folder, 'gone'));
  expect(start.follow(company)).toMatchObject({ reason: { code: 'start.notKept' } });
  expect(start.choice).toBe('company');
  expect(demo.stop).toHaveBeenCalledOnce();
});

it('the demo stays while whoever works in it cannot be signed out', async () => {
  const refusal = { ok: false, reason: { code: 'device.trouble', params: {} } };
  const start = open(folder, async () => refusal);
  expect(await start.calls['start.resetDemo']({ language: 'en' })).toEqual(refusal);
  expect(demo.reset).not.toHaveBeenCalled();
});
