import { ORDER_LIMIT_LINES } from '#shared/domains/sales/model.ts';
import type { ImportValue } from '#shared/kernel/import-fields.ts';
import { type CheckedRow, type CheckQuestion, problemAt, type RowProblem } from './check-rows.ts';

export interface JoinedOrder {
  readonly head: CheckedRow;
  readonly lines: readonly CheckedRow[];
}

export interface JoinedOrders {
  readonly orders: readonly JoinedOrder[];
  /** Heads that have a shipped date: not open, not taken. */
  readonly shipped: number;
  readonly problems: readonly RowProblem[];
  /** Orders left out because of a problem; lines without an order are not among them. */
  readonly ordersLeftOut: number;
}

type Side = Pick<CheckQuestion, 'sheet' | 'file' | 'columns'>;

const textOf = (value: ImportValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

/**
 * Joins the lines of open orders to their heads by order number. An order is taken whole or not at all: one bad line
 * leaves it out and is named, at the line itself and at the order.
 */
export function joinOrders(
  heads: readonly CheckedRow[],
  lines: readonly CheckedRow[],
  sides: { readonly heads: Side; readonly lines: Side },
): JoinedOrders {
  const problems: RowProblem[] = [];
  const linesOf = groupLines(lines, problems);
  const known = new Set<string>();
  const orders: JoinedOrder[] = [];
  let shipped = 0;
  let ordersLeftOut = 0;

  for (const head of heads) {
    const number = textOf(head.values.importKey);
    if (number !== null) known.add(number);
    if (textOf(head.values.shippedOn) !== null) {
      shipped += 1;
      continue;
    }
    const own = number === null ? [] : (linesOf.get(number) ?? []);
    const wrong = wrongOrder(head, own, sides.heads);
    if (wrong.length > 0) {
      problems.push(...wrong, ...own.flatMap((line) => line.problems));
      ordersLeftOut += 1;
    } else {
      orders.push({ head, lines: own });
    }
  }
  for (const [number, own] of linesOf) {
    if (known.has(number)) continue;
    for (const line of own) {
      const reason = { code: 'import.lineWithoutOrder', params: { cell: number } };
      problems.push(problemAt(sides.lines, line.line, 'importKey', reason), ...line.problems);
    }
  }
  return { orders, shipped, problems, ordersLeftOut };
}

function groupLines(lines: readonly CheckedRow[], problems: RowProblem[]): Map<string, CheckedRow[]> {
  const linesOf = new Map<string, CheckedRow[]>();
  for (const line of lines) {
    const number = textOf(line.values.importKey);
    if (number === null) {
      problems.push(...line.problems);
      continue;
    }
    const own = linesOf.get(number);
    if (own) own.push(line);
    else linesOf.set(number, [line]);
  }
  return linesOf;
}

function wrongOrder(head: CheckedRow, own: readonly CheckedRow[], side: Side): RowProblem[] {
  if (head.problems.length > 0) return [...head.problems];
  const name = (code: string, params: Readonly<Record<string, number>>) => [
    problemAt(side, head.line, 'importKey', { code, params }),
  ];
  const bad = own.find((line) => line.problems.length > 0);
  if (own.length === 0) return name('import.orderWithoutLines', {});
  if (bad) return name('import.orderLineBad', { line: bad.line });
  if (own.length > ORDER_LIMIT_LINES)
    return name('import.orderTooLong', { lines: own.length, limit: ORDER_LIMIT_LINES });
  return [];
}
