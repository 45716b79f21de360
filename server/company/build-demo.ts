/**
 * Builds the demo company in an empty, migrated database: rows from the domains' parts in bulk, as one version of the
 * company's history, and sign-in for the people that the sign-in screen shows. The company and its timeline are new each
 * time; the rows are the same for the same seed, language, size and day.
 */
import { DEMO_UTC_OFFSET_MINUTES } from '#db/demo/calendar.ts';
import { demoSizes, generateDemo } from '#db/demo/generate.ts';
import { loadRows } from '#db/demo/load-rows.ts';
import { demoPeople } from '#shared/domains/admin/demo/people.ts';
import type { DemoFiles, DemoLanguage, DemoSize } from '#shared/kernel/demo.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { allBalances, allTables, loadDemoParts } from '#shared/registry.ts';
import { makeVerifier } from '../auth/password.ts';
import { runSystemCommand, type SystemWriter } from '../sync/system-command.ts';
import { startTimeline } from './create-company.ts';
import { registerDemoDevices } from './register-demo-devices.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';

export interface DemoOptions {
  readonly language: DemoLanguage;
  readonly seed: number;
  /** small unless given. */
  readonly size?: DemoSize;
  /** Where pictures go; a company without files keeps only their hashes. */
  readonly files?: DemoFiles;
  /** Real names of companies, for a large Chinese one. */
  readonly companyNames?: readonly string[];
  /** Told now and then how many rows are in. */
  readonly said?: (rows: number) => void;
}

export interface BuiltDemo {
  readonly companyId: Id;
  /** Rows by table. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Builds the company. The year before the world's today is its past. */
export async function buildDemo(writer: SystemWriter, options: DemoOptions): Promise<BuiltDemo> {
  const { language, seed, size = demoSizes.small, files, companyNames, said } = options;
  const companyId = await startTimeline(writer);
  const today = calendarDateAt(writer.world.clock.now(), DEMO_UTC_OFFSET_MINUTES);
  const batches = generateDemo({
    language,
    seed,
    size,
    today,
    parts: await loadDemoParts(),
    ...(files ? { files } : {}),
    ...(companyNames ? { companyNames } : {}),
  });
  const counts = await runSystemCommand(writer, async (tx, context) => {
    const { version } = await tx
      .selectFrom('txContext')
      .select('version')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
    await setMode(tx, 'apply');
    const loaded = await loadRows(tx, batches, {
      side: 'server',
      tables: allTables,
      balances: allBalances,
      version,
      expectedRows: size.movements,
      ...(said ? { said } : {}),
    });
    await setMode(tx, 'command');
    await letPeopleIn(tx, writer, context.created.createdAt);
    await registerDemoDevices(tx, { now: context.created.createdAt, newId: () => context.newId(), language });
    return loaded;
  });
  return { companyId, counts };
}

async function setMode(tx: Tx, mode: 'apply' | 'command'): Promise<void> {
  await tx.updateTable('txContext').set({ mode }).where('id', '=', 1).execute();
}

/** Passwords of those who can sign in; the others are colleagues on paper. */
async function letPeopleIn(tx: Tx, { world }: SystemWriter, now: number): Promise<void> {
  for (const { login, password } of demoPeople) {
    if (password === null) continue;
    const { id } = await tx.selectFrom('users').select('id').where('login', '=', login).executeTakeFirstOrThrow();
    await tx
      .insertInto('credentials')
      .values({ userId: id, ...(await makeVerifier(world, password)), changedAt: now })
      .execute();
  }
}
