/**
 * The first start without switches, as the packaged application makes it: the demo, its reset with a second window open,
 * and a company whose address is wrong. What the screens show is tested beside them; here is what lies behind.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { SatchelBridge, SessionState } from '#shared/protocol/bridge.ts';
import type { StartState } from '#shared/protocol/desktop-bridge.ts';
import { type Desktop, openSatchel, temporaryFolder } from '../support/desktop.ts';

declare const window: { readonly satchel: SatchelBridge };

const home = temporaryFolder();
const open: Desktop[] = [];
test.afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
test.afterAll(() => home.remove());

async function start(name: string, args: readonly string[] = []): Promise<Desktop> {
  const desktop = await openSatchel(join(home.path, name), args);
  open.push(desktop);
  return desktop;
}

const startState = (page: Page): Promise<StartState> => page.evaluate(() => window.satchel.start.state());
const session = (page: Page): Promise<SessionState> => page.evaluate(() => window.satchel.session.state());
const demoIs = async (page: Page, state: string) =>
  expect.poll(async () => (await startState(page)).demo.state, { timeout: 120_000 }).toBe(state);

/** Signs in as one of the demo's people, as their button does. */
async function signInToDemo(page: Page, login: string): Promise<void> {
  const reply = await page.evaluate(async (wanted) => {
    const state = await window.satchel.session.state();
    if (state.state !== 'signedOut') return state;
    const person = state.demo.find((each) => each.login === wanted);
    if (!person) return state.demo.length;
    return window.satchel.session.signIn({ server: state.server ?? '', login: wanted, password: person.password });
  }, login);
  expect(reply).toEqual({ ok: true });
}

function filesIn(folder: string, name: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(name));
}

test('nothing is chosen, the demo is chosen, kept, left; a damaged choice is asked again', async () => {
  const first = await start('choice');
  expect(await startState(first.page)).toEqual({ choice: 'none', server: null, demo: { state: 'off' } });
  expect(await session(first.page)).toMatchObject({ state: 'signedOut', demo: [], known: [] });
  expect(await first.page.evaluate(() => window.satchel.start.resetDemo({ language: 'en' }))).toMatchObject({
    reason: { code: 'start.notInDemo' },
  });
  expect(await first.page.evaluate(() => window.satchel.start.tryDemo({ language: 'zh' }))).toEqual({ ok: true });
  await demoIs(first.page, 'ready');
  const people = await session(first.page);
  expect(people.state === 'signedOut' && people.demo.map(({ name }) => name).join()).toMatch(/[\u4e00-\u9fff]/);
  await signInToDemo(first.page, 'zhou');
  expect(await first.page.evaluate(() => window.satchel.start.backToChoice())).toMatchObject({
    reason: { code: 'start.signOutFirst' },
  });
  const profile = await first.app.evaluate(({ app }) => app.getPath('userData'));
  await first.close();

  const second = await start('choice');
  expect(await startState(second.page)).toMatchObject({ choice: 'demo' });
  await demoIs(second.page, 'ready');
  expect(await session(second.page)).toMatchObject({ known: [{ login: 'zhou', hasUnsent: false }] });
  expect(await second.page.evaluate(() => window.satchel.start.backToChoice())).toEqual({ ok: true });
  expect(await startState(second.page)).toEqual({ choice: 'none', server: null, demo: { state: 'off' } });
  expect(await session(second.page)).toMatchObject({ demo: [], known: [] });
  await second.close();

  writeFileSync(join(profile, 'start.json'), '{"choice": "dem');
  const third = await start('choice');
  expect(await startState(third.page)).toMatchObject({ choice: 'none' });
  expect(readdirSync(join(profile, 'set-aside')).join()).toContain('start.json');
});

test('a reset makes a new company: this window signs in again, the other one is told', async () => {
  const { page, app } = await start('reset', ['--demo']);
  await demoIs(page, 'ready');
  await signInToDemo(page, 'zhou');
  const other = await start('reset', ['--demo', '--profile=second']);
  await demoIs(other.page, 'ready');
  await signInToDemo(other.page, 'chen');
  // Work that will never be sent goes too.
  await other.page.evaluate(() => window.satchel.sync.setWorkOffline(true));
  const configuration = join(await app.evaluate((electron) => electron.app.getPath('userData')), '../..');
  expect(filesIn(configuration, 'data.sqlite')).toHaveLength(2);

  const reply = await page.evaluate(async () => {
    const states: string[] = [];
    window.satchel.start.onState(({ demo }) => states.push(demo.state));
    return { ...(await window.satchel.start.resetDemo({ language: 'en' })), states };
  });
  expect(reply).toEqual({ ok: true, states: ['building', 'ready'] });
  await expect
    .poll(() => session(other.page), { timeout: 60_000 })
    .toMatchObject({ state: 'signedOut', known: [], setAside: { code: 'session.demoReset' } });
  await expect.poll(() => filesIn(configuration, 'data.sqlite')).toEqual([]);
  expect(filesIn(configuration, 'company.sqlite')).toHaveLength(1);
  await signInToDemo(page, 'zhou');
  await signInToDemo(other.page, 'chen');
  for (const each of [page, other.page]) {
    await expect
      .poll(() => each.evaluate(() => window.satchel.sync.status()), { timeout: 60_000 })
      .toMatchObject({ network: 'online', trouble: null, firstLoad: null });
  }
});

test('a company is joined only at the address of a Satchel server', async () => {
  const { page } = await start('join');
  const elsewhere = createServer((_request, response) => response.end('{"status":"ok"}'));
  await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
  const { port } = elsewhere.address() as AddressInfo;
  const joinAt = (server: string) =>
    page.evaluate((address) => window.satchel.start.joinCompany({ server: address }), server);
  expect(await joinAt('no address')).toMatchObject({ reason: { code: 'session.invalidServer' } });
  expect(await joinAt('http://satchel.example.com')).toMatchObject({ reason: { code: 'session.invalidServer' } });
  expect(await joinAt(`http://127.0.0.1:${port}`)).toMatchObject({ reason: { code: 'session.notACompanyServer' } });
  elsewhere.close();
  elsewhere.closeAllConnections();
  expect(await joinAt(`http://127.0.0.1:${port}`)).toMatchObject({ reason: { code: 'session.serverUnreachable' } });
  expect(await startState(page)).toMatchObject({ choice: 'none', server: null });
});
