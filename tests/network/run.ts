/**
 * `npm run network`: a real server, and a device on each of many bad lines, all at the same time. For each line it prints
 * how long an order took to the server and to a colleague's device, and the bytes that it cost; then one JSON line. Exit
 * code 1 when an order did not arrive, when a screen ever said "online, nothing waits" of an order that was not at the
 * server, or that something is on its way over a line on which nothing came for long.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSql, type SatchelDatabase } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { readKey } from '../../server/key-file.ts';
import { makeCompany, sqlitePlace } from '../crash/company.ts';
import { bundlePrograms } from '../crash/programs.ts';
import { makeServerProcess } from '../crash/server-process.ts';
import { pause, removeFolder } from '../crash/stage.ts';
import { readOrEndWithUsage } from '../support/end-with-usage.ts';
import { type LineDevice, startLineDevice } from './line-device.ts';
import { type Line, openLine } from './line-proxy.ts';
import { addNetwork, addressOf, type DeviceNetwork, ownNetwork } from './namespaces.ts';
import { watchSilence } from './silence-told.ts';
import { type Situation, situations } from './situations.ts';
import { openTlsFront } from './tls-front.ts';

/** Set for the process that has a network of its own. */
const INSIDE = 'SATCHEL_OWN_NETWORK';
const names = situations.map(({ name }) => name);
const values = readOrEndWithUsage(readOptions, `npm run network -- [--short] [--only ${names.join('|')}[,…]]`);
const ARRIVAL_TIMEOUT_MS = values.short ? 100_000 : 400_000;
/** Two regular pulls, and heartbeats. */
const IDLE_MS = 400_000;

