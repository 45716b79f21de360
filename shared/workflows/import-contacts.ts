import { z } from 'zod';
import { contactImportRowSchema, customersByCode, saveContacts } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { IMPORT_CHUNK_ROWS, type ImportProblem, type ImportResult } from '../kernel/import-fields.ts';

/**
 * People at customers, several a customer, by the customer's code and their name (R110). The first of a customer is
 * called first, unless the file says who is. Empty cells leave old values.
 */
export const importContacts = defineCommand({
  name: 'crm.importContacts',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    rows: z.array(contactImportRowSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['customers', 'contacts'],
  writes: ['customers', 'contacts'],
  refusals: { 'import.rowsLeftOut': 'adjust' },
  async run(tx, args, context): Promise<ImportResult> {
    const codes = [...new Set(args.rows.map((row) => row.customerCode))];
    const customers = await customersByCode(tx, codes);
    const firstLines = new Map<string, number>();
    const problems: ImportProblem[] = [];
    const good: Parameters<typeof saveContacts>[1][number][] = [];
    for (const { line, customerCode, ...told } of args.rows) {
      const customer = customers.get(customerCode);
      const key = `${customerCode}\n${told.name}`;
      const firstLine = firstLines.get(key);
      if (!customer) {
        const params = { cell: customerCode };
        problems.push({ line, column: 'customerCode', code: 'import.unknownCustomer', params });
      } else if (firstLine !== undefined) {
        problems.push({ line, column: 'name', code: 'import.duplicate', params: { cell: told.name, firstLine } });
      } else {
        firstLines.set(key, line);
        good.push({ ...told, customerId: customer.id });
      }
    }
    const counts = { created: 0, updated: 0, unchanged: 0 };
    for (const did of await saveContacts(tx, good, context)) counts[did] += 1;
    if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
    return { ...counts, problems };
  },
  subject: ({ rows, importId: group }) => ({ rows: rows.length, group }),
  makes: ({ rows }) => rows.map((row) => row.id),
});
