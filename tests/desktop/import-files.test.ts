/**
 * Importing as people have their files: a workbook of Excel, and a CSV file with rows that cannot be taken. Guards:
 * what is wrong is named by line, column and cause before anything is written; the rest goes through.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
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
import { signInAndSync } from '../support/desktop-sign-in.ts';
import { PASSWORD } from '../support/password.ts';

/** A workbook of one sheet as Excel writes it: texts inline, numbers as numbers. */
function workbook(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const office = 'http://schemas.openxmlformats.org';
  const relations = `${office}/officeDocument/2006/relationships`;
  const cell = (value: string | number, column: number, row: number) => {
    const place = `${String.fromCharCode(65 + column)}${row + 1}`;
    return typeof value === 'number'
      ? `<c r="${place}"><v>${value}</v></c>`
      : `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  const data = rows.map(
    (row, at) => `<row r="${at + 1}">${row.map((value, column) => cell(value, column, at)).join('')}</row>`,
  );
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets><sheet name="Products" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${data.join('')}</sheetData></worksheet>`,
    ),
  });
}

test.describe('a manager imports', () => {
  const home = temporaryFolder();
  let server: ServerProcess | undefined;
  let desktop: Desktop;

  test.beforeAll(async () => {
    const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
    await createTraders(database);
    server = await startServerProcess(database);
    desktop = await openSatchel(join(home.path, 'office'));
    await signInAndSync(desktop.page, server.url, 'andrew', PASSWORD);
  });
  test.afterAll(async () => {
    await desktop.close();
    await server?.kill();
    home.remove();
  });

  test('a workbook of Excel', async () => {
    const { page } = desktop;
    const path = join(home.path, 'products.xlsx');
    writeFileSync(
      path,
      workbook([
        ['SKU', 'Name', 'Base price', 'Packaging'],
        ['007', 'Chai', 18, '10 boxes x 20 bags'],
        [8, 'Chang', 19.5, '24 - 12 oz bottles'],
      ]),
    );
    await openPlace(page, 'import');
    await chooseFiles(page, 'Products', [path]);
    await importChosen(page);
    await checkScreen(page, 'import-workbook');
    await openPlace(page, 'stockList');
    await expect(page.getByRole('row', { name: /007.*Chai/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /8.*Chang/ })).toBeVisible();
  });

  test('a CSV file with rows that cannot be taken', async () => {
    const { page } = desktop;
    const path = join(home.path, 'customers.csv');
    writeFileSync(
      path,
      [
        'Customer code,Name,Credit limit,Payment terms (days)',
        'A-1,Around the Horn,5000,30',
        'A-2,,100,30',
        'A-3,Berglunds snabbköp,much,30',
        'A-1,Around the Horn again,1,30',
        'A-5,Blauer See Delikatessen,250.50,14',
      ].join('\n'),
    );
    await openPlace(page, 'import');
    await chooseFiles(page, 'Customers', [path]);
    const panel = page.getByRole('tabpanel');
    await expect(panel.getByRole('button', { name: /^Import \d+/ })).toBeVisible();
    const problems = [
      ['Line 3', 'Name', 'must not be empty'],
      ['Line 4', 'Credit limit', '"much" is not an amount'],
      ['Line 5', 'Customer code', '"A-1" already appears in line 2'],
    ];
    const text = await panel.innerText();
    const last = text.slice(text.indexOf('Rows that cannot be taken'));
    let from = 0;
    for (const words of problems.flat()) {
      const at = last.indexOf(words, from);
      expect(at, `${words} in ${last}`).toBeGreaterThanOrEqual(from);
      from = at;
    }
    await checkScreen(page, 'import-problems');
    await importChosen(page);
    await openPlace(page, 'customerList');
    await expect(page.getByRole('row', { name: /A-5.*Blauer See/ })).toBeVisible();
    await expect(page.getByRole('tabpanel').getByText('Berglunds')).toHaveCount(0);
    await expect(page.getByText('all synced')).toBeVisible();
  });
});
