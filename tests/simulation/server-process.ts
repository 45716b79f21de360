/** The company's server in the simulation: one process after another over its file. */
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Handle } from '#db/database.ts';
import { migrate } from '#db/migrations/migrate.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { type NetworkRequest, type NetworkResponse, NetworkUnreachable } from '#shared/kernel/world.ts';
import type { House } from '../../server/house.ts';
import { HttpRefusal } from '../../server/http/http-refusal.ts';
import { startRecovery } from '../../server/sync/recovery.ts';
import { leaveGap } from '../../server/sync/version-gaps.ts';
import { makeServer, openHouse } from '../support/simulated-company.ts';
import type { SimulatedServer, Simulation } from '../support/simulated-world.ts';
import { beginLife, type DeathPlan, type Life, lookThrough } from './lives.ts';
import type { ServerEnd } from './network.ts';
import { fillSlot, takeSlot } from './slots.ts';
import { registryOf, switchVersion, type Version } from './versions.ts';

export const SERVER_FILE = 'company.sqlite';
/** A page of a load is so much longer than one of a pull: in most seeds a company still takes several. */
const PULLS_A_LOAD = 6;

export interface ServerProcess extends ServerEnd {
  readonly house: House | null;
  readonly isUp: boolean;
  /** Its next start is of this version; never of an older one. */
  version: Version;
  start(): Promise<void>;
  /** Over a file that was put back. @returns the timeline that begins */
  startRestored(): Promise<string>;
  /** In order, as for an update of the server. */
  stop(): Promise<void>;
  kill(): void;
  /** @param died told in the moment */
  planDeath(plan: DeathPlan | null, died: () => void): void;
  /** Copies the file of now, whole. @returns the folder */
  backUp(): string;
  /** Stops, and puts a backup in the file's place. */
  putBack(backup: string): Promise<void>;
  /** Open raw connections that write its file. */
  writers(): readonly Database[];
  /** What is committed now, for whoever looks on. */
  observe(): Handle;
  /** The end of a seed: nobody goes on with its files. */
  drop(): void;
}

/**
 * @param files the folder that it begins with a copy of
 * @param pageRows the most that a pull answers
 */
export function makeServerProcess(simulation: Simulation, files: string, pageRows: number): ServerProcess {
  let folder = copyOf(files);
  let running: { readonly life: Life; readonly house: House; readonly end: SimulatedServer } | null = null;
  let observer: Handle | null = null;
  const dead: Life[] = [];
  const streams = new Set<() => void>();

  const gone = (to: string): void => {
    if (running) dead.push(running.life);
    running = null;
    folder = to;
    observer = null;
    for (const end of [...streams]) end();
  };
  const must = () => {
    if (!running) throw new NetworkUnreachable('the server is down');
    return running;
  };

  /** @param prepare done before anybody can reach it */
  async function startWith(prepare: (database: SqliteDatabase) => Promise<void>): Promise<void> {
    for (const life of dead.splice(0)) life.bury();
    const life = beginLife('server', folder);
    switchVersion(server.version);
    const database = openSqlite({ path: join(folder, SERVER_FILE), functions: searchFunctions });
    if (server.version === 'next') await migrate(database, 'server', registryOf('next'));
    await prepare(database);
    await leaveGap({ database, world: simulation.world });
    const opened = await openHouse(database, simulation.world, (error) => {
      if (!life.isDead) throw error;
    });
    const house = {
      ...opened,
      registry: registryOf(server.version),
      pullLimitRows: pageRows,
      snapshotLimitRows: pageRows * PULLS_A_LOAD,
    };
    running = { life, house, end: makeServer(house, () => false) };
  }

  const server: ServerProcess = {
    version: 'now',
    get house() {
      return running?.house ?? null;
    },
    get isUp() {
      return running !== null;
    },
    start: () => startWith(async () => {}),
    async startRestored() {
      let timeline = '';
      await startWith(async (database) => {
        ({ timeline } = await startRecovery({ database, world: simulation.world }));
      });
      return timeline;
    },
    async stop() {
      if (!running) return;
      const { house, life } = running;
      gone(folder);
      await house.pokes.close();
      await house.database.close();
      life.bury();
      dead.length = 0;
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
    backUp: () => copyOf(folder),
    async putBack(backup) {
      await server.stop();
      folder = copyOf(backup);
    },
    writers: () => running?.life.connections(SERVER_FILE, 'writes') ?? [],
    observe() {
      const [connection] = running?.life.connections(SERVER_FILE, 'writes') ?? [];
      if (!connection) throw new Error('the server is down: nobody can look at it');
      observer ??= lookThrough(connection);
      return observer;
    },
    async answer(request: NetworkRequest): Promise<NetworkResponse> {
      const { life, end } = must();
      switchVersion(server.version);
      const answered = end.answer(request).catch((error: unknown) => {
        if (life.isDead) return null;
        throw error;
      });
      const response = await Promise.race([answered, life.died.then(() => null)]);
      if (response === null || life.isDead) throw new NetworkUnreachable('the server died over it');
      return response;
    },
    async listen(request, onText) {
      const { life, end } = must();
      let settle: () => void = () => {};
      const ended = new Promise<void>((resolve) => {
        settle = resolve;
      });
      const hear = (chunk: string): void => {
        if (!life.isDead) onText(chunk);
      };
      const stop = await end.listen(request, hear).catch((error: unknown) => {
        // As over HTTP: whatever is no stream is nothing that can be listened to.
        if (life.isDead || error instanceof HttpRefusal) throw new NetworkUnreachable('no stream was opened');
        throw error;
      });
      const close = (): void => {
        streams.delete(close);
        if (!life.isDead) stop();
        settle();
      };
      streams.add(close);
      return { ended, close };
    },
    drop() {
      running?.life.drop();
      if (running) dead.push(running.life);
      running = null;
      for (const life of dead.splice(0)) life.bury();
    },
  };
  return server;
}

function copyOf(files: string): string {
  const copy = takeSlot('server');
  fillSlot(files, copy);
  return copy;
}
