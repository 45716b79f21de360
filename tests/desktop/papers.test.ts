/**
 * Documents on paper in the real window: drawn in both languages on both papers, read back from their PDF; and printed by
 * one key, without a dialog, on a printer that this computer's own print system knows.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { paperSizes } from '#shared/kernel/papers/paper-sizes.ts';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import { checkScreen, type Desktop, openSatchel, temporaryFolder } from '../support/desktop.ts';
import { openPlace } from '../support/desktop-menu.ts';
import { signInToDemo } from '../support/desktop-sign-in.ts';
import { paperJob } from '../support/paper-job.ts';
import { bare, readPdf } from '../support/read-pdf.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../support/virtual-printer.ts';

declare const window: { readonly satchel: SatchelBridge };

const home = temporaryFolder();
let printer: VirtualPrinter;
let desktop: Desktop;

test.beforeAll(async () => {
  printer = await startVirtualPrinter(['Office', 'Needles']);
  process.env.CUPS_SERVER = printer.address;
  desktop = await openSatchel(home.path, ['--demo']);
});
test.afterAll(async () => {
  delete process.env.CUPS_SERVER;
  await desktop.close();
  await printer.close();
  home.remove();
});

/** What the save dialog will answer. */
async function saveTo(path: string): Promise<void> {
  await desktop.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
}

test('R112 papers of 1 to 300 lines: every line once, heads and numbers on each page, sums carried, fonts in it', async () => {
  const pdf = join(home.path, 'paper.pdf');
  await saveTo(pdf);
  const counts: Record<string, number[]> = {};
  for (const language of ['zh', 'en'] as const) {
    for (const size of ['a4', 'continuous241x140'] as const) {
      for (const lines of [1, 10, 11, 60, 300]) {
        const job = paperJob(language, size, lines);
        const reply = await desktop.page.evaluate((asked) => window.satchel.papers.savePdf(asked), {
          job,
          name: 'paper',
        });
        expect(reply).toEqual({ ok: true, path: pdf });
        const paper = await readPdf(readFileSync(pdf));
        const of = `${language} ${size}`;
        counts[of] = [...(counts[of] ?? []), paper.pages];
        expect(paper.hasFonts).toBe(true);
        expect(paper.widthMm).toBeCloseTo(paperSizes[size].widthMm, 0);
        expect(paper.heightMm).toBeCloseTo(paperSizes[size].heightMm, 0);
        const { document } = job;
        const codes = [...paper.texts.join('\n').matchAll(/A-(\d{3})/g)].map(([, code]) => Number(code));
        expect(codes).toEqual(document.rows.map((_row, at) => 100 + at));
        for (const [at, text] of paper.texts.entries()) {
          const said = bare(text);
          expect(said).toContain('SO-K7-000123');
          expect(said).toContain(bare(document.issuer.name));
          for (const { title } of document.columns) expect(said).toContain(bare(title));
          const number = document.pageText.replace('{page}', String(at + 1)).replace('{pages}', String(paper.pages));
          expect(said).toContain(bare(number));
        }
        const [from, to] = [document.carry?.from ?? '', document.carry?.to ?? ''].map(bare);
        expect(paper.said.split(from ?? '')).toHaveLength(paper.pages);
        expect(paper.said.split(to ?? '')).toHaveLength(paper.pages);
        const last = [
          ...document.sums.map(({ value }) => value),
          ...document.signatures,
          document.inWords?.value ?? '',
        ];
        for (const each of last) expect(bare(paper.texts.at(-1) ?? '')).toContain(bare(each));
        expect(paper.said).not.toContain('\ufffd');
      }
    }
  }
  // What a page holds is the fonts' affair; that it holds about as many lines as it should is ours.
  for (const [first = 0, ten = 0, , sixty = 0] of Object.values(counts)) {
    expect([first, ten <= 2, sixty <= 9]).toEqual([1, true, true]);
  }
});

