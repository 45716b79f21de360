/**
 * A laptop that was without the office for longer than its lease: what it still does, what it does not, and that one
 * contact is enough. The machine's clock is put ahead for a new start of the program, in all of its threads.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  checkScreen,
  type Desktop,
  onCompany,
  openSatchel,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { createTraders } from '../support/desktop-company.ts';
import { openPlace } from '../support/desktop-menu.ts';
import { signInAndSync } from '../support/desktop-sign-in.ts';
import { PASSWORD } from '../support/password.ts';

const AWAY_DAYS = 31;
const home = temporaryFolder();
const laptopHome = join(home.path, 'laptop');
const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
let server: ServerProcess;
let desktop: Desktop | undefined;

test.beforeAll(async () => {
  await createTraders(database);
  server = await startServerProcess(database);
});
test.afterAll(async () => {
  await desktop?.close();
  await server.kill();
  home.remove();
});

/** Loaded into the main process, which has its threads load it too. */
const clockAhead = (days: number) => `
const threads = require('node:worker_threads');
const real = Date.now;
Date.now = () => real() + ${days * 86_400_000};
if (threads.isMainThread) {
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file, options) {
      super(file, { ...options, execArgv: ['--require', __filename] });
    }
  };
  require('node:module').syncBuiltinESMExports();
}
`;

/** Starts Satchel on a machine whose clock stands so many days ahead. */
function openAhead(days: number): Promise<Desktop> {
  const path = join(home.path, 'clock-ahead.cjs');
  writeFileSync(path, clockAhead(days));
  return openSatchel(laptopHome, onCompany, false, path);
}

/** Asks for a promise; what is asked for is not there, which is said only while promises may be made. */
function refusalOfPromise(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { satchel } = window as unknown as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
    const [orderId] = await satchel.newIds(1);
    const reply = await satchel.command('sales.cancelOrder', { orderId });
    return reply.state === 'rejected' ? reply.reason.code : reply.state;
  });
}

test('after its lease has ended a laptop reads on and promises nothing, until one contact with the office', async () => {
  desktop = await openSatchel(laptopHome);
  await signInAndSync(desktop.page, server.url, 'nancy', PASSWORD);
  await expect(desktop.page.getByTestId('lease-strip')).toHaveCount(0);
  const whilePromising = await refusalOfPromise(desktop.page);
  expect(whilePromising).not.toBe('device.leaseEnded');
  await desktop.close();
  const port = new URL(server.url).port;
  await server.kill();

  desktop = await openAhead(AWAY_DAYS);
  const { page } = desktop;
  await page.getByRole('button', { name: /Nancy/ }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  const strip = page.getByTestId('lease-strip');
  await expect(strip).toContainText('New orders wait for one contact with the office');
  expect(await refusalOfPromise(page)).toBe('device.leaseEnded');
  await openPlace(page, 'customerList');
  await expect(page.getByRole('tab', { name: 'Customers', selected: true })).toBeVisible();
  await checkScreen(page, 'lease-ended');

  server = await startServerProcess(database, port);
  await strip.getByRole('button', { name: /Try now/ }).click();
  await expect(strip).toHaveCount(0, { timeout: 60_000 });
  expect(await refusalOfPromise(page)).toBe(whilePromising);
});
