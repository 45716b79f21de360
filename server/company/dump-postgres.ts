/**
 * A company on PostgreSQL, saved by the database's own tools. Guards:
 * - no password stands on a command line, where every user of the machine can read it;
 * - a copy has its name only when the tool has read it back, with the company and the version in it.
 */
import { renameSync, rmSync } from 'node:fs';
import { type Handle, runSql } from '#db/database.ts';
import { codeOf } from '#shared/kernel/error-code.ts';
import type { DatabasePlace } from '../read-options.ts';
import { FileTrouble } from '../say-failure.ts';
import type { RunProgram } from '../server-world.ts';
import type { SavedCompany } from './back-up-company.ts';

type SchemaPlace = DatabasePlace & { readonly kind: 'postgres' };

/** The tool is not on this machine, or not on the path of this process. */
export class ToolMissing extends Error {}

/** It is there, and cannot save a database of this version. */
export class ToolUnfit extends FileTrouble {}

/**
 * Whether both tools are there and of the database's version or later: an older pg_dump refuses a newer server.
 * @param database its major version
 * @returns major versions
 * @throws ToolMissing, ToolUnfit, FileTrouble
 */
export async function checkTools(
  run: RunProgram,
  database: number,
): Promise<{ readonly database: number; readonly tools: number }> {
  const versions: number[] = [];
  for (const tool of ['pg_dump', 'pg_restore'] as const) {
    const version = majorOf(await runTool(run, tool, ['--version'], {}));
    if (version < database) {
      throw new ToolUnfit(
        `${tool} is of PostgreSQL ${version}, the database of ${database}: install PostgreSQL's client tools of ${database} (postgresql-client-${database}), first on the server's path.`,
      );
    }
    versions.push(version);
  }
  return { database, tools: Math.min(...versions) };
}

/** The major version of the database's server. */
export async function readMajorVersion(db: Handle): Promise<number> {
  const [row] = await runSql<{ version: string }>(db, `SELECT current_setting('server_version_num') AS "version"`);
  return Math.floor(Number(row?.version) / 10_000);
}

/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` */
function majorOf(text: string): number {
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(text)?.[1]);
  if (!Number.isInteger(major))
    throw new FileTrouble(`a tool of PostgreSQL says no version: ${text.trim().slice(0, 100)}`);
  return major;
}

/** Saves the company's schema. @throws ToolMissing, ToolUnfit, FileTrouble */
export async function dumpPostgres(
  run: RunProgram,
  { connectionString, schema }: SchemaPlace,
  to: string,
): Promise<SavedCompany> {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  const { address, environment } = withoutPassword(connectionString);
  await runTool(
    run,
    'pg_dump',
    ['--format=custom', '--no-owner', `--schema=${quotedPattern(schema)}`, `--file=${part}`, `--dbname=${address}`],
    environment,
  );
  const rows = await runTool(
    run,
    'pg_restore',
    ['--data-only', '--table=companyVersion', '--file=-', part],
    environment,
  );
  const saved = readCompanyRow(rows);
  if (!saved) throw new FileTrouble(`${part} holds no company: check --schema.`);
  renameSync(part, to);
  return { file: to, ...saved };
}

/** In a pattern of pg_dump, letters in quotes stand for themselves. */
const quotedPattern = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The address for a command line, and the password for the tool's environment. */
export function withoutPassword(connectionString: string): {
  readonly address: string;
  readonly environment: Readonly<Record<string, string>>;
} {
  const url = new URL(connectionString);
  const { password } = url;
  url.password = '';
  return { address: url.href, environment: password === '' ? {} : { PGPASSWORD: decodeURIComponent(password) } };
}

/** The company and its version out of what pg_restore prints of that table: `COPY … (columns) FROM stdin;` and a line. */
export function readCompanyRow(sql: string): Pick<SavedCompany, 'companyId' | 'version'> | null {
  const lines = sql.split('\n');
  const at = lines.findIndex((line) => line.startsWith('COPY '));
  const columns = /\(([^)]*)\)/
    .exec(lines[at] ?? '')?.[1]
    ?.split(',')
    .map((name) => name.trim().replaceAll('"', ''));
  const cells = lines[at + 1]?.split('\t');
  const companyId = cells?.[columns?.indexOf('companyId') ?? -1];
  const version = Number(cells?.[columns?.indexOf('version') ?? -1]);
  return companyId && Number.isSafeInteger(version) ? { companyId, version } : null;
}

async function runTool(
  run: RunProgram,
  tool: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const { code, output, complaint } = await run(tool, args, environment).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new ToolMissing(
      `${tool} is not on this machine: install PostgreSQL's client tools, of the server's version.`,
    );
  });
  if (code === 0) return output;
  if (/server version mismatch/.test(complaint)) throw new ToolUnfit(`${tool}: ${complaint.trim().slice(0, 1_000)}`);
  throw new FileTrouble(`${tool} ended with ${code}: ${complaint.trim().slice(0, 1_000)}`);
}
