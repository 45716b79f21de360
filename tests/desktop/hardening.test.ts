/**
 * What a page that was taken over by someone else could do, tried in the real window; and what happens when something
 * cannot be opened or ends. Guards: bad calls, foreign frames, other pages, permissions and the network; one window a
 * profile; a failure has a sentence and a way on.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type ElectronApplication, expect, test } from '@playwright/test';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import { type Desktop, onCompany, openSatchel, startAndEnd, temporaryFolder } from '../support/desktop.ts';
import { signInToDemo } from '../support/desktop-sign-in.ts';

declare const window: { readonly satchel: SatchelBridge; open(url: string): unknown };

const preloadFile = resolve(import.meta.dirname, '../../out/preload/index.cjs');

const home = temporaryFolder();
let desktop: Desktop;

const open = (name = 'home', isAsLeft = false) => openSatchel(join(home.path, name), onCompany, isAsLeft);
/** Asks the page itself, also one that the test's own connection has lost; null when it does not answer now. */
const inPage = (app: ElectronApplication, script: string): Promise<unknown> =>
  app.evaluate(async ({ BrowserWindow }, text) => {
    const answer = BrowserWindow.getAllWindows()[0]
      ?.webContents.executeJavaScript(text)
      .catch(() => null);
    // A page that ends meanwhile never answers.
    return Promise.race([answer, new Promise((giveUp) => setTimeout(() => giveUp(null), 1_000))]);
  }, script);

test.beforeAll(async () => {
  desktop = await open();
});
test.afterAll(async () => {
  await desktop.close();
  home.remove();
});

test('calls with arguments of another shape are refused with a stable code', async () => {
  const replies = await desktop.page.evaluate(async () => {
    const { satchel } = window;
    const bad = (value: unknown) => value as never;
    return [
      await satchel.command(bad(1), {}),
      await satchel.query(bad(null), {}),
      await satchel.session.signIn(bad({ server: 's', login: 'a', password: 'b', actor: 'admin' })),
      await satchel.drafts.save(bad({ id: '../..', kind: 'order', body: {} })),
      await satchel.desktop.setLanguage(bad('fr')),
    ];
  });
  for (const reply of replies) expect(reply).toMatchObject({ reason: { code: 'ipc.invalidArguments' } });
  const told = await desktop.page.evaluate(() => window.satchel.newIds(1e9).catch((error: Error) => error.message));
  expect(told).toContain('ipc.invalidArguments');
  const large = await desktop.page.evaluate(() => window.satchel.command('sales.confirmOrder', 'x'.repeat(2 ** 20)));
  expect(large).toMatchObject({ state: 'rejected', reason: { code: 'ipc.tooLarge' } });
});

test('a page beside the window’s own is not heard', async () => {
  const heard = await desktop.app.evaluate(async ({ BrowserWindow }, preload) => {
    const address = BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? '';
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await other.loadURL(address);
    const answer: unknown = await other.webContents.executeJavaScript('satchel.session.state()');
    other.destroy();
    return answer;
  }, preloadFile);
  expect(heard).toEqual({
    state: 'failed',
    reason: { code: 'ipc.foreignSender', params: { call: 'session.state' } },
  });
});

test('the page has nothing of Node, runs no text as a script, and goes nowhere else', async () => {
  const { page, app } = desktop;
  const address = page.url();
  const found = await page.evaluate(() => {
    const names = ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron'];
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.body.append(script);
    script.remove();
    return { names: names.filter((name) => name in globalThis), title: document.title };
  });
  expect(found).toEqual({ names: [], title: 'Satchel' });
  expect(await page.evaluate(() => window.open('https://example.com'))).toBeNull();
  await page
    .evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://example.com';
      document.body.append(link);
      link.click();
      link.target = '_blank';
      link.click();
      link.remove();
      globalThis.location.assign('file:///etc/passwd');
    })
    .catch(() => {});
  expect(await inPage(app, 'document.title')).toBe('Satchel');
  expect(page.url()).toBe(address);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the page gets no permission', async () => {
  const answers = await desktop.page.evaluate(async () => ({
    place: (await navigator.permissions.query({ name: 'geolocation' })).state,
    notices: await Notification.requestPermission(),
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'given',
      (error: Error) => error.name,
    ),
    clipboard: await navigator.clipboard.readText().then(
      () => 'given',
      (error: Error) => error.name,
    ),
  }));
  expect(answers).toMatchObject({ place: 'denied', notices: 'denied', clipboard: 'NotAllowedError' });
  expect(answers.camera).not.toBe('given');
});

