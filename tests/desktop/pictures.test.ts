/**
 * Pictures as people meet them: they come with the sync, are there without a network, appear by themselves when they
 * come late, lie on the disk sealed, and the page can do nothing with them but show them.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { addPicturedProducts } from '../support/add-pictured-products.ts';
import {
  type Desktop,
  openSatchel,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { createTraders } from '../support/desktop-company.ts';
import { signIn } from '../support/desktop-sign-in.ts';
import { PASSWORD } from '../support/password.ts';

const home = temporaryFolder();
const companyFile = join(home.path, 'company.sqlite');
const laptopHome = join(home.path, 'laptop');
let server: ServerProcess | undefined;
let laptop: Desktop | undefined;

test.afterAll(async () => {
  await laptop?.close();
  await server?.kill();
  home.remove();
});

/** The test runner carries the driver that was built for Electron's windows; this process is none of them. */
async function withNodesDriver<Result>(work: () => Promise<Result>): Promise<Result> {
  const { SATCHEL_NATIVE_BINDING: electrons } = process.env;
  delete process.env.SATCHEL_NATIVE_BINDING;
  try {
    return await work();
  } finally {
    if (electrons !== undefined) process.env.SATCHEL_NATIVE_BINDING = electrons;
  }
}

/** All files of the laptop, by path. */
const filesOnLaptop = (): string[] =>
  readdirSync(laptopHome, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const pictureFile = (hash: string) => filesOnLaptop().find((path) => path.endsWith(hash));

const shown = (page: Page, name: string) =>
  page.getByRole('option', { name }).locator('.picture img[data-there="true"]');

async function search(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(typed);
}

test('a picture is seen offline after a sync, and one that comes late appears by itself', async () => {
  const database = ['--database', `sqlite:${companyFile}`];
  await createTraders(database);
  const [mug = '', jug = ''] = await withNodesDriver(() =>
    addPicturedProducts(companyFile, ['Turquoise mug', 'Turquoise jug']),
  );
  server = await startServerProcess(database);
  const { url } = server;

  await test.step('pictures come with the sync', async () => {
    laptop = await openSatchel(laptopHome);
    await signIn(laptop.page, url, 'andrew', PASSWORD);
    await expect.poll(() => pictureFile(mug) !== undefined && pictureFile(jug) !== undefined).toBe(true);
    await search(laptop.page, 'turquoise');
    await expect(shown(laptop.page, 'Turquoise mug')).toBeVisible();
    await expect(shown(laptop.page, 'Turquoise jug')).toBeVisible();
  });

  await test.step('the page shows them and can do nothing else with them', async () => {
    const address = `satchel://app/files/${mug}`;
    const tried = await laptop?.page.evaluate(async (file) => {
      const how = { fetched: 'no', framed: 'no', scripted: 'no' };
      await fetch(file).then(
        () => (how.fetched = 'yes'),
        () => {},
      );
      const load = (element: HTMLScriptElement | HTMLIFrameElement, key: 'framed' | 'scripted') =>
        new Promise<void>((done) => {
          element.src = file;
          element.onload = () => {
            // A refused frame loads an empty page of nobody's.
            if (!(element instanceof HTMLIFrameElement) || element.contentDocument?.querySelector('svg'))
              how[key] = 'yes';
            done();
          };
          element.onerror = () => done();
          document.body.append(element);
          setTimeout(done, 2_000);
        });
      await load(document.createElement('script'), 'scripted');
      await load(document.createElement('iframe'), 'framed');
      const image = new Image();
      image.src = file;
      await image.decode();
      return { ...how, width: image.naturalWidth > 0 };
    }, address);
    expect(tried).toEqual({ fetched: 'no', framed: 'no', scripted: 'no', width: true });
  });

  await test.step('no file of the profile holds one in clear', async () => {
    await laptop?.close();
    const open = filesOnLaptop().filter((path) => readFileSync(path).includes('<title>Turquoise'));
    expect(open).toEqual([]);
  });

  await test.step('without the server they are there', async () => {
    await server?.kill();
    rmSync(pictureFile(jug) ?? '');
    laptop = await openSatchel(laptopHome);
    const { page } = laptop;
    await signIn(page, url, 'andrew', PASSWORD);
    await search(page, 'turquoise');
    await expect(shown(page, 'Turquoise mug')).toBeVisible();
    const place = page.getByRole('option', { name: 'Turquoise jug' }).locator('.picture');
    await expect(place).toHaveText('T');
    await expect(shown(page, 'Turquoise jug')).toHaveCount(0);
  });

  await test.step('the lost one appears when the server is back, and nobody touches a key', async () => {
    server = await startServerProcess(database, new URL(url).port);
    await expect(shown(laptop?.page as Page, 'Turquoise jug')).toBeVisible({ timeout: 90_000 });
  });
});
