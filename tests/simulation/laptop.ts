/** A laptop in the simulation: its files, and one process after another of the real device code over them. */
import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Handle } from '#db/database.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import type { SeededRandom } from '#shared/kernel/demo.ts';
import { makeId } from '#shared/kernel/ids.ts';
import type { Network, World } from '#shared/kernel/world.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import { type Device, openDevice } from '../../electron/device/device.ts';
import { PASSWORD, SERVER_URL } from '../support/simulated-company.ts';
import type { Simulation } from '../support/simulated-world.ts';
import type { Auditor } from './contract.ts';
import { deviceRegistryOf } from './device-registry.ts';
import { asObserver, beginLife, type DeathPlan, type Life, lookThrough } from './lives.ts';
import { calm, makeNetwork, type NetworkFault, type NetworkParts, type ServerEnd, type Weather } from './network.ts';
import { fillSlot, takeSlot } from './slots.ts';
import { switchVersion, type Version } from './versions.ts';

const DATABASE = 'data.sqlite';

export interface LaptopParts {
  readonly key: string;
  readonly login: string;
  readonly userId: string;
  /** Where its files lie at the beginning. */
  readonly folder: string;
  readonly simulation: Simulation;
  readonly server: ServerEnd;
  readonly auditor: Auditor;
  readonly random: SeededRandom;
  happened(fault: NetworkFault, device: string): void;
  crossed(line: string): void;
}

/** The application of this moment: the real device in a life of its own. */
export interface RunningDevice {
  readonly life: Life;
  readonly device: Device;
  newId(): string;
}

/** Who sits at a laptop, and what the auditor calls it meanwhile: each person has a device of their own in it. */
export interface Desk {
  readonly key: string;
  readonly login: string;
  readonly userId: string;
}

export interface Laptop {
  readonly key: string;
  /** Its owner. */
  readonly login: string;
  readonly userId: string;
  readonly owner: Desk;
  /** Whose turn it is; the owner's after each start of the application. */
  desk: Desk;
  /** Who else has worked here. */
  readonly guests: Map<string, Desk>;
  readonly running: RunningDevice | null;
  readonly folder: string;
  /** No network reaches it while true. */
  isCut: boolean;
  weather: Weather;
  /** Its clock before (negative) or behind the true time. */
  skewMs: number;
  version: Version;
  /** Its disk takes no more while true: what it does may fail, and is said. */
  isFull: boolean;
  isRevoked: boolean;
  /** A row of it is not as the office's; a comparison says so. */
  isSpoiled: boolean;
  /** Gone for good. */
  isLost: boolean;
  /** Opens the application and signs its owner in. */
  start(): Promise<ActionReply>;
  /** Signs in whose turn it is. */
  signIn(): Promise<ActionReply>;
  signOut(): Promise<void>;
  /** In order. */
  stop(): Promise<void>;
  kill(): void;
  /** @param died told in the moment */
  planDeath(plan: DeathPlan | null, died: () => void): void;
  /** Copies its files as they are. @returns the folder */
  copyFiles(): string;
  /** Works on with other files; it must not run. */
  moveFiles(folder: string): void;
  /** The database of its person, closed or not: its path, and its key as far as it is known. */
  database(): { readonly path: string; readonly key: Uint8Array } | null;
  /** Open raw connections that write the database. */
  writers(): readonly Database[];
  /** What is committed now; null where nothing can be read. */
  observe(): Handle | null;
  takeProblems(): string[];
  close(): Promise<void>;
  /** The end of a seed: nobody goes on with its files. */
  drop(): void;
}

