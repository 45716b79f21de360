/** The company of the desktop tests, made by the administrator's command line, and what people do in its windows. */
import { basename } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { administer } from './desktop.ts';
import { PASSWORD } from './password.ts';

/** @param database the server's option, `['--database', …]` */
export async function createTraders(database: readonly string[]): Promise<void> {
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

/** Chooses what to import and its files; the dry run begins by itself. */
export async function chooseFiles(page: Page, target: string, paths: readonly string[]): Promise<void> {
  await page.getByRole('radiogroup', { name: 'What to import' }).getByText(target, { exact: true }).click();
  // Of several import tabs the one in front.
  const panel = page.getByRole('tabpanel');
  for (const [index, path] of paths.entries()) {
    await panel.locator('input[type=file]').nth(index).setInputFiles(path);
    await expect(panel.getByText(basename(path), { exact: true })).toBeVisible();
  }
}

/** Imports what the dry run let through. */
export async function importChosen(page: Page): Promise<void> {
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: /^Import \d+/ }).click();
  await expect(panel.getByText('What happened')).toBeVisible();
  await expect(panel.getByText(/went through/)).toBeVisible();
}
