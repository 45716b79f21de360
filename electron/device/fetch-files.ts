/**
 * Brings the company's files to this device. Guards:
 * - whoever shows a file never waits for the network: it is here, or it is asked for and told of when it has come;
 * - what rows name comes by itself after a sync, small files first, one at a time and no faster than its rate; what
 *   someone looks at comes before that;
 * - nothing is fetched without the network; where it stopped it goes on;
 * - what came is checked by its hash before it is kept; a file that fails is tried again, later and later, and nobody is
 *   troubled with it;
 * - files that come by themselves never push out what a row names: there they end when the room does.
 */
import { type Handle, quoted, runSql } from '#db/database.ts';
import { hashOfFile } from '#db/files/sealed-folder.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Columns, Table } from '#shared/kernel/table.ts';
import { NetworkUnreachable, type World } from '#shared/kernel/world.ts';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import { type FileLookUpResponse, LOOK_UP_LIMIT_FILES, mediaTypeOf } from '#shared/protocol/files.ts';
import type { DeviceFile, FileCache } from './file-cache.ts';
import { ServerError } from './server-client.ts';

/** What comes by itself leaves the line to people: 2 MiB a second, and 50 files. */
const RATE_BYTES_A_SECOND = 2 * 1024 * 1024;
const SHORTEST_PAUSE_MS = 20;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 3_600_000;
/** Files that someone looked at and that are not here; a list that is scrolled through asks for no more. */
const LIMIT_ASKED = 500;

export interface FetchParts {
  readonly world: World;
  readonly cache: FileCache;
  /** Their columns say which of them name files. */
  readonly tables: readonly Table<string, Columns>[];
  readonly reader: Handle;
  /** @throws NetworkUnreachable | ServerError */
  fetch(hash: string): Promise<Uint8Array>;
  /** Which of these the server has. @throws NetworkUnreachable | ServerError */
  lookUp(hashes: readonly string[]): Promise<FileLookUpResponse>;
  /** It was not here and now is. */
  arrived(hash: string): void;
  problem(where: string, error: unknown): void;
}

export interface DeviceFiles {
  /** The file, from the disk alone; one that is not here is asked for. */
  read(hash: string): Promise<DeviceFile | null>;
  networkIs(network: SyncStatus['network']): void;
  /** Rows of these tables changed: they may name files that are not here. */
  tablesChanged(tables: readonly string[]): void;
  /** Ends for good; waits for what is being written. */
  close(): Promise<void>;
}

/** What a fetch came to. `later`: not this one now. `stop`: none now. */
type Fetched = 'kept' | 'full' | 'later' | 'stop';

