// A program that was called wrongly says how it is called, and nothing of its own insides.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const tests = join(import.meta.dirname, '..');

it.each([
  ['simulation/run.ts', 'npm run simulate', ['--bogus']],
  ['simulation/run.ts', 'npm run simulate', ['--minutes', 'many']],
  ['simulation/planted/run.ts', 'npm run simulate -- --planted', ['--only', 'noSuchMistake']],
  ['crash/run.ts', 'npm run crash', ['--bogus']],
  ['crash/run.ts', 'npm run crash', ['--only', 'nothing']],
  ['network/run.ts', 'npm run network', ['--bogus']],
  ['network/run.ts', 'npm run network', ['--only', 'noSuchLine']],
  ['bench/run.ts', 'npm run bench', ['--bogus']],
])('%s, called wrongly: %s', { timeout: 60_000 }, (program, usage, args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(tests, program), ...args], { encoding: 'utf8' });
  expect(stderr).toContain(usage);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr.trim().split('\n')).toHaveLength(2);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

it.each([
  ['simulation/run.ts', 'npm run simulate'],
  ['simulation/planted/run.ts', 'npm run simulate -- --planted'],
  ['network/run.ts', 'npm run network'],
])('%s --help: %s', { timeout: 60_000 }, (program, usage) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(tests, program), '--help'], {
    encoding: 'utf8',
  });
  expect(stdout).toContain(usage);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
