/**
 * A company on its first day: nothing in it but its people. No screen is blank; each list says what it is for and offers
 * its first action, to whoever may import and to whoever may not. Pictures in screenshots/, and axe on each.
 */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  checkScreen,
  type Desktop,
  openSatchel,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { createTraders } from '../support/desktop-company.ts';
import { openPlace } from '../support/desktop-menu.ts';
import { signInAndSync } from '../support/desktop-sign-in.ts';
import { PASSWORD } from '../support/password.ts';

const home = temporaryFolder();
let server: ServerProcess;
const open: Desktop[] = [];

test.beforeAll(async () => {
  const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
  await createTraders(database);
  server = await startServerProcess(database);
});
test.afterEach(async () => {
  for (const desktop of open.splice(0)) await desktop.close();
});
test.afterAll(async () => {
  await server.kill();
  home.remove();
});

async function start(login: string, look: object): Promise<Page> {
  const desktop = await openSatchel(join(home.path, login));
  open.push(desktop);
  const { page } = desktop;
  await signInAndSync(page, server.url, login, PASSWORD);
  await page.evaluate((chosen) => localStorage.setItem('satchel.preferences', JSON.stringify(chosen)), look);
  await page.reload();
  await expect(page.getByRole('navigation')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.today-figures button').first()).toBeVisible();
  return page;
}

/** Opens each place of the side; returns the places whose screen shows no first action. */
async function lookAtPlaces(page: Page, suffix: string, places: readonly string[]): Promise<string[]> {
  const blank: string[] = [];
  for (const place of places) {
    await openPlace(page, place);
    const panel = page.getByRole('tabpanel');
    await expect(panel.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(panel.locator('.empty-state-title')).toBeVisible();
    if ((await panel.locator('.empty-state').getByRole('button').count()) === 0) blank.push(place);
    await checkScreen(page, `50-empty-${place}-${suffix}`);
  }
  return blank;
}

/** Answers the system's dialogs as a person would. */
const answerDialogs = ({ app }: Desktop, path: string) =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);

test('a backup that was saved in the settings is restored on the first screen of another computer', async () => {
  const file = join(home.path, 'steven.satchel-backup');
  const old = await openSatchel(join(home.path, 'old'));
  open.push(old);
  await signInAndSync(old.page, server.url, 'steven', PASSWORD);
  await answerDialogs(old, file);
  await old.page.keyboard.press('Control+,');
  await old.page.getByRole('button', { name: 'Save a backup' }).click();
  await old.page.getByLabel('Password', { exact: true }).fill('kept in the safe');
  await old.page.getByLabel('Once more').fill('kept in the safe');
  await old.page.keyboard.press('Enter');
  await expect(old.page.getByText('Backup saved')).toBeVisible();

  const fresh = await openSatchel(join(home.path, 'new'), []);
  open.push(fresh);
  const { page } = fresh;
  await answerDialogs(fresh, file);
  await expect(page.locator('[data-way=demo]')).toBeFocused();
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await expect(page.getByText('steven.satchel-backup')).toBeVisible();
  await page.keyboard.type('not this one');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('does not open the backup');
  await checkScreen(page, '51-restore-refused');
  await page.keyboard.type('kept in the safe');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Restored: the data of Steven Buchanan')).toBeVisible();
  await checkScreen(page, '51-restored');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText('all synced')).toBeVisible();
});

test('a company is joined by its address on the first screen', async () => {
  const desktop = await openSatchel(join(home.path, 'joins'), []);
  open.push(desktop);
  const { page } = desktop;
  await expect(page.locator('[data-way=demo]')).toBeFocused();
  await page.keyboard.press('2');
  await page.keyboard.type(server.url);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('User')).toBeFocused();
  await page.keyboard.type('nancy');
  await page.keyboard.press('Enter');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText('all synced')).toBeVisible();
});

const lists = ['customerList', 'orderList', 'stockList', 'sync'];

test('who may import is offered it in each list', async () => {
  const page = await start('andrew', { language: 'en', theme: 'light', density: 'compact' });
  await checkScreen(page, '50-empty-start-manager-en-light');
  expect(await lookAtPlaces(page, 'manager-en-light', lists)).toEqual([]);
  await openPlace(page, 'customerList');
  await page.getByRole('tabpanel').locator('.empty-state').getByRole('button').click();
  await expect(page.getByRole('tab', { name: 'Import', selected: true })).toBeVisible();
});

test('a rep reads what each list is for, whom to ask, and takes a first order', async () => {
  const page = await start('nancy', { language: 'zh', theme: 'dark', density: 'compact' });
  await checkScreen(page, '50-empty-start-rep-zh-dark');
  // Customers and products come by those who may import; a rep is told so.
  expect(await lookAtPlaces(page, 'rep-zh-dark', lists)).toEqual(['customerList', 'stockList']);
  await page.keyboard.press('Control+Shift+O');
  await expect(page.locator('.order')).toBeVisible();
  await page.keyboard.type('he');
  await expect(page.getByText('还没有客户')).toBeVisible();
  await checkScreen(page, '50-empty-order-entry-rep-zh-dark');
});
