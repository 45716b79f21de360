/**
 * A laptop is lost: what its owner had saved comes back on another one, in real windows against a real server; and what
 * support is given of it. Guards: unsent work arrives once, a wrong file or password is refused in words, and neither the
 * log nor what is exported holds a secret or a customer.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import {
  type Desktop,
  openSatchel,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { createTraders } from '../support/desktop-company.ts';
import { PASSWORD } from '../support/password.ts';

declare const window: { readonly satchel: SatchelBridge };

const SECRET = 'kept in the safe';
const CUSTOMER = 'Unmistakable Grocers';

const home = temporaryFolder();
const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
const file = join(home.path, 'andrew.satchel-backup');
let server: ServerProcess;
let laptop: Desktop;
let other: Desktop | undefined;

test.beforeAll(async () => {
  await createTraders(database);
  server = await startServerProcess(database);
  laptop = await openSatchel(join(home.path, 'laptop'), [`--server=${server.url}`]);
});
test.afterAll(async () => {
  await laptop?.close();
  await other?.close();
  await server?.kill();
  home.remove();
});

/** Answers the system's dialogs as a person would. */
const answerDialogs = (app: ElectronApplication, path: string | null) =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' });
    dialog.showOpenDialog = async () => ({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
  }, path);

const signIn = (page: Page, password = PASSWORD) =>
  page.evaluate((request) => window.satchel.session.signIn(request), { server: server.url, login: 'andrew', password });

const quiet = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => window.satchel.sync.status()), { timeout: 60_000 })
    .toMatchObject({ waiting: 0, network: 'online', firstLoad: null, trouble: null });

interface Goods {
  readonly territoryId: string;
  readonly warehouseId: string;
  readonly customerId: string;
  readonly productId: string;
}

/** A customer and a product, sent. */
async function makeGoods(page: Page): Promise<Goods> {
  const goods = await page.evaluate(async (name) => {
    const { satchel } = window;
    const company = await satchel.query('admin.company', {});
    if (!company.ok) throw new Error(company.reason.code);
    const { territories, warehouses } = company.rows as Record<'territories' | 'warehouses', { id: string }[]>;
    const [customerId = '', productId = ''] = await satchel.newIds(2);
    const territoryId = territories[0]?.id ?? '';
    const nothing = { taxNumber: null, contactName: null, contactTitle: null, phone: null, email: null };
    const nowhere = { address: null, city: null, region: null, postalCode: null, country: null };
    const open = { contactId: customerId, ownerLogin: null, paymentTerms: null, territory: null, currency: null };
    const extras = {
      floorPrice: null,
      averageCost: null,
      tracking: null,
      shelfLifeDays: null,
      brand: null,
      otherName: null,
    };
    const customer = { line: 1, id: customerId, code: 'C1', name, creditLimit: null, paymentTermsDays: null };
    const product = { line: 1, id: productId, code: 'P1', name: 'Chai', basePrice: 180_000 };
    const rest = { category: null, unit: null, packaging: null, barcode: null, taxCode: null };
    const replies = [
      await satchel.command('crm.importCustomers', {
        importId: 'one',
        territoryId,
        currency: 'USD',
        paymentTermsDays: 30,
        contactsFollow: false,
        rows: [{ ...customer, ...open, ...nothing, ...nowhere }],
      }),
      await satchel.command('inventory.importProducts', {
        importId: 'two',
        currency: 'USD',
        defaultUnit: 'pcs',
        defaultTaxCode: 'standard',
        rows: [{ ...product, ...rest, ...extras, reorderPoint: null, discontinued: null }],
      }),
    ];
    return { territoryId, warehouseId: warehouses[0]?.id ?? '', customerId, productId, replies };
  }, CUSTOMER);
  for (const reply of goods.replies) expect(reply).toMatchObject({ state: 'applied' });
  return goods;
}

/** Confirms an order. @returns its number */
async function confirmOrder(page: Page, goods: Goods): Promise<string> {
  const { number, reply } = await page.evaluate(async ({ customerId, productId, warehouseId }) => {
    const { satchel } = window;
    const [orderId, exposureEntryId, lineId] = await satchel.newIds(3);
    const orderNumber = await satchel.nextNumber('order');
    const line = { id: lineId, productId, quantity: 20_000, unitPrice: 180_000, listPrice: 180_000 };
    const answer = await satchel.command('sales.confirmOrder', {
      orderId,
      number: orderNumber,
      exposureEntryId,
      customerId,
      warehouseId,
      currency: 'USD',
      requestedOn: null,
      paymentTermsDays: 30,
      shipTo: null,
      note: null,
      lines: [{ ...line, discount: 0, taxRate: 1_900 }],
    });
    return { number: orderNumber, reply: answer };
  }, goods);
  expect(reply).not.toMatchObject({ state: 'rejected' });
  return number;
}

const ordersOn = async (page: Page): Promise<string[]> => {
  const reply = await page.evaluate(() => {
    const all = { search: '', filter: null, warehouseId: null, customerId: null, cursor: null, limit: 50 };
    return window.satchel.query('sales.orderList', all);
  });
  expect(reply).toMatchObject({ ok: true });
  return [...JSON.stringify(reply).matchAll(/SO-[0-9A-Z]+-\d{6}/g)].map(([number]) => number).sort();
};

const restore = (page: Page, password: string) =>
  page.evaluate((typed) => window.satchel.backup.restore({ password: typed }), password);

