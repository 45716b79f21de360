import { databaseSchema } from '#db/migrations/migrate.ts';
import type { SettingKey } from '#shared/domains/admin/model.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { CurrencyCode } from '#shared/kernel/money.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import { inWriteTransaction } from '../sync/company-lock.ts';
import { runSystemCommand, type SystemWriter } from '../sync/system-command.ts';
import { insertRoles } from './bring-roles.ts';
import { countryDefaults } from './country-defaults.ts';
import { layFoundation } from './lay-foundation.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/billing/tables.ts';

export interface NewCompany {
  readonly name: string;
  readonly currency: CurrencyCode;
  /** ISO 3166 code: decides the first tax rates, unit and time zone. */
  readonly country: string;
  /** Settings beside or instead of the country's. */
  readonly settings?: Partial<Readonly<Record<SettingKey, string>>>;
}

/**
 * Makes the company of an empty database: its timeline, settings, default roles, tax rates and foundation.
 * @throws Refusal `admin.companyExists`
 */
export async function createCompany(writer: SystemWriter, company: NewCompany): Promise<{ companyId: Id }> {
  const companyId = await startTimeline(writer);
  const defaults = countryDefaults(company.country);
  const settings = {
    ...defaults.settings,
    ...company.settings,
    'company.name': company.name,
    'company.currency': company.currency,
  };
  await runSystemCommand(writer, async (tx, context) => {
    await insertRoles(tx, context);
    await tx
      .insertInto('settings')
      .values(Object.entries(settings).map(([id, value]) => ({ id, value, ...context.created })))
      .execute();
    await tx
      .insertInto('taxRates')
      .values(defaults.taxRates.map((rate) => ({ id: context.newId(), ...rate, ...context.created })))
      .execute();
    await layFoundation(tx, context);
  });
  return { companyId };
}

/** The company of this database, or null before there is one. */
export async function readCompanyId(database: SystemWriter['database']): Promise<Id | null> {
  const row = await database.kysely
    .selectFrom('companyVersion')
    .select('companyId')
    .where('id', '=', 1)
    .executeTakeFirst();
  return row?.companyId ?? null;
}

/**
 * Gives an empty database its company id and timeline, new ones each time: devices of an older company at the same place
 * notice.
 * @throws Refusal `admin.companyExists`
 */
export async function startTimeline({ database, world }: SystemWriter): Promise<Id> {
  const newId = (): Id => makeId(world.clock.now(), world.random.bytes(16));
  return inWriteTransaction(database, async (tx) => {
    const row = { id: 1, version: 0, timeline: newId(), companyId: newId(), schema: await databaseSchema(tx) };
    const inserted = await tx
      .insertInto('companyVersion')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('companyId')
      .executeTakeFirst();
    if (inserted) return inserted.companyId;
    const settings = await tx.selectFrom('settings').select('id').orderBy('id').limit(1).executeTakeFirst();
    if (settings) throw new Refusal('admin.companyExists');
    // The first try was cut between the two transactions: go on with its timeline.
    return (await tx.selectFrom('companyVersion').select('companyId').where('id', '=', 1).executeTakeFirstOrThrow())
      .companyId;
  });
}
