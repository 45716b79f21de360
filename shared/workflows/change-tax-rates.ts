import { z } from 'zod';
import { companySettings } from '../domains/admin/api.ts';
import { addTaxRateRow, datedTaxRates, removeTaxRateRow } from '../domains/billing/api.ts';
import { taxRateOn } from '../domains/billing/rules/tax-rate.ts';
import { defineCommand, type WriteContext } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { type CalendarDate, calendarDateAt, calendarDateSchema } from '../kernel/instants.ts';
import { basisPointsSchema } from '../kernel/money.ts';
import type { Tx } from '../kernel/table.ts';

const permission = 'billing.manageRates';
const taxCodeSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u);

/**
 * R43: a tax code has another rate from a day on. Days that documents were made on keep theirs: a code that is in use
 * changes from today at the earliest, and a rate that is there is never written over.
 */
export const addTaxRate = defineCommand({
  name: 'billing.addTaxRate',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({
    id: idSchema,
    code: taxCodeSchema,
    rate: basisPointsSchema,
    validFrom: calendarDateSchema,
  }),
  reads: ['settings', 'taxRates'],
  writes: ['taxRates'],
  refusals: { 'billing.taxRateExists': 'reject', 'billing.taxRateInUse': 'reject' },
  async run(tx, args, context) {
    const { code, validFrom } = args;
    const rates = await datedTaxRates(tx);
    if (rates.some((rate) => rate.code === code && rate.validFrom === validFrom)) {
      throw context.refusal('billing.taxRateExists', { taxCode: code, day: validFrom });
    }
    const day = await today(tx, context);
    if (validFrom < day && taxRateOn(rates, code, day) !== null) {
      throw context.refusal('billing.taxRateInUse', { taxCode: code, day: validFrom });
    }
    await addTaxRateRow(tx, args, context);
  },
  subject: ({ code }) => ({ document: code }),
  withdraw: ({ code, validFrom }) => ({ name: 'billing.removeTaxRate', args: { code, validFrom } }),
});

/** R43: takes back a rate whose day has not come; no document can have used it. */
export const removeTaxRate = defineCommand({
  name: 'billing.removeTaxRate',
  version: 1,
  kind: 'request',
  permission,
  args: z.strictObject({ code: taxCodeSchema, validFrom: calendarDateSchema }),
  reads: ['settings', 'taxRates'],
  writes: ['taxRates'],
  refusals: { 'billing.taxRateGone': 'reject', 'billing.taxRateInUse': 'reject' },
  async run(tx, { code, validFrom }, context) {
    const rates = await datedTaxRates(tx);
    if (!rates.some((rate) => rate.code === code && rate.validFrom === validFrom)) {
      throw context.refusal('billing.taxRateGone', { taxCode: code, day: validFrom });
    }
    if (validFrom <= (await today(tx, context))) {
      throw context.refusal('billing.taxRateInUse', { taxCode: code, day: validFrom });
    }
    await removeTaxRateRow(tx, { code, validFrom }, context);
  },
  subject: ({ code }) => ({ document: code }),
});

async function today(tx: Tx, context: Pick<WriteContext, 'now'>): Promise<CalendarDate> {
  const settings = await companySettings(tx);
  return calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
}
