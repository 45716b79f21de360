/**
 * What people install: the package is made by `npm run dist`, looked through, started, and works. Guards: what is in it
 * and what is not; the licences of all that is bundled; the fuses; that a trial build cannot be taken for a release; an order in the demo company; a clean
 * end.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import { makeUpdateKey } from '../../scripts/dist/update-keys.mjs';
import { screenshotFolder, temporaryFolder } from '../support/desktop.ts';
import {
  findLeftovers,
  listAsar,
  type PackagedSatchel,
  packSatchel,
  type RunningPackage,
  readPackaged,
  startPackaged,
  whereDebianPackages,
} from '../support/packaged.ts';

declare const window: { readonly satchel: SatchelBridge };

whereDebianPackages('the package', () => {
  const home = temporaryFolder();
  let satchel: PackagedSatchel;
  let running: RunningPackage | undefined;

  test.beforeAll(async () => {
    const keyFile = join(home.path, 'update.pem');
    makeUpdateKey(keyFile);
    satchel = await packSatchel(keyFile);
  });
  test.afterAll(() => {
    running?.kill();
    home.remove();
  });

  const control = (field: string): string =>
    execFileSync('dpkg-deb', ['--field', satchel.debFile, field], { encoding: 'utf8' }).trim();
  const suffix = () => (satchel.isTrial ? '-trial' : '');

  test('the package says what it is, what it needs, and that a trial build is none to give away', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const { electronIsSubstitute } = JSON.parse(readFileSync('.satchel/toolchain.json', 'utf8')) as {
      electronIsSubstitute: boolean;
    };
    expect(satchel.isTrial).toBe(electronIsSubstitute);
    expect(control('Package')).toBe(`satchel${suffix()}`);
    expect(control('Version')).toBe(satchel.isTrial ? `${version}~trial` : version);
    expect(control('Description').includes('TRIAL BUILD')).toBe(satchel.isTrial);
    expect(satchel.said.includes('TRIAL BUILD, NOT A RELEASE')).toBe(satchel.isTrial);
    expect(control('Architecture')).toBe('amd64');
    expect(Number(control('Installed-Size'))).toBeGreaterThan(150_000);
    for (const library of ['libgtk-3-0t64 | libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2t64 | libasound2']) {
      expect(control('Depends')).toContain(library);
    }
    expect(control('Recommends')).toContain('fonts-noto-cjk');
  });

  test('the menu has an entry in both languages, with the icon in every size', () => {
    const entry = readPackaged(satchel, `usr/share/applications/satchel${suffix()}.desktop`);
    expect(entry).toContain(`Name=Satchel${satchel.isTrial ? ' Trial' : ''}\n`);
    expect(entry).toMatch(/^Name\[zh_CN\]=行囊/m);
    expect(entry).toMatch(/^Comment\[zh_CN\]=\S/m);
    expect(entry).toContain(`Icon=satchel${suffix()}\n`);
    const exec = /^Exec="?([^"\n]+?)"? %U$/m.exec(entry)?.[1];
    expect(join(satchel.unpacked, exec ?? '')).toBe(satchel.program);
    const sizes = readdirSync(join(satchel.unpacked, 'usr/share/icons/hicolor'));
    expect(sizes.sort()).toEqual(['128x128', '16x16', '24x24', '256x256', '32x32', '48x48', '512x512', '64x64']);
  });

  test('installing makes the command, and the sandbox work; files belong to root and nobody else may change them', () => {
    const scripts = join(home.path, 'control');
    execFileSync('dpkg-deb', ['--control', satchel.debFile, scripts]);
    const postinst = readFileSync(join(scripts, 'postinst'), 'utf8');
    expect(postinst).toContain(`/usr/bin/satchel${suffix()}`);
    expect(postinst).toContain('chrome-sandbox');
    expect(readFileSync(join(scripts, 'postrm'), 'utf8')).toContain(`satchel${suffix()}`);
    const listed = execFileSync('dpkg-deb', ['--contents', satchel.debFile], { encoding: 'utf8' }).trim().split('\n');
    const bad = listed.filter((line) => !/^(d|-)rw(x|-)r-(x|-)r-(x|-) root\/root /.test(line));
    expect(bad).toEqual([]);
  });

  test('the fuses are hardened', async () => {
    const wire = await getCurrentFuseWire(satchel.program);
    const expected: readonly [FuseV1Options, FuseState][] = [
      [FuseV1Options.RunAsNode, FuseState.DISABLE],
      [FuseV1Options.EnableCookieEncryption, FuseState.ENABLE],
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseState.DISABLE],
      [FuseV1Options.EnableNodeCliInspectArguments, FuseState.DISABLE],
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseState.ENABLE],
      [FuseV1Options.OnlyLoadAppFromAsar, FuseState.ENABLE],
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, FuseState.DISABLE],
      [FuseV1Options.GrantFileProtocolExtraPrivileges, FuseState.DISABLE],
    ];
    expect(expected.map(([fuse]) => [fuse, wire[fuse]])).toEqual(expected);
  });

  test('the archive holds the built application and the driver, and nothing else', () => {
    const files = listAsar(join(satchel.home, 'resources/app.asar'));
    const allowed = [
      /^package\.json$/,
      /^out\/main\/[\w-]+\.js$/,
      /^out\/main\/chunks\/[\w-]+\.js$/,
      /^out\/preload\/index\.cjs$/,
      /^out\/server\/(main|back-up-thread)\.js$/,
      /^out\/server\/chunks\/[\w-]+\.js$/,
      /^out\/renderer\/index\.html$/,
      /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|webp|woff2)$/,
      /^node_modules\/better-sqlite3\/(package\.json|LICENSE)$/,
      /^node_modules\/better-sqlite3\/lib\/[\w/-]+\.js$/,
    ];
    const driver = 'node_modules/better-sqlite3/prebuilds/linux-x64.node';
    const strange = files.filter(({ path }) => path !== driver && !allowed.some((pattern) => pattern.test(path)));
    expect(strange).toEqual([]);
    expect(files.filter(({ isUnpacked }) => isUnpacked)).toEqual([{ path: driver, isUnpacked: true }]);
    for (const needed of [
      'out/main/index.js',
      'out/server/main.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
    ]) {
      expect(files.map(({ path }) => path)).toContain(needed);
    }
    expect(readdirSync(join(satchel.home, 'resources')).sort()).toEqual([
      'THIRD-PARTY-LICENSES.txt',
      'app-update.yml',
      'app.asar',
      'app.asar.unpacked',
      'apparmor-profile',
      'package-type',
    ]);
  });

  test('the licences of all that is bundled come with it, and those of Electron and Chromium', () => {
    const text = readFileSync(join(satchel.home, 'resources/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const named = [...text.matchAll(/^={78}\n(\S+ \S+)\n={78}\n\n\S/gm)].map(([, name]) => name);
    const listed = ['main', 'preload', 'renderer', 'server'].flatMap(readBundledPackages);
    expect(named).toEqual([...new Set(listed)].sort());
    for (const part of ['react-dom ', 'antd ', 'kysely ', 'fastify ', 'zod ', 'better-sqlite3-multiple-ciphers ']) {
      expect(named.filter((name) => name?.startsWith(part))).toHaveLength(1);
    }
    // The maps of the bundles know nothing of those lists.
    const names = new Set(named.map((name) => name?.split(' ')[0]));
    const mapped = new Set(['main', 'server'].flatMap((bundle) => readMappedPackages(join('out', bundle))));
    expect(mapped.size).toBeGreaterThan(50);
    expect([...mapped].filter((name) => !names.has(name))).toEqual([]);
    expect(readFileSync(join(satchel.home, 'LICENSE.electron.txt'), 'utf8')).toContain('Electron contributors');
    expect(readFileSync(join(satchel.home, 'LICENSES.chromium.html'), 'utf8')).toContain('The Chromium Authors');
  });

  test('the feed names the package, with its hash, and is signed', () => {
    const names = readdirSync(satchel.folder).sort();
    const deb = satchel.debFile.slice(satchel.folder.length + 1);
    expect(names).toEqual(['latest-linux.yml', 'latest-linux.yml.sig', deb]);
    const feed = readFileSync(join(satchel.folder, 'latest-linux.yml'), 'utf8');
    expect(feed).toContain(`url: ${deb}`);
    expect(feed).toMatch(/sha512: \S{80}/);
  });

  test('someone new opens the packaged program, tries the demo and takes an order; it ends without a trace', async () => {
    // In place of the system's program for texts: it says what it was given.
    const programs = join(home.path, 'programs');
    const shownFile = join(home.path, 'shown');
    mkdirSync(programs);
    writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${shownFile}'\n`, { mode: 0o755 });
    running = await startPackaged(satchel, join(home.path, 'person'), ['--lang=en'], {
      PATH: `${programs}:${process.env.PATH}`,
    });
    const { page } = running;
    await page.getByText('简体中文', { exact: true }).click();
    await page.getByRole('button', { name: '体验演示公司' }).click();
    await page.getByRole('button', { name: /周文斌/ }).click({ timeout: 90_000 });
    // The welcome tour comes to whoever is new.
    await page.getByRole('button', { name: '跳过' }).click();
    await expect(page.getByText('已全部同步')).toBeVisible();
    const { appVersion } = await page.evaluate(() => window.satchel.desktop.about());
    expect(appVersion).toBe(control('Version').replace('~', '-'));

    await page.keyboard.press('Control+Shift+O');
    await expect(page.getByLabel('客户', { exact: true })).toBeFocused();
    // Two letters of pinyin.
    await page.keyboard.type('ht');
    await expect(page.getByRole('option').first()).toContainText('恒通');
    await page.keyboard.press('Enter');
    await page.keyboard.type('tcw');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('Enter');
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: /^订单 SO-/ })).toBeVisible();
    await expect(page.getByText('已全部同步')).toBeVisible({ timeout: 60_000 });
    await page.screenshot({ path: join(screenshotFolder, 'packaged-order.png') });

    expect(await page.evaluate(() => window.satchel.diagnostics.openLicenses())).toEqual({ ok: true });
    await expect.poll(() => (existsSync(shownFile) ? readFileSync(shownFile, 'utf8') : '')).not.toBe('');
    expect(readFileSync(shownFile, 'utf8')).toBe(join(satchel.home, 'resources/THIRD-PARTY-LICENSES.txt'));

    expect(await running.closeWindow()).toBe(0);
    await expect.poll(() => findLeftovers(satchel)).toEqual([]);
  });
});

/** What the build wrote down of a bundle, as `name version`. */
function readBundledPackages(bundle: string): string[] {
  const list = JSON.parse(readFileSync(join('out/bundled-packages', `${bundle}.json`), 'utf8')) as {
    name: string;
    version: string;
  }[];
  return list.map(({ name, version }) => `${name} ${version}`);
}

/** Packages whose modules the source maps of a bundle name. */
function readMappedPackages(folder: string): string[] {
  const maps = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.map'));
  const sources = maps.flatMap(
    (name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { sources: string[] }).sources,
  );
  return sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
}
