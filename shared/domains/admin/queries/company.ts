import { z } from 'zod';
import { mayChange } from '../../../kernel/field-rights.ts';
import type { Instant } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { readSettings, type Settings } from '../model.ts';
import { limitFrom } from '../rules/limit.ts';

/** What every screen needs to know of the company: settings, warehouses, territories, tax rates. */
export interface Company {
  readonly settings: Settings;
  readonly warehouses: readonly { readonly id: string; readonly code: string; readonly name: string }[];
  readonly territories: readonly { readonly id: string; readonly code: string; readonly name: string }[];
  /** Warehouses and territories that are out of use: no choices any more, but old documents name them. */
  readonly former: {
    readonly warehouses: readonly { readonly id: string; readonly name: string }[];
    readonly territories: readonly { readonly id: string; readonly name: string }[];
  };
  readonly taxRates: readonly { readonly code: string; readonly rate: number; readonly validFrom: string }[];
  /** R9: how far below the list whoever asks may go without asking, in basis points. */
  readonly ownDiscountLimit: number;
  /** R41: what the person may round off a document, in minor units of the company's currency. */
  readonly ownRoundingLimit: number;
}

export const company = defineQuery({
  name: 'admin.company',
  args: z.strictObject({}),
  reads: ['settings', 'warehouses', 'territories', 'taxRates', 'users', 'userLimits', 'roleLimits'],
  async run(db, _args, { actor }): Promise<Company> {
    const texts = await db.selectFrom('settings').select(['id', 'value']).orderBy('id').execute();
    const warehouses = await db
      .selectFrom('warehouses')
      .select(['id', 'code', 'name', 'deletedAt'])
      .orderBy('code')
      .orderBy('id')
      .execute();
    const territories = await db
      .selectFrom('territories')
      .select(['id', 'code', 'name', 'deletedAt'])
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
    const settings = readSettings(texts);
    const limits = await limitsOf(db, actor.userId);
    const mayDiscount = mayChange(actor, 'sales.confirmOrder', 'discount');
    return {
      settings,
      warehouses: warehouses.flatMap(inUse),
      territories: territories.flatMap(inUse),
      former: { warehouses: warehouses.flatMap(outOfUse), territories: territories.flatMap(outOfUse) },
      taxRates,
      ownDiscountLimit: mayDiscount ? limitFrom('discount', { ...limits, settings }) : 0,
      ownRoundingLimit: limitFrom('roundingDown', { ...limits, settings }),
    };
  },
});

interface Place {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly deletedAt: Instant | null;
}

const outOfUse = ({ id, name, deletedAt }: Place) => (deletedAt === null ? [] : { id, name });
const inUse = ({ id, code, name, deletedAt }: Place) => (deletedAt === null ? { id, code, name } : []);

/** The person's own limits, and the role's. */
async function limitsOf(db: Reader, userId: string) {
  const own = await db
    .selectFrom('userLimits')
    .select(['kind', 'value'])
    .where('userId', '=', userId)
    .where('deletedAt', 'is', null)
    .orderBy('kind')
    .orderBy('id')
    .execute();
  const ofRole = await db
    .selectFrom('roleLimits')
    .innerJoin('users', 'users.roleId', 'roleLimits.roleId')
    .select(['roleLimits.kind', 'roleLimits.value'])
    .where('users.id', '=', userId)
    .where('roleLimits.deletedAt', 'is', null)
    .orderBy('roleLimits.kind')
    .orderBy('roleLimits.id')
    .execute();
  return { own, ofRole };
}
