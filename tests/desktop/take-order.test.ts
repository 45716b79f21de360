/**
 * The slice through all floors, as people live it: a manager imports the Northwind company, a rep without signal takes
 * an order by keyboard alone, goes online, and the warehouse sees it with its stock reserved. Two real windows and a
 * real server process, on SQLite and on PostgreSQL.
 */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  administer,
  checkScreen,
  type Desktop,
  openSatchel,
  type ServerProcess,
  signIn,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { needNorthwind, northwindFolder } from '../support/northwind-files.ts';
import { PASSWORD } from '../support/password.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

async function createCompany(database: readonly string[]): Promise<void> {
  await administer(database, ['create-company', '--name', 'Northwind Traders', '--currency', 'USD', '--country', 'DE']);
  await administer(database, ['create-territory', '--code', 'W', '--name', 'World']);
  await administer(database, ['create-warehouse', '--code', 'SEA', '--name', 'Seattle']);
  const user = (login: string, name: string, role: string, scopes: string) =>
    administer(
      database,
      ['create-user', '--login', login, '--name', name, '--role', role, '--scopes', scopes],
      PASSWORD,
    );
  await user('andrew', 'Andrew Fuller', 'manager', 'territory:*,warehouse:*');
  await user('nancy', 'Nancy Davolio', 'rep', 'territory:W');
  await user('steven', 'Steven Buchanan', 'warehouse', 'warehouse:SEA');
}

/** Chooses what to import and its files, waits for the dry run, and imports. */
async function importFiles(page: Page, target: string, files: readonly string[]): Promise<void> {
  await page.getByRole('radiogroup', { name: 'What to import' }).getByText(target, { exact: true }).click();
  for (const [index, file] of files.entries()) {
    await page.locator('input[type=file]').nth(index).setInputFiles(join(northwindFolder, file));
    await expect(page.getByText(file, { exact: true })).toBeVisible();
  }
  await page.getByRole('button', { name: /^Import \d+/ }).click();
  await expect(page.getByText('What happened')).toBeVisible();
  await expect(page.getByText(/went through/)).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Andrew Fuller/ }).click();
  await page.getByText('Sign out').click();
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
}

/** The cursor by the document alone: of two windows on a display without a window manager only one has the focus. */
async function expectCursorIn(page: Page, label: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(label);
}

/** Types a product, takes the first hit, types the quantity; the cursor is in the next line then. */
async function typeLine(page: Page, typed: string, name: string, quantity: string): Promise<void> {
  await page.keyboard.type(typed);
  await expect(page.getByRole('option').first()).toContainText(name);
  await page.keyboard.press('Enter');
  await page.keyboard.type(quantity);
  await page.keyboard.press('Enter');
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  test.describe(`on ${dialect}`, () => {
    const home = temporaryFolder();
    let postgres: TestPostgres | undefined;
    let server: ServerProcess | undefined;
    let office: Desktop | undefined;
    let laptop: Desktop | undefined;

    test.afterAll(async () => {
      await laptop?.close();
      await office?.close();
      await server?.kill();
      await postgres?.stop();
      home.remove();
    });

    test('an order taken without a network reaches the warehouse, with its stock reserved', async () => {
      needNorthwind(test);
      let database: string[];
      if (dialect === 'postgres') {
        postgres = await startPostgres();
        await postgres.createDatabase('northwind');
        database = ['--database', postgres.connectionString('northwind'), '--schema', 'northwind'];
      } else {
        database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
      }
      await createCompany(database);
      server = await startServerProcess(database);

      await test.step('the manager imports the company', async () => {
        office = await openSatchel(join(home.path, 'office'));
        await checkScreen(office.page, `${dialect}-sign-in`);
        await signIn(office.page, server?.url ?? '', 'andrew', PASSWORD);
        await office.page.getByRole('navigation').getByText('Import', { exact: true }).click();
        await importFiles(office.page, 'Customers', ['customers.csv']);
        await checkScreen(office.page, `${dialect}-import`);
        await importFiles(office.page, 'Products', ['products.csv']);
        await importFiles(office.page, 'Opening stock', ['products.csv']);
        await importFiles(office.page, 'Open orders', ['orders.csv', 'order_details.csv']);
      });

      await test.step('a rep takes an order by keyboard, with the server gone', async () => {
        laptop = await openSatchel(join(home.path, 'laptop'));
        const { page } = laptop;
        await signIn(page, server?.url ?? '', 'nancy', PASSWORD);
        await expect(page.getByText('all synced')).toBeVisible();
        await server?.kill();
        await expect(page.getByText('Offline')).toBeVisible({ timeout: 60_000 });

        await page.keyboard.press('Control+Shift+O');
        await expectCursorIn(page, 'Customer');
        await page.keyboard.type('around');
        await expect(page.getByRole('option').first()).toContainText('Around the Horn');
        await page.keyboard.press('Enter');
        await typeLine(page, 'chai', 'Chai', '12');
        await typeLine(page, 'tof', 'Tofu', '60');
        await typeLine(page, '10', 'Ikura', '5');
        await checkScreen(page, `${dialect}-order-entry`);
        await page.keyboard.press('Control+Enter');
        await expect(page.getByRole('heading', { name: /^Order SO-/ })).toBeVisible();
        await expect(page.getByText('1 waiting')).toBeVisible();
        await checkScreen(page, `${dialect}-order`);
      });

      await test.step('the server comes back, and the order is sent by itself', async () => {
        server = await startServerProcess(database, new URL(server?.url ?? '').port);
        if (!laptop) throw new Error('the laptop window is gone');
        await expect(laptop.page.getByText('all synced')).toBeVisible({ timeout: 90_000 });
      });

      await test.step('the warehouse sees the order, and its stock reserved', async () => {
        if (!office) throw new Error('the office window is gone');
        const { page } = office;
        await signOut(page);
        await signIn(page, server?.url ?? '', 'steven', PASSWORD);
        await page.getByRole('navigation').getByText('Orders', { exact: true }).click();
        await expect(page.getByRole('row', { name: /SO-.*Around the Horn/ })).toBeVisible();
        await checkScreen(page, `${dialect}-orders`);
        await page.getByRole('navigation').getByText('Stock', { exact: true }).click();
        // 31 on hand in the file; the imported open orders hold 1, this order 5 more.
        const ikura = page.getByRole('row', { name: /Ikura/ });
        await expect(ikura.getByRole('gridcell')).toContainText(['10', 'Ikura', '', '31', '6', '25']);
        await checkScreen(page, `${dialect}-stock`);
      });
    });
  });
}
