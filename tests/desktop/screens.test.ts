/**
 * Every screen of the demo company, in both languages, light and dark, compact and comfortable, at the laptop's size and
 * some at a desktop's: pictures to look at in screenshots/, and axe on each. First as its manager, then those of its
 * administrator, once each, and in the other look where columns or forms stand otherwise.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { checkScreen, type Desktop, openSatchel, setSize, temporaryFolder } from '../support/desktop.ts';
import { openPlace, unfoldMenu } from '../support/desktop-menu.ts';
import { signInToDemo } from '../support/desktop-sign-in.ts';

interface Look {
  readonly language: 'en' | 'zh';
  readonly theme: 'light' | 'dark';
  readonly density: 'compact' | 'comfortable';
  /** Documents, menus and problems too; the places of the menu and the search are looked at in every look. */
  readonly isWhole: boolean;
  /** Also at a desktop's size: there the columns stand otherwise. */
  readonly isLargeToo: boolean;
}
const looks: readonly Look[] = [
  { language: 'en', theme: 'light', density: 'compact', isWhole: true, isLargeToo: false },
  { language: 'zh', theme: 'light', density: 'compact', isWhole: false, isLargeToo: false },
  { language: 'zh', theme: 'dark', density: 'compact', isWhole: true, isLargeToo: true },
  { language: 'en', theme: 'dark', density: 'comfortable', isWhole: false, isLargeToo: false },
];
const laptop = { width: 1366, height: 768 };
const desktopSize = { width: 1920, height: 1080 };

/** As the settings page keeps them; the window reads them when it opens. */
async function choose(page: Page, look: Look): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('satchel.preferences', JSON.stringify(chosen)), look);
  await page.reload();
}

test.describe('the screens of the demo company', () => {
  const home = temporaryFolder();
  let desktop: Desktop | undefined;

  test.afterAll(async () => {
    await desktop?.close();
    home.remove();
  });

  test('each screen, in each look and size', async () => {
    test.setTimeout(1_800_000);
    desktop = await openSatchel(home.path, ['--demo']);
    const { app, page } = desktop;
    await checkScreen(page, 'sign-in-en-light');
    await signInToDemo(page);
    await takeShortOrder(page);

    writeFileSync(
      join(home.path, 'customers.csv'),
      'Customer code,Name,Credit limit\nX-1,One,much\nX-2,,5\nX-3,Three,5\n',
    );
    for (const look of looks) {
      await choose(page, look);
      await expect(page.getByRole('navigation').first()).toBeVisible();
      const suffix = `${look.language}-${look.theme}-${look.density}`;
      await setSize(app, laptop.width, laptop.height);
      await everyPlace(page, `${suffix}-${laptop.width}`);
      if (look.isWhole) {
        await documents(page, suffix);
        await menus(page, suffix);
        await importProblems(page, join(home.path, 'customers.csv'), suffix);
      }
      if (look.isLargeToo) {
        await setSize(app, desktopSize.width, desktopSize.height);
        await everyPlace(page, `${suffix}-${desktopSize.width}`);
      }
    }

    await setSize(app, laptop.width, laptop.height);
    await changePerson(page, 'Zhang Min', 'Gao Ming');
    for (const { look, isWhole, size } of administratorLooks) {
      await choose(page, look);
      await expect(page.getByRole('navigation').first()).toBeVisible();
      await setSize(app, size.width, size.height);
      await administration(page, isWhole, `${look.language}-${look.theme}-${size.width}`);
    }
  });
});

const administratorLooks = [
  { look: looks[0] as Look, isWhole: true, size: laptop },
  { look: looks[2] as Look, isWhole: false, size: desktopSize },
] as const;

const panel = (page: Page) => page.getByRole('tabpanel');
const heading = (page: Page) => panel(page).getByRole('heading', { level: 1 });

