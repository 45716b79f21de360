import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { IMPORT_CHUNK_ROWS, type ImportProblem, type ImportResult } from '../../../kernel/import-fields.ts';
import { currencySchema } from '../../../kernel/money.ts';
import { supplierImportRowSchema } from '../model.ts';

/** Who does not see suppliers cannot bring them in either: their devices hold none. */
const SUPPLIER_RIGHT = 'inventory.seeSuppliers';

/** Creates suppliers, or updates those whose code is known (R110). Empty cells leave old values. */
export const importSuppliers = defineCommand({
  name: 'inventory.importSuppliers',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    /** For rows that name none. */
    currency: currencySchema,
    paymentTermsDays: z.int().min(0).max(365),
    rows: z.array(supplierImportRowSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['suppliers'],
  writes: ['suppliers'],
  refusals: { 'kernel.notPermitted': 'reject', 'import.rowsLeftOut': 'adjust' },
  async run(tx, args, context): Promise<ImportResult> {
    if (!context.actor.permissions.has(SUPPLIER_RIGHT)) {
      throw context.refusal('kernel.notPermitted', { permission: SUPPLIER_RIGHT });
    }
    const codes = [...new Set(args.rows.map((row) => row.code))];
    const rows = await tx
      .selectFrom('suppliers')
      .selectAll()
      .where('code', 'in', codes)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    const known = new Map(rows.map((row) => [row.code, row]));
    const firstLines = new Map<string, number>();
    const problems: ImportProblem[] = [];
    const counts = { created: 0, updated: 0, unchanged: 0 };
    for (const { line, id, ...told } of args.rows) {
      const firstLine = firstLines.get(told.code);
      if (firstLine !== undefined) {
        problems.push({ line, column: 'code', code: 'import.duplicate', params: { cell: told.code, firstLine } });
        continue;
      }
      firstLines.set(told.code, line);
      const supplier = known.get(told.code);
      if (!supplier) {
        const currency = told.currency ?? args.currency;
        const paymentTermsDays = told.paymentTermsDays ?? args.paymentTermsDays;
        await tx
          .insertInto('suppliers')
          .values({ ...told, id, currency, paymentTermsDays, ...context.created() })
          .execute();
        counts.created += 1;
        continue;
      }
      const changes = Object.fromEntries(
        Object.entries(told).filter(
          ([column, value]) => value !== null && value !== supplier[column as keyof typeof told],
        ),
      );
      if (Object.keys(changes).length === 0) {
        counts.unchanged += 1;
        continue;
      }
      await tx
        .updateTable('suppliers')
        .set({ ...changes, ...context.updated() })
        .where('id', '=', supplier.id)
        .execute();
      counts.updated += 1;
    }
    if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
    return { ...counts, problems };
  },
  subject: ({ rows, importId: group }) => ({ rows: rows.length, group }),
  makes: ({ rows }) => rows.map((row) => row.id),
});
