import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resolveAsset, serveAsset } from './serve-renderer.ts';

let folder = '';
beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'satchel-assets-'));
  folder = join(home, 'renderer');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(home, 'secret.txt'), 'secret');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

it('serves the page with a policy that lets no script of the page itself run', async () => {
  const answer = await serveAsset(folder, 'GET', 'satchel://app/');
  expect(await answer.text()).toBe('<!doctype html>');
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
});

it.each([
  'satchel://app/../secret.txt',
  'satchel://app/%2e%2e/secret.txt',
  'satchel://app/..%2fsecret.txt',
  'satchel://app/%2e%2e%5csecret.txt',
  'satchel://app/%00',
  'satchel://app/%zz',
  'satchel://elsewhere/index.html',
  'https://app/index.html',
  'nothing',
])('does not find %s', async (address) => {
  const file = resolveAsset(folder, address);
  expect(file === null || file.startsWith(folder)).toBe(true);
  expect((await serveAsset(folder, 'GET', address)).status).toBe(404);
});

it('answers reads alone', async () => {
  expect((await serveAsset(folder, 'POST', 'satchel://app/')).status).toBe(404);
});
