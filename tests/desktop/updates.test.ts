/**
 * A newer version on its way: the packaged application, signed in to a real server that gives a real feed. Guards: what
 * is not signed, not what was announced, older or out of reach is not taken, and is no disturbance; nothing is fetched or
 * installed unasked; a download is whole before it is offered; installing hands the system the very file.
 */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import { makeUpdateKey, readUpdateKey, signFeed } from '../../scripts/dist/update-keys.mjs';
import {
  checkScreen,
  leaveOutTour,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../support/desktop.ts';
import { createTraders } from '../support/desktop-company.ts';
import { signInAndSync } from '../support/desktop-sign-in.ts';
import {
  endLeftovers,
  findLeftovers,
  type PackagedSatchel,
  packSatchel,
  type RunningPackage,
  startPackaged,
  whereDebianPackages,
} from '../support/packaged.ts';
import { PASSWORD } from '../support/password.ts';

declare const window: { readonly satchel: SatchelBridge };

whereDebianPackages('updates', () => {
  const home = temporaryFolder();
  const feed = join(home.path, 'feed');
  const database = ['--database', `sqlite:${join(home.path, 'company.sqlite')}`];
  let satchel: PackagedSatchel;
  let server: ServerProcess;
  let running: RunningPackage | undefined;
  let page: Page;
  let key: KeyObject;

  test.beforeAll(async () => {
    const keyFile = join(home.path, 'update.pem');
    makeUpdateKey(keyFile);
    satchel = await packSatchel(keyFile);
    const { privateKey } = readUpdateKey(satchel.keyFile);
    if (!privateKey) throw new Error('no private key');
    key = privateKey;
    mkdirSync(feed);
    await createTraders(database);
    server = await startServerProcess([...database, '--updates', feed]);
    running = await startPackaged(satchel, join(home.path, 'nancy'), ['--lang=en', `--server=${server.url}`], {
      PATH: `${fakePrograms()}:${process.env.PATH}`,
    });
    page = running.page;
    await leaveOutTour(page);
    await signInAndSync(page, server.url, 'nancy', PASSWORD);
  });
  test.afterAll(async () => {
    running?.kill();
    endLeftovers(satchel);
    await server.kill();
    home.remove();
  });

  const suffix = () => (satchel.isTrial ? '-trial' : '');
  const state = () => page.evaluate(() => window.satchel.updates.state());
  const check = () => page.evaluate(() => window.satchel.updates.check());
  const noticeOf = (text: string | RegExp) => page.getByRole('region', { name: 'Messages' }).getByText(text);
  const installed = join(home.path, 'installed.deb');

  /** In place of the system's: the machine of the tests must not get a package. */
  function fakePrograms(): string {
    const folder = join(home.path, 'bin');
    mkdirSync(folder);
    for (const [name, words] of [
      ['dpkg', `[ "$1" = -i ] && cp "$2" '${installed}'`],
      // For a run that is not root's: its one switch, then the command.
      ['pkexec', 'shift; exec "$@"'],
    ] as const) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${words}\n`, { mode: 0o755 });
    }
    return folder;
  }

  /** The real feed of the real package, under another version. */
  function publish(version: string, signedBy: KeyObject, change = (text: string) => text): void {
    rmSync(feed, { recursive: true });
    mkdirSync(feed);
    const own = satchel.debFile.slice(satchel.folder.length + 1);
    const name = `satchel${suffix()}_${version}_amd64.deb`;
    linkSync(satchel.debFile, join(feed, name));
    const real = readFileSync(join(satchel.folder, 'latest-linux.yml'), 'utf8');
    const text = real.replaceAll(own, name).replace(/^version: .*$/m, `version: ${version}`);
    writeFileSync(join(feed, 'latest-linux.yml'), change(text));
    signFeed(feed, signedBy);
  }

  test('a server without a feed is quiet, and says so to whoever asks', async () => {
    expect(await check()).toEqual({ ok: false, reason: { code: 'updates.noFeed', params: {} } });
    expect(await state()).toMatchObject({ state: 'none', problem: { code: 'updates.noFeed' } });
    await expect(noticeOf(/Satchel/)).toHaveCount(0);
  });

  test('a feed that somebody else signed, or nobody, or that was changed afterwards is not taken', async () => {
    const refused = { ok: false, reason: { code: 'updates.badSignature', params: {} } };
    publish(`9.0.0${suffix()}`, generateKeyPairSync('ed25519').privateKey);
    expect(await check()).toEqual(refused);
    publish(`9.0.0${suffix()}`, key);
    writeFileSync(join(feed, 'latest-linux.yml'), `${readFileSync(join(feed, 'latest-linux.yml'), 'utf8')}# more\n`);
    expect(await check()).toEqual(refused);
    rmSync(join(feed, 'latest-linux.yml.sig'));
    expect(await check()).toEqual({ ok: false, reason: { code: 'updates.noFeed', params: {} } });
    expect(await state()).toMatchObject({ state: 'none' });
  });

  test('an older version is refused, the same one is none, and a trial build and a release do not mix', async () => {
    publish(`0.0.9${suffix()}`, key);
    expect(await check()).toMatchObject({ ok: false, reason: { code: 'updates.older' } });
    const { appVersion } = await page.evaluate(() => window.satchel.desktop.about());
    publish(appVersion, key);
    expect(await check()).toEqual({ ok: true });
    expect(await state()).toMatchObject({ state: 'none', problem: null });
    publish(satchel.isTrial ? '9.0.0' : '9.0.0-trial', key);
    expect(await check()).toMatchObject({ ok: false, reason: { code: 'updates.otherKind' } });
  });

  test('a download that is not what was announced is thrown away', async () => {
    publish(`9.0.0${suffix()}`, key, (text) => text.replaceAll(/sha512: .{4}/g, 'sha512: AAAA'));
    expect(await check()).toEqual({ ok: true });
    expect(await page.evaluate(() => window.satchel.updates.download())).toMatchObject({
      ok: false,
      reason: { code: 'updates.badHash' },
    });
    expect(await state()).toMatchObject({ state: 'available', problem: { code: 'updates.badHash' } });
  });

  test('a server that is gone is quiet', async () => {
    publish(`0.0.9${suffix()}`, key);
    await check();
    const { port } = new URL(server.url);
    await server.kill();
    expect(await check()).toMatchObject({ ok: false, reason: { code: 'updates.unreachable' } });
    expect(await state()).toMatchObject({ state: 'none', problem: { code: 'updates.unreachable' } });
    await expect(noticeOf(/updates/)).toHaveCount(0);
    server = await startServerProcess([...database, '--updates', feed], port);
    await expect(page.getByText('all synced')).toBeVisible({ timeout: 90_000 });
  });

  test('a newer version is said once, fetched when asked, and installed when asked', async () => {
    const version = `9.1.0${suffix()}`;
    publish(version, key);
    await page.keyboard.press('Control+,');
    const section = page.getByRole('region', { name: 'Updates' });
    await section.getByRole('button', { name: 'Look now' }).click();
    await expect(noticeOf(`Satchel ${version} is available`)).toBeVisible();
    await expect(section).toContainText(/is available \(\d+ MB\)/);
    await checkScreen(page, 'update-available');
    await section.getByRole('button', { name: 'Download' }).click();
    await expect(noticeOf(`Satchel ${version} is ready`)).toBeVisible({ timeout: 60_000 });
    await checkScreen(page, 'update-ready');
    expect(existsSync(installed)).toBe(false);

    await section.getByRole('button', { name: 'Restart now' }).click();
    expect(await running?.ended()).toBe(0);
    const hash = (path: string) => createHash('sha512').update(readFileSync(path)).digest('base64');
    expect(hash(installed)).toBe(hash(satchel.debFile));
    // It opens again by itself.
    await expect.poll(() => findLeftovers(satchel).length).toBeGreaterThan(0);
  });
});