test.describe.configure({ mode: 'serial' });

let goods: Goods;
let sent: string;
let unsent: string;

test('what is here is saved while something waits', async () => {
  const { page, app } = laptop;
  expect(await signIn(page)).toEqual({ ok: true });
  await quiet(page);
  goods = await makeGoods(page);
  sent = await confirmOrder(page, goods);
  await quiet(page);
  await page.evaluate(() => window.satchel.sync.setWorkOffline(true));
  unsent = await confirmOrder(page, goods);
  const save = (password: string) =>
    page.evaluate((typed) => window.satchel.backup.save({ password: typed }), password);
  await answerDialogs(app, null);
  expect(await save(SECRET)).toEqual({ ok: true, path: null });
  await answerDialogs(app, file);
  expect(await save('short')).toMatchObject({ reason: { code: 'backup.passwordTooShort' } });
  expect(await save(SECRET)).toEqual({ ok: true, path: file });
  expect(readFileSync(file).includes(CUSTOMER)).toBe(false);
});

test('the database is sound, and what support is given names nobody and holds no secret', async () => {
  const { page, app } = laptop;
  expect(await page.evaluate(() => window.satchel.diagnostics.checkDatabase())).toMatchObject({
    ok: true,
    problems: [],
    checked: ['file', 'commandChain', 'search', 'balances'],
  });
  const found = await page.evaluate(() => window.satchel.diagnostics.read());
  expect(found.database).toMatchObject({ roleCode: 'manager', rows: { customers: 1, orders: 2, outbox: 1 } });
  expect(found.versions.sqlite).toMatch(/^3\./);
  expect(found.profile.bytes).toBeGreaterThan(0);
  const profile = await app.evaluate((electron) => electron.app.getPath('userData'));
  // Trouble of every kind that a page can make goes into the log first.
  await page.evaluate(async () => {
    const { satchel } = window;
    await satchel.command('crm.importCustomers', { name: 'Unmistakable Grocers', password: 'xyzzy-plugh' });
    await satchel.query('crm.customer', { id: 'Unmistakable Grocers' });
    await satchel.session.signIn({ server: 'x', login: 'a', password: 'xyzzy-plugh', more: 1 } as never);
    await satchel.backup.save({ password: 'xyzzy-plugh', path: 'y' } as never);
  });
  const path = join(home.path, 'log.txt');
  await answerDialogs(app, path);
  expect(await page.evaluate(() => window.satchel.diagnostics.exportLog())).toEqual({ ok: true, path });
  const exported = readFileSync(path, 'utf8');
  expect(exported).toContain('"sqlite"');
  expect(exported).toContain('session.signIn');
  const person = readdirSync(join(profile, 'device', 'people')).map((name) =>
    JSON.parse(readFileSync(join(profile, 'device', 'people', name, 'person.json'), 'utf8')),
  );
  const secrets = [PASSWORD, SECRET, 'xyzzy-plugh', person[0].token, person[0].key.sealed, person[0].verifier.hash];
  const log = readFileSync(join(profile, 'logs', 'satchel.log'), 'utf8');
  for (const text of [exported, log]) {
    for (const secret of [...secrets, CUSTOMER, 'Andrew Fuller']) expect(text).not.toContain(secret);
  }
});

test('a wrong file and a wrong password are refused, the right ones bring everything back, sent once', async () => {
  await laptop.close();
  other = await openSatchel(join(home.path, 'other'), []);
  const { page, app } = other;
  const choose = () => page.evaluate(() => window.satchel.backup.choose());
  expect(await restore(page, SECRET)).toMatchObject({ reason: { code: 'backup.noFile' } });
  const foreign = join(home.path, 'holiday.txt');
  writeFileSync(foreign, 'no backup of ours');
  await answerDialogs(app, foreign);
  expect(await choose()).toMatchObject({ reason: { code: 'backup.notABackup' } });
  await answerDialogs(app, file);
  expect(await choose()).toMatchObject({ ok: true, file: { path: file } });
  expect(await restore(page, 'not this one')).toMatchObject({ reason: { code: 'backup.wrongPassword' } });
  expect(await restore(page, SECRET)).toMatchObject({ ok: true, login: 'andrew', server: server.url, waiting: 1 });
  expect(await page.evaluate(() => window.satchel.start.state())).toMatchObject({
    choice: 'company',
    server: server.url,
  });
  expect(await signIn(page)).toEqual({ ok: true });
  // It was saved while working offline by choice, and that stays so.
  await page.evaluate(() => window.satchel.sync.setWorkOffline(false));
  expect(await ordersOn(page)).toEqual([sent, unsent].sort());
  await quiet(page);
  const next = await confirmOrder(page, goods);
  await quiet(page);
  expect([sent, unsent]).not.toContain(next);
  expect(next.split('-')[1]).not.toBe(sent.split('-')[1]);

  // The old computer turns up again and sends what waited there too: it is the same order.
  laptop = await openSatchel(join(home.path, 'laptop'), [`--server=${server.url}`]);
  expect(await signIn(laptop.page)).toEqual({ ok: true });
  await laptop.page.evaluate(() => window.satchel.sync.setWorkOffline(false));
  await quiet(laptop.page);
  for (const each of [laptop.page, page]) {
    await expect.poll(() => ordersOn(each), { timeout: 60_000 }).toEqual([sent, unsent, next].sort());
  }
  expect(existsSync(join(home.path, 'andrew.satchel-backup.part'))).toBe(false);
});
