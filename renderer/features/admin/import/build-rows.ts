import type { z } from 'zod';
import { openItemImportRowSchema } from '#shared/domains/billing/model.ts';
import { contactImportRowSchema, customerImportRowSchema } from '#shared/domains/crm/model.ts';
import {
  productImportRowSchema,
  stockImportRowSchema,
  supplierImportRowSchema,
} from '#shared/domains/inventory/model.ts';
import { orderImportSchema } from '#shared/domains/sales/model.ts';
import type { ImportFieldKind, ImportValue } from '#shared/kernel/import-fields.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { type CheckedRow, type CheckQuestion, problemAt, type RowProblem } from './check-rows.ts';
import type { TargetKind } from './import-targets.ts';
import type { JoinedOrder } from './join-orders.ts';

/** One row, or one order with its lines, as the command takes it. */
export interface BuiltRow {
  /** Line in the main file. */
  readonly line: number;
  /** Lines in the file of order lines; empty for everything else. */
  readonly memberLines: readonly number[];
  readonly row: unknown;
  /** Rows that must not be parted: the lots of a product. */
  readonly group?: string;
}

export interface BuiltRows {
  readonly rows: readonly BuiltRow[];
  readonly problems: readonly RowProblem[];
}

type Side = Pick<CheckQuestion, 'sheet' | 'file' | 'columns' | 'fields'>;
type TakeId = () => string;

/** Ids that a row of each kind needs; orders need two more for each line. */
const idsPerRow: Readonly<Partial<Record<TargetKind, number>>> = { customers: 2, stock: 3 };

export function countIds(kind: TargetKind, rows: readonly CheckedRow[], orders: readonly JoinedOrder[]): number {
  const lines = orders.reduce((sum, order) => sum + order.lines.length, 0);
  return kind === 'orders' ? orders.length * 2 + lines * 2 : rows.length * (idsPerRow[kind] ?? 1);
}

/** Rows of customers, products or stock; those whose values are out of the command's range are named. */
export function buildRows(
  kind: Exclude<TargetKind, 'orders'>,
  checked: readonly CheckedRow[],
  side: Side,
  takeId: TakeId,
): BuiltRows {
  const schema = rowSchemas[kind];
  const rows: BuiltRow[] = [];
  const problems: RowProblem[] = [];
  for (const { line, values } of checked) {
    // Prepayments are due on no day: their table has no such field.
    const row = { line, ...idsOf(kind, takeId), ...(kind === 'prepayments' ? { dueOn: null } : {}), ...values };
    const parsed = schema.safeParse(row);
    const group = kind === 'stock' ? { group: String(values.productCode) } : {};
    if (parsed.success) rows.push({ line, memberLines: [], row, ...group });
    else
      problems.push(
        ...parsed.error.issues.map((issue) => problemAt(side, line, fieldOf(issue, side), causeOf(issue, side))),
      );
  }
  return { rows, problems };
}

function idsOf(kind: Exclude<TargetKind, 'orders'>, takeId: TakeId): Readonly<Record<string, string>> {
  if (kind === 'stock') return { movementId: takeId(), receiptId: takeId(), lotId: takeId() };
  return kind === 'customers' ? { id: takeId(), contactId: takeId() } : { id: takeId() };
}

const rowSchemas = {
  customers: customerImportRowSchema,
  products: productImportRowSchema,
  suppliers: supplierImportRowSchema,
  contacts: contactImportRowSchema,
  stock: stockImportRowSchema,
  receivables: openItemImportRowSchema,
  prepayments: openItemImportRowSchema,
} as const;

/** Open orders with their lines. */
export function buildOrders(
  orders: readonly JoinedOrder[],
  sides: { readonly heads: Side; readonly lines: Side },
  takeId: TakeId,
): BuiltRows {
  const rows: BuiltRow[] = [];
  const problems: RowProblem[] = [];
  for (const order of orders) {
    const row = orderRow(order, takeId);
    const parsed = orderImportSchema.safeParse(row);
    if (parsed.success) {
      rows.push({ line: order.head.line, memberLines: order.lines.map((line) => line.line), row });
      continue;
    }
    for (const issue of parsed.error.issues) {
      const [first, position] = issue.path;
      const line = first === 'lines' && typeof position === 'number' ? order.lines[position] : undefined;
      const side = line ? sides.lines : sides.heads;
      problems.push(problemAt(side, (line ?? order.head).line, fieldOf(issue, side), causeOf(issue, side)));
    }
  }
  return { rows, problems };
}

const addressFields = ['shipName', 'shipAddress', 'shipPostalCode', 'shipCity', 'shipCountry'];

function orderRow({ head, lines }: JoinedOrder, takeId: TakeId): unknown {
  const { values } = head;
  const address = addressFields.flatMap((field) => textIn(values, field) ?? []);
  return {
    line: head.line,
    id: takeId(),
    exposureEntryId: takeId(),
    importKey: values.importKey,
    customerCode: values.customerCode,
    orderedOn: values.orderedOn,
    requestedOn: values.requestedOn ?? null,
    shipTo: address.length > 0 ? address.join(', ') : null,
    warehouse: textIn(values, 'warehouse'),
    lines: lines.map((line) => ({
      line: line.line,
      id: takeId(),
      reservationId: takeId(),
      productCode: line.values.productCode,
      quantity: line.values.quantity,
      unitPrice: line.values.unitPrice,
      discount: line.values.discount ?? 0,
      unit: textIn(line.values, 'unit'),
    })),
  };
}

function textIn(values: Readonly<Record<string, ImportValue>>, field: string): string | null {
  const value = values[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The field that an issue is about; null when no column of the file holds it. */
function fieldOf(issue: z.core.$ZodIssue, side: Side): string | null {
  const name = issue.path.at(-1);
  return typeof name === 'string' && name in side.columns ? name : null;
}

/** Decimals that a figure of a kind is counted in. */
const scaleOf: Partial<Readonly<Record<ImportFieldKind, number>>> = { decimal: 4, amount: 4 };

function causeOf(issue: z.core.$ZodIssue, side: Side): Reason {
  if (issue.code === 'too_small' && issue.origin !== 'string') {
    return issue.inclusive === false
      ? { code: 'import.notPositive', params: {} }
      : { code: 'import.negative', params: {} };
  }
  if (issue.code === 'too_big') {
    const maximum = Number(issue.maximum);
    if (issue.origin === 'string') return { code: 'import.textTooLong', params: { maximum } };
    // As it would stand in the file.
    const kind = side.fields.find((field) => field.name === issue.path.at(-1))?.kind ?? 'integer';
    return { code: 'import.tooLarge', params: { maximum: formatDecimal(maximum, scaleOf[kind] ?? 0) } };
  }
  return { code: 'import.notAllowed', params: {} };
}
