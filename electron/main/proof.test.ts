import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeProofCalls } from './proof.ts';

let folder: string;
let chosen: string;
vi.mock('electron', () => ({
  app: { getPath: () => folder },
  dialog: { showSaveDialog: async () => ({ filePath: chosen }) },
}));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-proof-'));
  chosen = join(folder, 'ledger.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const calls = (language: 'en' | 'zh') =>
  makeProofCalls({
    device: {
      call: async (_, [request]) => {
        writeFileSync((request as { path: string }).path, 'proof');
        return { ok: true, path: chosen };
      },
    },
    window: () => null,
    language: () => language,
    problem: () => {},
  });

it('writes what is to be read beside the proof, under a name of its own', async () => {
  expect(await calls('en')['proof.export']({ summary: 'No. 1' })).toEqual({ ok: true, path: chosen });
  expect(readFileSync(chosen, 'utf8')).toBe('proof');
  expect(readFileSync(join(folder, 'ledger (to read).txt'), 'utf8')).toBe('No. 1');
  await calls('zh')['proof.export']({ summary: '第 1 号' });
  expect(readFileSync(join(folder, 'ledger (可读).txt'), 'utf8')).toBe('第 1 号');
});

it('says when it could not be written', async () => {
  const path = join(folder, 'ledger (to read).txt');
  mkdirSync(path);
  expect(await calls('en')['proof.export']({ summary: 'No. 1' })).toEqual({
    ok: false,
    reason: { code: 'ledger.proofNotWritten', params: { path } },
  });
});
