import { z } from 'zod';
import { setCreditLimit } from '../domains/billing/api.ts';
import { customerImportRowSchema, customersByCode, saveImportedCustomer } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { IMPORT_CHUNK_ROWS, type ImportResult } from '../kernel/import-fields.ts';
import { currencySchema } from '../kernel/money.ts';

/** Creates customers, or updates those whose code is known, with their credit limit where the file has one (R110). */
export const importCustomers = defineCommand({
  name: 'crm.importCustomers',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    territoryId: idSchema,
    currency: currencySchema,
    paymentTermsDays: z.int().min(0).max(365),
    rows: z.array(customerImportRowSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['customers', 'creditAccounts'],
  writes: ['customers', 'creditAccounts'],
  refusals: {},
  async run(tx, args, context): Promise<ImportResult> {
    const known = await customersByCode(
      tx,
      args.rows.map((row) => row.code),
    );
    const counts = { created: 0, updated: 0, unchanged: 0 };
    for (const row of args.rows) {
      const saved = await saveImportedCustomer(tx, row, known.get(row.code), args, context);
      const limitChanged =
        row.creditLimitMinor !== null &&
        (await setCreditLimit(
          tx,
          {
            customerId: saved.customerId,
            limitMinor: row.creditLimitMinor,
            currency: known.get(row.code)?.currency ?? args.currency,
          },
          context,
        ));
      counts[saved.did === 'unchanged' && limitChanged ? 'updated' : saved.did] += 1;
    }
    return { ...counts, problems: [] };
  },
});
