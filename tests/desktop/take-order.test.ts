/**
 * The slice through all floors, as people live it: a manager imports the Northwind company, a rep without signal takes
 * an order by keyboard alone, goes online, and the warehouse sees it with its stock reserved. Three computers
 * with a window each and a real server process, on SQLite and on PostgreSQL.
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
import { chooseFiles, createTraders, importChosen } from '../support/desktop-company.ts';
import { openPlace } from '../support/desktop-menu.ts';
import { signIn, signInAndSync } from '../support/desktop-sign-in.ts';
import { needNorthwind, northwindFolder } from '../support/northwind-files.ts';
import { PASSWORD } from '../support/password.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

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
    let warehouse: Desktop | undefined;

    test.afterAll(async () => {
      for (const each of [office, laptop, warehouse]) await each?.close();
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
      await createTraders(database);
      server = await startServerProcess(database);

      await test.step('the manager imports the company', async () => {
        office = await openSatchel(join(home.path, 'office'));
        await checkScreen(office.page, `${dialect}-sign-in`);
        await signIn(office.page, server?.url ?? '', 'andrew', PASSWORD);
        await openPlace(office.page, 'import');
        const { page } = office;
        const files: [string, string[]][] = [
          ['Customers', ['customers.csv']],
          ['Products', ['products.csv']],
          ['Opening stock', ['products.csv']],
          ['Open orders', ['orders.csv', 'order_details.csv']],
        ];
        for (const [target, names] of files) {
          await chooseFiles(
            page,
            target,
            names.map((name) => join(northwindFolder, name)),
          );
          await importChosen(page);
          if (target === 'Customers') await checkScreen(page, `${dialect}-import`);
        }
        await expect(page.getByText('all synced')).toBeVisible();
        // Each of the three works on a computer of their own; memory for two windows at a time is enough.
        await office.close();
      });

      await test.step('a rep takes an order by keyboard, with the server gone', async () => {
        laptop = await openSatchel(join(home.path, 'laptop'));
        const { page } = laptop;
        await signInAndSync(page, server?.url ?? '', 'nancy', PASSWORD);
        await server?.kill();
        await expect(page.getByText('Offline')).toBeVisible({ timeout: 60_000 });

        await page.keyboard.press('Control+Shift+O');
        await expectCursorIn(page, 'Customer');
        // A practised hand waits for nothing.
        await page.keyboard.type('around\nchai\n12\n');
        await expect(page.getByRole('combobox', { name: 'Customer', exact: true })).toHaveValue('Around the Horn');
        await expect(page.getByRole('textbox', { name: /^Quantity of line 1, .*Chai/ })).toHaveValue('12');
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
        warehouse = await openSatchel(join(home.path, 'warehouse'));
        const { page } = warehouse;
        await signInAndSync(page, server?.url ?? '', 'steven', PASSWORD);
        await openPlace(page, 'orderList');
        await expect(page.getByRole('row', { name: /SO-.*Around the Horn/ })).toBeVisible();
        await checkScreen(page, `${dialect}-orders`);
        await openPlace(page, 'stockList');
        // 31 on hand in the file; the imported open orders hold 1, this order 5 more.
        const ikura = page.getByRole('row', { name: /Ikura/ });
        await expect(ikura.getByRole('gridcell')).toContainText(['10', 'Ikura', '31', '6', '25']);
        await checkScreen(page, `${dialect}-stock`);
      });
    });
  });
}
