/**
 * What somebody sees who opens Satchel for the first time, and what helps them on: the three ways, the sign-in, the
 * tour, settings, about, the list of keys, filters without hits. In both languages, light and dark, at the laptop's size
 * and a desktop's: pictures to look at in screenshots/, and axe on each.
 */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { checkScreen, type Desktop, openSatchel, setSize, temporaryFolder } from '../support/desktop.ts';
import { openPlace } from '../support/desktop-menu.ts';
import { signInToDemo } from '../support/desktop-sign-in.ts';

interface Look {
  readonly language: 'en' | 'zh';
  readonly theme: 'light' | 'dark';
  readonly size: readonly [width: number, height: number];
}
const looks: readonly Look[] = [
  { language: 'en', theme: 'light', size: [1366, 768] },
  { language: 'zh', theme: 'dark', size: [1366, 768] },
  { language: 'zh', theme: 'light', size: [1920, 1080] },
  { language: 'en', theme: 'dark', size: [1920, 1080] },
];

const home = temporaryFolder();
const open: Desktop[] = [];
test.afterEach(async () => {
  for (const desktop of open.splice(0)) await desktop.close();
});
test.afterAll(() => home.remove());

async function start(name: string, args: readonly string[] = []): Promise<Desktop> {
  const desktop = await openSatchel(join(home.path, name), args);
  open.push(desktop);
  return desktop;
}

/** As the settings keep it; the window reads it when it opens. Returns what the pictures of this look are called. */
async function show({ app, page }: Desktop, { language, theme, size }: Look): Promise<string> {
  await setSize(app, ...size);
  const chosen = { language, theme, density: 'compact' };
  await page.evaluate((kept) => localStorage.setItem('satchel.preferences', JSON.stringify(kept)), chosen);
  await page.reload();
  await expect(page.locator('h1').first()).toBeVisible();
  return `${language}-${theme}-${size[0]}`;
}

async function atRest(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished.catch(() => null)),
    ),
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function look(page: Page, name: string): Promise<void> {
  await atRest(page);
  await checkScreen(page, `60-${name}`);
}

test('the three ways to begin', async () => {
  test.setTimeout(300_000);
  const desktop = await start('ways');
  const { page } = desktop;
  for (const each of looks) {
    const suffix = await show(desktop, each);
    await look(page, `first-start-${suffix}`);
    await page.keyboard.press('2');
    await page.keyboard.type('http://127.0.0.1:9');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toBeVisible();
    await look(page, `join-refused-${suffix}`);
    await page.keyboard.press('Alt+ArrowLeft');
    await page.keyboard.press('3');
    await look(page, `restore-${suffix}`);
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(page.locator('[data-way=restore]')).toBeFocused();
  }
});

test('the demo: on its way, its people, the tour, and all that helps', async () => {
  test.setTimeout(600_000);
  const desktop = await start('demo');
  const { page } = desktop;
  await page.evaluate(() => localStorage.removeItem('satchel.tour'));
  await page.reload();
  await expect(page.locator('[data-way=demo]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.demo-steps')).toBeVisible();
  await expect(page.getByRole('button', { name: /Zhang Min/ })).toBeVisible({ timeout: 120_000 });
  for (const each of looks) await look(page, `sign-in-${await show(desktop, each)}`);
  await show(desktop, { language: 'en', theme: 'light', size: [1366, 768] });
  await page.getByRole('button', { name: /Zhang Min/ }).click();

  // By itself the first time, and to the end by Enter.
  const card = page.locator('.tour-card');
  await expect(card).toBeVisible();
  for (let step = 1; step <= 6; step += 1) {
    await expect(card.getByText(`${step} of 6`)).toBeVisible();
    if (step === 3) await expect(page.locator('.order')).toBeVisible();
    await look(page, `tour-${step}-en-light-1366`);
    await page.keyboard.press('Enter');
  }
  await expect(card).toBeHidden();
  await page.reload();
  await expect(page.getByText('all synced')).toBeVisible();
  await expect(card).toBeHidden();

  for (const each of looks) {
    const suffix = await show(desktop, each);
    await settings(page, suffix);
    await keys(page, suffix);
    await noHits(page, suffix);
  }
  await page.getByRole('tabpanel').focus();
  await page.keyboard.press('F1');
  await page.getByRole('dialog').getByRole('button').nth(-2).click();
  await expect(card).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await look(page, 'tour-4-en-dark-1920');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
});

test('about and diagnostics', async () => {
  test.setTimeout(300_000);
  const desktop = await start('about', ['--demo']);
  const { app, page } = desktop;
  await signInToDemo(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('diagnos');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Version 0.')).toBeVisible();
  for (const each of looks) {
    const suffix = await show(desktop, each);
    const panel = page.getByRole('tabpanel');
    await panel.getByRole('button', { name: /^(Check now|立即检查)/ }).click();
    await expect(panel.locator('.note-done')).toBeVisible({ timeout: 60_000 });
    await look(page, `about-${suffix}`);
  }
  await page.keyboard.press('c');
  await expect(page.getByText('Copied', { exact: false })).toBeVisible();
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/^versions\.app: /);
});

async function settings(page: Page, suffix: string): Promise<void> {
  await page.keyboard.press('Control+,');
  const panel = page.getByRole('tabpanel');
  await expect(panel.locator('.settings')).toBeVisible();
  await look(page, `settings-${suffix}`);
  const dialogs = [/^(Save a backup|保存备份)/, /^(Reset demo|重置演示)/, /^(Leave the demo|离开演示)/];
  for (const [index, name] of dialogs.entries()) {
    await panel.getByRole('button', { name }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, `settings-dialog-${index + 1}-${suffix}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
}

async function keys(page: Page, suffix: string): Promise<void> {
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, `keys-${suffix}`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** Each list, asked for what it does not have, says so and leads back. */
async function noHits(page: Page, suffix: string): Promise<void> {
  for (const place of ['customerList', 'orderList', 'stockList']) {
    await openPlace(page, place);
    const panel = page.getByRole('tabpanel');
    await expect(panel.getByRole('searchbox')).toBeVisible();
    await panel.getByRole('searchbox').fill('zzzzz');
    await expect(panel.locator('.empty-state-title')).toBeVisible();
    await look(page, `no-hits-${place}-${suffix}`);
    await panel.locator('.empty-state').getByRole('button').click();
    await expect(panel.locator('.empty-state')).toBeHidden();
  }
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zzzzz');
  await expect(page.locator('.picker-none')).toBeVisible();
  await look(page, `no-hits-search-${suffix}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}
