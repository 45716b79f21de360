/** The end of every seed: what was broken is mended, time passes, people look at what needs them; then all must hold. */

import { serverBug } from '../support/test-commands.ts';
import { endRestore, rerunBroken, runHandedOver } from './administrator.ts';
import type { Finding } from './contract.ts';
import { startLaptop } from './faults/choose.ts';
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
/** A sign-in that was refused is tried again now and then. */
const SIGN_IN_EVERY_LOOKS = 3;

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
  const waitUntil = simulation.now() + LEVEL_WITHIN_MS;
  let looks = 0;
  let behind: string[] = [];
  do {
    await simulation.advance(LOOK_EVERY_MS);
    looks += 1;
    behind = [];
    for (const laptop of scene.laptops) {
      const reason = await whyNotLevel(scene, laptop);
      if (reason === null) continue;
      behind.push(`${laptop.key}: ${reason}`);
      if (needsPerson.test(reason) && looks % SIGN_IN_EVERY_LOOKS === 1) await laptop.signIn();
    }
  } while (behind.length > 0 && simulation.now() < waitUntil);
  if (behind.length > 0) {
    const text = behind.join('; ');
    return [{ verdict: 'stalled', invariant: 8, text, atMs: simulation.now() }, ...(await scene.check('running'))];
  }
  await runHandedOver(scene);
  await endRestore(scene);
  await rerunBroken(scene);
  // A rejection moves no row, so that nobody is called, and a call may be missed: the next look in passing brings it.
  await simulation.advance(PASSING_LOOK_MS);
  // One more round for everybody: what one pushed last the others have not pulled yet.
  await simulation.advance(10_000);
  for (const laptop of scene.laptops) await lookAtAttention(scene, laptop, 0);
  await simulation.advance(LOOK_EVERY_MS);
  await waitForQuiet(scene);
  return scene.check('quiet');
}

/** A cycle that happens to run in this moment is no fault; one that never ends is. */
async function waitForQuiet(scene: Scene): Promise<void> {
  for (let waitedMs = 0; waitedMs < QUIET_WITHIN_MS; waitedMs += QUIET_STEP_MS) {
    let isQuiet = true;
    for (const laptop of scene.laptops) isQuiet &&= (await whyNotLevel(scene, laptop)) === null;
    if (isQuiet) return;
    await scene.simulation.advance(QUIET_STEP_MS);
  }
}

/** What a screen asks its person for. */
const needsPerson = /signedOut|session\.signInAgain|auth\.required/;

/** Null when it has sent and fetched everything. */
async function whyNotLevel(scene: Scene, laptop: Laptop): Promise<string | null> {
  if (laptop.isLost || laptop.isRevoked) return null;
  const { running } = laptop;
  if (!running) return 'off';
  const state = await scene.during(laptop, () => running.device.session.state());
  if (state?.state !== 'signedIn') return 'signedOut';
  const status = await scene.during(laptop, () => running.device.sync.status());
  if (!status) return 'no status';
  const { network, waiting, trouble, firstLoad } = status;
  if (network === 'online' && waiting === 0 && trouble === null && firstLoad === null) return null;
  return JSON.stringify({ network, waiting, trouble, firstLoad });
}