export function makeLaptop(parts: LaptopParts): Laptop {
  const { key, simulation } = parts;
  let running: RunningDevice | null = null;
  let observer: Handle | null = null;
  let openedByUs: SqliteDatabase | null = null;
  let observed: Database | undefined;
  let opened: { readonly path: string; readonly key: Uint8Array } | null = null;
  let problems: string[] = [];
  let { folder } = parts;
  const dead: Life[] = [];
  const owner: Desk = { key, login: parts.login, userId: parts.userId };

  /** A copy's files are as those of the laptop that was copied. */
  const copyOf = (files: string): string => {
    const copy = takeSlot(key.replace(/ copy$/, ''));
    fillSlot(files, copy);
    return copy;
  };
  const forgetObserver = (): void => {
    void openedByUs?.close();
    openedByUs = null;
    observer = null;
  };
  const gone = (to: string): void => {
    if (running) dead.push(running.life);
    running = null;
    moveTo(to);
  };
  const moveTo = (to: string): void => {
    forgetObserver();
    if (opened) opened = { ...opened, path: opened.path.replace(folder, to) };
    folder = to;
  };
  const bury = (): void => {
    for (const life of dead.splice(0)) life.bury();
  };

  function makeWorld(life: Life): World {
    const { world } = simulation;
    return {
      ...world,
      clock: { now: () => simulation.now() + laptop.skewMs, monotonicMs: world.clock.monotonicMs },
      timers: {
        after: (delayMs, callback) =>
          world.timers.after(delayMs, () => {
            if (life.isDead) return;
            switchVersion(laptop.version);
            callback();
          }),
      },
      network: ofVersion({
        simulation,
        device: key,
        life,
        random: parts.random,
        server: parts.server,
        auditor: parts.auditor,
        isCut: () => laptop.isCut,
        weather: () => laptop.weather,
        happened: (fault) => parts.happened(fault, key),
        crossed: parts.crossed,
      }),
    };
  }

  /** What goes on after an answer is this laptop's version of the application, and may open a database. */
  function ofVersion(networkParts: NetworkParts): Network {
    const network = makeNetwork(networkParts);
    return {
      ...network,
      request: (request) => network.request(request).finally(() => switchVersion(laptop.version)),
    };
  }

  const laptop: Laptop = {
    key,
    login: parts.login,
    userId: parts.userId,
    owner,
    desk: owner,
    guests: new Map(),
    isCut: false,
    weather: calm,
    skewMs: 0,
    version: 'now',
    isFull: false,
    isRevoked: false,
    isSpoiled: false,
    isLost: false,
    get running() {
      return running;
    },
    get folder() {
      return folder;
    },
    async start() {
      bury();
      switchVersion(laptop.version);
      const life = beginLife(key, folder);
      const world = makeWorld(life);
      const device = await openDevice({
        profileFolder: folder,
        world,
        registry: deviceRegistryOf(laptop.version),
        osSecret: null,
        appVersion: '0.1.0',
        deviceName: key,
        startReaders(path, databaseKey) {
          opened = { path, key: databaseKey };
          return { ask: async () => ({ ok: true, rows: [] }), close: async () => {} };
        },
        problem(where, error) {
          // Only commands of the simulation's own are there to break in a replay; none of the product may.
          if (/^replay of (simulation|test)\./.test(where)) return;
          if (laptop.isSpoiled && where === 'compare') return;
          if (!life.isDead) problems.push(`${where}: ${error instanceof Error ? error.stack : String(error)}`);
        },
      });
      forgetObserver();
      laptop.desk = owner;
      running = { life, device, newId: () => makeId(Math.max(0, world.clock.now()), world.random.bytes(16)) };
      return laptop.signIn();
    },
    async signIn() {
      if (!running) throw new Error(`${key} is off`);
      const { life, device } = running;
      const request = { server: SERVER_URL, login: laptop.desk.login, password: PASSWORD };
      const killed: ActionReply = { ok: false, reason: { code: 'simulation.killed', params: {} } };
      // Signing in closes what was open.
      forgetObserver();
      switchVersion(laptop.version);
      return simulation.finish(Promise.race([device.session.signIn(request), life.died.then(() => killed)]));
    },
    async signOut() {
      if (!running) return;
      const { life, device } = running;
      forgetObserver();
      await simulation.finish(Promise.race([device.session.signOut(), life.died]));
    },
    async stop() {
      if (!running) return;
      const { device, life } = running;
      forgetObserver();
      await simulation.finish(Promise.race([device.close(), life.died]));
      if (life.isDead) return;
      running = null;
      life.bury();
    },
    kill() {
      if (!running) return;
      running.life.kill();
      gone(copyOf(folder));
    },
    planDeath(plan, died) {
      running?.life.plan(plan, () => {
        gone(copyOf(folder));
        died();
      });
    },
    copyFiles: () => copyOf(folder),
    moveFiles: moveTo,
    database: () => opened,
    writers: () => running?.life.connections(opened?.path ?? DATABASE, 'writes') ?? [],
    observe() {
      const [connection] = running?.life.connections(opened?.path ?? DATABASE, 'reads') ?? [];
      // The device may have locked itself since.
      if (observed !== connection) forgetObserver();
      observed = connection;
      if (connection) observer ??= lookThrough(connection);
      if (observer || running || !opened || !existsSync(opened.path)) return observer;
      const { path, key: databaseKey } = opened;
      switchVersion(laptop.version);
      try {
        // What is off has no memory shared with anyone: only who may write can open it.
        openedByUs = asObserver(() => openSqlite({ path, key: databaseKey }));
      } catch {
        return null;
      }
      observer = openedByUs.kysely;
      return observer;
    },
    takeProblems() {
      const taken = problems;
      problems = [];
      return taken;
    },
    async close() {
      await laptop.stop();
      forgetObserver();
      bury();
    },
    drop() {
      running?.life.drop();
      gone(folder);
      bury();
    },
  };
  return laptop;
}
