/**
 * The power goes in the middle of each work of a warehouse, in a real window: receive, put away, pick, pack, take back,
 * send, take in, count. Guards, for each of them:
 * - killed after scan n, the next start stands at the same step with n scans and the same figures, and nothing was booked;
 * - what is scanned afterwards comes on top, it is booked once, and no session is left behind;
 * - at the end the server's balances are what the goods on the shelves say.
 */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type ServerProcess, startServerProcess, temporaryFolder } from '../support/desktop.ts';
import { plugScanner, type Scanner } from '../support/desktop-scanner.ts';
import { signIn, signInAndSync } from '../support/desktop-sign-in.ts';
import {
  BOWL,
  createWarehouseCompany,
  importWarehouse,
  MUG,
  mugLabel,
  onHandAt,
  orderGoods,
  readShelves,
  releaseOrder,
} from '../support/desktop-warehouse.ts';
import {
  amount,
  book,
  enterMode,
  keepWindows,
  leaveMode,
  left,
  PATIENCE,
  postCount,
  says,
  startCount,
  synced,
  writeTransfer,
} from '../support/desktop-work.ts';
import { PASSWORD } from '../support/password.ts';

test.setTimeout(600_000);

const home = temporaryFolder();
const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
const windows = keepWindows(home.path);
let server: ServerProcess;

test.beforeAll(async () => {
  await createWarehouseCompany(database);
  server = await startServerProcess(database);
});
test.afterAll(async () => {
  await windows.closeAll();
  await server.kill();
  home.remove();
});

const times = (count: number, code: string) => Array.from({ length: count }, () => code);

