/** Puts the server's parts together and lets it listen; main.ts and the tests start it by this alone. */
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { SatchelDatabase } from '#db/database.ts';
import { lastMigration } from '#db/migrations/migrate.ts';
import type { PostgresDatabase } from '#db/postgres.ts';
import type { SqliteDatabase } from '#db/sqlite.ts';
import type { Health } from '#shared/protocol/health.ts';
import { registry as productRegistry } from '#shared/registry.ts';
import { keepWords } from './approvals/keep-words.ts';
import { openSession } from './auth/access-token.ts';
import { makeSignInLimit } from './auth/sign-in-limit.ts';
import { readCompanyId } from './company/create-company.ts';
import { readMajorVersion } from './company/dump-postgres.ts';
import { freeHeldReservations } from './company/free-held-reservations.ts';
import { type Backups, keepBackups } from './company/keep-backups.ts';
import { keepReorderPoints, type PointsLooked } from './company/keep-reorder-points.ts';
import { completeCompany } from './company/lay-foundation.ts';
import { recycleCustomers } from './company/recycle-customers.ts';
import { type CompanyFiles, noFiles } from './files/company-files.ts';
import type { House, ServerRegistry } from './house.ts';
import { createApp } from './http/create-app.ts';
import { HttpRefusal } from './http/http-refusal.ts';
import { makeMetrics } from './http/metrics.ts';
import { listEndpoints, readCompanyFile, refusePushOnly } from './http/routes.ts';
import { makeStreamLimit, serveLive } from './http/serve-live.ts';
import type { BackupOptions, DatabasePlace } from './read-options.ts';
import type { RunProgram, ServerWorld } from './server-world.ts';
import { sealEarlier } from './sync/company-lock.ts';
import { startPokes } from './sync/pokes.ts';
import { purgeLog } from './sync/purge-log.ts';
import { leaveGap } from './sync/version-gaps.ts';
import { type SchemaWatch, watchSchema } from './watch-schema.ts';

const PURGE_EVERY_MS = 6 * 60 * 60_000;
/** Days are counted: a few hours later is soon enough, and a server that is started anew each day gets there too. */
const RECYCLE_EVERY_MS = 3 * 60 * 60_000;

/** A rule that somebody set on a device without what sells there has its point soon after. */
const LOOK_AT_POINTS_EVERY_MS = 10 * 60_000;

/** Whether a release is over, and whether somebody who may decide lacks what codes are made from. */
const WORDS_EVERY_MS = 60_000;

/** A look is cheap where no copy is due; the first one is soon after the start. */
const LOOK_AT_BACKUPS_EVERY_MS = 20_000;

/** A process that an upgrade has left behind finds out within this, where nothing else asks it first. */
const LOOK_AT_SCHEMA_EVERY_MS = 5_000;

/** How often an SQLite file takes in what its log holds: a long log would slow a commit down. */
const CHECKPOINT_EVERY_MS = 10_000;

export interface StartOptions {
  /** Open and migrated; whoever opened it closes it. */
  readonly database: SatchelDatabase;
  readonly world: ServerWorld;
  /** The product's commands and tables unless given. */
  readonly registry?: ServerRegistry;
  /** 0 or nothing: a free one. */
  readonly port?: number;
  readonly host?: string;
  readonly logger?: FastifyBaseLogger;
  /** None unless given. */
  readonly files?: CompanyFiles;
  /** Folder of the update feed, absolute; none unless given. */
  readonly updatesFolder?: string;
  /** Addresses or networks of proxies before this server, with commas: what they say of the client is believed. */
  readonly trustProxy?: string;
  /** Where the company lives and where its copies go: the server makes them by itself. None unless given. */
  readonly backups?: {
    readonly place: DatabasePlace;
    readonly options: BackupOptions | null;
    readonly run: RunProgram;
  };
}

export interface RunningServer {
  /** `http://127.0.0.1:7420`, without a slash at the end. */
  readonly url: string;
  readonly house: House;
  /** Null before the company is made. */
  readonly companyId: string | null;
  /** Ends connections and stops listening; the database stays open. */
  close(): Promise<void>;
}

