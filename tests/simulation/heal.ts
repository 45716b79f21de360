/** The end of every seed: what was broken is mended, time passes, people look at what needs them; then all must hold. */

import type { SessionState } from '#shared/protocol/bridge.ts';
import { serverBug } from '../support/test-commands.ts';
import { closeAgain, endRestore, letEverybodyIn, rerunBroken, runHandedOver } from './administrator.ts';
import type { Finding } from './contract.ts';
import { startLaptop } from './faults/choose.ts';
import { changePeople } from './faults/hand-over.ts';
import type { Laptop } from './laptop.ts';
import { calm } from './network.ts';
import { lookAtAttention } from './people.ts';
import type { Scene } from './scene.ts';

const LOOK_EVERY_MS = 20_000;
const PASSING_LOOK_MS = 4 * 60_000;
/** Retries back off to a minute; a long queue needs some cycles. */
const LEVEL_WITHIN_MS = 20 * 60_000;
const QUIET_WITHIN_MS = 2 * 60_000;
const QUIET_STEP_MS = 500;
const COMPARED_WITHIN_DAYS = 2;
const A_DAY_AND_MORE_MS = 25 * 3_600_000;
/** A sign-in that was refused is tried again now and then. */
const SIGN_IN_EVERY_LOOKS = 3;
/** What others left is tried again after five minutes at the latest. */
const GUEST_LOOKS = 20;

export async function heal(scene: Scene): Promise<readonly Finding[]> {
  const { simulation, server } = scene;
  scene.say('— everything heals —');
  serverBug.isThere = false;
  if (!server.isUp) await server.start();
  for (const laptop of scene.laptops) {
    laptop.isCut = false;
    laptop.weather = calm;
    if (laptop.isLost) continue;
    if (!laptop.running) await startLaptop(scene, laptop);
  }
  const isLevel = await waitForLevel(scene);
  if (isLevel !== true) return isLevel;
  for (const laptop of scene.laptops) {
    const findings = await visitGuests(scene, laptop);
    if (findings.length > 0) return findings;
  }
  await runHandedOver(scene);
  await endRestore(scene);
  await rerunBroken(scene);
  // A rejection moves no row, so that nobody is called, and a call may be missed: the next look in passing brings it.
  await simulation.advance(PASSING_LOOK_MS);
  // Who seemed level may have learnt with that look alone that his token ended while the laptop slept for months.
  const isStillLevel = await waitForLevel(scene);
  if (isStillLevel !== true) return isStillLevel;
  const isCompared = scene.laptops.some(({ isSpoiled }) => isSpoiled) ? await waitForComparison(scene) : true;
  if (isCompared !== true) return isCompared;
  // One more round for everybody: what one pushed last the others have not pulled yet.
  await simulation.advance(10_000);
  for (const laptop of scene.laptops) await lookAtAttention(scene, laptop, 0);
  await simulation.advance(LOOK_EVERY_MS);
  await waitForQuiet(scene);
  return scene.check('quiet');
}

/** @returns what is found where somebody does not get there */
async function waitForLevel(scene: Scene): Promise<true | readonly Finding[]> {
  const { simulation } = scene;
  const waitUntil = simulation.now() + LEVEL_WITHIN_MS;
  let looks = 0;
  let behind: string[] = [];
  do {
    await simulation.advance(LOOK_EVERY_MS);
    looks += 1;
    await letEverybodyIn(scene);
    await closeAgain(scene);
    behind = [];
    for (const laptop of scene.laptops) {
      const reason = await whyNotLevel(scene, laptop);
      if (reason === null) continue;
      behind.push(`${laptop.key}: ${reason}`);
      if (needsPerson.test(reason) && looks % SIGN_IN_EVERY_LOOKS === 1) await laptop.signIn();
    }
  } while (behind.length > 0 && simulation.now() < waitUntil);
  if (behind.length === 0) return true;
  const text = behind.join('; ');
  return [{ verdict: 'stalled', invariant: 8, text, atMs: simulation.now() }, ...(await scene.check('running'))];
}

/** Checksums are compared about once a day, and what moves in that moment another time. */
async function waitForComparison(scene: Scene): Promise<true | readonly Finding[]> {
  for (let days = 0; days < COMPARED_WITHIN_DAYS; days += 1) {
    await scene.simulation.sleep(A_DAY_AND_MORE_MS);
    for (const laptop of scene.laptops) laptop.running?.device.wake();
    const isLevel = await waitForLevel(scene);
    if (isLevel !== true) return isLevel;
    await scene.simulation.advance(PASSING_LOOK_MS);
  }
  return true;
}

/**
 * Who was lent a laptop finds that what he left has gone by itself, where the laptop could open it; signs in once more,
 * for what only he can send, and finds everything as it must be.
 */
