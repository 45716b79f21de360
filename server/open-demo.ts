/**
 * Opens the demo company. Guards: a build that was cut leaves no half company behind; the next start builds anew. A
 * folder that is new gets a new company and timeline, so that devices of the one before are never taken for its own.
 * Whoever calls holds the company (hold-company.ts): two that build at once would take each other's files away.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { DatabaseUnreadable, runSql, type SatchelDatabase } from '#db/database.ts';
import { removeDatabase, removeSideFiles } from '#db/remove-database.ts';
import { demoPeople } from '#shared/domains/admin/demo/people.ts';
import type { DemoLanguage } from '#shared/kernel/demo.ts';
import { type BuiltDemo, buildDemo, type DemoOptions } from './company/build-demo.ts';
import { readCompanyId } from './company/create-company.ts';
import { doDemoDeeds } from './company/do-demo-deeds.ts';
import { openCompanyFiles } from './files/company-files.ts';
import { openCompany } from './open-company.ts';
import type { DatabasePlace } from './read-options.ts';
import type { ServerWorld } from './server-world.ts';
import '#shared/domains/admin/tables.ts';

/** The same company on every computer. */
export const DEMO_SEED = 20_261_123;

/** Someone whom the sign-in screen of the demo shows, password included. */
export interface DemoSignIn {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly roleCode: string;
}

type Logger = Pick<FastifyBaseLogger, 'error' | 'warn'>;

/** Opens the company, after building it, small, when there is none yet, or none that this version can read. */
export async function openDemo(
  place: DatabasePlace,
  language: DemoLanguage,
  world: ServerWorld,
  logger: Logger,
): Promise<SatchelDatabase> {
  const database = await openOrSetAside(place, world, logger);
  if ((await readCompanyId(database)) !== null) return database;
  await database.close();
  await buildDemoAt(place, { language, seed: DEMO_SEED }, world, logger);
  return openCompany(place, world, 'nothing');
}

/** Nobody has anything in a demo that is not in the next one: it goes on by itself where a company would need a person. */
async function openOrSetAside(place: DatabasePlace, world: ServerWorld, logger: Logger): Promise<SatchelDatabase> {
  try {
    return await openCompany(place, world, 'company');
  } catch (error) {
    const isOver = error instanceof DatabaseUnreadable && (error.cause === 'otherBuild' || error.cause === 'damaged');
    if (!isOver || place.kind === 'postgres') throw error;
    const { path, keyFile, filesFolder } = place;
    const aside = join(dirname(path), `set-aside-${world.clock.now()}`);
    mkdirSync(aside);
    // The key last: a cut leaves what the next start refuses in one clear sentence.
    for (const each of [filesFolder, `${path}-wal`, `${path}-shm`, path, keyFile]) {
      if (existsSync(each)) renameSync(each, join(aside, basename(each)));
    }
    logger.warn(
      { cause: error.cause, aside },
      'the demo company could not be read: it was set aside, a new one is made',
    );
    return openCompany(place, world, 'company');
  }
}

/**
 * Builds a demo company with its pictures where there is none yet.
 * @throws Refusal `admin.companyExists`
 */
export async function buildDemoAt(
  place: DatabasePlace,
  options: Omit<DemoOptions, 'files'>,
  world: ServerWorld,
  logger: Logger,
): Promise<BuiltDemo> {
  // Makes the key that the company's file and its pictures are sealed with.
  const database = await openCompany(place, world, 'company');
  const withFiles = { ...options, files: openCompanyFiles(place, world, logger) };
  if (place.kind === 'postgres' || (await readCompanyId(database)) !== null) {
    try {
      const built = await buildDemo({ database, world }, withFiles);
      await doDemoDeeds({ database, world }, options);
      return built;
    } finally {
      await database.close();
    }
  }
  await database.close();
  return buildBeside(place, withFiles, world);
}

async function buildBeside(
  place: DatabasePlace & { kind: 'sqlite' },
  options: DemoOptions,
  world: ServerWorld,
): Promise<BuiltDemo> {
  const path = `${place.path}.building`;
  removeDatabase(path);
  const database = await openCompany({ ...place, path }, world, 'replacement');
  let built: BuiltDemo;
  try {
    // Until it has its name it may be lost at any moment: no log, no waiting for the disk.
    await runSql(database.kysely, 'PRAGMA journal_mode = OFF');
    await runSql(database.kysely, 'PRAGMA synchronous = OFF');
    built = await buildDemo({ database, world }, options);
    await runSql(database.kysely, 'PRAGMA synchronous = FULL');
    await runSql(database.kysely, 'PRAGMA journal_mode = WAL');
    // What is refused is rolled back, for which there has to be a log again.
    await doDemoDeeds({ database, world }, options);
  } finally {
    // Takes the log in and removes it: the file alone is the whole company.
    await database.close();
  }
  removeSideFiles(place.path);
  renameSync(path, place.path);
  return built;
}

/** The people of the demo company as they are called in it, with their passwords. */
export async function listDemoPeople(database: SatchelDatabase): Promise<DemoSignIn[]> {
  const rows = await database.kysely.selectFrom('users').select(['login', 'name']).orderBy('login').execute();
  const nameByLogin = new Map(rows.map((row) => [row.login, row.name]));
  return demoPeople.flatMap(({ login, password, roleCode }) => {
    const name = nameByLogin.get(login);
    return name === undefined || password === null ? [] : [{ login, password, name, roleCode }];
  });
}