/** The places of the menu, the draft with its short line, and the search. */
async function everyPlace(page: Page, suffix: string): Promise<void> {
  await unfoldMenu(page);
  const routes = await page
    .locator('.side-item')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-route') ?? ''));
  expect(routes).toContain('approvalList');
  for (const [index, route] of routes.entries()) {
    await openPlace(page, route);
    await settle(page);
    await checkScreen(page, `${String(index).padStart(2, '0')}-${route}-${suffix}`);
    await leaveWholeWindow(page);
  }
  await openOrderDraft(page);
  await settle(page);
  await checkScreen(page, `20-order-entry-${suffix}`);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('mu');
  await settle(page);
  await checkScreen(page, `21-search-${suffix}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

/** Work with a scanner has the whole window: Esc leads back to where the menu is. */
async function leaveWholeWindow(page: Page): Promise<void> {
  const menu = page.locator('.side-item').first();
  if (await menu.isVisible()) return;
  await page.keyboard.press('Escape');
  await expect(menu).toBeVisible();
}

/** One document of each kind, opened from its list. */
async function documents(page: Page, suffix: string): Promise<void> {
  // The first row under the heading; the first order is the draft, which has a picture of its own.
  await openRow(page, 'customerList', 1, `30-customer-${suffix}`);
  await openRow(page, 'orderList', 2, `31-order-${suffix}`);
  await openRow(page, 'approvalList', 1, `34-approval-${suffix}`);
  await openPlace(page, 'stockList');
  await settle(page);
  await page.getByRole('tabpanel').getByRole('row').nth(1).click();
  await expect(page.getByRole('tabpanel').getByRole('table').first()).toBeVisible();
  await settle(page);
  await checkScreen(page, `32-stock-open-${suffix}`);
  await page.getByRole('tabpanel').locator('.data-detail').getByRole('button').last().click();
  await expect(page.getByRole('tabpanel').locator('.product-facts').first()).toBeVisible();
  await settle(page);
  await checkScreen(page, `33-product-${suffix}`);
  await page.keyboard.press('Control+w');
}

/** Opens a row of a place, and looks at what it opens. */
async function openRow(page: Page, route: string, row: number, name: string): Promise<void> {
  await openPlace(page, route);
  await settle(page);
  const before = await heading(page).innerText();
  await panel(page).getByRole('row').nth(row).click();
  await expect(heading(page)).not.toHaveText(before);
  await settle(page);
  await checkScreen(page, name);
  await page.keyboard.press('Control+w');
}

/** Signs out, and lets somebody else of the demo in. */
async function changePerson(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: from }).click();
  await page.getByRole('menuitem').last().click();
  await page.getByRole('button', { name: new RegExp(to) }).click();
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await expect(page.getByText(/all synced|已全部同步/)).toBeVisible({ timeout: 60_000 });
}

/** The places of the administrator: all of them with each of their sections, or those with columns and forms. */
async function administration(page: Page, isWhole: boolean, suffix: string): Promise<void> {
  const look = async (name: string) => {
    await settle(page);
    await checkScreen(page, `${name}-${suffix}`);
  };
  await openPlace(page, 'company');
  await settle(page);
  const sections = await panel(page)
    .locator('[data-section]')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-section') ?? ''));
  expect(sections).toHaveLength(10);
  for (const section of isWhole ? sections : ['entities', 'settings']) {
    await panel(page).locator(`[data-section="${section}"]`).click();
    await look(`50-company-${section}`);
  }
  for (const view of [1, 2, 0]) {
    await openPlace(page, 'people');
    await settle(page);
    await panel(page).locator('.page-header .ant-segmented-item').nth(view).click();
    await look(`51-people-${view}`);
  }
  await openRow(page, 'people', 1, `52-person-${suffix}`);
  await openPlace(page, 'devices');
  await expect(panel(page).getByRole('row').nth(1)).toBeVisible();
  await look('53-devices');
  await openPlace(page, 'audit');
  await look('54-audit');
  if (!isWhole) return;
  await openPlace(page, 'devices');
  await expect(panel(page).getByRole('row').nth(1)).toBeVisible();
  await openRow(page, 'devices', 1, `55-device-${suffix}`);
  for (const route of ['opening', 'import', 'approvalList', 'today']) {
    await openPlace(page, route);
    await look(`56-${route}`);
  }
}

/** What opens above a screen. */
async function menus(page: Page, suffix: string): Promise<void> {
  await openPlace(page, 'today');
  await settle(page);
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await settle(page);
  await checkScreen(page, `40-keys-${suffix}`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('n');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await settle(page);
  await checkScreen(page, `41-new-${suffix}`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem').first()).toBeHidden();
  await page.getByRole('button', { name: 'Zhang Min' }).click();
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await settle(page);
  await checkScreen(page, `42-user-${suffix}`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem').first()).toBeHidden();
}

async function importProblems(page: Page, file: string, suffix: string): Promise<void> {
  await page
    .getByRole('tablist')
    // The first of them is of customers, as the place opened it.
    .getByRole('tab', { name: /Import|导入/ })
    .first()
    .click();
  const panel = page.getByRole('tabpanel');
  await panel.locator('input[type=file]').first().setInputFiles(file);
  // What can be taken can be imported now: the check is over.
  await expect(panel.getByRole('button').last()).toBeEnabled();
  await settle(page);
  await checkScreen(page, `43-import-problems-${suffix}`);
  await page.keyboard.press('Control+w');
}

/** Waits until the screen in front is there and nothing moves any more: pictures are of screens at rest. */
async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('tabpanel').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  // Asked again and again: the promise of an animation that was taken away with its element may never be kept.
  await expect.poll(() => page.evaluate(listMoving)).toEqual([]);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** In the page: what is still on its way somewhere. What turns for ever says that something loads, and is named too. */
function listMoving(): string[] {
  return document
    .getAnimations()
    .filter(({ playState }) => playState === 'running')
    .map(({ effect }) => (effect instanceof KeyframeEffect ? (effect.target?.className ?? '') : ''));
}

/** A draft with a line that is short and one whose price waits for approval; it stays open over reloads. */
async function takeShortOrder(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+O');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Customer');
  await type(page, 'hengtong');
  await type(page, 'B-020', '9000');
  await type(page, 'mug', '12');
}

async function type(page: Page, ...texts: readonly string[]): Promise<void> {
  for (const [index, text] of texts.entries()) {
    await page.keyboard.type(text);
    if (index === 0) await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('Enter');
  }
}

async function openOrderDraft(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /SO-/ }).first().click();
}
