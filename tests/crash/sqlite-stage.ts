/** A server on its SQLite file, three devices; the server and the devices are killed, and their logs cut if wanted. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '#db/sqlite.ts';
import { readKey } from '../../server/key-file.ts';
import { makeCompany, sqlitePlace } from './company.ts';
import type { Programs } from './programs.ts';
import { makeServerProcess } from './server-process.ts';
import { type Blow, deviceBlows, endDevices, letWork, makeDevices, pause, removeFolder, type Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import { committedFrames, cutLog } from './wal-log.ts';

export interface SqliteStageOptions {
  readonly programs: Programs;
  readonly random: () => number;
  readonly tally: Tally;
  readonly killsDevices: boolean;
  readonly killsServer: boolean;
  readonly cutsLogs: boolean;
  /** Where the devices and the server live; folders of their own unless given. */
  readonly folders?: { readonly devices: string; readonly server: string };
  readonly moreBlows?: readonly Blow[];
}

export interface SqliteStage extends Stage {
  /** Of whoever writes to these disks now. */
  pids(): number[];
}

export async function openSqliteStage(options: SqliteStageOptions): Promise<SqliteStage> {
  const { programs, random, tally } = options;
  const own = options.folders ? null : mkdtempSync(join(tmpdir(), 'satchel-crash-'));
  const folders = options.folders ?? { devices: String(own), server: String(own) };
  const place = sqlitePlace(folders.server);
  const company = await makeCompany(place);
  const server = await makeServerProcess(programs, place);
  await server.start();
  const devices = makeDevices(programs, folders.devices, company, () => server.url);
  for (const device of devices) device.start(true);
  const serverBlow: Blow = {
    weight: 2,
    victim: 'server',
    async strike() {
      await letWork(devices, random);
      await server.kill();
      tally.kills.serverSqlite += 1;
      // What a device was answered is committed, so only what comes after the last commit may go.
      if (options.cutsLogs && cutLog(place.path, committedFrames(place.path), random)) tally.logCuts += 1;
      await pause(random() * 80);
      await server.start();
    },
  };
  return {
    devices,
    pids: () => [server.pid, ...devices.map((device) => device.pid)],
    blows: [
      ...(options.killsDevices ? deviceBlows(devices, random, options.cutsLogs) : []),
      ...(options.killsServer ? [serverBlow] : []),
      ...(options.moreBlows ?? []),
    ],
    openServer: async () => openSqlite({ path: place.path, key: readKey(place.keyFile).key, readOnly: true }),
    serverLog: () => server.log(),
    async close() {
      await endDevices(devices, tally);
      await server.kill();
      if (own) removeFolder(own);
    },
  };
}
