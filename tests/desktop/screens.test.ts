/**
 * Every screen of the demo company, in both languages, light and dark, at the laptop's size and a desktop's: pictures
 * to look at in screenshots/, and axe on each.
 */
import { expect, type Page, test } from '@playwright/test';
import { checkScreen, type Desktop, openSatchel, setSize, temporaryFolder } from '../support/desktop.ts';

const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

interface Look {
  readonly language: 'en' | 'zh';
  readonly theme: 'light' | 'dark';
}
const looks: readonly Look[] = [
  { language: 'en', theme: 'light' },
  { language: 'zh', theme: 'light' },
  { language: 'zh', theme: 'dark' },
];

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
    test.setTimeout(600_000);
    desktop = await openSatchel(home.path, ['--demo']);
    const { app, page } = desktop;
    await checkScreen(page, 'sign-in-en-light');
    await page.getByRole('button', { name: /Zhang Min/ }).click();
    await expect(page.getByRole('navigation').first()).toBeVisible();
    await expect(page.getByText('all synced')).toBeVisible();
    await takeShortOrder(page);

    for (const look of looks) {
      await choose(page, look);
      await expect(page.getByRole('navigation').first()).toBeVisible();
      const names = await page.getByRole('navigation').getByRole('button').allTextContents();
      for (const size of sizes) {
        await setSize(app, size.width, size.height);
        const suffix = `${look.language}-${look.theme}-${size.width}`;
        for (const [index] of names.entries()) {
          await page.getByRole('navigation').getByRole('button').nth(index).click();
          await settle(page);
          await checkScreen(page, `${String(index).padStart(2, '0')}-menu-${suffix}`);
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
    }
  });
});

/** Waits until the screen in front is there and nothing moves any more: pictures are of screens at rest. */
async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('tabpanel').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
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
