/**
 * Connections that outlive their seed. To open a database is to parse 100 KB of triggers, and each statement is compiled
 * for each connection: more than half of a small seed. A closed connection to a file of a slot (slots.ts) is kept with
 * what it has compiled, and whoever opens that file next gets it. Guards:
 * - it knows nothing of what was in the file: its pages are dropped, and the log's index is emptied, so that SQLite
 *   recovers from the files as they are now, as after a crash;
 * - it is the same file by the disk's own number, with the same key, or it is closed and opened anew;
 * - whoever had it before reaches nothing through it any more: everybody gets statements of his own over the kept ones;
 * - a life counts and ends at the same statements with it as without it.
 */
import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import SqliteDriver, { type Database, type Options, type Statement } from 'better-sqlite3';
import { claim, type Owner, ownNobody, unhooked } from './lives.ts';

/** SQLite's two copies of the index's header, and where readers stand. */
const INDEX_HEAD = new Uint8Array(136);
const KEPT_STATEMENTS = 1_500;
const KEPT_LENGTH = 20_000;
const NO_LIMIT = 1_073_741_823;
const REUSED = /^\s*(select|insert|update|delete|with|begin|commit|rollback|savepoint|release|pragma data_version)\b/i;
const CHECK = /^(quick|integrity)_check/;
const SETTING = /^(\w+) = (.+)$/;

type Cell = string | number | bigint | null;
type Implementation = (...values: Cell[]) => Cell;

/** A real connection with what it has been told and has compiled. */
interface Kept {
  readonly raw: Database;
  readonly settings: Map<string, string>;
  readonly functions: Set<string>;
  readonly statements: Map<string, Statement>;
  files: string | null;
}

interface Place {
  readonly idle: Kept[];
  live: number;
}

const places = new Map<string, Place>();
let root: string | null = null;

/** Connections to databases below this folder are kept from now on. */
export function keepBelow(folder: string): void {
  root = folder;
}

/** Closes what is kept for this file: whoever opens it next reads all of it. */
export function openAnew(path: string): void {
  for (const { raw } of places.get(path)?.idle.splice(0) ?? []) letGo(raw);
}

/**
 * Closes a connection that knows nothing of what is in its file by now. The last one out would bring the log in: not to
 * a file that has moved.
 */
function letGo(raw: Database): void {
  const away = `${raw.name}.away`;
  const isThere = existsSync(raw.name);
  if (isThere) renameSync(raw.name, away);
  raw.close();
  if (isThere) renameSync(away, raw.name);
}

/** Files for which connections are kept. */
export function keptPaths(): string[] {
  return [...places].filter(([, { idle }]) => idle.length > 0).map(([path]) => path);
}

/** In the driver's place: what is not to be kept is the driver's own. */
// biome-ignore lint/style/noDefaultExport: the driver that it stands for has one.
export default function KeptDriver(path: string, options: Options): Database {
  const isKept = root !== null && path.startsWith(`${root}/`) && /\/(data|company)\.sqlite$/.test(path);
  if (!isKept) return new SqliteDriver(path, options);
  return new KeptDatabase(path, options) as unknown as Database;
}

class KeptDatabase {
  readonly name: string;
  readonly readonly: boolean;
  readonly owner: Owner | null;
  open = true;
  readonly #options: Options;
  readonly #place: Place;
  #kept: Kept;
  /** What it did leaves a connection that nobody else should have. */
  #isSpent = false;