export function makeDeviceFiles(parts: FetchParts): DeviceFiles {
  const { world, cache } = parts;
  const columns = fileColumnsOf(parts.tables);
  const asked = new Set<string>();
  const failures = new Map<string, { tries: number; notBefore: Instant }>();
  let network: SyncStatus['network'] = 'offline';
  /** What rows name and is not here, small first; what is left of it when the room is full is left out. */
  let ahead: string[] = [];
  /** Rows may name more than `ahead` holds. */
  let isBehind = columns.length > 0;
  let isFull = false;
  let isClosed = false;
  let running: Promise<void> | null = null;
  let writing: Promise<unknown> = Promise.resolve();
  let endPause = (): void => {};

  function goOn(): void {
    if (running || isClosed || network === 'offline') return;
    running = work()
      .catch((error: unknown) => {
        if (!isClosed) parts.problem('files', error);
      })
      .finally(() => {
        running = null;
      });
  }

  async function work(): Promise<void> {
    while (!isClosed && network !== 'offline') {
      const wanted = newestAsked();
      const hash = wanted ?? (network === 'online' ? await nextAhead() : undefined);
      if (hash === undefined || isClosed) return;
      const startedMs = world.clock.monotonicMs();
      const { result, sizeBytes } = await fetchOne(hash, wanted !== undefined);
      if (result === 'stop' || isClosed) return;
      if (result === 'full') {
        isFull = true;
        ahead = [];
      }
      if (wanted === undefined) await pause((sizeBytes / RATE_BYTES_A_SECOND) * 1_000 - sinceMs(startedMs));
    }
  }

  const sinceMs = (startedMs: number): number => world.clock.monotonicMs() - startedMs;
  const mayTry = (hash: string): boolean => (failures.get(hash)?.notBefore ?? 0) <= world.clock.now();

  /** Who scrolls sees the last ones. */
  function newestAsked(): string | undefined {
    return [...asked].reverse().find(mayTry);
  }

  async function nextAhead(): Promise<string | undefined> {
    for (;;) {
      const hash = ahead.shift();
      if (hash !== undefined && mayTry(hash) && !(await cache.has(hash))) return hash;
      if (hash === undefined && (!isBehind || isFull || !(await lookAhead()))) return undefined;
    }
  }

  /** Plans the next files that rows name. @returns whether there are any */
  async function lookAhead(): Promise<boolean> {
    isBehind = false;
    const missing: string[] = [];
    for (const hash of await namedFiles(parts.reader, columns)) {
      if (await cache.has(hash)) continue;
      // Another time: when the network comes back or rows change.
      if (!mayTry(hash)) continue;
      if (missing.length === LOOK_UP_LIMIT_FILES) {
        isBehind = true;
        break;
      }
      missing.push(hash);
    }
    if (missing.length === 0) return false;
    try {
      const { files } = await parts.lookUp(missing);
      const here = new Set(files.map(({ hash }) => hash));
      for (const hash of missing) if (!here.has(hash)) noteFailure(hash);
      ahead = [...files].sort((a, b) => a.sizeBytes - b.sizeBytes).map(({ hash }) => hash);
      return true;
    } catch (error) {
      isBehind = true;
      if (!isExpected(error)) throw error;
      return false;
    }
  }

  async function fetchOne(hash: string, isAsked: boolean): Promise<{ result: Fetched; sizeBytes: number }> {
    let bytes: Uint8Array;
    try {
      bytes = await parts.fetch(hash);
    } catch (error) {
      if (!isExpected(error)) throw error;
      if (error instanceof NetworkUnreachable && !isAsked) ahead.unshift(hash);
      if (error instanceof ServerError) noteFailure(hash);
      // A server that has trouble may have it with all of them.
      const isThisOne = error instanceof ServerError && error.code === 'files.unknown';
      return { result: isThisOne ? 'later' : 'stop', sizeBytes: 0 };
    }
    const sizeBytes = bytes.byteLength;
    if (isClosed) return { result: 'stop', sizeBytes };
    if (hashOfFile(bytes) !== hash || mediaTypeOf(bytes) === null) {
      noteFailure(hash);
      parts.problem('files', new Error(`what came for ${hash} is another file`));
      return { result: 'later', sizeBytes };
    }
    const keeping = keep(hash, bytes, isAsked);
    writing = keeping.catch(() => {});
    if (!(await keeping)) {
      asked.delete(hash);
      return { result: 'full', sizeBytes };
    }
    asked.delete(hash);
    failures.delete(hash);
    if (!isClosed) parts.arrived(hash);
    return { result: 'kept', sizeBytes };
  }

  async function keep(hash: string, bytes: Uint8Array, isAsked: boolean): Promise<boolean> {
    if (await cache.keep(bytes, () => false)) return true;
    if (isAsked) return cache.keep(bytes, (other) => other !== hash);
    const named = new Set(await namedFiles(parts.reader, columns));
    return cache.keep(bytes, (other) => !named.has(other));
  }

  function noteFailure(hash: string): void {
    const tries = (failures.get(hash)?.tries ?? 0) + 1;
    const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));
    failures.set(hash, { tries, notBefore: world.clock.now() + waitMs });
  }

  async function pause(byRateMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = world.timers.after(Math.max(SHORTEST_PAUSE_MS, byRateMs), resolve);
      endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  return {
    async read(hash) {
      const file = await cache.read(hash);
      if (file || isClosed) return file;
      asked.delete(hash);
      asked.add(hash);
      for (const oldest of asked) {
        if (asked.size <= LIMIT_ASKED) break;
        asked.delete(oldest);
      }
      // Whoever looks does not wait for the rate of what comes by itself.
      endPause();
      goOn();
      return null;
    },
    networkIs(next) {
      network = next;
      if (next === 'online' && [...failures.keys()].some(mayTry)) isBehind = true;
      goOn();
    },
    tablesChanged(tables) {
      if (!columns.some(({ table }) => tables.includes(table))) return;
      isBehind = true;
      isFull = false;
      goOn();
    },
    async close() {
      isClosed = true;
      endPause();
      await writing;
    },
  };
}

/** No network, or a server that does not want to now: the next sync tells. */
const isExpected = (error: unknown): boolean => error instanceof NetworkUnreachable || error instanceof ServerError;

interface FileColumn {
  readonly table: string;
  readonly column: string;
}

function fileColumnsOf(tables: readonly Table<string, Columns>[]): FileColumn[] {
  return tables.flatMap(({ name, columns }) =>
    Object.entries(columns).flatMap(([column, { isFile }]) => (isFile ? [{ table: name, column }] : [])),
  );
}

/** The hashes in living rows, each once. */
async function namedFiles(reader: Handle, columns: readonly FileColumn[]): Promise<string[]> {
  const hashes = new Set<string>();
  for (const { table, column } of columns) {
    const name = quoted(column);
    const rows = await runSql<{ hash: string }>(
      reader,
      `SELECT DISTINCT ${name} AS "hash" FROM ${quoted(table)} WHERE ${name} IS NOT NULL AND "deletedAt" IS NULL ORDER BY 1`,
    );
    for (const { hash } of rows) if (/^[0-9a-f]{64}$/.test(hash)) hashes.add(hash);
  }
  return [...hashes];
}