function readOptions() {
  const { values: read } = parseArgs({ options: { short: { type: 'boolean' }, only: { type: 'string' } } });
  const unknown = read.only?.split(',').find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no line is called ${unknown}`);
  return read;
}

export interface Measured {
  readonly line: string;
  readonly orders: number;
  readonly arrived: number;
  /** Until the last of them was at the server, and on the colleague's device. */
  readonly serverSeconds: number;
  readonly colleagueSeconds: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly connections: number;
  /** What the screen said meanwhile. */
  readonly said: string;
  readonly lies: number;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const network = process.env[INSIDE] === undefined ? ownNetwork() : null;
if (network) {
  const [program = '', ...args] = [...network, process.execPath, ...process.argv.slice(1)];
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } });
  process.exit(status ?? 1);
}

async function main(): Promise<void> {
  const isInside = process.env[INSIDE] !== undefined;
  if (isInside) spawnSync('ip', ['link', 'set', 'lo', 'up']);
  const chosen = situations.filter(
    ({ name, isLong }) => (values.only?.split(',').includes(name) ?? true) && !(values.short && isLong),
  );
  const folder = mkdtempSync(join(tmpdir(), 'satchel-network-'));
  const programs = await bundlePrograms();
  process.once('exit', () => {
    programs.remove();
    removeFolder(folder);
  });
  const place = sqlitePlace(folder);
  const company = await makeCompany(place);
  const server = await makeServerProcess(programs, place);
  await server.start();
  const serverPort = Number(new URL(server.url).port);
  const addresses = ['127.0.0.1', ...Array.from({ length: chosen.length + 3 }, (_, at) => addressOf(at))];
  const tls = await openTlsFront(folder, serverPort, addresses);
  const usesNamespaces = isInside && tls !== null;
  say(
    usesNamespaces
      ? 'WAY: a network namespace for each device, virtual cards between, TLS'
      : `WAY: ${isInside ? 'NO OPENSSL' : 'NO NAMESPACES ARE ALLOWED HERE'}: devices on loopback${tls ? ', TLS' : ', NO TLS'}`,
  );
  const killed: (() => unknown)[] = [() => server.kill(), () => tls?.close()];
  const database = openSqlite({ path: place.path, key: readKey(place.keyFile).key, readOnly: true });

  async function openPlace(at: number, name: string, login: string) {
    const own = usesNamespaces ? addNetwork(at) : null;
    const host = own?.host ?? '127.0.0.1';
    const line = await openLine({ host: '127.0.0.1', port: tls?.port ?? serverPort }, host, Math.random);
    const device = startLineDevice({
      programs,
      folder,
      name,
      login,
      company,
      server: `${tls ? 'https' : 'http'}://${host}:${line.port}`,
      before: own?.prefix ?? [],
      environment: tls ? { NODE_EXTRA_CA_CERTS: tls.certificate } : {},
    });
    killed.push(
      () => device.kill(),
      () => line.close(),
      () => own?.close(),
    );
    await until(() => isReady(device), 90_000, `${name} loads`).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${JSON.stringify(device.last())}\n${device.problems.slice(-3).join('\n')}`);
    });
    return { line, device, own };
  }

  try {
    const colleague = await openPlace(0, 'colleague', 'boss');
    const idle = await openPlace(1, 'idle', 'south');
    const possible = chosen.filter(({ needsLink }) => usesNamespaces || !needsLink);
    const places = await Promise.all(
      possible.map(async (situation, at) => ({ situation, ...(await openPlace(at + 2, situation.name, 'north')) })),
    );
    await pause(1_500);
    const measured = await Promise.all(places.map((each) => play(database, colleague.device, each)));
    const idleFrom = { ...idle.line.counts, at: performance.now() };
    await pause(values.short ? 0 : IDLE_MS);
    const hours = (performance.now() - idleFrom.at) / 3_600_000;
    const idleBytes = idle.line.counts.up - idleFrom.up + idle.line.counts.down - idleFrom.down;
    const idleBytesAnHour = values.short ? null : Math.round(idleBytes / hours);
    printTable(measured);
    const isWell = measured.every(({ orders, arrived, lies }) => arrived === orders && lies === 0);
    const way = usesNamespaces ? 'namespaces' : 'loopback';
    process.stdout.write(`${JSON.stringify({ way, tls: tls !== null, idleBytesAnHour, lines: measured })}\n`);
    process.exitCode = isWell ? 0 : 1;
  } finally {
    await database.close();
    for (const end of killed.reverse()) await end();
  }
  process.exit();
}

async function play(
  server: SatchelDatabase,
  colleague: LineDevice,
  one: { situation: Situation; line: Line; device: LineDevice; own: DeviceNetwork | null },
): Promise<Measured> {
  const { situation, line, device, own } = one;
  let lies = 0;
  const atServer = async (): Promise<number> => {
    const ids = device.taken.map(({ commandId }) => `'${commandId}'`).join(', ');
    const rows = await runSql(server.kysely, `SELECT "commandId" FROM "commandLog" WHERE "commandId" IN (${ids})`);
    return rows.length;
  };
  device.watch((status) => {
    if (status.network !== 'online' || status.waiting > 0) return;
    const { length } = device.taken;
    void atServer().then((count) => {
      if (count < length) lies += 1;
    });
  });
  const from = { ...line.counts };
  const began = performance.now();
  const statusesBefore = device.statuses.length;
  const endSilence = watchSilence(line, device.last);
  situation.before?.(line, own);
  device.take(situation.orders);
  const meanwhile = situation.meanwhile?.(line, own);
  let serverAt = 0;
  let colleagueAt = 0;
  let arrived = 0;
  try {
    await until(() => device.taken.length === situation.orders, 120_000, `${situation.name} takes orders`);
    await until(async () => (await atServer()) === situation.orders, ARRIVAL_TIMEOUT_MS, `${situation.name} arrives`);
    serverAt = performance.now();
    await until(
      async () => (await Promise.all(device.taken.map(({ orderId }) => colleague.has(orderId)))).every(Boolean),
      60_000,
      `${situation.name} reaches the colleague`,
    );
    colleagueAt = performance.now();
    await meanwhile;
    await until(() => isLevel(device), ARRIVAL_TIMEOUT_MS, `${situation.name} is level`);
    arrived = situation.orders;
  } catch (error) {
    say(
      `${situation.name}: ${String(error)}\n${JSON.stringify(device.last())}\n${device.problems.slice(-5).join('\n')}`,
    );
    arrived = await atServer();
  }
  say(`${situation.name}: ${arrived} of ${situation.orders} in ${seconds(performance.now() - began)} s`);
  await pause(500);
  lies += endSilence();
  const said = device.statuses
    .slice(statusesBefore)
    .map(({ status }) => `${status.silent ? 'silent' : status.network} ${status.waiting}`);
  return {
    line: situation.words,
    orders: situation.orders,
    arrived,
    serverSeconds: seconds(serverAt - began),
    colleagueSeconds: seconds(colleagueAt - began),
    bytesUp: line.counts.up - from.up,
    bytesDown: line.counts.down - from.down,
    connections: line.counts.connections - from.connections,
    said: [...new Set(said)].slice(0, 8).join(', '),
    lies,
  };
}

const isReady = (device: LineDevice): boolean => isLevel(device) && device.last()?.firstLoad === null;
const isLevel = (device: LineDevice): boolean => device.last()?.network === 'online' && device.last()?.waiting === 0;
const seconds = (ms: number): number => Math.max(0, Math.round(ms / 100) / 10);

async function until(holds: () => boolean | Promise<boolean>, timeoutMs: number, what: string): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1_000} s`);
    await pause(60);
  }
}

function printTable(measured: readonly Measured[]): void {
  const cells = (row: readonly (string | number)[]): string =>
    row.map((cell, at) => (at === 0 ? String(cell).padEnd(66) : String(cell).padStart(13))).join('');
  say(cells(['the line', 'orders', 'server s', 'colleague s', 'bytes up', 'bytes down', 'reconnects']));
  for (const { line, orders, serverSeconds, colleagueSeconds, bytesUp, bytesDown, connections } of measured) {
    say(cells([line, orders, serverSeconds, colleagueSeconds, bytesUp, bytesDown, connections]));
  }
}

await main();
