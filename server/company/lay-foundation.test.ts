import { expect, it } from 'vitest';
import { chineseHolidays } from '#shared/domains/admin/rules/chinese-holidays.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { makeTestWorld } from '../../tests/support/server.ts';
import { runSystemCommand } from '../sync/system-command.ts';
import { createCompany } from './create-company.ts';
import { completeCompany } from './lay-foundation.ts';

eachDatabase('server', (current) => {
  const read = async () => {
    const { kysely } = current();
    return {
      entities: await kysely.selectFrom('legalEntities').selectAll().orderBy('id').execute(),
      series: await kysely.selectFrom('documentSeries').select(['kind', 'prefix']).orderBy('kind').execute(),
      terms: await kysely.selectFrom('paymentTerms').select(['code', 'name']).orderBy('code').execute(),
      holidays: await kysely.selectFrom('holidays').select('day').orderBy('day').execute(),
      version: (await kysely.selectFrom('companyVersion').select('version').executeTakeFirstOrThrow()).version,
    };
  };
  const company = { name: '武汉行囊百货', currency: 'CNY', country: 'CN' };

  it('R11 R7 a company has its legal entity, series, terms and holidays from its making', async () => {
    const writer = { database: current(), world: makeTestWorld() };
    await createCompany(writer, company);
    const made = await read();
    expect(made.entities).toMatchObject([
      { code: 'MAIN', name: '武汉行囊百货', baseCurrency: 'CNY', isDefault: 1, active: 1 },
    ]);
    expect(made.series).toContainEqual({ kind: 'order', prefix: 'SO' });
    expect(made.series).toContainEqual({ kind: 'invoice', prefix: 'INV' });
    expect(made.terms).toContainEqual({ code: 'EOM30', name: '月结 30 天' });
    expect(made.holidays).toContainEqual({ day: '2026-10-01' });
    await completeCompany(writer);
    expect(await read()).toEqual(made);
  });

  it('R11 a company from before gets them at the next start, once, without what was entered', async () => {
    const writer = { database: current(), world: makeTestWorld() };
    await completeCompany(writer);
    await createCompany(writer, company);
    await runSystemCommand(writer, async (tx) => {
      await tx.deleteFrom('legalEntities').execute();
      await tx.deleteFrom('holidays').execute();
      await tx.updateTable('paymentTerms').set({ name: '现金' }).where('code', '=', 'CASH').execute();
    });
    const before = await read();
    await completeCompany(writer);
    const after = await read();
    expect(after.entities).toMatchObject([{ name: '武汉行囊百货', isDefault: 1 }]);
    expect(after.version).toBe(before.version + 1);
    expect(after.terms).toEqual(before.terms);
    expect(after.holidays).toHaveLength(chineseHolidays.length);
    await completeCompany(writer);
    expect(await read()).toEqual(after);
  });
});
