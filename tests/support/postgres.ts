// A real PostgreSQL for tests: its programs come from the packages, the cluster lives in a temporary folder on a free
// loopback port. It guards that
// - it sorts and stores as production does (locale C, UTF-8) and really writes to disk (fsync stays on);
// - as root it runs as `nobody`, since the server refuses root; no user is added to the machine;
// - no cluster outlives the process that started it.

import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgresPrograms } from '../../scripts/setup/postgres.mjs';

const START_TIMEOUT_MS = 60_000;
const USER = 'postgres';

export interface TestPostgres {
  /** The server's first process; the others are its children. */
  readonly pid: number;
  /** For node-postgres, e.g. `postgresql://postgres@127.0.0.1:41234/satchel`. */
  connectionString(database: string): string;
  createDatabase(name: string): Promise<void>;
  /** Starts it again over the same files and port, after it was killed. */
  startAgain(): Promise<void>;
  /** Ends the server and deletes its files. Open connections are cut. */
  stop(): Promise<void>;
}

interface Owner {
  uid?: number;
  gid?: number;
}

/**
 * Starts one cluster from nothing, in about one second.
 * @param bin folder of other programs than those of the packages
 */
export async function startPostgres(bin?: string): Promise<TestPostgres> {
  const programs = bin ?? join(await findPostgresPrograms(), 'bin');
  const home = mkdtempSync(join(tmpdir(), 'satchel-postgres-'));
  const data = join(home, 'data');
  const owner: Owner = process.getuid?.() === 0 ? await findNobody() : {};
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(home, owner.uid, owner.gid);
  await runToEnd(
    join(programs, 'initdb'),
    ['-D', data, '-U', USER, '--auth=trust', '--locale=C', '--encoding=UTF8'],
    owner,
  );
  const port = await findFreePort();
  let server = await startServer(join(programs, 'postgres'), data, port, owner);
  const endWithProcess = () => server.kill('SIGQUIT');
  process.once('exit', endWithProcess);

  const connectionString = (database: string) => `postgresql://${USER}@127.0.0.1:${port}/${database}`;
  return {
    connectionString,
    async createDatabase(name) {
      const client = new pg.Client({ connectionString: connectionString('postgres') });
      await client.connect();
      try {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      } finally {
        await client.end();
      }
    },
    get pid() {
      return server.pid ?? 0;
    },
    async startAgain() {
      server = await startServer(join(programs, 'postgres'), data, port, owner);
    },
    async stop() {
      process.off('exit', endWithProcess);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGINT');
        await ended;
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function findNobody(): Promise<Owner> {
  const number = async (flag: string) => Number((await runToEnd('id', [flag, 'nobody'], {})).trim());
  return { uid: await number('-u'), gid: await number('-g') };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      probe.close(() => resolve(address.port));
    });
  });
}

function startServer(program: string, data: string, port: number, owner: Owner): Promise<ChildProcess> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'fsync=on'];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(program, args, { ...owner, env: plainEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let log = '';
    const timer = setTimeout(() => fail('not ready in time'), START_TIMEOUT_MS);
    const fail = (why: string) => {
      clearTimeout(timer);
      server.kill('SIGQUIT');
      reject(new Error(`PostgreSQL: ${why}\n${log}`));
    };
    const failOnExit = (code: number | null) => fail(`ended with code ${code}`);
    server.once('error', (error) => fail(error.message));
    server.once('exit', failOnExit);
    server.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4_000);
      if (!log.includes('ready to accept connections')) return;
      clearTimeout(timer);
      server.off('exit', failOnExit);
      resolve(server);
    });
  });
}

function runToEnd(program: string, args: string[], owner: Owner): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...owner, env: plainEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${program} ended with code ${code}\n${output}`)),
    );
  });
}

/** The log must be in English, and no PG… variable of the developer may leak in. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
