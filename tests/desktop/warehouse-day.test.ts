// Long because a day is one story: each step stands on what the one before it left.
/**
 * A day of a warehouse in real windows, with scanners and keys alone: two desks receive, put away, pick, pack, ship in
 * part, take back, send, take in and count on the same orders, while the network comes and goes. At its end the shelf, every screen and
 * the server agree: balances by product, lot and place are what the ledger's movements sum up to.
 */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { checkScreen, type ServerProcess, startServerProcess, temporaryFolder } from '../support/desktop.ts';
import { plugScanner } from '../support/desktop-scanner.ts';
import { signIn, signInAndSync } from '../support/desktop-sign-in.ts';
import {
  BOWL,
  createWarehouseCompany,
  type GivenOrder,
  importWarehouse,
  MUG,
  mugLabel,
  onHandAt,
  orderGoods,
  readShelves,
  releaseOrder,
  underWay,
} from '../support/desktop-warehouse.ts';
import {
  amount,
  book,
  type Desk,
  enterMode,
  keepWindows,
  leaveMode,
  left,
  openPaper,
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
let server: ServerProcess;
const windows = keepWindows(home.path);

test.beforeAll(async () => {
  await createWarehouseCompany(database);
  server = await startServerProcess(database);
});
test.afterAll(async () => {
  await windows.closeAll();
  await server.kill();
  home.remove();
});

const cutNetwork = () => server.kill();
const restoreNetwork = async () => {
  server = await startServerProcess(database, new URL(server.url).port);
};

test('two desks work a day of a warehouse, and the shelf, the screens and the server agree', async () => {
  let office = null as never as Page;
  let steven = null as never as Desk;
  let laura = null as never as Desk;
  let purchase = '';
  let first = null as never as GivenOrder;
  let second = null as never as GivenOrder;

  await test.step('the office orders goods; two people of the warehouse sign in', async () => {
    office = await windows.open('office');
    await signIn(office, server.url, 'andrew', PASSWORD);
    await importWarehouse(office, home.path);
    purchase = await orderGoods(office, { 'A-110': 24, 'B-020': 10 });
    await synced(office);
    const desk = async (login: string): Promise<Desk> => {
      const page = await windows.open(login);
      await signInAndSync(page, server.url, login, PASSWORD);
      return { page, scanner: await plugScanner(page) };
    };
    steven = await desk('steven');
    laura = await desk('laura');
  });

  await test.step('R26 R29 received against the order: wrong scans are refused, and the network goes before it is booked', async () => {
    const { page, scanner } = steven;
    await enterMode(page, 'Receive');
    await expect(page.getByRole('option', { name: new RegExp(purchase) })).toBeVisible(PATIENCE);
    await checkScreen(page, 'day-receive-choose');
    await scanner.scan(MUG);
    await says(page, 'Paper first');
    await scanner.scan(purchase);
    await says(page, 'Scan the goods');
    for (const [code, words] of [
      ['6901234567893', 'Damaged code'],
      ['4006381333931', 'Not our goods'],
      ['NOBODY-KNOWS', 'Unknown code'],
      [purchase, 'That is a document'],
      [mugLabel('L0', 1, '200131'), 'Expired'],
      [mugLabel('L26-1', 26), 'Too many'],
    ] as const) {
      await scanner.scan(code);
      await says(page, words);
    }
    await checkScreen(page, 'day-receive-wrong');
    await scanner.scan(mugLabel('L26-1', 12));
    await expect(amount(page)).toHaveText('12box');
    await scanner.scan(mugLabel('L26-2', 12));
    await expect(page.getByText('24 box of it in all')).toBeVisible();
    await checkScreen(page, 'day-receive-right');
    await scanner.scan(...Array.from({ length: 10 }, () => BOWL));
    await expect(amount(page)).toHaveText('10box');
    await cutNetwork();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toContainText('Book 3 lines');
    await checkScreen(page, 'day-receive-finish');
    await page.keyboard.press('Enter');
    await says(page, 'Booked');
    await leaveMode(page);
  });

  await test.step('R20 the other desk receives without an order, and one piece is rejected, still without a network', async () => {
    const { page, scanner } = laura;
    await enterMode(page, 'Receive');
    await page.keyboard.press('F9');
    await expect(page.getByRole('dialog')).toContainText('Tacoma');
    await page.keyboard.press('1');
    await says(page, 'Scan the goods');
    await scanner.scan(BOWL, BOWL, BOWL, BOWL);
    await expect(amount(page)).toHaveText('4box');
    await page.keyboard.press('F7');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('1');
    await says(page, 'Rejecting');
    await scanner.scan(BOWL);
    await says(page, 'Right');
    await checkScreen(page, 'day-receive-rejected');
    await book(page);
    await says(page, 'Booked');
    await leaveMode(page);
    await restoreNetwork();
    for (const desk of [steven, laura]) await synced(desk.page);
  });

  await test.step('R20 put away by suggestion; what was rejected goes to quarantine alone', async () => {
    const { page, scanner } = steven;
    await enterMode(page, 'Put away');
    await says(page, 'Scan the goods');
    await expect(page.getByRole('list', { name: 'Lines that follow' })).toContainText('Mug', PATIENCE);
    await scanner.scan(MUG);
    await says(page, 'Scan the lot');
    await scanner.scan('L26-1');
    await expect(amount(page)).toHaveText('1box');
    await page.keyboard.press('F4');
    await page.getByRole('dialog').getByRole('textbox').fill('12');
    await page.keyboard.press('Enter');
    await expect(amount(page)).toHaveText('12box');
    await scanner.scan(mugLabel('L26-1', 1));
    await says(page, 'Nothing waits');
    await expect(page.getByTestId('pick-place')).toHaveText('A-01-01');
    await checkScreen(page, 'day-put-away');
    await page.keyboard.press('Enter');
    await says(page, 'Place first');
    await scanner.scan('A-01-01');
    await says(page, 'Put away');
    await scanner.scan(mugLabel('L26-2', 12), 'A-01-02', ...Array.from({ length: 14 }, () => BOWL), 'A-02-01');
    await says(page, 'A-02-01');
    await book(page);
    await says(page, 'Booked');
    await scanner.scan(BOWL);
    await says(page, 'Right');
    await scanner.scan('A-02-02');
    await says(page, 'Rejected goods');
    await checkScreen(page, 'day-put-away-apart');
    await scanner.scan('Q-01');
    await says(page, 'Put away');
    await book(page);
    await says(page, 'Booked');
    await leaveMode(page);
    await synced(page);
  });

  await test.step('R24 two orders on two lists: each desk claims its own, and is refused the other one', async () => {
    await synced(office);
    await expect
      .poll(async () => (await onHandAt(office)).map(([, onHand]) => onHand), PATIENCE)
      .toEqual([240_000, 150_000]);
    first = await releaseOrder(office, { 'A-110': 10, 'B-020': 6 });
    second = await releaseOrder(office, { 'A-110': 8, 'B-020': 2 });
    await synced(office);
    for (const { page } of [steven, laura]) {
      await enterMode(page, 'Pick');
      await expect(page.getByRole('option', { name: new RegExp(second.listNumber) })).toBeVisible(PATIENCE);
    }
    await steven.scanner.scan(first.listNumber);
    await expect(left(steven.page)).toBeVisible(PATIENCE);
    await expect(laura.page.getByRole('option', { name: new RegExp(first.listNumber) })).toContainText(
      'Steven Buchanan',
      PATIENCE,
    );
    await laura.scanner.scan(first.listNumber);
    await says(laura.page, 'Steven Buchanan');
    await laura.scanner.scan(second.listNumber);
    await expect(left(laura.page)).toBeVisible(PATIENCE);
  });

  await test.step('R30 picked without a network, one list short', async () => {
    await cutNetwork();
    await steven.scanner.scan(BOWL);
    await says(steven.page, 'Not yet');
    await steven.scanner.scan(...Array.from({ length: 10 }, () => MUG));
    await expect(left(steven.page)).toHaveText('6box');
    await steven.scanner.scan(BOWL, BOWL, BOWL, BOWL);
    await expect(left(steven.page)).toHaveText('2box');
    await steven.page.keyboard.press('F2');
    await steven.page.keyboard.press('1');
    await expect(steven.page.getByText('Picked, 1 line short')).toBeVisible();
    await steven.page.keyboard.press('Enter');
    await says(steven.page, '1 of them short');
    // Two mugs of the first lot are left, six are of the second.
    await laura.scanner.scan(...Array.from({ length: 8 }, () => MUG), BOWL, BOWL);
    await expect(laura.page.getByText('All picked')).toBeVisible(PATIENCE);
    await laura.page.keyboard.press('Enter');
    await says(laura.page, second.listNumber);
    for (const { page } of [steven, laura]) await leaveMode(page);
    await restoreNetwork();
    for (const { page } of [steven, laura]) await synced(page);
  });

  await test.step('R25 packed by scan: what was not picked is refused; one order leaves in part', async () => {
    for (const [desk, order] of [
      [steven, second],
      [laura, first],
    ] as const) {
      const { page, scanner } = desk;
      await enterMode(page, 'Pack and ship');
      await expect(page.getByRole('option', { name: new RegExp(order.orderNumber) })).toBeVisible(PATIENCE);
      await scanner.scan(order.orderNumber);
      await says(page, 'Scan each piece');
      await scanner.scan('4006381333931');
      await says(page, 'Not our goods');
    }
    await steven.scanner.scan(mugLabel('L26-1', 2), mugLabel('L26-2', 6), BOWL, BOWL);
    await expect(steven.page.locator('.pack-ship')).toBeVisible(PATIENCE);
    await steven.scanner.scan(BOWL);
    await says(steven.page, 'Too many');
    await checkScreen(steven.page, 'day-pack');
    await book(steven.page);
    await says(steven.page, 'Shipped');
    await cutNetwork();
    await laura.scanner.scan(...Array.from({ length: 10 }, () => MUG), ...Array.from({ length: 4 }, () => BOWL));
    await expect(laura.page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '2', PATIENCE);
    await book(laura.page);
    await says(laura.page, 'Shipped');
    await restoreNetwork();
    for (const { page } of [steven, laura]) {
      await leaveMode(page);
      await synced(page);
    }
  });

  await test.step('R8 what left by mistake is taken back by keys, and lies where it lay', async () => {
    const { page } = steven;
    await openPaper(page, 'Shipments', second.orderNumber);
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('the goods lie where they lay');
    await page.keyboard.type('Wrong gate');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('tabpanel').getByText('Taken back', { exact: true })).toBeVisible(PATIENCE);
    await checkScreen(page, 'day-taken-back');
    await synced(page);
  });

  await test.step('R52 R53 what the customer sent back damaged is set apart, of the lot that it left as', async () => {
    const { page, scanner } = laura;
    await enterMode(page, 'Take back');
    await scanner.scan(MUG);
    await says(page, 'Delivery first');
    await scanner.scan(first.orderNumber);
    await says(page, 'Scan what came back');
    await scanner.scan(mugLabel('L26-2', 1));
    await says(page, 'Another lot');
    await cutNetwork();
    await page.keyboard.press('F7');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('4');
    await says(page, 'Damaged');
    await scanner.scan(MUG);
    await says(page, 'To quarantine');
    await checkScreen(page, 'day-take-back');
    await book(page);
    await says(page, 'Taken back');
    await leaveMode(page);
    await restoreNetwork();
    for (const desk of [steven, laura]) await synced(desk.page);
    await enterMode(steven.page, 'Put away');
    await expect(steven.page.getByRole('list', { name: 'Lines that follow' })).toContainText('Mug', PATIENCE);
    await steven.scanner.scan(MUG, 'A-01-02');
    await says(steven.page, 'Rejected goods');
    await steven.scanner.scan('Q-01');
    await says(steven.page, 'Put away');
    await book(steven.page);
    await says(steven.page, 'Booked');
    await leaveMode(steven.page);
    await synced(steven.page);
  });

  await test.step('R27 sent to the other warehouse and taken in there, each while the network is away', async () => {
    const { page: desk } = laura;
    const number = await writeTransfer(desk, 'B-020', 3);
    await synced(desk);
    await enterMode(steven.page, 'Transfer by scan');
    await expect(steven.page.getByRole('option', { name: new RegExp(number) })).toBeVisible(PATIENCE);
    await cutNetwork();
    await steven.scanner.scan(number);
    await says(steven.page, 'Scan the place');
    await steven.scanner.scan('A-02-01', MUG);
    await says(steven.page, 'Not on this paper');
    await steven.scanner.scan(BOWL, BOWL, BOWL, BOWL);
    await says(steven.page, 'Too many');
    await expect(amount(steven.page)).toHaveText('3box');
    await checkScreen(steven.page, 'day-send');
    await book(steven.page);
    await says(steven.page, 'Booked');
    await leaveMode(steven.page);
    await restoreNetwork();
    await synced(steven.page);
    await enterMode(desk, 'Transfer by scan');
    await expect(desk.getByRole('option', { name: new RegExp(number) }).first()).toContainText('Take in', PATIENCE);
    expect(await underWay(desk, number)).toBe(30_000);
    await cutNetwork();
    await laura.scanner.scan(number);
    await says(desk, 'Scan what came');
    await laura.scanner.scan(BOWL, BOWL, BOWL, BOWL);
    await says(desk, 'Too many');
    await expect(amount(desk)).toHaveText('3box');
    await checkScreen(desk, 'day-take-in');
    await book(desk);
    await says(desk, 'Booked');
    await leaveMode(desk);
    await restoreNetwork();
    for (const { page } of [steven, laura]) {
      await synced(page);
      await expect.poll(() => underWay(page, number), PATIENCE).toBe(0);
    }
    await openPaper(steven.page, 'Transfers', number);
    await expect(steven.page.getByRole('tabpanel').getByText('Closed', { exact: true })).toBeVisible();
  });

  await test.step('R28 counted blind, again by the other person, and approved', async () => {
    await expect
      .poll(() => onHandAt(laura.page), PATIENCE)
      .toEqual([
        ['A-110', 150_000],
        ['B-020', 80_000],
      ]);
    const number = await startCount(laura.page);
    await enterMode(laura.page, 'Count by scan');
    await laura.scanner.scan(number);
    await says(laura.page, 'Scan a place');
    await laura.scanner.scan('A-02-01', BOWL, BOWL, BOWL);
    await expect(amount(laura.page)).toHaveText('3box', PATIENCE);
    // The power goes: the next start stands at the same shelf with the same scans.
    laura = await windows.restart('laura', server.url);
    const { page, scanner } = laura;
    await expect(amount(page)).toHaveText('3box', PATIENCE);
    await says(page, 'Going on');
    for (const _ of [1, 2, 3, 4]) await page.keyboard.press('Control+z');
    await says(page, 'The place is taken back');
    await scanner.scan(BOWL);
    await says(page, 'Place first');
    await scanner.scan('A-09-99');
    await says(page, 'No such place');
    // One bowl has gone: nobody told the books.
    await scanner.scan('A-02-01', ...Array.from({ length: 6 }, () => BOWL));
    await expect(amount(page)).toHaveText('6box');
    await checkScreen(page, 'day-count');
    await scanner.scan(
      'A-01-01',
      mugLabel('L26-1', 2),
      'A-01-02',
      mugLabel('L26-2', 12),
      'Q-01',
      BOWL,
      mugLabel('L26-1', 1),
    );
    await expect(amount(page)).toHaveText('1box');
    await page.keyboard.press('F6');
    await says(page, 'Nothing missing');
    await book(page);
    await says(page, 'Booked');
    await scanner.scan(number);
    await says(page, 'Scan a place');
    await scanner.scan('A-02-01', BOWL);
    await says(page, 'Another person');
    await page.keyboard.press('Control+z');
    await says(page, 'The place is taken back');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('option', { name: new RegExp(number) })).toBeVisible();
    await leaveMode(page);
    await synced(page);
    await enterMode(steven.page, 'Count by scan');
    await expect(steven.page.getByRole('option', { name: new RegExp(number) })).toContainText('1 again', PATIENCE);
    await steven.scanner.scan(number);
    await says(steven.page, 'Scan a place');
    await steven.scanner.scan('A-02-01', ...Array.from({ length: 6 }, () => BOWL));
    await expect(amount(steven.page)).toHaveText('6box');
    await book(steven.page);
    await says(steven.page, 'Booked');
    await leaveMode(steven.page);
    await synced(steven.page);
    await synced(office);
    await postCount(office, number);
    await expect(office.getByRole('row', { name: /A-02-01/ })).toContainText('Steven Buchanan');
    await checkScreen(office, 'day-count-posted');
  });

  await test.step('the shelf, the screens and the server agree', async () => {
    const shelf = {
      'A-110 L26-1 A-01-01 saleable': 2,
      'A-110 L26-1 Q-01 quarantine': 1,
      'A-110 L26-2 A-01-02 saleable': 12,
      'B-020 - A-02-01 saleable': 6,
      'B-020 - Q-01 quarantine': 1,
      'B-020 - TAC saleable': 3,
    };
    for (const page of [office, steven.page, laura.page]) {
      await synced(page);
      await expect
        .poll(() => onHandAt(page), PATIENCE)
        .toEqual([
          ['A-110', 150_000],
          ['B-020', 70_000],
        ]);
    }
    for (const { page } of [steven, laura]) {
      expect(await page.evaluate('window.satchel.work.sessions(null)')).toEqual([]);
    }
    await cutNetwork();
    const { shelves, byLedger, byBalances, flags } = await readShelves(database);
    expect(shelves).toEqual(shelf);
    expect(byBalances).toEqual(byLedger);
    expect(flags.map(({ kind, state }) => [kind, state])).toEqual([['pickedShort', 'open']]);
  });
});
