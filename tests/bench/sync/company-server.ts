/**
 * The product's server as it runs at a customer's: a process of its own on a company's schema of a real PostgreSQL, with
 * its disk's durability as it comes (fsync on). All on loopback; everything ends with `close`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { migrate } from '#db/migrations/migrate.ts';
import { openPostgres, type PostgresDatabase } from '#db/postgres.ts';
import { allBalances, allTables } from '#shared/registry.ts';
import { makeRealWorld } from '../../../server/real-world.ts';
import type { SystemWriter } from '../../../server/sync/system-command.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';

const program = join(import.meta.dirname, '../../../server/main.ts');
const DATABASE = 'satchel';

export interface CompanyServer {
  readonly url: string;
  readonly pid: number;
  readonly schema: string;
}

export interface Servers {
  readonly postgres: TestPostgres;
  /** PostgreSQL's first process: the others are its children. */
  pids(): readonly number[];
  /** For whoever reads past the product. */
  readonly connectionString: string;
  /** Makes a schema, lets `fill` make a company in it, and starts its server. */
  start<Company>(
    schema: string,
    fill: (writer: SystemWriter) => Promise<Company>,
  ): Promise<{ readonly server: CompanyServer; readonly company: Company }>;
  /** Ends every process and deletes the cluster. */
  close(): Promise<void>;
}

/** Starts PostgreSQL; servers come by `start`. @param folder for logs and pictures */
export async function startServers(folder: string): Promise<Servers> {
  const postgres = await startPostgres();
  const children: ChildProcess[] = [];
  await postgres.createDatabase(DATABASE);
  const connectionString = postgres.connectionString(DATABASE);
  return {
    postgres,
    pids: () => [postgres.pid],
    connectionString,
    async start(schema, fill) {
      const database = await openSchema(connectionString, schema);
      const company = await fill({ database, world: makeRealWorld() }).finally(() => database.close());
      const files = join(folder, schema);
      mkdirSync(files, { recursive: true });
      const place = ['--database', connectionString, '--schema', schema, '--files', files];
      const child = spawn(process.execPath, [program, ...place, '--port', '0', '--exit-with-parent'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      const server = { url: await urlOf(child), pid: child.pid ?? 0, schema };
      return { server, company };
    },
    async close() {
      await Promise.all(children.map(endOf));
      await postgres.stop();
    },
  };
}

async function openSchema(connectionString: string, schema: string): Promise<PostgresDatabase> {
  const database = await openPostgres({ connectionString, schema, tables: allTables });
  await migrate(database, 'server', { tables: allTables, balances: allBalances });
  return database;
}

function urlOf(child: ChildProcess): Promise<string> {
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log = (log + String(chunk)).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${log}`)));
    if (child.stdout) {
      createInterface({ input: child.stdout }).once('line', (line) => {
        const { listening } = JSON.parse(line) as { listening: string };
        resolve(listening);
      });
    }
  });
}

/** Ends a program that was started here, and waits for its end. */
export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
