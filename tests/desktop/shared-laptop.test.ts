/**
 * A laptop that two people share, and that is closed for one of them: what the sign-in screen says. Guards: whoever
 * left work here reads how much waits and who sends it; whoever is locked out reads why, and what became of it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  administer,
  checkScreen,
  type Desktop,
  openSatchel,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { chooseFiles, createTraders } from '../support/desktop-company.ts';
import { openPlace } from '../support/desktop-menu.ts';
import { signInAndSync } from '../support/desktop-sign-in.ts';
import { PASSWORD } from '../support/password.ts';

const home = temporaryFolder();
const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
let server: ServerProcess;
let desktop: Desktop;

test.beforeAll(async () => {
  await createTraders(database);
  server = await startServerProcess(database);
  desktop = await openSatchel(join(home.path, 'laptop'));
});
test.afterAll(async () => {
  await desktop.close();
  await server.kill();
  home.remove();
});

const signOut = async (page: Page) => {
  await page.evaluate('window.satchel.session.signOut()');
  await expect(page.getByRole('heading', { name: 'People on this computer' })).toBeVisible();
};

async function importProduct(page: Page, code: string): Promise<void> {
  const path = join(home.path, `${code}.csv`);
  writeFileSync(path, `Code,Name,Unit,Price\n${code},Tea ${code},box,12.50\n`);
  await openPlace(page, 'import');
  await chooseFiles(page, 'Products', [path]);
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^Import \d+/ })
    .click();
  await expect(page.getByText('1 waiting')).toBeVisible();
}

test('what somebody left is named, and sent while they are away', async () => {
  const { page } = desktop;
  await signInAndSync(page, server.url, 'andrew', PASSWORD);
  const port = new URL(server.url).port;
  await server.kill();
  await importProduct(page, 'A1');
  await signOut(page);
  const andrew = page.getByRole('button', { name: /Andrew Fuller/ });
  await expect(andrew).toContainText('1 not sent yet');
  await expect(andrew).toContainText('sent by itself');
  await checkScreen(page, '60-left-unsent');
  server = await startServerProcess(database, port);
  await expect(andrew).toContainText('What was left here was sent on', { timeout: 60_000 });
  await expect(andrew).not.toContainText('not sent yet');
});

test('a computer that is closed says so, and what was not sent is with the administrator', async () => {
  const { page } = desktop;
  await page.getByRole('button', { name: /Andrew Fuller/ }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expect(page.getByText('all synced')).toBeVisible();
  const port = new URL(server.url).port;
  await server.kill();
  await importProduct(page, 'A2');
  const devices = (await administer(database, ['list-devices'])) as { code: string; login: string }[];
  const code = devices.find(({ login }) => login === 'andrew')?.code ?? '';
  await administer(database, ['revoke-device', '--code', code]);
  server = await startServerProcess(database, port);
  await expect(page.getByText('This computer was closed by the administrator')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/Everything that had not been sent \(1\) is with the administrator/)).toBeVisible({
    timeout: 60_000,
  });
  await checkScreen(page, '61-closed');
  expect(await administer(database, ['list-quarantine'])).toHaveLength(1);
});
