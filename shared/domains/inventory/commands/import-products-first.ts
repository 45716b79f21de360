import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { IMPORT_CHUNK_ROWS, type ImportResult } from '../../../kernel/import-fields.ts';
import { currencySchema } from '../../../kernel/money.ts';
import { productsByCode } from '../api.ts';
import { productImportRowFirstSchema } from '../model.ts';

/** Creates products, or updates those whose code is known (R110). Empty cells leave old values. */
export const importProductsFirst = defineCommand({
  name: 'inventory.importProducts',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    currency: currencySchema,
    /** For rows that name none. */
    defaultUnit: z.string().min(1).max(20),
    defaultTaxCode: z.string().min(1).max(20),
    rows: z.array(productImportRowFirstSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['products'],
  writes: ['products'],
  refusals: {},
  async run(tx, args, context): Promise<ImportResult> {
    const known = await productsByCode(
      tx,
      args.rows.map((row) => row.code),
    );
    let created = 0;
    let updated = 0;
    for (const { line: _line, id, ...told } of args.rows) {
      const product = known.get(told.code);
      if (!product) {
        await tx
          .insertInto('products')
          .values({
            ...told,
            id,
            unit: told.unit ?? args.defaultUnit,
            taxCode: told.taxCode ?? args.defaultTaxCode,
            currency: args.currency,
            reorderPoint: told.reorderPoint ?? 0,
            discontinued: told.discontinued ?? 0,
            tracking: 'none',
            ...context.created(),
          })
          .execute();
        created += 1;
        continue;
      }
      const changes = Object.fromEntries(
        Object.entries(told).filter(
          ([column, value]) => value !== null && value !== product[column as keyof typeof told],
        ),
      );
      if (Object.keys(changes).length === 0) continue;
      await tx
        .updateTable('products')
        .set({ ...changes, ...context.updated() })
        .where('id', '=', product.id)
        .execute();
      updated += 1;
    }
    return { created, updated, unchanged: args.rows.length - created - updated, problems: [] };
  },
  subject: ({ rows, importId: group }) => ({ rows: rows.length, group }),
  makes: ({ rows }) => rows.map((row) => row.id),
});
