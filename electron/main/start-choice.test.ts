import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepChoice, readChoice } from './start-choice.ts';

const NOW = 1_764_000_000_000;
const noSwitch = { demo: false, server: null };

let profile: string;
let device: string;
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'satchel-choice-'));
  device = join(profile, 'device');
  mkdirSync(device);
});
afterEach(() => rmSync(profile, { recursive: true }));

const read = (options: { demo: boolean; server: string | null } = noSwitch) =>
  readChoice(profile, device, options, NOW);

it('a new profile has chosen nothing', () => {
  expect(read()).toEqual({ choice: 'none', server: null });
});

it('what was chosen is there the next time, until it is left', () => {
  keepChoice(profile, { choice: 'company', server: 'satchel.example.com' });
  expect(read()).toEqual({ choice: 'company', server: 'satchel.example.com' });
  keepChoice(profile, { choice: 'demo', server: null });
  expect(read()).toEqual({ choice: 'demo', server: null });
  keepChoice(profile, { choice: 'none', server: null });
  expect(read()).toEqual({ choice: 'none', server: null });
  expect(existsSync(join(profile, 'start.json'))).toBe(false);
});

it('a switch counts for its run and leaves the file as it is', () => {
  keepChoice(profile, { choice: 'company', server: 'satchel.example.com' });
  expect(read({ demo: true, server: null })).toEqual({ choice: 'demo', server: null });
  expect(read({ demo: false, server: 'https://b.example' })).toEqual({
    choice: 'company',
    server: 'https://b.example',
  });
  expect(read()).toEqual({ choice: 'company', server: 'satchel.example.com' });
});

it.each(['', '{"choice": "dem', '{"choice": "both", "server": null}', '[]'])(
  'a file that says %j is set aside and asked again',
  (text) => {
    writeFileSync(join(profile, 'start.json'), text);
    expect(read()).toEqual({ choice: 'none', server: null });
    expect(readdirSync(join(profile, 'set-aside'))).toEqual([expect.stringContaining('start.json')]);
    expect(read()).toEqual({ choice: 'none', server: null });
  },
);

it('a profile that people have signed in to is not asked', () => {
  writeFileSync(join(device, 'profile.json'), '{"lastServer": "https://satchel.example.com"}');
  expect(read()).toEqual({ choice: 'company', server: 'https://satchel.example.com' });
});
