import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { memoryOfTree, readProportionalKilobytes } from './process-memory.ts';

it('takes the proportional size of all mappings, and not of a part of them', () => {
  const rollup =
    '55d0-7ffd ---p 00000000 00:00 0    [rollup]\nRss:   9000 kB\nPss:   1234 kB\nPss_Dirty:   77 kB\nPss_Anon:   55 kB\n';
  expect(readProportionalKilobytes(rollup)).toBe(1234);
  expect(readProportionalKilobytes('')).toBe(0);
});

/** Starts another one that says a word, and ends with the one that started it. */
const parent = `
  const child = "console.log(1);process.stdin.resume().once('end', () => process.exit())";
  require('node:child_process').spawn(process.execPath, ['-e', child, '--', '--type=' + 'renderer'], {
    stdio: ['pipe', 'inherit', 'ignore'],
  });`;

it('counts what a process started, by its kind; elsewhere than on Linux it says that it cannot', async () => {
  if (process.platform !== 'linux') {
    expect(() => memoryOfTree(process.pid)).toThrow('Linux');
    return;
  }
  const child = spawn(process.execPath, ['-e', parent]);
  try {
    await once(child.stdout, 'data');
    const { megabytes, byKind } = memoryOfTree(child.pid ?? 0);
    expect(Object.keys(byKind).sort()).toEqual(['browser', 'renderer']);
    expect(byKind.renderer).toBeGreaterThan(1);
    expect(megabytes).toBeCloseTo((byKind.browser ?? 0) + (byKind.renderer ?? 0), 3);
  } finally {
    child.kill();
  }
});