test('killed after scan n, each work goes on with n scans at the same step, and books once', async () => {
  let boss = null as never as Page;
  let page = null as never as Page;
  let scanner = null as never as Scanner;
  let purchase = '';
  const sessions = async () => {
    const kept = await page.evaluate('window.satchel.work.sessions(null)');
    return (kept as { mode: string; scanCount: number }[]).map(({ mode, scanCount }) => [mode, scanCount]);
  };
  const waiting = () => page.evaluate('window.satchel.sync.status().then((status) => status.waiting)');

  /** The power goes; the next start has so many scans of this mode, and nothing was booked meanwhile. */
  const killed = async (mode: string, scans: number) => {
    expect(await sessions()).toEqual([[mode, scans]]);
    ({ page, scanner } = await windows.restart('laura', server.url));
    await says(page, /Go(ing)? on/);
    expect(await sessions()).toEqual([[mode, scans]]);
    expect(await waiting()).toBe(0);
  };
  const finished = async () => {
    await leaveMode(page);
    await synced(page);
    expect(await sessions()).toEqual([]);
  };
  const chosen = async (mode: string, number: string) => {
    await enterMode(page, mode);
    await expect(page.getByRole('option', { name: new RegExp(number) }).first()).toBeVisible(PATIENCE);
    await scanner.scan(number);
  };

  await test.step('a company, its office and a desk', async () => {
    boss = await windows.open('office');
    await signIn(boss, server.url, 'andrew', PASSWORD);
    await importWarehouse(boss, home.path);
    purchase = await orderGoods(boss, { 'A-110': 6, 'B-020': 20 });
    await synced(boss);
    page = await windows.open('laura');
    await signInAndSync(page, server.url, 'laura', PASSWORD);
    scanner = await plugScanner(page);
  });

  await test.step('receive', async () => {
    await chosen('Receive', purchase);
    await says(page, 'Scan the goods');
    await scanner.scan(mugLabel('L26-1', 6), ...times(7, BOWL));
    await expect(amount(page)).toHaveText('7box', PATIENCE);
    await killed('receive', 8);
    await expect(amount(page)).toHaveText('7box');
    await scanner.scan(...times(13, BOWL));
    await expect(amount(page)).toHaveText('20box');
    await book(page);
    await says(page, 'Booked');
    await finished();
  });

  await test.step('put away', async () => {
    await enterMode(page, 'Put away');
    await says(page, 'Scan the goods');
    await scanner.scan(mugLabel('L26-1', 6), 'A-01-01', ...times(5, BOWL));
    await expect(amount(page)).toHaveText('5box', PATIENCE);
    await killed('putAway', 7);
    await expect(amount(page)).toHaveText('5box');
    await scanner.scan(...times(15, BOWL), BOWL);
    await says(page, 'Nothing waits');
    await scanner.scan('A-02-01');
    await says(page, 'A-02-01');
    await book(page);
    await says(page, 'Booked');
    await finished();
  });

  let given = { orderNumber: '', listNumber: '' };
  await test.step('pick', async () => {
    await synced(boss);
    const inStock = [
      ['A-110', 60_000],
      ['B-020', 200_000],
    ];
    await expect.poll(() => onHandAt(boss), PATIENCE).toEqual(inStock);
    given = await releaseOrder(boss, { 'A-110': 2, 'B-020': 5 });
    await synced(boss);
    await chosen('Pick', given.listNumber);
    await expect(left(page)).toBeVisible(PATIENCE);
    await scanner.scan(MUG, MUG, ...times(3, BOWL));
    await expect(left(page)).toHaveText('2box');
    await killed('pick', 5);
    await expect(left(page)).toHaveText('2box');
    await scanner.scan(BOWL, BOWL);
    await expect(page.getByText('All picked')).toBeVisible();
    await page.keyboard.press('Enter');
    await says(page, given.listNumber);
    await finished();
  });

  await test.step('pack and ship', async () => {
    await chosen('Pack and ship', given.orderNumber);
    await says(page, 'Scan each piece');
    await scanner.scan(MUG, BOWL, BOWL);
    await page.keyboard.press('F5');
    await says(page, 'Next parcel');
    await killed('pack', 4);
    const parcel = page.getByRole('complementary', { name: 'Parcel' });
    await expect(parcel.getByRole('strong')).toHaveText('2');
    await scanner.scan(MUG, ...times(3, BOWL), BOWL);
    await says(page, 'Too many');
    await book(page);
    await says(page, 'Shipped');
    await finished();
  });

  await test.step('take back', async () => {
    await enterMode(page, 'Take back');
    await expect(page.getByRole('option').first()).toBeVisible(PATIENCE);
    await scanner.scan(given.orderNumber);
    await says(page, 'Scan what came back');
    await scanner.scan(BOWL, BOWL);
    // Two lines of bowls left, one in each parcel.
    const bowls = () => page.getByRole('listitem').filter({ hasText: 'B-020' }).getByRole('strong');
    await expect(bowls()).toHaveText(['2']);
    await killed('takeBack', 2);
    await expect(bowls()).toHaveText(['2']);
    await scanner.scan(BOWL);
    await expect(bowls()).toHaveText(['2', '1']);
    await book(page);
    await says(page, 'Taken back');
    await finished();
  });

  let transfer = '';
  await test.step('send to the other warehouse', async () => {
    transfer = await writeTransfer(page, 'B-020', 4);
    await chosen('Transfer by scan', transfer);
    await says(page, 'Scan the place');
    await scanner.scan('A-02-01', ...times(3, BOWL));
    await expect(amount(page)).toHaveText('3box', PATIENCE);
    await killed('send', 4);
    await expect(amount(page)).toHaveText('3box');
    await scanner.scan(BOWL, BOWL);
    await says(page, 'Too many');
    await book(page);
    await says(page, 'Booked');
    await finished();
  });

  await test.step('take in at the other warehouse', async () => {
    await chosen('Transfer by scan', transfer);
    await says(page, 'Scan what came');
    await scanner.scan(BOWL, BOWL);
    await expect(amount(page)).toHaveText('2box', PATIENCE);
    await killed('takeIn', 2);
    await expect(amount(page)).toHaveText('2box');
    await scanner.scan(BOWL, BOWL, BOWL);
    await says(page, 'Too many');
    await book(page);
    await says(page, 'Booked');
    await finished();
  });

  await test.step('count', async () => {
    const count = await startCount(page);
    await synced(page);
    await chosen('Count by scan', count);
    await says(page, 'Scan a place');
    await scanner.scan('A-01-01', mugLabel('L26-1', 4), 'A-02-01', ...times(6, BOWL));
    await expect(amount(page)).toHaveText('6box', PATIENCE);
    await killed('count', 9);
    await expect(amount(page)).toHaveText('6box');
    await scanner.scan(...times(5, BOWL));
    await expect(amount(page)).toHaveText('11box');
    await page.keyboard.press('F3');
    await says(page, 'Without a place');
    await scanner.scan(...times(3, BOWL));
    await expect(amount(page)).toHaveText('3box');
    await book(page);
    await says(page, 'Booked');
    await finished();
    await postCount(boss, count);
  });

  await test.step('the shelf and the server agree', async () => {
    await server.kill();
    const { shelves, byLedger, byBalances, flags } = await readShelves(database);
    expect(shelves).toEqual({
      'A-110 L26-1 A-01-01 saleable': 4,
      'B-020 - A-02-01 saleable': 11,
      'B-020 - SEA saleable': 3,
      'B-020 - TAC saleable': 4,
    });
    expect(byBalances).toEqual(byLedger);
    expect(flags).toEqual([]);
  });
});
