/**
 * A company's server inside a simulation: the real functions on a real SQLite database, without a socket. Two reps with
 * a territory each, a manager who sees all, a warehouse; customers, products and stock.
 */

import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import type { SatchelDatabase } from '#db/database.ts';
import { migrate } from '#db/migrations/migrate.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { type NetworkRequest, NetworkUnreachable } from '#shared/kernel/world.ts';
import { buildRegistry, type Registry, registry } from '#shared/registry.ts';
import { type Admits, openSession, type Session } from '../../server/auth/access-token.ts';
import { makeSignInLimit } from '../../server/auth/sign-in-limit.ts';
import { createCompany } from '../../server/company/create-company.ts';
import { createTerritory, createWarehouse } from '../../server/company/create-place.ts';
import { createUser } from '../../server/company/create-user.ts';
import { noFiles } from '../../server/files/company-files.ts';
import type { House } from '../../server/house.ts';
import { HttpRefusal } from '../../server/http/http-refusal.ts';
import { JsonText } from '../../server/http/json-text.ts';
import { makeMetrics } from '../../server/http/metrics.ts';
import { listEndpoints, refusePushOnly } from '../../server/http/routes.ts';
import { startPokes } from '../../server/sync/pokes.ts';
import { readScopes } from '../../server/sync/scopes.ts';
import { runSystemCommand, type SystemContext } from '../../server/sync/system-command.ts';
import { extraCommands } from '../simulation/commands/commands.ts';
import { insertProduct } from './insert-product.ts';
import { letRepsSeeTerritories } from './let-reps-see-territories.ts';
import { PASSWORD } from './password.ts';
import { customer } from './sample-rows.ts';
import type { SimulatedServer, Simulation } from './simulated-world.ts';
import { testRegistry } from './test-commands.ts';

export const SERVER_URL = 'https://company.test';
export { PASSWORD } from './password.ts';

const extra = buildRegistry([{ name: 'simulation', tables: [], balances: [], commands: extraCommands, queries: [] }]);

/** The product's commands, and those of the tests, under one roof. */
export const simulationRegistry: Registry = {
  ...buildRegistry([]),
  commands: new Map([...registry.commands, ...testRegistry.commands, ...extra.commands]),
  queries: registry.queries,
  tables: registry.tables,
  balances: registry.balances,
  latestCommand: (name) =>
    registry.latestCommand(name) ?? testRegistry.latestCommand(name) ?? extra.latestCommand(name),
};

export interface SimulatedCompany {
  readonly database: SatchelDatabase;
  readonly house: House;
  readonly territories: readonly [Id, Id];
  readonly warehouse: Id;
  readonly users: Readonly<Record<'north' | 'south' | 'boss' | 'stock', Id>>;
  /** Two in each territory. */
  readonly customers: readonly Id[];
  readonly products: readonly { readonly id: Id; readonly basePrice: number }[];
  write<Result>(work: (tx: Tx, context: SystemContext) => Promise<Result>): Promise<Result>;
  /** Answers no one while true, as a server that is down. */
  isDown: boolean;
  close(): Promise<void>;
}

/** @param place path of the server's file, in memory without it; or an empty database of the caller's */
export async function makeSimulatedCompany(
  simulation: Simulation,
  place: string | SatchelDatabase = ':memory:',
  { repsSeeTerritories = true }: { readonly repsSeeTerritories?: boolean } = {},
): Promise<SimulatedCompany> {
  const database = typeof place === 'string' ? openSqlite({ path: place, functions: searchFunctions }) : place;
  await migrate(database, 'server', registry);
  const { world } = simulation;
  const writer = { database, world };
  await createCompany(writer, { name: '武汉行囊百货', currency: 'CNY', country: 'CN' });
  if (repsSeeTerritories) await letRepsSeeTerritories(writer);
  const north = (await createTerritory(writer, { code: 'N', name: 'North' })).id;
  const south = (await createTerritory(writer, { code: 'S', name: 'South' })).id;
  const warehouse = (await createWarehouse(writer, { code: 'W', name: 'Main' })).id;
  const user = async (login: string, roleCode: string, scopes: string[]): Promise<Id> =>
    (await createUser(writer, { login, name: login, password: PASSWORD, roleCode, scopes })).userId;
  const users = {
    north: await user('north', 'rep', ['territory:N']),
    south: await user('south', 'rep', ['territory:S']),
    boss: await user('boss', 'manager', ['territory:*', 'warehouse:*']),
    stock: await user('stock', 'warehouse', ['warehouse:W']),
  };
  const house = await openHouse(database, world);
  const { pokes } = house;
  const write: SimulatedCompany['write'] = (work) => runSystemCommand({ ...writer, pokes }, work);
  const customers = await write(async (tx, context) => {
    const ids = Array.from({ length: 4 }, () => context.newId());
    for (const [at, id] of ids.entries()) {
      const territoryId = at < 2 ? north : south;
      await tx
        .insertInto('customers')
        .values(customer(id, { code: `C${at}`, territoryId, ...context.created }))
        .execute();
    }
    return ids;
  });
  const products = await write((tx, context) => insertProducts(tx, context, warehouse));
  const company: SimulatedCompany = {
    database,
    house,
    territories: [north, south],
    warehouse,
    users,
    customers,
    products,
    write,
    isDown: false,
    async close() {
      await pokes.close();
      await database.close();
    },
  };
  simulation.connect(makeServer(house, () => company.isDown));
  return company;
}