test('R112 an order goes to a printer by one key: page, size and every text as on the screen', async () => {
  const { page } = desktop;
  await signInToDemo(page);
  await openPlace(page, 'orderList');
  await page.getByRole('tabpanel').getByRole('row').nth(3).click();
  await expect(page.getByRole('heading', { level: 1, name: /SO-/ })).toBeVisible();
  const number = /SO-\S+/.exec((await page.getByRole('heading', { level: 1 }).last().textContent()) ?? '')?.[0] ?? '';
  const shown = await shownFigures(page);
  expect(shown.length).toBeGreaterThan(3);

  await test.step('the first time it asks where, and shows how it will look', async () => {
    await page.keyboard.press('Control+p');
    const dialog = page.getByRole('dialog', { name: new RegExp(number) });
    await expect(dialog).toBeVisible();
    await expect(dialog.locator('.paper-sheets .sheet').first()).toContainText(number);
    await checkScreen(page, 'print-dialog');
    await choose(page, 'Printer', 'Needles');
    await choose(page, 'Paper', 'Continuous, 241 × 140 mm');
    const sheet = dialog.locator('.paper-sheets .sheet').first();
    const shape = async () => ((box) => (box ? box.width / box.height : 0))(await sheet.boundingBox());
    await expect.poll(shape).toBeCloseTo(241 / 140, 1);
    await expect(sheet).toContainText(number);
    await checkScreen(page, 'print-dialog-continuous');
    await page.keyboard.press('Control+p');
    await expect(dialog).toBeHidden();
    await expect.poll(() => printer.jobs.length).toBe(1);
  });

  await test.step('then one key prints: no dialog, on the same printer', async () => {
    await page.keyboard.press('Control+p');
    await expect.poll(() => printer.jobs.length).toBe(2);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  for (const job of printer.jobs) {
    expect(job.printer).toBe('Needles');
    expect(job.title).toContain(number);
    const paper = await readPdf(job.document);
    expect(Math.abs(paper.widthMm - 241)).toBeLessThan(0.5);
    expect(Math.abs(paper.heightMm - 140)).toBeLessThan(0.5);
    expect(paper.hasFonts).toBe(true);
    expect(paper.said).toContain(number);
    for (const each of shown) expect(paper.said).toContain(bare(each));
  }

  await test.step('in Chinese as PDF, with the same figures', async () => {
    const pdf = join(home.path, 'order.pdf');
    await saveTo(pdf);
    await page.keyboard.press('Control+Shift+p');
    await choose(page, 'Language', 'Chinese');
    await expect(page.locator('.paper-sheets .sheet').first()).toContainText('订单确认书');
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    const paper = await readPdf(readFileSync(pdf));
    expect(paper.said).toContain('价税合计');
    for (const each of shown) expect(paper.said).toContain(bare(each));
  });

  await test.step('a printer that is not there any more is said, and nothing is printed', async () => {
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('satchel.papers') ?? '{}');
      kept.orderConfirmation.printer = 'Sold';
      localStorage.setItem('satchel.papers', JSON.stringify(kept));
    });
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(number) })).toBeVisible();
    await page.keyboard.press('Control+p');
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Nothing was printed');
    expect(printer.jobs).toHaveLength(2);
  });
});

/** Codes, names and figures of the lines, and the sums, as the order's page shows them. */
async function shownFigures(page: Page): Promise<string[]> {
  const lines = page.getByRole('table', { name: 'Order lines' }).locator('tbody tr.order-line');
  const cells = await lines.evaluateAll((rows) =>
    rows.flatMap((row) => [...row.querySelectorAll('td')].slice(1, 6).map(({ textContent }) => textContent ?? '')),
  );
  const sums = await page.locator('.order-foot .figure').allTextContents();
  return [...cells, ...sums].map((each) => each.trim()).filter((each) => each !== '' && each !== '–');
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  const offered = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content', { hasText: option });
  // The dialog may still be coming to its place: then the field is not where it was a moment ago.
  await expect(async () => {
    if (!(await offered.isVisible())) {
      await page.getByRole('dialog').getByRole('combobox', { name: field, exact: true }).click({ force: true });
    }
    await expect(offered).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await offered.click();
}
