/** The server's command line; each option may also come from the environment, as SATCHEL_<NAME>. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DemoLanguage } from '#shared/kernel/demo.ts';

export const DEFAULT_PORT = 7420;
const DEFAULT_FOLDER = '.satchel/server';

export type DatabasePlace =
  | { readonly kind: 'sqlite'; readonly path: string; readonly keyFile: string; readonly filesFolder: string }
  | {
      readonly kind: 'postgres';
      readonly connectionString: string;
      readonly schema: string;
      /** All processes of the company share it. */
      readonly filesFolder: string;
    };

export interface ServerOptions {
  readonly place: DatabasePlace;
  readonly host: string;
  readonly port: number;
  /** The demo company in this language is made when the database is new; null: no demo. */
  readonly demo: DemoLanguage | null;
  /** Proxies that are believed, as addresses or networks with commas; null: none. */
  readonly trustProxy: string | null;
  /** Folder of the update feed, absolute; null: none. */
  readonly updatesFolder: string | null;
  /** Copies that the server makes of itself; null: none. */
  readonly backup: BackupOptions | null;
  readonly exitWithParent: boolean;
  readonly logLevel: string;
}

export interface BackupOptions {
  /** Absolute. */
  readonly folder: string;
  /** 0 to 23, by this machine's clock. */
  readonly hour: number;
  /** How many are kept. */
  readonly keep: number;
}

const DEFAULT_BACKUP_HOUR = 2;
const DEFAULT_BACKUP_KEEP = 14;

/** Options that name the database; the administration takes them too. */
export const placeOptions = {
  database: { type: 'string' },
  schema: { type: 'string' },
  'key-file': { type: 'string' },
  files: { type: 'string' },
} as const;

const serverOptions = {
  ...placeOptions,
  host: { type: 'string' },
  port: { type: 'string' },
  demo: { type: 'string' },
  'demo-language': { type: 'string' },
  'trust-proxy': { type: 'string' },
  updates: { type: 'string' },
  'backup-folder': { type: 'string' },
  'backup-hour': { type: 'string' },
  'backup-keep': { type: 'string' },
  'exit-with-parent': { type: 'boolean' },
  'log-level': { type: 'string' },
} as const;

export const usage = `satchel server
  --database sqlite:<file> | postgres://…   where the company lives (default sqlite:${DEFAULT_FOLDER}/company.sqlite)
  --schema <name>           the company's schema on PostgreSQL (default satchel)
  --key-file <file>         key of the SQLite file, made with it (default <file>.key): keep a copy apart
  --files <folder>          pictures and other files, shared by all processes of the company (default <file>.files; on
                            PostgreSQL ${DEFAULT_FOLDER}/files/<schema>): keep a copy with the database's
  --demo <folder>           the demo company, kept encrypted in this folder
  --demo-language en|zh     default: the system's
  --host <address>          default 127.0.0.1
  --port <number>           0 = a free one; default ${DEFAULT_PORT}
  --trust-proxy <addresses> proxies before this server (127.0.0.1, 10.0.0.0/8): their X-Forwarded-For is believed
  --updates <folder>        installers and latest*.yml of npm run dist: devices fetch updates from here
  --backup-folder <folder>  a copy of the company each day, read back after it was written; best on another disk.
                            On PostgreSQL by pg_dump, which has to be there
  --backup-hour <number>    0 to 23, by this machine's clock; default ${DEFAULT_BACKUP_HOUR}
  --backup-keep <number>    how many copies are kept; default ${DEFAULT_BACKUP_KEEP}
  --exit-with-parent        end when the program that started this one is gone
  --log-level <level>       fatal error warn info debug; default info`;

/** What a person typed is not usable; the message says what to do. */
export class UsageError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the command line of `server/main.ts`. @throws UsageError */
export function readServerOptions(args: readonly string[], environment: Environment): ServerOptions {
  const given = parse(args);
  const value = (name: Exclude<keyof typeof serverOptions, 'exit-with-parent'>): string | undefined =>
    given[name] ?? environment[`SATCHEL_${name.replaceAll('-', '_').toUpperCase()}`];
  const port = Number(value('port') ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port is a number from 0 to 65535');
  const demo = value('demo');
  const updates = value('updates');
  return {
    place: readPlace(demo === undefined ? value : (name) => value(name) ?? demoPlace(demo)[name]),
    host: value('host') ?? '127.0.0.1',
    port,
    demo: demo === undefined ? null : readLanguage(value('demo-language')),
    trustProxy: value('trust-proxy') ?? null,
    updatesFolder: updates === undefined ? null : resolve(updates),
    backup: readBackup(value),
    exitWithParent: given['exit-with-parent'] ?? false,
    logLevel: readLogLevel(value('log-level') ?? 'info'),
  };
}

type BackupName = 'backup-folder' | 'backup-hour' | 'backup-keep';

function readBackup(value: (name: BackupName) => string | undefined): BackupOptions | null {
  const folder = value('backup-folder');
  const hour = Number(value('backup-hour') ?? DEFAULT_BACKUP_HOUR);
  const keep = Number(value('backup-keep') ?? DEFAULT_BACKUP_KEEP);
  if (!Number.isInteger(hour) || hour < 0 || hour > 23) throw new UsageError('--backup-hour is a number from 0 to 23');
  if (!Number.isInteger(keep) || keep < 1 || keep > 1_000)
    throw new UsageError('--backup-keep is a number from 1 to 1000');
  return folder === undefined || folder === '' ? null : { folder: resolve(folder), hour, keep };
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug'];

function readLogLevel(given: string): string {
  if (!logLevels.includes(given)) throw new UsageError(`--log-level is one of ${logLevels.join(', ')}`);
  return given;
}

function readLanguage(given: string | undefined): DemoLanguage {
  const language = given ?? (Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh' : 'en');
  if (language !== 'en' && language !== 'zh') throw new UsageError('--demo-language is en or zh');
  return language;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: serverOptions, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type PlaceName = keyof typeof placeOptions;

function demoPlace(folder: string): Partial<Record<PlaceName, string>> {
  return {
    database: `sqlite:${join(folder, 'company.sqlite')}`,
    'key-file': join(folder, 'company.key'),
    files: join(folder, 'files'),
  };
}

/** Where the database is. @throws UsageError */
export function readPlace(value: (name: PlaceName) => string | undefined): DatabasePlace {
  const database = value('database') ?? `sqlite:${DEFAULT_FOLDER}/company.sqlite`;
  if (/^postgres(ql)?:\/\//.test(database)) {
    const schema = value('schema') ?? 'satchel';
    const filesFolder = resolve(value('files') ?? join(DEFAULT_FOLDER, 'files', schema));
    return { kind: 'postgres', connectionString: database, schema, filesFolder };
  }
  const path = /^sqlite:(.+)$/.exec(database)?.[1];
  if (!path) throw new UsageError('--database is sqlite:<file> or postgres://…');
  return {
    kind: 'sqlite',
    path: resolve(path),
    keyFile: resolve(value('key-file') ?? `${path}.key`),
    filesFolder: resolve(value('files') ?? `${path}.files`),
  };
}
