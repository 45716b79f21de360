/** What a test does in the windows of a warehouse: keys alone, and what is seen in the band and in the figures. */

import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type Desktop, openSatchel } from './desktop.ts';
import { plugScanner, type Scanner } from './desktop-scanner.ts';
import { PASSWORD } from './password.ts';

/** A busy machine; nothing waits that long on one at rest. */
export const PATIENCE = { timeout: 90_000 };

/** Waits until the last answer of a work mode has these words. */
export const says = (page: Page, words: string | RegExp) =>
  expect(page.locator('.work-band')).toContainText(words, PATIENCE);
/** How many are told of the goods at hand. */
export const amount = (page: Page) => page.getByTestId('tally-amount');
/** How many are left to pick of the line at hand. */
export const left = (page: Page) => page.getByTestId('pick-left');
/** Waits until nothing waits to be sent, and everything has come. */
export const synced = (page: Page) => expect(page.getByText('all synced')).toBeVisible(PATIENCE);

/** Leaves a work mode, whatever stands in it. */
export async function leaveMode(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation').first()).toBeVisible();
}

/** Enter shows what would be booked, and once more books it. */
export async function book(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
}

/** The number of the paper whose page has just come to the front. @param kind what its heading calls it */
async function numberInFront(page: Page, kind: string): Promise<string> {
  const heading = page.getByRole('tabpanel').getByRole('heading', { level: 1, name: new RegExp(`^${kind} \\w+-`) });
  await expect(heading).toBeVisible();
  return /\w+-\w+-\d+/.exec(await heading.innerText())?.[0] ?? '';
}

/** Opens a screen by its name, by keyboard alone. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(name);
  const wanted = page.getByRole('option').filter({ has: page.getByText(name, { exact: true }) });
  await expect(wanted.first()).toBeVisible();
  await expect(async () => {
    if ((await wanted.first().getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
    await expect(wanted.first()).toHaveAttribute('aria-selected', 'true', { timeout: 500 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Opens a work mode by keyboard alone. */
export async function enterMode(page: Page, name: string): Promise<void> {
  await goTo(page, name);
  await expect(page.locator('.work')).toBeVisible();
}

/** Opens the paper with this number from its list, by keyboard alone. @param list the list's name */
export async function openPaper(page: Page, list: string, number: string): Promise<void> {
  await goTo(page, list);
  const front = page.getByRole('tabpanel');
  await expect(front.getByRole('searchbox')).toBeVisible();
  await page.keyboard.press('/');
  await expect(front.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type(number);
  await expect(front.getByRole('row', { name: new RegExp(number) })).toBeVisible();
  // Enter takes the first hit of what is typed: nothing as long as the hits are those of before.
  await expect(async () => {
    await page.keyboard.press('Enter');
    const heading = front.getByRole('heading', { level: 1, name: /\w+-\w+-\d+/ });
    await expect(heading).toBeVisible({ timeout: 3_000 });
  }).toPass(PATIENCE);
}

/** Asks the first warehouse for goods of one product for the second, by keyboard alone. @returns the transfer's number */
export async function writeTransfer(page: Page, code: string, quantity: number): Promise<string> {
  await goTo(page, 'Transfers');
  await expect(page.getByRole('tabpanel').getByRole('searchbox')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { name: 'New transfer' })).toBeVisible();
  await page.keyboard.type(code);
  await expect(page.getByRole('option', { name: new RegExp(code) })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel').getByRole('textbox', { name: /^Quantity/ })).toBeFocused();
  await page.keyboard.type(String(quantity));
  // Who asks is offered goods of the other warehouse: here it is the own one that sends.
  const field = page.getByRole('tabpanel').locator('.document-field').filter({ hasText: 'From' });
  const before = await field.innerText();
  await field.getByRole('combobox').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await expect(field).not.toHaveText(before);
  // On a list Ctrl+Enter opens it.
  await page.getByRole('tabpanel').getByRole('textbox', { name: 'Note' }).focus();
  await page.keyboard.press('Control+Enter');
  return numberInFront(page, 'Transfer');
}

/** Starts a count of everything in the first warehouse, by keyboard alone. @returns its number */
export async function startCount(page: Page): Promise<string> {
  await goTo(page, 'Counts');
  await expect(page.getByRole('tabpanel').getByRole('searchbox')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog').getByRole('combobox').first()).toBeFocused();
  // From the warehouse to what of it: everything. Enter there begins.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('dialog').getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('Enter');
  return numberInFront(page, 'Count');
}

/** Posts a count that is done, by keyboard alone. */
export async function postCount(page: Page, number: string): Promise<void> {
  await openPaper(page, 'Counts', number);
  await expect(page.getByRole('button', { name: /^Post/ })).toBeEnabled(PATIENCE);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`${number} is in the books`)).toBeVisible();
  await synced(page);
}

/**
 * Ends a window as a power cut would and starts it again: the work stands there again, and no menu is seen.
 * @param home the computer's folder
 */
async function restartAtWork(
  before: Desktop | undefined,
  home: string,
  server: string,
  login: string,
): Promise<Desktop> {
  before?.app.process().kill('SIGKILL');
  await before?.close().catch(() => {});
  const window = await openSatchel(home);
  const { page } = window;
  await page.getByLabel('Server', { exact: true }).fill(server);
  await page.getByLabel('User', { exact: true }).fill(login);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expect(page.locator('.work')).toBeVisible(PATIENCE);
  return window;
}

export interface Desk {
  readonly page: Page;
  readonly scanner: Scanner;
}

/** The computers of a test, each by its name and with a folder of its own. @param home the folder of them all */
export function keepWindows(home: string) {
  const windows = new Map<string, Desktop>();
  return {
    async open(name: string): Promise<Page> {
      const window = await openSatchel(join(home, name));
      windows.set(name, window);
      return window.page;
    },
    /** `restartAtWork` of the computer that is named as its person signs in. */
    async restart(login: string, server: string): Promise<Desk> {
      const window = await restartAtWork(windows.get(login), join(home, login), server, login);
      windows.set(login, window);
      return { page: window.page, scanner: await plugScanner(window.page) };
    },
    async closeAll(): Promise<void> {
      for (const window of windows.values()) await window.close();
    },
  };
}