/** What servers of this process said of errors lately, each once, for whoever looks for the cause of a finding. */
export const recentErrors: string[] = [];
const KEPT_ERRORS = 100;

function noteError(line: string): void {
  if (recentErrors.includes(line)) return;
  recentErrors.push(line);
  if (recentErrors.length > KEPT_ERRORS) recentErrors.shift();
}

/** The server's parts over its database, as one process of it has them. */
export async function openHouse(
  database: SatchelDatabase,
  world: House['world'],
  onTrouble = (error: unknown): void => {
    throw error;
  },
): Promise<House> {
  const pokes = await startPokes(database, onTrouble);
  return {
    database,
    world,
    registry: simulationRegistry,
    logger: pino({ level: 'error', timestamp: false }, { write: noteError }),
    metrics: makeMetrics(),
    pokes,
    files: noFiles,
  };
}

async function insertProducts(tx: Tx, context: SystemContext, warehouse: Id) {
  const products = [
    { id: context.newId(), basePrice: 62_5000 },
    { id: context.newId(), basePrice: 89_0000 },
  ];
  for (const [at, product] of products.entries()) {
    await insertProduct(tx, context, warehouse, { ...product, code: `P${at}`, name: `产品 ${at}` }, 20);
  }
  return products;
}

/** What answers devices: the server's functions behind its routes. */
export function makeServer(house: House, isDown: () => boolean): SimulatedServer {
  const limit = makeSignInLimit(house.world);
  const endpoints = new Map(listEndpoints(house, limit).map((endpoint) => [endpoint.path as string, endpoint]));
  const sessionOf = (request: Omit<NetworkRequest, 'body'>, admits?: Admits) =>
    openSession(house.database, house.world, (request.headers.authorization ?? '').replace('Bearer ', ''), admits);

  async function handle(path: string, request: NetworkRequest): Promise<unknown> {
    const endpoint = endpoints.get(path);
    if (!endpoint) throw new HttpRefusal('http.unknownRoute');
    const call = { body: endpoint.body.parse(bodyOf(request)), remoteAddress: '127.0.0.1' };
    if (endpoint.access === 'open') return endpoint.handle(call);
    return endpoint.handle(call, await sessionOf(request, endpoint.admits));
  }

  async function openStream(request: Omit<NetworkRequest, 'body'>): Promise<Session> {
    try {
      const session = await sessionOf(request);
      refusePushOnly(session);
      return session;
    } catch (error) {
      // As a device sees it: a stream that is refused says no more.
      throw error instanceof HttpRefusal ? new NetworkUnreachable(`answered ${error.status}`) : error;
    }
  }

  return {
    async answer(request) {
      if (isDown()) throw new NetworkUnreachable('the server is down');
      try {
        return respond(200, await handle(new URL(request.url).pathname, request));
      } catch (error) {
        if (error instanceof HttpRefusal) {
          return respond(error.status, { error: { ...error.reason, message: error.sentence } });
        }
        if (error instanceof Refusal) throw error;
        // As the server does.
        house.logger.error({ err: error });
        return respond(500, { error: { code: 'server.trouble', params: {}, message: String(error) } });
      }
    },
    async listen(request, onText) {
      if (isDown()) throw new NetworkUnreachable('the server is down');
      const session = await openStream(request);
      const scopes = await readScopes(house.database.kysely, session.userId);
      return house.pokes.subscribe(scopes, (poke) => onText(`event: moved\ndata: ${JSON.stringify(poke)}\n\n`));
    },
  };
}

function bodyOf({ headers, body }: NetworkRequest): unknown {
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body ?? new Uint8Array()) : body;
  return JSON.parse(new TextDecoder().decode(bytes));
}

function respond(status: number, value: unknown) {
  const body = value instanceof JsonText ? value.toBytes() : new TextEncoder().encode(JSON.stringify(value));
  return { status, headers: {}, body };
}