async function visitGuests(scene: Scene, laptop: Laptop): Promise<readonly Finding[]> {
  if (laptop.guests.size === 0 || laptop.isLost || !laptop.running) return [];
  const stalled = (text: string): Finding[] => [
    { verdict: 'stalled', invariant: 8, text: `${laptop.key} ${text}`, atMs: scene.simulation.now() },
  ];
  await laptop.signOut();
  for (let looks = 0; looks < GUEST_LOOKS && (await leftBehind(laptop)).length > 0; looks += 1)
    await scene.simulation.advance(LOOK_EVERY_MS);
  const left = await leftBehind(laptop);
  if (left.length > 0) return stalled(`is healed and does not send what ${left.join(' and ')} left`);
  for (const guest of laptop.guests.values()) {
    if (!(await changePeople(scene, laptop, guest))) return stalled(`does not let ${guest.login} in again`);
    const trouble = await waitUntilLevel(scene, laptop);
    if (trouble !== null) return stalled(`${guest.login}: ${trouble}`);
    await lookAtAttention(scene, laptop, 0);
    const findings = await scene.check('running');
    if (findings.length > 0) return findings;
  }
  if (laptop.isRevoked) return [];
  const isBack = await changePeople(scene, laptop, laptop.owner);
  const trouble = isBack ? await waitUntilLevel(scene, laptop) : 'its owner is not let in again';
  return trouble === null ? [] : stalled(trouble);
}

/** Whose work the laptop says it sends by itself, and has not. */
async function leftBehind({ running, guests }: Laptop): Promise<string[]> {
  const state = await running?.device.session.state();
  if (state?.state !== 'signedOut') return [];
  const left = state.known.filter(
    ({ login, hasUnsent, sends }) => hasUnsent && sends === 'byItself' && guests.has(login),
  );
  return left.map(({ login, unsentCount }) => `${login} (${unsentCount})`);
}

async function waitUntilLevel(scene: Scene, laptop: Laptop): Promise<string | null> {
  let reason: string | null = 'off';
  for (let looks = 0; looks < GUEST_LOOKS && reason !== null; looks += 1) {
    await scene.simulation.advance(LOOK_EVERY_MS);
    reason = await whyNotLevel(scene, laptop);
  }
  return reason;
}

/** A cycle that happens to run in this moment is no fault; one that never ends is. */
async function waitForQuiet(scene: Scene): Promise<void> {
  for (let waitedMs = 0; waitedMs < QUIET_WITHIN_MS; waitedMs += QUIET_STEP_MS) {
    let isQuiet = true;
    for (const laptop of scene.laptops) {
      const reason = await whyNotLevel(scene, laptop);
      isQuiet &&= reason === null;
      // Of several copies of a laptop each may end what another one is signed in with.
      if (reason !== null && needsPerson.test(reason)) await laptop.signIn();
    }
    if (isQuiet) return;
    await scene.simulation.advance(QUIET_STEP_MS);
  }
}

/** What a screen asks its person for. */
const needsPerson = /signedOut|closed|session\.signInAgain|auth\.required|nactive/;

/** Null when it has sent and fetched everything. */
async function whyNotLevel(scene: Scene, laptop: Laptop): Promise<string | null> {
  if (laptop.isLost) return null;
  const { running } = laptop;
  if (!running) return 'off';
  const state = await scene.during(laptop, () => running.device.session.state());
  if (laptop.isRevoked) return whyNotHandedOver(scene, laptop, state);
  if (state?.state !== 'signedIn') return 'signedOut';
  const status = await scene.during(laptop, () => running.device.sync.status());
  if (!status) return 'no status';
  const { network, waiting, trouble, firstLoad } = status;
  if (network === 'online' && waiting === 0 && trouble === null && firstLoad === null) return null;
  return JSON.stringify({ network, waiting, trouble, firstLoad });
}

/** Null when the closed laptop has handed over everything and destroyed it. */
async function whyNotHandedOver(scene: Scene, laptop: Laptop, state: SessionState | null): Promise<string | null> {
  if (state?.state === 'signedOut') {
    const known = state.known.find(({ login }) => login === laptop.owner.login);
    return known ? `is closed and has not handed over (${known.unsentCount} unsent, ${known.sends})` : null;
  }
  if (state?.state !== 'signedIn') return 'says nothing';
  const device = await scene.server
    .observe()
    .selectFrom('devices')
    .select('id')
    .where('code', '=', state.deviceCode)
    .executeTakeFirst();
  if (device) return scene.closedDevices.has(device.id) ? 'works on, though it is said to be closed' : null;
  // A server that was put back knows neither its history nor its token: it hears that it is closed when its person signs in.
  const status = await scene.during(laptop, async () => (await laptop.running?.device.sync.status()) ?? null);
  return status?.trouble ? JSON.stringify(status.trouble) : null;
}
