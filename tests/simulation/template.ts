/**
 * The company and the signed-in laptops that every seed begins with: made once a process, copied for each seed. Guards:
 * - the same in every process, so that a seed means the same everywhere.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Id } from '#shared/kernel/ids.ts';
import { createUser } from '../../server/company/create-user.ts';
import { PASSWORD } from '../support/password.ts';
import { makeSimulatedCompany } from '../support/simulated-company.ts';
import { makeSimulation } from '../support/simulated-world.ts';
import { makeLaptop } from './laptop.ts';
import { SERVER_FILE } from './server-process.ts';
import { silentAuditor } from './silent-auditor.ts';
import { putSlotsInto } from './slots.ts';
import { stockShelves } from './stock-shelves.ts';
import { streamOf } from './streams.ts';

/** Who has a laptop. The north has two: one person, two devices. The office is the administrator's. */
export const laptopOwners = [
  { key: 'north', login: 'north' },
  { key: 'boss', login: 'boss' },
  { key: 'office', login: 'office' },
  { key: 'south', login: 'south' },
  { key: 'stock', login: 'stock' },
  { key: 'north tablet', login: 'north' },
] as const;

export type LaptopKey = (typeof laptopOwners)[number]['key'];

export interface CompanyFacts {
  readonly users: Readonly<Record<'north' | 'south' | 'boss' | 'stock' | 'office', Id>>;
  readonly territories: readonly [Id, Id];
  readonly warehouses: readonly [Id, ...Id[]];
}

export interface Template {
  readonly serverFolder: string;
  readonly facts: CompanyFacts;
  /** When it was made, on the simulation's clock: seeds begin later. */
  readonly endMs: number;
  /** The files of a signed-in laptop. */
  laptopFolder(key: string): string;
  databaseOf(key: string): { readonly path: string; readonly key: Uint8Array };
}

let made: Promise<Template> | null = null;

/** The template of this process, made at the first call. */
export function theTemplate(): Promise<Template> {
  made ??= makeTemplate();
  return made;
}

async function makeTemplate(): Promise<Template> {
  // Memory, where there is some for files: nothing here must outlive the process.
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'satchel-simulation-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  putSlotsInto(join(root, 'slots'));
  const serverFolder = join(root, 'template', 'server');
  mkdirSync(serverFolder, { recursive: true });
  const simulation = makeSimulation(0);
  const company = await makeSimulatedCompany(simulation, join(serverFolder, SERVER_FILE), {
    repsSeeTerritories: false,
  });
  const writer = { database: company.database, world: simulation.world, pokes: company.house.pokes };
  const administrator = {
    ...{ login: 'office', name: 'office', password: PASSWORD, roleCode: 'administrator' },
    scopes: ['territory:*', 'warehouse:*'],
  };
  const office = (await createUser(writer, administrator)).userId;
  const facts: CompanyFacts = {
    users: { ...company.users, office },
    territories: company.territories,
    warehouses: await stockShelves(company),
  };
  const databases = new Map<string, { readonly path: string; readonly key: Uint8Array }>();
  const { server } = simulation;
  for (const { key, login } of laptopOwners) {
    const folder = folderOf(root, key);
    mkdirSync(folder, { recursive: true });
    const laptop = makeLaptop({
      key,
      login,
      userId: facts.users[login],
      folder,
      simulation,
      server: {
        answer: (request) => server().answer(request),
        async listen(request, onText) {
          return { ended: new Promise(() => {}), close: await server().listen(request, onText) };
        },
      },
      auditor: silentAuditor,
      random: streamOf(0, key),
      happened: () => {},
      crossed: () => {},
    });
    const reply = await laptop.start();
    if (!reply.ok) throw new Error(`${key} cannot sign in: ${reply.reason.code}`);
    await simulation.advance(60_000);
    const database = laptop.database();
    if (!database) throw new Error(`${key} has no database`);
    databases.set(key, database);
    await laptop.close();
  }
  await company.close();
  return {
    serverFolder,
    facts,
    endMs: simulation.now(),
    laptopFolder: (key) => folderOf(root, key),
    databaseOf(key) {
      const database = databases.get(key);
      if (!database) throw new Error(`nobody has ${key}`);
      return database;
    },
  };
}

const folderOf = (root: string, key: string): string => join(root, 'template', key.replaceAll(' ', '-'));
