/**
 * Tells live connections that something moved. Guards:
 * - a poke names only scopes that its listener sees;
 * - nothing of it happens while the company's lock is held, and a lost poke costs only time.
 */
import type { SatchelDatabase } from '#db/database.ts';
import type { PostgresDatabase } from '#db/postgres.ts';
import type { Poke } from '#shared/protocol/sync.ts';
import type { ServerTx } from './company-lock.ts';

const CHANNEL = 'moved';

interface Listener {
  readonly scopes: ReadonlySet<string>;
  readonly onPoke: (poke: Poke) => void;
}

export interface Pokes {
  /** Within the transaction that makes the version: other processes hear of it when it commits. */
  announce(tx: ServerTx, version: number): Promise<void>;
  /** After the commit: this process's listeners hear of it. */
  committed(version: number): void;
  /** Calls back when one of the scopes moved; the returned function ends it. */
  subscribe(scopes: readonly string[], onPoke: (poke: Poke) => void): () => void;
  close(): Promise<void>;
}

/**
 * Starts the pokes of this process; on PostgreSQL it also hears of what other processes commit.
 * @param onTrouble told when reading which scopes moved failed; listeners then wait for the next commit
 */
export async function startPokes(database: SatchelDatabase, onTrouble: (error: unknown) => void): Promise<Pokes> {
  const listeners = new Set<Listener>();
  let toldVersion = await currentVersion(database);
  let heardVersion = toldVersion;
  let isTelling = false;

  const tell = async (): Promise<void> => {
    while (heardVersion > toldVersion) {
      const version = heardVersion;
      const moved = await readMovedScopes(database, unionOf(listeners), toldVersion);
      toldVersion = version;
      for (const listener of listeners) {
        const scopes = moved.filter((scope) => listener.scopes.has(scope));
        if (scopes.length > 0) listener.onPoke({ version, scopes });
      }
    }
  };
  const tellInTurn = async (): Promise<void> => {
    isTelling = true;
    try {
      await tell();
    } catch (error) {
      onTrouble(error);
    } finally {
      isTelling = false;
    }
  };
  const hear = (version: number): void => {
    if (!Number.isSafeInteger(version) || version <= heardVersion) return;
    heardVersion = version;
    if (!isTelling) void tellInTurn();
  };
  const shared = database.dialect === 'postgres' ? (database as PostgresDatabase) : null;
  // What other processes committed while the connection was lost was said to nobody.
  const lookUp = (): void => void currentVersion(database).then(hear, onTrouble);
  const stopListening = await shared?.listen(CHANNEL, (payload) => hear(Number(payload)), lookUp);
  return {
    async announce(tx, version) {
      await shared?.notify(tx, CHANNEL, String(version));
    },
    committed: hear,
    subscribe(scopes, onPoke) {
      const listener = { scopes: new Set(scopes), onPoke };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      listeners.clear();
      await stopListening?.();
    },
  };
}

function unionOf(listeners: ReadonlySet<Listener>): string[] {
  const scopes = new Set<string>();
  for (const listener of listeners) for (const scope of listener.scopes) scopes.add(scope);
  return [...scopes];
}

async function currentVersion(database: SatchelDatabase): Promise<number> {
  const row = await database.kysely
    .selectFrom('companyVersion')
    .select('version')
    .where('id', '=', 1)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** Scopes per statement: both databases bound the number of parameters. */
const SCOPES_A_QUERY = 500;

async function readMovedScopes(database: SatchelDatabase, scopes: readonly string[], after: number): Promise<string[]> {
  const moved: string[] = [];
  for (let start = 0; start < scopes.length; start += SCOPES_A_QUERY) {
    const rows = await database.kysely
      .selectFrom('scopeLog')
      .select('scope')
      .where('scope', 'in', scopes.slice(start, start + SCOPES_A_QUERY))
      .where('version', '>', after)
      .groupBy('scope')
      .orderBy('scope')
      .execute();
    moved.push(...rows.map((row) => row.scope));
  }
  return moved;
}