test('the page reaches no network, not even this computer’s own', async () => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.setHeader('access-control-allow-origin', '*').end('secret');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const blocked = await desktop.page.evaluate(async (url) => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const fetched = await fetch(url).then(
      () => 'reached',
      () => 'blocked',
    );
    const image = new Image();
    const shown = new Promise((done) => {
      image.onload = () => done('reached');
      image.onerror = () => done('blocked');
    });
    image.src = `${url}/picture.png`;
    return { fetched, image: await shown, violations };
  }, `http://127.0.0.1:${port}`);
  server.close();
  expect(blocked).toEqual({ fetched: 'blocked', image: 'blocked', violations: ['connect-src', 'img-src'] });
  expect(requests).toBe(0);
});

test('a second start of the same profile brings the first window to the front', async () => {
  await desktop.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('no window');
    window.focus = () => {
      window.setTitle('brought to the front');
    };
  });
  const { code } = await startAndEnd(join(home.path, 'home'));
  expect(code).toBe(0);
  await expect
    .poll(() =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((each) => each.getTitle())),
    )
    .toEqual(['brought to the front']);
});

test('the window comes back as it was left', async () => {
  const bounds = { x: 40, y: 30, width: 1100, height: 700 };
  const first = await open('left');
  await first.app.evaluate(({ BrowserWindow }, left) => BrowserWindow.getAllWindows()[0]?.setBounds(left), bounds);
  await first.close();
  const second = await open('left', true);
  const found = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await second.close();
  expect(found).toEqual(bounds);
});

test('a page whose process ends comes back, and the second time the person is asked', async () => {
  const { app } = await open('crash');
  const crash = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  const title = () => inPage(app, 'document.querySelector("h1")?.textContent ?? ""');
  await expect.poll(title).toBe('Sign in');
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = async (_window: unknown, options?: { message: string }) => {
      (globalThis as { asked?: string }).asked = options?.message ?? '';
      return { response: 0, checkboxChecked: false };
    };
  });
  const asked = () => app.evaluate(() => (globalThis as { asked?: string }).asked ?? null);
  await crash();
  await expect.poll(title).toBe('Sign in');
  expect(await asked()).toBeNull();
  await crash();
  await expect.poll(asked).toContain('stopped working twice');
  await expect.poll(title).toBe('Sign in');
  await app.close();
});

test('a profile that cannot be opened shows a sentence and a key, and opens by it once it can be', async () => {
  const first = await open('blocked');
  const profile = await first.app.evaluate(({ app }) => app.getPath('userData'));
  await first.close();
  rmSync(join(profile, 'device'), { recursive: true });
  writeFileSync(join(profile, 'device'), 'no folder');
  const { page, close } = await open('blocked');
  await expect(page.getByRole('heading', { name: 'Satchel cannot open its data' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(/error number [0-9a-f-]{36}/);
  await page.screenshot({ path: join('screenshots', 'failure.png') });
  rmSync(join(profile, 'device'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await close();
});

test('a start that cannot be says why and ends', async () => {
  const config = join(home.path, 'unwritable');
  mkdirSync(config);
  writeFileSync(join(config, '.config'), 'no folder');
  const { code, said } = await startAndEnd(config);
  expect(code).toBe(1);
  expect(said).toContain('Satchel cannot start');
});

test('a second device goes on with the demo when the window that started its server closes', async () => {
  const folder = join(home.path, 'demo');
  const first = await openSatchel(folder, ['--demo']);
  await expect(first.page.getByRole('button', { name: /Zhang Min/ })).toBeVisible();
  const second = await openSatchel(folder, ['--demo', '--profile=second']);
  await signInToDemo(second.page);
  const addressOf = () => second.page.evaluate(() => window.satchel.session.state());
  const before = await addressOf();
  await first.close();
  await expect
    .poll(() => second.page.evaluate(() => window.satchel.sync.sendNow()), { timeout: 60_000 })
    .toEqual({ ok: true });
  expect(await addressOf()).toMatchObject({ state: 'signedIn', server: before.state === 'signedIn' && before.server });
  await second.close();
});
