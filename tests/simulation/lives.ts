/**
 * Process lives inside one real process: whatever opens a database below a life's folder belongs to it. Guards:
 * - a life can be ended at any of its statements, and just before or after any of its commits, as SIGKILL would;
 * - its files are copied in that very moment (slots.ts), as the kernel would leave them; the next life opens the copy;
 * - nothing that a dead life still does reaches anything: its statements throw, its folder is nobody's any more, its
 *   timers and its network are those of `World`, which asks `isDead`.
 */
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
  /** @param onDeath called in the moment of death, to copy its files */
  plan(plan: DeathPlan | null, onDeath: () => void): void;
  /** Ends it now, between two statements: its files are those of this moment. */
  kill(): void;
  /** The open connections of a file of this life, raw: for a page limit, or to look on without opening it once more. */
  connections(file: string, mode: 'reads' | 'writes'): readonly Database[];
  /** Ends it where nobody goes on with its files. */
  drop(): void;
  /** Closes what a dead life has left open. */
  bury(): void;
}

/** Whose statements are counted, and who dies of them. */
export interface Owner {
  readonly isDead: boolean;
  before(sqlText: string): void;
  after(sqlText: string): void;
}

interface InnerLife extends Life, Owner {
  readonly isDead: boolean;
  readonly all: Set<Database>;
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

/** The life to which a connection belongs, which closes it in the end; null for one that looks on. */
export const claim = (database: Database): Owner | null => ownerOf(database);

/** What it does is nobody's: whoever works through it answers for it. */
export function ownNobody(database: Owned): void {
  database[owner] = null;
}

type Perform = (this: Statement, ...values: unknown[]) => unknown;
type Method = 'run' | 'all' | 'get';

const probe = new SqliteDriver(':memory:');
const statements = Object.getPrototypeOf(probe.prepare('select 1')) as Record<Method, Perform>;
probe.close();

/** The driver's own, for who has asked the life himself. */
export const unhooked: Readonly<Record<Method, Perform>> = {
  run: statements.run,
  all: statements.all,
  get: statements.get,
};

/** Every statement of this process passes here from now on. */
function hookDriver(): void {
  for (const method of ['run', 'all', 'get'] as const) {
    const original = unhooked[method];
    statements[method] = function (this: Statement, ...values: unknown[]) {
      const life = ownerOf(this.database);
      life?.before(this.source);
      const result = original.apply(this, values);
      life?.after(this.source);
      return result;
    };
  }
}

let isHooked = false;

/** Begins a life over a folder. */
export function beginLife(name: string, folder: string): Life {
  if (!isHooked) hookDriver();
  isHooked = true;
  let plan: DeathPlan | null = null;
  let planned = (): void => {};
  let left = 0;
  let settle: () => void = () => {};
  const died = new Promise<void>((resolve) => {
    settle = resolve;
  });

  const end = (): void => {
    life.isDead = true;
    settle();
  };
  const count = (at: DeathPlan['at']): void => {
    if (plan?.at !== at) return;
    left -= 1;
    if (left > 0) return;
    plan = null;
    end();
    planned();
    throw new Killed(name);
  };

  const life: InnerLife & { isDead: boolean; statements: number } = {
    name,
    folder,
    isDead: false,
    died,
    statements: 0,
    all: new Set<Database>(),
    plan(next, onDeath) {
      plan = next;
      left = next?.countdown ?? 0;
      planned = onDeath;
    },
    kill() {
      plan = null;
      if (!life.isDead) end();
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
