/**
 * A rep watches the ledger while the network is cut: what waits, what comes back, what the office rejects and how it is
 * mended, dropped and taken back; at the end the ledger goes into a file, which is checked against the server.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  checkScreen,
  type Desktop,
  openSatchel,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { chooseFiles, createTraders, importChosen } from '../support/desktop-company.ts';
import { openPlace } from '../support/desktop-menu.ts';
import { allSent, TOO_MANY_FOR_TWO, takeOrder, workOffline } from '../support/desktop-orders.ts';
import { signIn, signInAndSync } from '../support/desktop-sign-in.ts';
import { needNorthwind, northwindFolder } from '../support/northwind-files.ts';
import { PASSWORD } from '../support/password.ts';

const home = temporaryFolder();
let server: ServerProcess | undefined;
let office: Desktop | undefined;
let laptop: Desktop | undefined;

test.afterAll(async () => {
  for (const each of [office, laptop]) await each?.close();
  await server?.kill();
  home.remove();
});

const openLedger = (page: Page) => openPlace(page, 'sync');
const tab = (page: Page, name: RegExp) => page.locator('.ledger-tabs').getByRole('tab', { name });
const state = (page: Page, word: string) => page.getByRole('row').filter({ hasText: word });
const allSynced = (page: Page) => expect(page.getByTestId('sync-pill')).toContainText('Online', { timeout: 90_000 });

test('nothing is lost, and the ledger says so: waiting, applied, rejected, mended, dropped, taken back, proven', async () => {
  needNorthwind(test);
  test.setTimeout(300_000);
  const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
  await createTraders(database);
  server = await startServerProcess(database);
  const { url } = server;
  const port = new URL(url).port;

  await test.step('the office imports, the rep signs in', async () => {
    office = await openSatchel(join(home.path, 'office'));
    await signIn(office.page, url, 'andrew', PASSWORD);
    await openPlace(office.page, 'import');
    for (const [target, file] of [
      ['Customers', 'customers.csv'],
      ['Products', 'products.csv'],
    ] as const) {
      await chooseFiles(office.page, target, [join(northwindFolder, file)]);
      await importChosen(office.page);
    }
    laptop = await openSatchel(join(home.path, 'laptop'));
    await signInAndSync(laptop.page, url, 'nancy', PASSWORD);
  });
  if (!office || !laptop) throw new Error('a window is gone');
  const { page } = laptop;

  await test.step('without a network an order is safe here, and its page and the ledger say so', async () => {
    await workOffline(page, true);
    await takeOrder(page, 'Alfreds', TOO_MANY_FOR_TWO);
    await openLedger(page);
    await expect(state(page, 'Waiting')).toHaveCount(1);
    await page.keyboard.press('j');
    await expect(page.getByText(/safe here\. You work offline by choice: it goes to the office once/)).toBeVisible();
    await checkScreen(page, 'ledger-waiting');
    await page.keyboard.press('o');
    await expect(page.getByTestId('office-state').filter({ visible: true })).toContainText(
      'goes to the office once you switch Work offline off',
    );
  });

  await test.step('another order for the same customer reaches the office first: the rep reads why', async () => {
    await takeOrder(office?.page ?? page, 'Alfreds', TOO_MANY_FOR_TWO);
    await allSent(office?.page ?? page);
    await workOffline(page, false);
    await expect(page.getByTestId('sync-pill')).toContainText('1 needs you', { timeout: 60_000 });
    await openLedger(page);
    await expect(page.getByText('nothing is lost; each waits for one decision')).toBeVisible();
    await expect(page.getByText(/open orders come to more than/).first()).toBeVisible();
    await checkScreen(page, 'ledger-rejected');
  });

  await test.step('its number leads to it from anywhere; the ledger has a key, and is searched by deed', async () => {
    const number = /SO-\S+/.exec((await page.locator('.entry-head').innerText()) ?? '')?.[0] ?? '';
    await openPlace(page, 'today');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(number);
    await page.getByRole('option', { name: /Rejected/ }).click();
    await expect(page.locator('.entry-head')).toContainText(number);
    await openPlace(page, 'today');
    await page.keyboard.press('Control+l');
    await page.getByPlaceholder('Find in the ledger').fill('confirm');
    await expect(state(page, 'Rejected')).toHaveCount(1);
    await page.keyboard.press('Control+l');
    await expect(page.getByText('nothing is lost; each waits for one decision')).toBeVisible();
  });

  await test.step('it is mended and sent again, and the old one names the new', async () => {
    await page.keyboard.press('a');
    await expect(page.getByText(/^In place of order SO-/)).toBeVisible();
    const quantity = page.getByRole('textbox', { name: /^Quantity of line 1/ });
    await quantity.fill('12');
    await quantity.press('Enter');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('office-state').filter({ visible: true })).toContainText('At the office since', {
      timeout: 30_000,
    });
    await openLedger(page);
    await expect(state(page, 'Sent anew')).toHaveCount(1);
    await expect(page.getByTestId('sync-pill')).not.toContainText('needs you');
  });

  await test.step('the server is killed, an order waits; the server comes back, and it is applied by itself', async () => {
    await server?.kill();
    await expect(page.getByTestId('sync-pill')).toContainText('Offline', { timeout: 60_000 });
    await takeOrder(page, 'Bottom', 10_000);
    await expect(state(page, 'Waiting')).toHaveCount(1);
    await state(page, 'Waiting').click();
    await expect(page.getByText(/It could not be sent at/)).toBeVisible({ timeout: 60_000 });
    server = await startServerProcess(database, port);
    await expect(state(page, 'Waiting')).toHaveCount(0, { timeout: 90_000 });
    await allSynced(page);
  });

  await test.step('what waits is taken back; the office took another first, and both are answered', async () => {
    await workOffline(page, true);
    await takeOrder(page, 'Around', TOO_MANY_FOR_TWO);
    await state(page, 'Waiting').click();
    await expect(page.getByRole('button', { name: /Take back/ })).toBeVisible();
    await page.keyboard.press('w');
    await expect(state(page, 'Cancel order')).toHaveCount(1);
    await expect(page.getByText(/It was taken back by the command below/)).toBeVisible();
    // What is on its way itself is told as nobody else's doing.
    await state(page, 'Cancel order').click();
    await expect(page.locator('.entry-head + h2')).toContainText('Cancel order');
    await expect(page.locator('.entry-values')).toHaveCount(0);
    await allSynced(office?.page ?? page);
    await takeOrder(office?.page ?? page, 'Around', TOO_MANY_FOR_TWO);
    await allSent(office?.page ?? page);
    await workOffline(page, false);
  });

  await test.step('rejected and taken back: both have their end by themselves, and stay to be read', async () => {
    await tab(page, /^Rejected/).click();
    await expect(state(page, 'Taken back')).toHaveCount(2, { timeout: 60_000 });
    await expect(page.getByTestId('sync-pill')).not.toContainText('need');
  });

  await test.step('the ledger is exported, and the server has all of it under the same seals', async () => {
    const path = join(home.path, 'ledger.jsonl');
    await laptop?.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, path);
    await page.keyboard.press('Control+e');
    await expect(page.getByText('Ledger exported')).toBeVisible();
    const readable = readFileSync(join(home.path, 'ledger (to read).txt'), 'utf8');
    expect(readable.match(/^No\. \d/gm)).toHaveLength(5);
    expect(readable).toContain('npm run check-proof');
    await server?.kill();
    const report = checkFile([path, ...database]);
    expect(report).toMatchObject({ status: 0, said: { whole: true, commands: 5, onServer: 5, notOnServer: 0 } });
  });
});

function checkFile(args: readonly string[]): { status: number | null; said: unknown } {
  const { SATCHEL_NATIVE_BINDING: _electrons, ...env } = process.env;
  const script = resolve(import.meta.dirname, '../../server/admin/check-proof.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return { status, said: JSON.parse(stdout) };
}
