/**
 * Two server processes on one PostgreSQL database, three devices; killed are servers, PostgreSQL's processes that serve
 * a connection, and its first process, which all others end with.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPostgres } from '#db/postgres.ts';
import { allTables } from '#shared/registry.ts';
import type { DatabasePlace } from '../../server/read-options.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { makeCompany } from './company.ts';
import type { DeviceProcess } from './device-process.ts';
import type { Programs } from './programs.ts';
import { makeServerProcess, type ServerProcess } from './server-process.ts';
import { type Blow, deviceBlows, endDevices, letWork, makeDevices, pause, removeFolder, type Stage } from './stage.ts';
import type { Tally } from './tally.ts';

const SERVERS = 2;
const RESTART_TRIES = 100;

export interface PostgresStageOptions {
  readonly programs: Programs;
  readonly random: () => number;
  readonly tally: Tally;
  readonly postgres: TestPostgres;
  /** Of the stage's own. */
  readonly schema: string;
  readonly killsServers: boolean;
  readonly killsPostgres: boolean;
}

export async function openPostgresStage(options: PostgresStageOptions): Promise<Stage> {
  const { programs, random, tally, postgres, schema } = options;
  const folder = mkdtempSync(join(tmpdir(), 'satchel-crash-'));
  const connectionString = postgres.connectionString('postgres');
  const place: DatabasePlace = { kind: 'postgres', connectionString, schema, filesFolder: join(folder, 'files') };
  const company = await makeCompany(place);
  const servers: ServerProcess[] = [];
  for (let count = 0; count < SERVERS; count += 1) servers.push(await makeServerProcess(programs, place));
  await Promise.all(servers.map((server) => server.start()));
  const devices = makeDevices(programs, folder, company, (at) => servers[at % SERVERS]?.url ?? '');
  for (const device of devices) device.start(true);
  const serverBlows = servers.map(
    (server, at): Blow => ({
      weight: 2,
      victim: `server ${at}`,
      async strike() {
        await letWork(devices, random);
        await server.kill();
        tally.kills.serverPostgres += 1;
        await pause(random() * 80);
        await server.start();
      },
    }),
  );
  return {
    devices,
    blows: [
      ...deviceBlows(devices, random, false, 0.5),
      ...(options.killsServers ? serverBlows : []),
      ...(options.killsPostgres ? postgresBlows(options, devices) : []),
    ],
    openServer: () => openPostgres({ connectionString, schema, tables: allTables }),
    serverLog: () => servers.map((server) => server.log()).join('\n'),
    async close() {
      await endDevices(devices, tally);
      for (const server of servers) await server.kill();
      await withClient(connectionString, (client) => client.query(`DROP SCHEMA "${schema}" CASCADE`));
      removeFolder(folder);
    },
  };
}

function postgresBlows({ postgres, random, tally }: PostgresStageOptions, devices: readonly DeviceProcess[]): Blow[] {
  const connectionString = postgres.connectionString('postgres');
  return [
    {
      weight: 2,
      victim: 'postgres',
      async strike() {
        await letWork(devices, random);
        const pids = await servingProcesses(connectionString);
        const pid = pids[Math.floor(random() * pids.length)];
        if (pid === undefined) return;
        process.kill(pid, 'SIGKILL');
        tally.kills.postgresBackend += 1;
      },
    },
    {
      weight: 1,
      victim: 'postgres',
      async strike() {
        await letWork(devices, random);
        process.kill(postgres.pid, 'SIGKILL');
        tally.kills.postgresServer += 1;
        await pause(random() * 100);
        // The processes of the dead one end a moment later; until then it refuses to start.
        for (let tries = 1; ; tries += 1) {
          try {
            return await postgres.startAgain();
          } catch (error) {
            if (tries === RESTART_TRIES) throw error;
            await pause(50);
          }
        }
      },
    },
  ];
}

/** Process ids of PostgreSQL that serve our servers; none while it comes up. */
async function servingProcesses(connectionString: string): Promise<number[]> {
  try {
    return await withClient(connectionString, async (client) => {
      const found = await client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'satchel' ORDER BY pid`,
      );
      return found.rows.map(({ pid }) => pid);
    });
  } catch {
    return [];
  }
}

async function withClient<Result>(connectionString: string, work: (client: pg.Client) => Promise<Result>) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