  constructor(path: string, options: Options) {
    this.name = path;
    this.readonly = options.readonly ?? false;
    this.#options = options;
    this.#place = places.get(path) ?? { idle: [], live: 0 };
    places.set(path, this.#place);
    this.#kept = takeKept(path, this.#place, this.readonly) ?? makeKept(path, options);
    this.#place.live += 1;
    this.owner = claim(this as unknown as Database);
  }

  get raw(): Database {
    return this.#kept.raw;
  }

  get inTransaction(): boolean {
    return this.open && this.raw.inTransaction;
  }

  prepare(source: string): KeptStatement {
    if (!this.open) {
      this.owner?.before(source);
      throw new TypeError('The database connection is not open');
    }
    return new KeptStatement(this, this.#compiled(source, source));
  }

  /** A statement that gives the first column alone: another one than that for whole rows. */
  plucked(source: string): Statement {
    return this.#compiled(`plucked ${source}`, source).pluck(true);
  }

  #compiled(name: string, source: string): Statement {
    const { statements } = this.#kept;
    const known = statements.get(name);
    if (known) {
      statements.delete(name);
      statements.set(name, known);
      return known;
    }
    const statement = this.raw.prepare(source);
    if (source.length <= KEPT_LENGTH && REUSED.test(source)) statements.set(name, statement);
    if (statements.size > KEPT_STATEMENTS) {
      const oldest = statements.keys().next();
      if (!oldest.done) statements.delete(oldest.value);
    }
    return statement;
  }

  pragma(source: string, options?: { readonly simple?: boolean }): unknown {
    const text = `PRAGMA ${source}`;
    this.owner?.before(text);
    const [, name, value] = SETTING.exec(source) ?? [];
    const { settings } = this.#kept;
    if (name === 'rekey' || (name === 'journal_mode' && value !== 'WAL')) {
      this.#isSpent = true;
      openAnew(this.name);
    }
    if (name === 'key' && settings.has('key') && settings.get('key') !== value) {
      letGo(this.raw);
      openAnew(this.name);
      this.#kept = makeKept(this.name, this.#options);
      this.raw.pragma(`cipher = ${settings.get('cipher')}`);
      this.#kept.settings.set('cipher', settings.get('cipher') ?? '');
    }
    const isSet = name !== undefined && value !== undefined && settings.get(name) === value;
    if (CHECK.test(source)) wakeIndexes(this.raw);
    // To set what is set makes SQLite compile every statement anew.
    const result = isSet ? [] : this.raw.pragma(source, options);
    if (name !== undefined && value !== undefined) this.#kept.settings.set(name, value);
    this.owner?.after(text);
    return result;
  }

  function(name: string, options: { readonly deterministic: boolean }, implementation: Implementation): void {
    const { functions, raw } = this.#kept;
    if (functions.has(name)) return;
    functions.add(name);
    raw.function(name, options, implementation as never);
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.#place.live -= 1;
    const { raw, settings } = this.#kept;
    try {
      if (this.#isSpent) throw new Error('nobody takes it over');
      if (raw.inTransaction) raw.exec('rollback');
      // As the last one does who closes a file in order.
      const isLast = this.#place.live === 0 && !this.readonly && this.owner?.isDead !== true;
      if (isLast) raw.pragma('wal_checkpoint(TRUNCATE)');
      raw.pragma('shrink_memory');
      if (settings.delete('max_page_count')) raw.pragma(`max_page_count = ${NO_LIMIT}`);
      if (settings.get('query_only') === 'OFF') throw new Error('a reader that writes');
      this.#kept.files = numbersOf(this.name);
      if (this.#kept.files === null) throw new Error('its files are gone');
      this.#place.idle.push(this.#kept);
    } catch {
      if (this.owner?.isDead) letGo(raw);
      else raw.close();
    }
  }

  /** A stream has a statement of its own, which may be left half-way. */
  spend(): void {
    this.#isSpent = true;
  }
}

class KeptStatement {
  readonly database: KeptDatabase;
  readonly source: string;
  readonly reader: boolean;
  #statement: Statement;

  constructor(database: KeptDatabase, statement: Statement) {
    this.database = database;
    this.source = statement.source;
    this.reader = statement.reader;
    this.#statement = statement;
  }

  /** Streams run on statements of their own. */
  get busy(): boolean {
    return false;
  }

  pluck(): this {
    this.#statement = this.database.plucked(this.source);
    return this;
  }

  run(...values: unknown[]): unknown {
    return this.#perform('run', values);
  }

  get(...values: unknown[]): unknown {
    return this.#perform('get', values);
  }

  all(...values: unknown[]): unknown {
    return this.#perform('all', values);
  }

  iterate(...values: unknown[]): unknown {
    this.database.spend();
    return this.database.raw.prepare(this.source).iterate(...values);
  }

  #perform(method: 'run' | 'get' | 'all', values: unknown[]): unknown {
    const { owner, open } = this.database;
    owner?.before(this.source);
    if (!open) throw new TypeError('The database connection is not open');
    const result = unhooked[method].apply(this.#statement, values);
    owner?.after(this.source);
    return result;
  }
}

function makeKept(path: string, options: Options): Kept {
  const raw = new SqliteDriver(path, options);
  ownNobody(raw);
  return { raw, settings: new Map(), functions: new Set(), statements: new Map(), files: null };
}

function takeKept(path: string, place: Place, isReader: boolean): Kept | null {
  const at = place.idle.findIndex(({ raw }) => raw.readonly === isReader);
  const kept = place.idle[at];
  if (!kept) return null;
  if (kept.files !== numbersOf(path)) {
    openAnew(path);
    return null;
  }
  if (place.live === 0) emptyIndex(path);
  place.idle.splice(at, 1);
  return kept;
}

/**
 * A check of the whole file is the one thing before which a full-text index does not look whether it knows an older file.
 */
function wakeIndexes(raw: Database): void {
  try {
    const indexes = raw.prepare(`select name from sqlite_schema where sql like 'CREATE VIRTUAL TABLE%'`).pluck().all();
    for (const name of indexes) raw.prepare(`select rowid from "${name}" where "${name}" match 'none'`).all();
  } catch {
    // What is broken there is for the check to say.
  }
}

/** Whoever reads next makes it anew of the log. */
function emptyIndex(path: string): void {
  const file = openSync(`${path}-shm`, 'r+');
  writeSync(file, INDEX_HEAD, 0, INDEX_HEAD.length, 0);
  closeSync(file);
}

/** The disk's own numbers of a database's files; null where one of them is not there. */
function numbersOf(path: string): string | null {
  const numbers = ['', '-wal', '-shm'].map((end) => statSync(`${path}${end}`, { throwIfNoEntry: false })?.ino);
  return numbers.includes(undefined) ? null : numbers.join(' ');
}
