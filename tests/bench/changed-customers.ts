import type { Row } from '#shared/kernel/table.ts';
import type { RowBlock } from '#shared/protocol/sync.ts';

const ROWS = 25;

/**
 * Customers as they change in a company: another phone number, so that the search's words change with the row. Call after
 * call goes round all of them.
 * @param customers whole rows
 */
export function makeChangedCustomers(customers: readonly Row<'customers'>[]): () => RowBlock {
  const columns = Object.keys(customers[0] ?? {}) as (keyof Row<'customers'>)[];
  let at = 0;
  let calls = 0;
  return () => {
    calls += 1;
    const rows = Array.from({ length: Math.min(ROWS, customers.length) }, (_, place) => {
      const row = customers[(at + place) % customers.length];
      if (!row) throw new Error('there are no customers');
      const end = String((calls * 7 + place) % 100).padStart(2, '0');
      return { ...row, phone: `${(row.phone ?? '138 0000 00').slice(0, -2)}${end}`, updatedAt: row.updatedAt + calls };
    });
    at = (at + ROWS) % customers.length;
    return { table: 'customers', columns, cells: columns.map((column) => rows.map((row) => row[column])) };
  };
}
