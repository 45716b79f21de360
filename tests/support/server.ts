/** A server with a small company, and devices that talk to it over real HTTP on loopback. */
import { gzipSync } from 'node:zlib';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { SatchelDatabase } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { type SignInResponse, signInResponseSchema } from '#shared/protocol/auth.ts';
import { type CommandEnvelope, chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import {
  type SnapshotPlace,
  type SnapshotRequest,
  type SnapshotResponse,
  snapshotResponseSchema,
} from '#shared/protocol/snapshot.ts';
import {
  type Cursor,
  type HttpError,
  httpErrorSchema,
  type PullRequest,
  type PullResponse,
  type PushResponse,
  pullResponseSchema,
  pushResponseSchema,
} from '#shared/protocol/sync.ts';
import type { Registry } from '#shared/registry.ts';
import { createCompany } from '../../server/company/create-company.ts';
import { createTerritory, createWarehouse } from '../../server/company/create-place.ts';
import { createUser } from '../../server/company/create-user.ts';
import { type CompanyFiles, noFiles } from '../../server/files/company-files.ts';
import { makeRealWorld } from '../../server/real-world.ts';
import type { ServerWorld } from '../../server/server-world.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { newId } from './ids.ts';
import { letRepsSeeTerritories } from './let-reps-see-territories.ts';
import { PASSWORD } from './password.ts';
import { testRegistry } from './test-commands.ts';

export { newId as newTestId } from './ids.ts';
export { PASSWORD } from './password.ts';

export interface TestWorld extends ServerWorld {
  /** Moves the clock; timers that are due by then are called. */
  advance(byMs: number): void;
}

/** A world whose clock stands until it is moved, with a cheap key derivation; the rest is real. */
export function makeTestWorld(startMs = Date.UTC(2026, 10, 23)): TestWorld {
  const real = makeRealWorld();
  let now = startMs;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    ...real,
    clock: { now: () => now, monotonicMs: () => now - startMs },
    keys: {
      ...real.keys,
      scrypt: async (password, salt) => sha256(new Uint8Array([...salt, ...utf8ToBytes(password)])),
    },
    timers: {
      after(delayMs, callback) {
        const timer = { at: now + delayMs, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    advance(byMs) {
      now += byMs;
      for (const timer of [...timers]) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

export interface TestCompany {
  readonly server: RunningServer;
  readonly world: TestWorld;
  readonly north: Id;
  readonly south: Id;
  readonly warehouse: Id;
  /** Users by login: `north` and `south` are reps of one territory, `boss` a manager of all, `stock` in the warehouse. */
  readonly users: Readonly<Record<'north' | 'south' | 'boss' | 'stock', Id>>;
}

/** Makes the company in an empty database and lets a server listen. */
export async function startTestCompany(
  database: SatchelDatabase,
  registry: Registry = testRegistry,
  files: CompanyFiles = noFiles,
): Promise<TestCompany> {
  const world = makeTestWorld();
  const writer = { database, world };
  await createCompany(writer, { name: 'Test & Co', currency: 'CNY', country: 'CN' });
  await letRepsSeeTerritories(writer);
  const north = await createTerritory(writer, { code: 'N', name: 'North' });
  const south = await createTerritory(writer, { code: 'S', name: 'South' });
  const warehouse = await createWarehouse(writer, { code: 'W', name: 'Main' });
  const user = async (login: string, roleCode: string, scopes: string[]): Promise<Id> =>
    (await createUser(writer, { login, name: login, password: PASSWORD, roleCode, scopes })).userId;
  const users = {
    north: await user('north', 'rep', ['territory:N']),
    south: await user('south', 'rep', ['territory:S']),
    boss: await user('boss', 'manager', ['territory:*', 'warehouse:*']),
    stock: await user('stock', 'warehouse', ['warehouse:W']),
  };
  const server = await startServer({ database, world, registry, files });
  return { server, world, north: north.id, south: south.id, warehouse: warehouse.id, users };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/** Sends a request as it is given, for what no device would send. */
export async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === '' ? null : JSON.parse(text) };
}

/** The refusal that an answer of 400 and above holds. */
export function refusalOf(answer: Answer): { status: number } & HttpError['error'] {
  return { status: answer.status, ...httpErrorSchema.parse(answer.json).error };
}

export class Refused extends Error {
  readonly refusal: ReturnType<typeof refusalOf>;

  constructor(answer: Answer) {
    const refusal = refusalOf(answer);
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** A device as the server sees it: it keeps its chain of commands and its rows, and checks every answer's shape. */
export class TestDevice {
  readonly url: string;
  id = newId();
  incarnation = newId();
  token = '';
  userId = '';
  seq = 0;
  hash = GENESIS_HASH;
  cursor: Cursor | null = null;

  constructor(url: string) {
    this.url = url;
  }

  /** @param code that this device had before */
  async signIn(login: string, password = PASSWORD, code?: string): Promise<SignInResponse> {
    const { id, incarnation } = this;
    const had = code === undefined ? {} : { code };
    const body = { login, password, device: { id, incarnation, name: 'test laptop', appVersion: '0.1.0', ...had } };
    const response = signInResponseSchema.parse(await this.post('/v1/auth/sign-in', body));
    this.token = response.token;
    this.userId = response.user.id;
    return response;
  }

  /** Makes the device's next command, chained to the one before. */
  issue(name: string, args: CommandEnvelope['args'], given: Partial<CommandEnvelope> = {}): CommandEnvelope {
    const plain = {
      id: newId(),
      name,
      version: 1,
      args,
      deviceId: this.id,
      seq: this.seq + 1,
      userId: this.userId,
      issuedAt: Date.UTC(2026, 10, 23),
      ...given,
    };
    const command = { ...plain, hash: chainHash(this.hash, plain) };
    this.seq = command.seq;
    this.hash = command.hash;
    return command;
  }

  async push(...commands: CommandEnvelope[]): Promise<PushResponse> {
    const body = { deviceId: this.id, incarnation: this.incarnation, commands };
    return pushResponseSchema.parse(await this.post('/v1/sync/push', body));
  }

  /** One page from the device's cursor, which it moves. */
  async pull(limit: Pick<PullRequest, 'limitRows'> = {}): Promise<PullResponse> {
    const body = { deviceId: this.id, incarnation: this.incarnation, cursor: this.cursor, schema: 'test', ...limit };
    const page = pullResponseSchema.parse(await this.post('/v1/sync/pull', body));
    this.cursor = page.cursor;
    return page;
  }

  /** One page of a load of scopes. */
  async snapshot(
    scopes: readonly string[],
    place: SnapshotPlace | null = null,
    tables: readonly string[] | null = null,
    limit: Pick<SnapshotRequest, 'limitRows'> = {},
  ): Promise<SnapshotResponse> {
    const body = { deviceId: this.id, incarnation: this.incarnation, schema: 'test', scopes, tables, place, ...limit };
    return snapshotResponseSchema.parse(await this.post('/v1/sync/snapshot', body));
  }

  /** All pages of a load of scopes. */
  async snapshotAll(scopes: readonly string[]): Promise<SnapshotResponse[]> {
    const pages: SnapshotResponse[] = [];
    for (let place: SnapshotPlace | null = null; ; ) {
      const page: SnapshotResponse = await this.snapshot(scopes, place);
      pages.push(page);
      if (page.next === null) return pages;
      place = page.next;
    }
  }

  /** All pages up to the present. */
  async pullAll(): Promise<PullResponse[]> {
    const pages: PullResponse[] = [];
    for (;;) {
      const page = await this.pull();
      pages.push(page);
      if (!page.more) return pages;
    }
  }

  /** Posts gzipped JSON; throws `Refused` when the server refuses. */
  async post(path: string, body: unknown): Promise<unknown> {
    const answer = await send(this.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
      },
      body: gzipSync(JSON.stringify(body)),
    });
    if (answer.status >= 400) throw new Refused(answer);
    return answer.json;
  }
}

/** The rows of a table in pages of pulls or snapshots, as objects. */
export function rowsOf(
  pages: readonly (PullResponse | SnapshotResponse)[],
  table: string,
): Record<string, string | number | null>[] {
  return pages
    .flatMap((page) => ('rows' in page ? page.rows : page.blocks))
    .filter((block) => block.table === table)
    .flatMap(({ columns, cells }) =>
      (cells[0] ?? []).map((_, row) =>
        Object.fromEntries(columns.map((column, c) => [column, cells[c]?.[row] ?? null])),
      ),
    );
}

/** The refusal that a promise ends with. */
export async function refusedWith(
  promise: Promise<unknown>,
): Promise<{ status: number; code: string; params: unknown }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Refused) {
      const { status, code, params } = error.refusal;
      return { status, code, params };
    }
    throw error;
  }
  throw new Error('it was not refused');
}
