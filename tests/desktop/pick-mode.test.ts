/**
 * A picker's morning in a real window, with a scanner and no mouse: a list is claimed by its number, twenty scans in two
 * seconds register in order, wrong ones are refused and heard, the power goes after a scan and the next start stands at
 * the same line, the rest is picked without a network, and the server has what was picked.
 */
import { writeFileSync } from 'node:fs';
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
import { plugScanner } from '../support/desktop-scanner.ts';
import { signIn, signInAndSync } from '../support/desktop-sign-in.ts';
import { PASSWORD } from '../support/password.ts';

const home = temporaryFolder();
const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
let server: ServerProcess;
let office: Desktop | undefined;
let desk: Desktop | undefined;

test.beforeAll(async () => {
  await createTraders(database);
  server = await startServerProcess(database);
});
test.afterAll(async () => {
  await office?.close();
  await desk?.close();
  await server.kill();
  home.remove();
});

const MUG = '6901234567892';
const BOWL = '96385074';

/** Goods with bar codes and lots, a customer. */
async function importCompany(page: Page): Promise<void> {
  const files: readonly (readonly [string, string])[] = [
    ['Customers', 'CustomerID,CompanyName,City\nHT,Hengtong,Wuhan\n'],
    [
      'Products',
      `Code,Name,Unit,Price,Barcode,Lot tracking\nA-110,Mug,box,12.50,${MUG},lot\nB-020,Bowl,box,8.00,${BOWL},no\n`,
    ],
    ['Opening stock', 'SKU,Stock,Lot,Expiry\nA-110,40,L1,2099-01-31\nA-110,10,L2,2099-02-28\nB-020,30,,\n'],
  ];
  await openPlace(page, 'import');
  for (const [target, text] of files) {
    const path = join(home.path, `${target}.csv`);
    writeFileSync(path, text);
    await chooseFiles(page, target, [path]);
    await importChosen(page);
  }
  await expect(page.getByText('all synced')).toBeVisible();
}

/** An order of 25 mugs and 2 bowls, given to the warehouse: by the commands that the screens run. */
async function releaseOrder(page: Page): Promise<string> {
  const replies = await page.evaluate(async () => {
    const { satchel } = window as never as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
    const rowsOf = async (name: string, args: unknown) => {
      const reply = await satchel.query(name, args);
      if (!reply.ok) throw new Error(`${name}: ${reply.reason.code}`);
      return reply.rows as never;
    };
    const company: { warehouses: { id: string }[] } = await rowsOf('admin.company', {});
    const warehouseId = company.warehouses[0]?.id ?? '';
    const customers: { rows: { id: string }[] } = await rowsOf('crm.customerList', {
      search: '',
      cursor: null,
      limit: 5,
    });
    const products: { id: string; code: string; basePrice: number }[] = await rowsOf('inventory.productsByCodes', {
      codes: ['A-110', 'B-020'],
      warehouseId,
    });
    const [orderId = '', exposureEntryId = '', pickListId = '', ...lineIds] = await satchel.newIds(7);
    const order = {
      ...{ orderId, exposureEntryId, warehouseId, customerId: customers.rows[0]?.id, currency: 'USD' },
      ...{
        number: await satchel.nextNumber('order'),
        requestedOn: null,
        paymentTermsDays: 30,
        shipTo: null,
        note: null,
      },
      lines: products.map(({ id, code, basePrice }, index) => ({
        ...{
          id: lineIds[index],
          productId: id,
          discount: 0,
          taxRate: 1_900,
        },
        ...{ unitPrice: basePrice, listPrice: basePrice, quantity: (code === 'A-110' ? 25 : 2) * 10_000 },
      })),
    };
    const confirmed = await satchel.command('sales.confirmOrder', order);
    const number = await satchel.nextNumber('pickList');
    const release = { pickListId, number, warehouseId, orderIds: [orderId] };
    const released = await satchel.command('inventory.releaseOrders', release);
    return { confirmed, released, number };
  });
  expect(replies, JSON.stringify(replies)).toMatchObject({
    confirmed: { state: 'applied' },
    released: { state: 'applied', result: { lineCount: 2 } },
  });
  return replies.number;
}

const left = (page: Page) => page.getByTestId('pick-left');
const band = (page: Page) => page.locator('.work-band');

