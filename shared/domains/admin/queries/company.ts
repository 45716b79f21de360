import { z } from 'zod';
import { defineQuery } from '../../../kernel/query.ts';
import { readSettings, type Settings } from '../model.ts';

/** What every screen needs to know of the company: settings, warehouses, territories, tax rates. */
export interface Company {
  readonly settings: Settings;
  readonly warehouses: readonly { readonly id: string; readonly code: string; readonly name: string }[];
  readonly territories: readonly { readonly id: string; readonly code: string; readonly name: string }[];
  readonly taxRates: readonly { readonly code: string; readonly rate: number; readonly validFrom: string }[];
}

export const company = defineQuery({
  name: 'admin.company',
  args: z.strictObject({}),
  reads: ['settings', 'warehouses', 'territories', 'taxRates'],
  async run(db): Promise<Company> {
    const settings = await db.selectFrom('settings').select(['id', 'value']).orderBy('id').execute();
    const warehouses = await db
      .selectFrom('warehouses')
      .select(['id', 'code', 'name'])
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('id')
      .execute();
    const territories = await db
      .selectFrom('territories')
      .select(['id', 'code', 'name'])
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('id')
      .execute();
    const taxRates = await db
      .selectFrom('taxRates')
      .select(['code', 'rate', 'validFrom'])
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('validFrom')
      .orderBy('id')
      .execute();
    return { settings: readSettings(settings), warehouses, territories, taxRates };
  },
});
