/**
 * Process lives inside one real process: whatever opens a database below a life's folder belongs to it. Guards:
 * - a life can be ended at any of its statements, and just before or after any of its commits, as SIGKILL would;
 * - its files are copied in that very moment, as the kernel would leave them; the next life opens the copy;
 * - nothing that a dead life still does reaches anything: its statements throw, its folder is nobody's any more, its
 *   timers and its network are those of `World`, which asks `isDead`.
 */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDriver, { type Database, type Statement } from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { Handle } from '#db/database.ts';
import { sqliteDialect } from '#db/sqlite-driver.ts';
import type { Tables } from '#shared/kernel/table.ts';

/** What a dead process's statement throws; nobody outlives it, so nobody needs to catch it. */
export class Killed extends Error {
  constructor(life: string) {
    super(`${life} was killed`);
    this.name = 'Killed';
  }
}

/** Where a life ends: at the n-th statement, or around the n-th commit from now. */
export interface DeathPlan {
  readonly at: 'statement' | 'beforeCommit' | 'afterCommit';
  readonly countdown: number;
}

export interface Life {
  readonly name: string;
  readonly folder: string;
  readonly isDead: boolean;
  /** Settles when it is killed: what waits for its work waits no longer. */
  readonly died: Promise<void>;
  /** Statements that it has run. */
  readonly statements: number;
  /** @param remains where its files go @param onDeath called in the moment of death */
  plan(plan: DeathPlan | null, remains: string, onDeath: () => void): void;
  /** Ends it now, between two statements. */
  kill(remains: string): void;
  /** The open connections of a file of this life, raw: for a page limit, or to look on without opening it once more. */
  connections(file: string, mode: 'reads' | 'writes'): readonly Database[];
  /** Ends it where nobody goes on with its files. */
  drop(): void;
  /** Closes what a dead life has left open. */
  bury(): void;
}

interface InnerLife extends Life {
  readonly all: Set<Database>;
  before(sqlText: string): void;
  after(sqlText: string): void;
}

const lives = new Set<InnerLife>();
const owner = Symbol('life');
type Owned = Database & { [owner]?: InnerLife | null };

/** Looks at what is committed through a connection that somebody else has open, and leaves it open. */
export function lookThrough(database: Database): Handle {
  return new Kysely<Tables>({ dialect: sqliteDialect(database, () => {}) });
}

let isObserving = false;

/** Connections that `open` makes belong to no life: they look on from outside. */
export function asObserver<T>(open: () => T): T {
  isObserving = true;
  try {
    return open();
  } finally {
    isObserving = false;
  }
}

function ownerOf(database: Owned): InnerLife | null {
  const known = database[owner];
  if (known !== undefined) return known;
  let found: InnerLife | null = null;
  if (!isObserving) for (const life of lives) if (database.name.startsWith(`${life.folder}/`)) found = life;
  database[owner] = found;
  found?.all.add(database);
  return found;
}

/** Every statement of this process passes here from now on. */
function hookDriver(): void {
  const probe = new SqliteDriver(':memory:');
  const statements: Statement = Object.getPrototypeOf(probe.prepare('select 1'));
  probe.close();
  for (const method of ['run', 'all', 'get'] as const) {
    const original: (...values: unknown[]) => unknown = statements[method];
    statements[method] = function (this: Statement, ...values: unknown[]) {
      const life = ownerOf(this.database);
      life?.before(this.source);
      const result = original.apply(this, values);
      life?.after(this.source);
      return result;
    } as never;
  }
}

let isHooked = false;

/** Begins a life over a folder. */
export function beginLife(name: string, folder: string): Life {
  if (!isHooked) hookDriver();
  isHooked = true;
  let plan: DeathPlan | null = null;
  let planned = { remains: '', onDeath: (): void => {} };
  let left = 0;
  let settle: () => void = () => {};
  const died = new Promise<void>((resolve) => {
    settle = resolve;
  });

  const end = (remains: string): void => {
    life.isDead = true;
    copyFolder(folder, remains);
    settle();
  };
  const count = (at: DeathPlan['at']): void => {
    if (plan?.at !== at) return;
    left -= 1;
    if (left > 0) return;
    plan = null;
    end(planned.remains);
    planned.onDeath();
    throw new Killed(name);
  };

  const life: InnerLife & { isDead: boolean; statements: number } = {
    name,
    folder,
    isDead: false,
    died,
    statements: 0,
    all: new Set<Database>(),
    plan(next, remains, onDeath) {
      plan = next;
      left = next?.countdown ?? 0;
      planned = { remains, onDeath };
    },
    kill(remains) {
      plan = null;
      if (!life.isDead) end(remains);
    },
    connections: (file, mode) =>
      [...life.all].filter((each) => each.open && each.readonly === (mode === 'reads') && each.name.endsWith(file)),
    drop() {
      plan = null;
      life.isDead = true;
      settle();
    },
    bury() {
      lives.delete(life);
      // Who only reads goes last: the last one out of a file that can be written brings its log in, for nobody.
      const inOrder = [...life.all].sort((a, b) => Number(a.readonly) - Number(b.readonly));
      for (const database of inOrder) if (database.open) database.close();
      life.all.clear();
    },
    before(sqlText) {
      if (life.isDead) throw new Killed(name);
      life.statements += 1;
      if (plan === null) return;
      if (plan.at === 'beforeCommit' && sqlText === 'commit') count('beforeCommit');
      count('statement');
    },
    after(sqlText) {
      if (plan !== null && sqlText === 'commit') count('afterCommit');
    },
  };
  lives.add(life);
  return life;
}

/** Copies files as they are on the disk now; what only a living process needs stays behind. */
export function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) copyFolder(join(from, entry.name), join(to, entry.name));
    else if (!/-shm$|\.lease(-wal)?$/.test(entry.name)) copyFileSync(join(from, entry.name), join(to, entry.name));
  }
}