/** Starts the server of one company. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { database, world } = options;
  const logger = options.logger ?? pino({ level: 'silent' });
  const pokes = await startPokes(database, (error) => logger.error({ err: error }, 'live streams were not poked'));
  const registry = options.registry ?? productRegistry;
  const files = options.files ?? noFiles;
  const house: House = { database, world, registry, logger, metrics: makeMetrics(), pokes, files };
  const tools = database.dialect === 'postgres' ? { majorVersion: () => readMajorVersion(database.kysely) } : {};
  const backups = options.backups
    ? keepBackups({ ...options.backups, ...tools, world, logger, metrics: house.metrics })
    : null;
  const watch = watchSchema(house);
  const app = makeApp(house, options, backups, watch);
  tellOfLostConnections(house);
  const stopCheckpoints = keepLogShort(house);
  const stopPurges = doNowAndThen(house, PURGE_EVERY_MS, 'purge of the scope log', purge);
  const stopRecycling = doNowAndThen(house, RECYCLE_EVERY_MS, 'recycling of customers', recycle);
  const stopFreeing = doNowAndThen(house, RECYCLE_EVERY_MS, 'freeing of held goods', freeHeld);
  const stopPoints = doNowAndThen(house, LOOK_AT_POINTS_EVERY_MS, 'points of demand', keepPoints());
  const stopWords = doNowAndThen(house, WORDS_EVERY_MS, 'look after approvals', keepWords);
  const stopWatch = doNowAndThen(house, LOOK_AT_SCHEMA_EVERY_MS, 'look at the schema', lookAtSchema(watch));
  const stopBackups = doNowAndThen(house, LOOK_AT_BACKUPS_EVERY_MS, 'backup', async () => backups?.look());
  const stopChores = async (): Promise<void> => {
    stopCheckpoints();
    await Promise.all([
      stopPurges(),
      stopRecycling(),
      stopFreeing(),
      stopPoints(),
      stopWords(),
      stopWatch(),
      stopBackups(),
    ]);
  };
  try {
    await leaveGap(house);
    await completeCompany(house);
    if ((await readCompanyId(database)) !== null) await sealEarlier(database);
    const url = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
    const companyId = await readCompanyId(database);
    if (companyId !== null) await keepWords(house);
    return {
      url,
      house,
      companyId,
      async close() {
        await stopChores();
        await app.close();
        await pokes.close();
      },
    };
  } catch (error) {
    await stopChores();
    await pokes.close();
    throw error;
  }
}

function makeApp(
  house: House,
  { trustProxy, updatesFolder }: StartOptions,
  backups: Backups | null,
  watch: SchemaWatch,
): FastifyInstance {
  const { database, world } = house;
  const countStream = makeStreamLimit();
  return createApp({
    trustProxy: trustProxy ?? null,
    updatesFolder: updatesFolder ?? null,
    world,
    logger: house.logger,
    metrics: house.metrics,
    watch,
    endpoints: listEndpoints(house, makeSignInLimit(world)),
    authenticate: (token, admits) => openSession(database, world, token, admits),
    serveLive: (session, token, reply) => {
      refusePushOnly(session);
      return serveLive(house, session, token, reply, countStream);
    },
    readFile: (session, hash) => readCompanyFile(house, session, hash),
    checkHealth: async (): Promise<Health> => {
      await watch.look();
      return {
        status: 'ok',
        database: database.dialect,
        schema: (await lastMigration(database.kysely)) ?? '',
        // Who looks for one company's server must not take another's for it.
        companyId: (await readCompanyId(database)) ?? '',
        serverTime: world.clock.now(),
        ...(backups ? { backup: backups.health() } : {}),
      };
    },
  });
}

function tellOfLostConnections({ database, logger }: House): void {
  if (database.dialect !== 'postgres') return;
  (database as PostgresDatabase).onLostConnection((error) => logger.warn({ err: error }, 'a connection was lost'));
}

function keepLogShort({ database, world, logger }: House): () => void {
  if (database.dialect !== 'sqlite') return () => {};
  const file = database as SqliteDatabase;
  let cancel = (): void => {};
  const again = (): void => {
    cancel = world.timers.after(CHECKPOINT_EVERY_MS, () => {
      try {
        file.checkpoint('passive');
      } catch (error) {
        // Another program holds the file: the next one will do.
        logger.warn({ err: error }, 'checkpoint put off');
      }
      again();
    });
  };
  again();
  return () => cancel();
}

/** What was noticed is in the log already. */
const lookAtSchema = (watch: SchemaWatch) => (): Promise<void> =>
  watch.look().catch((error: unknown) => {
    if (!(error instanceof HttpRefusal)) throw error;
  });

async function purge(house: House): Promise<void> {
  const { entries, purgedVersion } = await purgeLog(house);
  if (entries > 0) house.logger.info({ entries, purgedVersion }, 'the scope log let go of what went 90 days ago');
}

async function recycle(house: House): Promise<void> {
  const { customers } = await recycleCustomers(house);
  if (customers > 0) house.logger.info({ customers }, 'customers without contact went to the public pool');
}

async function freeHeld(house: House): Promise<void> {
  const { orders } = await freeHeldReservations(house);
  if (orders > 0) house.logger.info({ orders }, 'orders on hold keep their goods no longer');
}

/** Each server looks at all once when it begins, and then once a day. */
function keepPoints(): (house: House) => Promise<void> {
  let last: PointsLooked | null = null;
  return async (house) => {
    const { changed, looked } = await keepReorderPoints(house, last);
    last = looked;
    if (changed > 0) house.logger.info({ rules: changed }, 'points that are reckoned from demand have changed');
  };
}

/** @returns ends it, once work that runs has come to its end */
function doNowAndThen(house: House, everyMs: number, what: string, work: (house: House) => Promise<void>) {
  const { world, logger } = house;
  let isEnded = false;
  let cancel = (): void => {};
  let running: Promise<void> = Promise.resolve();
  const once = async (): Promise<void> => {
    try {
      await work(house);
    } catch (error) {
      // The database is away, or there is no company yet: the next time will do.
      logger.warn({ err: error }, `${what} put off`);
    }
    if (!isEnded) again();
  };
  const again = (): void => {
    cancel = world.timers.after(everyMs, () => {
      running = once();
    });
  };
  again();
  return async (): Promise<void> => {
    isEnded = true;
    cancel();
    await running;
  };
}