/** Counts the tones of the window from now on: 1 for right, 2 for wrong. */
async function listen(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const heard = window as never as { tones: number };
    heard.tones = 0;
    const { createOscillator } = AudioContext.prototype;
    AudioContext.prototype.createOscillator = function create() {
      heard.tones += 1;
      return createOscillator.call(this);
    };
  });
  return () => page.evaluate(() => (window as never as { tones: number }).tones);
}

test('a list is picked by scanner alone, through a power cut and without a network', async () => {
  let number = '';
  await test.step('the office takes an order and releases it', async () => {
    office = await openSatchel(join(home.path, 'office'));
    const { page } = office;
    await signIn(page, server.url, 'andrew', PASSWORD);
    await importCompany(page);
    number = await releaseOrder(page);
    await expect(page.getByText('all synced')).toBeVisible();
    await office.close();
  });

  await test.step('the picker claims it by its number, and wrong scans are refused and heard', async () => {
    desk = await openSatchel(join(home.path, 'desk'));
    const { page } = desk;
    await signInAndSync(page, server.url, 'steven', PASSWORD);
    await openPlace(page, 'pick');
    await expect(page.getByRole('option', { name: new RegExp(number) })).toBeVisible();
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await checkScreen(page, 'pick-lists');
    const scanner = await plugScanner(page);
    await scanner.scan(number);
    await expect(left(page)).toContainText('25');
    const tones = await listen(page);
    for (const [code, words] of [
      ['6901234567893', 'Damaged code'],
      ['4006381333931', 'Not our goods'],
      ['NOBODY-KNOWS', 'Unknown code'],
      [BOWL, 'Not yet'],
      [`]C101069012345678921725010110L1`, 'Expired'],
      [`]C1010690123456789210L2`, 'Wrong lot'],
    ] as const) {
      const before = await tones();
      await scanner.scan(code);
      await expect(band(page)).toContainText(words);
      expect((await tones()) - before).toBe(2);
    }
    await expect(left(page)).toContainText('25');
    await checkScreen(page, 'pick-wrong');
  });

  await test.step('R111 twenty scans in two seconds all register, in order', async () => {
    if (!desk) throw new Error('there is no desk');
    const scanner = await plugScanner(desk.page);
    // The label says which lot it is; the goods' own code counts for it from then on.
    await scanner.scan(']C1010690123456789210L1', ...Array.from({ length: 19 }, () => MUG));
    await expect(left(desk.page)).toHaveText('5box');
    await checkScreen(desk.page, 'pick-right');
  });

  await test.step('the power goes; the next start stands at the same line with the same scans', async () => {
    if (!desk) throw new Error('there is no desk');
    desk.app.process().kill('SIGKILL');
    await desk.close().catch(() => {});
    await server.kill();
    desk = await openSatchel(join(home.path, 'desk'));
    const { page } = desk;
    // Not signIn: no menu is seen afterwards, the work stands there again.
    await page.getByLabel('Server', { exact: true }).fill(server.url);
    await page.getByLabel('User', { exact: true }).fill('steven');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password', { exact: true }).press('Enter');
    await expect(left(page)).toHaveText('5box', { timeout: 30_000 });
    await expect(band(page)).toContainText('Going on');
  });

  await test.step('without a network: undo, the rest typed, one short, and told to the office later', async () => {
    if (!desk) throw new Error('there is no desk');
    const { page } = desk;
    const scanner = await plugScanner(page);
    await page.keyboard.press('Control+z');
    await expect(left(page)).toHaveText('6box');
    await scanner.scan(MUG);
    await expect(left(page)).toHaveText('5box');
    await page.keyboard.press('F4');
    await page.keyboard.press('Enter');
    await scanner.scan(BOWL);
    await expect(left(page)).toHaveText('1box');
    await page.keyboard.press('F2');
    await page.keyboard.press('1');
    await expect(page.getByText('Picked, 1 line short')).toBeVisible();
    await checkScreen(page, 'pick-summary');
    await page.keyboard.press('Enter');
    await expect(band(page)).toContainText('1 of them short');
    await page.keyboard.press('Escape');
    await expect(page.getByText('1 waiting')).toBeVisible();
    server = await startServerProcess(database, new URL(server.url).port);
    await expect(page.getByText('all synced')).toBeVisible({ timeout: 90_000 });
    const reply = await page.evaluate('window.satchel.query("inventory.pickListsToDo", {})');
    expect(reply).toEqual({ ok: true, rows: [] });
    expect(await page.evaluate('window.satchel.work.sessions(null)')).toEqual([]);
  });
});
