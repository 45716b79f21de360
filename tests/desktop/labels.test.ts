/**
 * Labels as the dock prints them: goods are received by scanner, one key proposes a label for each unit, and one job makes
 * them as PDF (Chinese, its fonts in it, a page each) or sends them as ZPL to a printer that really listens.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { extractText, getDocumentProxy } from 'unpdf';
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
import { plugScanner } from '../support/desktop-scanner.ts';
import { signIn, signInAndSync } from '../support/desktop-sign-in.ts';
import { PASSWORD } from '../support/password.ts';
import { startPrinter, type TestPrinter } from '../support/start-printer.ts';

const home = temporaryFolder();
const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
let server: ServerProcess;
let printer: TestPrinter;
const open: Desktop[] = [];

test.beforeAll(async () => {
  await createTraders(database);
  server = await startServerProcess(database);
  printer = await startPrinter();
});
test.afterAll(async () => {
  for (const desktop of open) await desktop.close();
  await server.kill();
  printer.close();
  home.remove();
});

const LOT_SCAN = ']C101069012345678921728123110L-9';
const POINTS_PER_MM = 72 / 25.4;

async function start(name: string): Promise<Desktop> {
  const desktop = await openSatchel(join(home.path, name));
  open.push(desktop);
  return desktop;
}

const choose = async (page: Page, field: string, option: string) => {
  const offered = page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true });
  // The dialog may still be coming to its place: then the field is not where it was a moment ago.
  await expect(async () => {
    if (!(await offered.isVisible())) {
      await page.getByRole('dialog').getByRole('combobox', { name: field, exact: true }).click({ force: true });
    }
    await expect(offered).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await offered.click();
};

test('R112 what was received gets a label for each unit in one job: as PDF with its fonts, and by ZPL', async () => {
  const office = await start('office');
  await signIn(office.page, server.url, 'andrew', PASSWORD);
  await openPlace(office.page, 'import');
  const path = join(home.path, 'products.csv');
  writeFileSync(path, 'Code,Name,Unit,Price,Barcode,Lot tracking\nA-110,陶瓷杯 350ml,个,12.50,6901234567892,lot\n');
  await chooseFiles(office.page, 'Products', [path]);
  await importChosen(office.page);
  await expect(office.page.getByText('all synced')).toBeVisible();
  await office.close();

  const desk = await start('desk');
  const { page, app } = desk;
  await signInAndSync(page, server.url, 'steven', PASSWORD);
  await openPlace(page, 'receiveGoods');
  await expect(page.getByRole('button', { name: /Without an order/ })).toBeVisible();
  await page.keyboard.press('F9');
  const scanner = await plugScanner(page);
  await expect(page.locator('.work-band')).toContainText('Scan the goods');
  await scanner.scan(LOT_SCAN, LOT_SCAN, LOT_SCAN);
  await expect(page.getByTestId('tally-amount')).toContainText('3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('L-9');
  await page.keyboard.press('Enter');
  await expect(page.locator('.work-band')).toContainText('Booked');

  await page.keyboard.press('F6');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: /陶瓷杯/ })).toHaveValue('3');
  await checkScreen(page, 'labels-of-receipt');

  await test.step('a scan while the question stands does nothing', async () => {
    await scanner.scan('6901234567892');
    await expect(page.locator('.work-band')).toContainText('first');
    await expect(dialog.getByRole('textbox', { name: /陶瓷杯/ })).toHaveValue('3');
  });

  await test.step('as PDF, in Chinese: three pages of the roll’s size', async () => {
    const pdf = join(home.path, 'labels.pdf');
    await app.evaluate(({ dialog: dialogs }, filePath) => {
      dialogs.showSaveDialog = async () => ({ canceled: false, filePath });
    }, pdf);
    await choose(page, 'Words on it', 'Chinese');
    await choose(page, 'Printed by', 'PDF file');
    await dialog.getByRole('button', { name: 'Save 3 labels' }).click();
    await expect(dialog).toBeHidden();
    const bytes = readFileSync(pdf);
    // As outlines of a font, or as drawings of its characters: which, the system's font decides.
    expect(bytes.toString('latin1')).toMatch(/\/FontFile[23]|\/Subtype \/Type3/);
    const document = await getDocumentProxy(new Uint8Array(bytes));
    const { totalPages, text } = await extractText(document);
    expect(totalPages).toBe(3);
    for (const said of text) {
      // Fonts for Chinese draw some characters and their radicals by one drawing; which of both it is called is chance.
      const each = said.normalize('NFKC');
      expect(each).toContain('陶瓷杯 350ml');
      expect(each).toContain('有效期至');
      expect(each).toContain('2028-12-31');
      expect(each).toContain('(01)06901234567892(17)281231(10)L-9');
    }
    const [, , width = 0, height = 0] = (await document.getPage(1)).view;
    expect(width / POINTS_PER_MM).toBeCloseTo(100, 0);
    expect(height / POINTS_PER_MM).toBeCloseTo(50, 0);
  });

  await test.step('by ZPL to a printer: one that does not answer is said, the other gets the job', async () => {
    await page.keyboard.press('F6');
    await choose(page, 'Printed by', 'Label printer in the network (ZPL)');
    const address = dialog.getByLabel('Address', { exact: true });
    await address.fill('127.0.0.1:9199');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('does not answer');
    await address.fill('8.8.8.8');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('not in this network');
    await checkScreen(page, 'labels-far-printer');
    await address.fill(`127.0.0.1:${printer.port}`);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden({ timeout: 15_000 });
    expect(printer.text()).toContain('^FD>;>801069012345678921728123110>6L-9^FS');
    expect(printer.text()).toContain('^PQ3,0,1,Y^XZ');
  });

  await test.step('what was chosen stays chosen at this computer', async () => {
    await page.keyboard.press('F6');
    await expect(dialog.getByLabel('Address', { exact: true })).toHaveValue(`127.0.0.1:${printer.port}`);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.locator('.work')).toBeVisible();
  });
});
