/**
 * What every company has from its making: the legal entity that signs, series of numbers, terms of payment, and where the
 * state says when people work, its holidays. Guards: a company that was made before there were such rows gets them at the
 * next start of its server, once, and nothing that a person entered is touched.
 */
import { defaultSeries, readSettings } from '#shared/domains/admin/model.ts';
import { chineseHolidays } from '#shared/domains/admin/rules/chinese-holidays.ts';
import { defaultPaymentTerms } from '#shared/domains/billing/model.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { runSystemCommand, type SystemContext, type SystemWriter } from '../sync/system-command.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/billing/tables.ts';

/** Writes what is missing of the foundation, from the company's settings, which are there. */
export async function layFoundation(tx: Tx, { newId, created }: SystemContext): Promise<void> {
  const settings = readSettings(await tx.selectFrom('settings').select(['id', 'value']).orderBy('id').execute());
  const currency = settings['company.currency'];
  const isChinese = currency === 'CNY';
  if (await isEmpty(tx, 'legalEntities')) {
    const nothing = { taxNumber: null, address: null, phone: null, bankName: null, bankAccount: null, logoHash: null };
    const name = settings['company.name'] || 'MAIN';
    await tx
      .insertInto('legalEntities')
      .values({
        id: newId(),
        code: 'MAIN',
        name,
        ...nothing,
        baseCurrency: currency,
        isDefault: 1,
        active: 1,
        ...created,
      })
      .execute();
  }
  if (await isEmpty(tx, 'documentSeries')) {
    await tx
      .insertInto('documentSeries')
      .values(defaultSeries.map((series) => ({ id: newId(), ...series, ...created })))
      .execute();
  }
  if (await isEmpty(tx, 'paymentTerms')) {
    const language = isChinese ? 'zh' : 'en';
    await tx
      .insertInto('paymentTerms')
      .values(
        defaultPaymentTerms.map((terms) => ({
          id: newId(),
          ...terms,
          name: terms.name[language],
          active: 1 as const,
          ...created,
        })),
      )
      .execute();
  }
  if (isChinese && (await isEmpty(tx, 'holidays'))) {
    await tx
      .insertInto('holidays')
      .values(chineseHolidays.map((said) => ({ id: newId(), ...said, ...created })))
      .execute();
  }
}

/** Lays the foundation of a company that has none yet; nothing where there is no company, or all is there. */
export async function completeCompany(writer: SystemWriter): Promise<void> {
  const { kysely } = writer.database;
  const settings = await kysely.selectFrom('settings').select('id').orderBy('id').limit(1).execute();
  const entities = await kysely.selectFrom('legalEntities').select('id').orderBy('id').limit(1).execute();
  if (settings.length === 0 || entities.length > 0) return;
  await runSystemCommand(writer, layFoundation);
}

async function isEmpty(
  tx: Tx,
  table: 'legalEntities' | 'documentSeries' | 'paymentTerms' | 'holidays',
): Promise<boolean> {
  return (await tx.selectFrom(table).select('id').orderBy('id').limit(1).execute()).length === 0;
}
