/** How people of the desktop tests sign in. */
import { expect, type Page } from '@playwright/test';

/** By the form, as a person whom this computer does not know yet. */
export async function signIn(page: Page, server: string, login: string, password: string): Promise<void> {
  await page.getByLabel('Server', { exact: true }).fill(server);
  await page.getByLabel('User', { exact: true }).fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expect(page.getByRole('navigation').first()).toBeVisible();
}

/** By the form, and until everything of the company is here. */
export async function signInAndSync(page: Page, server: string, login: string, password: string): Promise<void> {
  await signIn(page, server, login, password);
  await expect(page.getByText('all synced')).toBeVisible();
}

/** As the demo's manager by one click, when the demo is there, and until everything of it is here. */
export async function signInToDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Zhang Min/ }).click({ timeout: 60_000 });
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await expect(page.getByText('all synced')).toBeVisible();
}
