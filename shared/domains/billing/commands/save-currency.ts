import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { currencySchema } from '../../../kernel/money.ts';

const permission = 'billing.manageRates';

/** Lets documents be in a currency, or no longer. What is in it stays in it. */
export const saveCurrency = defineCommand({
  name: 'billing.saveCurrency',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ id: idSchema, code: currencySchema, active: z.literal([0, 1]) }),
  reads: ['currencies'],
  writes: ['currencies'],
  refusals: {},
  async run(tx, { id, code, active }, context) {
    const [known] = await tx
      .selectFrom('currencies')
      .select(['id', 'active'])
      .where('code', '=', code)
      .orderBy('id')
      .execute();
    if (!known) {
      await tx
        .insertInto('currencies')
        .values({ id, code, active, ...context.created() })
        .execute();
    } else if (known.active !== active) {
      await tx
        .updateTable('currencies')
        .set({ active, ...context.updated() })
        .where('id', '=', known.id)
        .execute();
    }
  },
  subject: ({ code }) => ({ document: code }),
});

/** Ten thousand units of the company's currency for one, in millionths. */
const RATE_LIMIT = 1e10;

/**
 * R46: what a currency is worth from a day on. Documents keep the rate that they were made with, so that a typing mistake
 * can be corrected under the same day.
 */
export const setExchangeRate = defineCommand({
  name: 'billing.setExchangeRate',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({
    id: idSchema,
    currency: currencySchema,
    validFrom: calendarDateSchema,
    /** 1/1,000,000 of the company's currency for one unit. */
    rate: z.int().positive().max(RATE_LIMIT),
  }),
  reads: ['currencies', 'exchangeRates'],
  writes: ['exchangeRates'],
  refusals: { 'billing.unknownCurrency': 'reject' },
  async run(tx, { id, currency, validFrom, rate }, context) {
    const known = await tx.selectFrom('currencies').select('id').where('code', '=', currency).orderBy('id').execute();
    if (known.length === 0) throw context.refusal('billing.unknownCurrency', { currency });
    const [said] = await tx
      .selectFrom('exchangeRates')
      .select(['id', 'rate'])
      .where('currency', '=', currency)
      .where('validFrom', '=', validFrom)
      .orderBy('id')
      .execute();
    if (!said) {
      await tx
        .insertInto('exchangeRates')
        .values({ id, currency, validFrom, rate, ...context.created() })
        .execute();
    } else if (said.rate !== rate) {
      await tx
        .updateTable('exchangeRates')
        .set({ rate, ...context.updated() })
        .where('id', '=', said.id)
        .execute();
    }
  },
  subject: ({ currency }) => ({ document: currency }),
});
