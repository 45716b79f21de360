import { z } from 'zod';
import {
  type OpenItemImportRow,
  openedItems,
  openItemImportRowSchema,
  openItemKinds,
  saveOpeningItem,
  termsById,
} from '../domains/billing/api.ts';
import { dueDate, type Terms } from '../domains/billing/rules/due-date.ts';
import { customersByCode } from '../domains/crm/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { IMPORT_CHUNK_ROWS, type ImportProblem, type ImportResult } from '../kernel/import-fields.ts';
import { formatDecimal, type Minor, toMinor } from '../kernel/money.ts';
import type { Row } from '../kernel/table.ts';

/**
 * What customers owe on opening day, or paid ahead, document by document (R110). A second import adds only the
 * difference to what the first one said; what was paid in between stays paid.
 */
export const importOpenItems = defineCommand({
  name: 'billing.importOpenItems',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    kind: z.enum(openItemKinds),
    rows: z.array(openItemImportRowSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['customers', 'paymentTerms', 'exposureEntries', 'exposures'],
  writes: ['exposureEntries', 'exposures'],
  refusals: { 'import.rowsLeftOut': 'adjust' },
  async run(tx, args, context): Promise<ImportResult> {
    const customers = await customersByCode(tx, [...new Set(args.rows.map((row) => row.customerCode))]);
    const customerIds = [...customers.values()].map((customer) => customer.id);
    const opened = await openedItems(tx, customerIds, args.kind);
    const terms = await termsById(tx);
    const firstLines = new Map<string, number>();
    const problems: ImportProblem[] = [];
    const counts = { created: 0, updated: 0, unchanged: 0 };
    for (const row of args.rows) {
      const { line, documentNumber } = row;
      const customer = customers.get(row.customerCode);
      const key = `${customer?.id ?? ''}:${documentNumber}`;
      const known = opened.get(key);
      const read = readRow(row, args.kind, customer, terms, known, firstLines.get(key));
      if ('problem' in read) {
        problems.push({ line, ...read.problem });
        continue;
      }
      firstLines.set(key, line);
      counts[await saveOpeningItem(tx, { ...read.item, kind: args.kind }, known, context)] += 1;
    }
    if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
    return { ...counts, problems };
  },
  subject: ({ rows, importId: group }) => ({ rows: rows.length, group }),
  makes: ({ rows }) => rows.map((row) => row.id),
});

type Problem = Omit<ImportProblem, 'line'>;
type Item = Omit<Parameters<typeof saveOpeningItem>[1], 'kind'>;

function readRow(
  row: OpenItemImportRow,
  kind: 'receivable' | 'prepayment',
  customer: Row<'customers'> | undefined,
  terms: ReadonlyMap<string, Terms>,
  known: Row<'exposureEntries'> | undefined,
  firstLine: number | undefined,
): { item: Item } | { problem: Problem } {
  const bad = (column: string, code: string, params: Problem['params'] = {}) => ({ problem: { column, code, params } });
  const { id, customerCode, documentNumber, documentDate } = row;
  if (!customer) return bad('customerCode', 'import.unknownCustomer', { cell: customerCode });
  if (firstLine !== undefined) return bad('documentNumber', 'import.duplicate', { cell: documentNumber, firstLine });
  const currency = row.currency ?? customer.currency;
  if (known && known.currency !== currency) {
    return bad('currency', 'import.currencyFixed', { cell: currency, currency: known.currency });
  }
  const openMinor = inMinor(row.openAmount, currency);
  if (openMinor === null) return bad('openAmount', 'import.not.amount', { cell: formatDecimal(row.openAmount, 4) });
  const originalMinor = row.amount === null ? openMinor : inMinor(row.amount, currency);
  if (originalMinor === null) return bad('amount', 'import.not.amount', { cell: formatDecimal(row.amount ?? 0, 4) });
  if (kind === 'prepayment' && openMinor < 0) return bad('openAmount', 'import.negative');
  const isOtherSign = openMinor !== 0 && originalMinor !== 0 && openMinor < 0 !== originalMinor < 0;
  if (isOtherSign || Math.abs(openMinor) > Math.abs(originalMinor)) {
    return bad('openAmount', 'import.openBeyondAmount', {
      cell: formatDecimal(row.openAmount, 4),
      amount: formatDecimal(row.amount ?? 0, 4),
    });
  }
  if (row.dueOn !== null && row.dueOn < documentDate) {
    return bad('dueOn', 'import.dueBeforeDate', { cell: row.dueOn, day: documentDate });
  }
  const dueOn = kind === 'prepayment' ? null : (row.dueOn ?? dueDate(termsOf(customer, terms), documentDate));
  const item = { id, customerId: customer.id, documentNumber, documentDate, dueOn, originalMinor, openMinor, currency };
  return { item };
}

/** R11: what was agreed by name, else the customer's net days. */
function termsOf({ paymentTermsId, paymentTermsDays }: Row<'customers'>, terms: ReadonlyMap<string, Terms>): Terms {
  return terms.get(paymentTermsId ?? '') ?? { kind: 'net', days: paymentTermsDays };
}

/** An amount below zero in minor units as well; null where the currency has fewer decimals. */
function inMinor(amount: number, currency: string): Minor | null {
  const minor = toMinor(Math.abs(amount), currency);
  return minor === null ? null : amount < 0 ? -minor : minor;
}
