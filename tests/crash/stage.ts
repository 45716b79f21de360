/**
 * Where a crash run plays: a company's server and some devices, all of them processes, and what may befall them. A round
 * lets people work while one after the other is killed and comes back; then everything heals and every promise is
 * checked. One stage serves many rounds, until its databases are long enough to slow the starts down.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SatchelDatabase } from '#db/database.ts';
import { checkPromises } from './check-promises.ts';
import type { CrashCompany } from './company.ts';
import { LOGINS } from './company.ts';
import { type DeviceProcess, makeDeviceProcess } from './device-process.ts';
import type { Programs } from './programs.ts';
import type { Tally } from './tally.ts';

/** A misfortune. It comes back when whoever was struck has been started again. */
export interface Blow {
  readonly weight: number;
  /** Nobody is struck twice at the same time. */
  readonly victim: string;
  strike(tally: Tally): Promise<void>;
}

export interface Stage {
  readonly devices: readonly DeviceProcess[];
  readonly blows: readonly Blow[];
  /** The server's database, for whoever checks it; the caller closes it. */
  openServer(): Promise<SatchelDatabase>;
  /** What the servers said last. */
  serverLog(): string;
  close(): Promise<void>;
}

export interface RoundOptions {
  readonly killsARound: number;
  readonly random: () => number;
  /** Stops striking, and checks, when it is past (performance.now()). */
  readonly until: number;
}

/** The device's own patience (a request, the watchdog) ends sooner; a busy machine is slow, and says something. */
const HEAL_SILENT_MS = 150_000;
const HEAL_WHOLE_MS = 600_000;
/** Between two blows. */
const PAUSE_MS = { least: 5, most: 100 };
/** A device that works is killed within it. */
const LIFE_MS = 200;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function makeDevices(
  programs: Programs,
  folder: string,
  company: CrashCompany,
  serverOf: (place: number) => string,
): DeviceProcess[] {
  return LOGINS.map((login, place) => {
    const profileFolder = join(folder, `device-${login}`);
    mkdirSync(profileFolder, { recursive: true });
    return makeDeviceProcess(programs, { profileFolder, server: serverOf(place), login, company });
  });
}

/** Lets people work for a moment after a server came back, so that it is not killed before anybody has reached it. */
export async function letWork(devices: readonly DeviceProcess[], random: () => number): Promise<void> {
  if (random() > 0.15) await Promise.race(devices.map((device) => device.nextAct()));
  await pause(random() * LIFE_MS);
}

/** Kills a device and starts it again. @param cuts its log loses what was not promised */
export function deviceBlows(
  devices: readonly DeviceProcess[],
  random: () => number,
  cuts: boolean,
  weight = 1,
): Blow[] {
  return devices.map((device) => ({
    weight,
    victim: device.login,
    async strike(tally) {
      // Mostly in the middle of work; now and then while it starts, signs in or loads.
      if (random() > 0.15) await device.untilItActs();
      await pause(random() * LIFE_MS);
      await device.kill();
      tally.kills.device += 1;
      if (cuts && device.cutPower(random)) tally.logCuts += 1;
      await pause(random() * 40);
      device.start(true);
    },
  }));
}

/** One round: work and blows, healing, and the check. What is found wrong goes into the tally. */
export async function playRound(stage: Stage, options: RoundOptions, tally: Tally): Promise<void> {
  for (const device of stage.devices) device.work();
  await strikeAround(stage, options, tally);
  const stuck = await heal(stage);
  tally.rounds += 1;
  for (const login of stuck) {
    const device = stage.devices.find((each) => each.login === login);
    tally.stuck.push(`${login}: ${device?.problems.slice(-3).join('\n')}\n${device?.log()}\n${stage.serverLog()}`);
  }
  const server = await stage.openServer();
  try {
    const promises = stage.devices.map(({ login, promised, database }) => ({
      login,
      promised,
      database,
      isStuck: stuck.has(login),
    }));
    const { lost, duplicated, diverged } = await checkPromises(server, promises);
    tally.lost.push(...lost);
    tally.duplicated.push(...duplicated);
    tally.diverged.push(...diverged);
  } finally {
    await server.close();
  }
}

async function strikeAround(stage: Stage, { killsARound, random, until }: RoundOptions, tally: Tally): Promise<void> {
  const struck = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for (let blows = 0; blows < killsARound && performance.now() < until; ) {
    await pause(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
    const free = stage.blows.filter(({ victim }) => !struck.has(victim));
    const blow = chooseByWeight(free, random);
    if (!blow) continue;
    blows += 1;
    const striking = blow
      .strike(tally)
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => struck.delete(blow.victim));
    struck.set(blow.victim, striking);
  }
  await Promise.all(struck.values());
  if (failures.length > 0) throw failures[0];
}

function chooseByWeight(blows: readonly Blow[], random: () => number): Blow | undefined {
  let left = random() * blows.reduce((sum, { weight }) => sum + weight, 0);
  return blows.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}

/**
 * All stop taking orders and send what waits; then all look once more, since the last one's orders are news to the others.
 * @returns the logins of those that did not come to rest
 */
async function heal({ devices }: Stage): Promise<ReadonlySet<string>> {
  const stuck = new Set<string>();
  for (let turn = 0; turn < 2; turn += 1) {
    const drained = await Promise.all(devices.map((device) => device.drain(HEAL_SILENT_MS, HEAL_WHOLE_MS)));
    for (const [place, isDrained] of drained.entries()) if (!isDrained) stuck.add(devices[place]?.login ?? '');
    if (stuck.size > 0) break;
  }
  return stuck;
}

/** Notes what the devices promised and refused, and ends them. */
export async function endDevices(devices: readonly DeviceProcess[], tally: Tally): Promise<void> {
  for (const device of devices) {
    await device.kill();
    tally.acknowledged += device.promised.size;
    for (const [code, count] of device.refusals) tally.refusals[code] = (tally.refusals[code] ?? 0) + count;
  }
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
