import { z } from 'zod';
import { setCreditLimits } from '../domains/billing/api.ts';
import {
  type CustomerImportRowFirst,
  customerImportRowFirstSchema,
  customersByCode,
  saveImportedCustomers,
} from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { IMPORT_CHUNK_ROWS, type ImportProblem, type ImportResult } from '../kernel/import-fields.ts';
import { type CurrencyCode, currencySchema, formatDecimal, type Minor, toMinor } from '../kernel/money.ts';

/**
 * Creates customers, or updates those whose code is known, with their credit limit where the file has one, in the
 * customer's own currency (R110).
 */
export const importCustomersFirst = defineCommand({
  name: 'crm.importCustomers',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    territoryId: idSchema,
    currency: currencySchema,
    paymentTermsDays: z.int().min(0).max(365),
    rows: z.array(customerImportRowFirstSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['customers', 'creditAccounts'],
  writes: ['customers', 'creditAccounts'],
  refusals: { 'import.rowsLeftOut': 'adjust' },
  async run(tx, args, context): Promise<ImportResult> {
    const known = await customersByCode(
      tx,
      args.rows.map((row) => row.code),
    );
    const { good, limits, problems } = sortOut(args.rows, (code) => known.get(code)?.currency ?? args.currency);
    const saved = await saveImportedCustomers(tx, good, known, args, context);
    const wanted = saved.flatMap(({ row, customerId }) => {
      const limit = limits.get(row.code);
      return limit ? { customerId, ...limit } : [];
    });
    const limited = await setCreditLimits(tx, wanted, context);
    const counts = { created: 0, updated: 0, unchanged: 0 };
    for (const { did, customerId } of saved)
      counts[did === 'unchanged' && limited.has(customerId) ? 'updated' : did] += 1;
    if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
    return { ...counts, problems };
  },
  subject: ({ rows, importId: group }) => ({ rows: rows.length, group }),
  makes: ({ rows }) => rows.map((row) => row.id),
});

type Limits = Map<string, { limitMinor: Minor; currency: CurrencyCode }>;

/** Rows that can be taken, with their limits in minor units; a code's second row, and no amount of its currency, cannot. */
function sortOut(
  rows: readonly CustomerImportRowFirst[],
  currencyOf: (code: string) => CurrencyCode,
): { good: CustomerImportRowFirst[]; limits: Limits; problems: ImportProblem[] } {
  const limits: Limits = new Map();
  const firstRows = new Map<string, CustomerImportRowFirst>();
  const problems: ImportProblem[] = [];
  for (const row of rows) {
    const { line, code, creditLimit } = row;
    const first = firstRows.get(code);
    if (first) {
      const params = { cell: code, firstLine: first.line };
      problems.push({ line, column: 'code', code: 'import.duplicate', params });
      continue;
    }
    const currency = currencyOf(code);
    const limitMinor = creditLimit === null ? null : toMinor(creditLimit, currency);
    if (creditLimit !== null && limitMinor === null) {
      const params = { cell: formatDecimal(creditLimit, 4) };
      problems.push({ line, column: 'creditLimit', code: 'import.not.amount', params });
      continue;
    }
    firstRows.set(code, row);
    if (limitMinor !== null) limits.set(code, { limitMinor, currency });
  }
  return { good: [...firstRows.values()], limits, problems };
}
