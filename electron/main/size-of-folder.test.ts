import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sizeOfFolder } from './size-of-folder.ts';

it('counts all that lies under a folder, and nothing where the folder has gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-size-'));
  mkdirSync(join(folder, 'people', 'one'), { recursive: true });
  writeFileSync(join(folder, 'profile.json'), 'x'.repeat(10));
  writeFileSync(join(folder, 'people', 'one', 'data.sqlite'), 'x'.repeat(1_000));
  expect(await sizeOfFolder(folder)).toBe(1_010);
  rmSync(folder, { recursive: true });
  expect(await sizeOfFolder(folder)).toBe(0);
});
