import { describe, expect, it } from 'vitest';
import { orderImportSchema } from '#shared/domains/sales/model.ts';
import { makeId } from '#shared/kernel/ids.ts';
import { describeNorthwind, readNorthwind } from '../../../../tests/support/northwind.ts';
import { importTargets, type TargetKind } from './import-targets.ts';
import { matchColumns, unmatchedFields } from './match-columns.ts';
import { commandArgs, type ImportSource, nameCommandProblems, planImport, withoutProblems } from './plan-import.ts';
import { readCsv } from './read-csv.ts';

let idCount = 0;
const newIds = async (count: number) =>
  Array.from({ length: count }, () => {
    idCount += 1;
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setUint32(12, idCount);
    return makeId(1_700_000_000_000, bytes);
  });

const textBytes = (text: string) => new TextEncoder().encode(text);

function part(bytes: Uint8Array, fields: Parameters<typeof matchColumns>[0]) {
  const reply = readCsv({ name: 'x.csv', bytes }, null);
  if (!reply.ok) throw new Error(reply.reason.code);
  return { sheet: reply.sheet, columns: matchColumns(fields, reply.sheet.headings) };
}

function source(kind: TargetKind, main: Uint8Array, lines: Uint8Array | null = null): ImportSource {
  const target = importTargets[kind];
  return {
    target,
    main: part(main, target.fields),
    lines: lines && target.lineFields ? part(lines, target.lineFields) : null,
  };
}

const codes = (problems: readonly { line: number; code: string }[]) =>
  problems.map(({ line, code }) => `${line} ${code}`);

describe('a plan', () => {
  it('names values that the command would refuse, so that no whole chunk is refused for them', async () => {
    const plan = await planImport(
      source('customers', textBytes('Code,Name,CreditLimit,PaymentDays\nA,One,-5,30\nB,Two,5,400\nC,Three,5,30\n')),
      newIds,
    );
    expect(codes(plan.problems)).toEqual(['2 import.negative', '3 import.tooLarge']);
    expect(plan.problems.map((problem) => problem.heading)).toEqual(['CreditLimit', 'PaymentDays']);
    expect(plan.rows.map((row) => row.line)).toEqual([4]);
    expect(plan.leftOut).toBe(2);
  });

  it('names figures beyond their bounds row by row, with the bound as the file would write it', async () => {
    const products = await planImport(
      source('products', textBytes('SKU,Name,Price\nA,One,100000000.0001\nB,Two,100000000\n')),
      newIds,
    );
    expect(products.problems).toMatchObject([
      { line: 2, heading: 'Price', code: 'import.tooLarge', params: { maximum: '100000000' } },
    ]);
    expect(products.rows.map((row) => row.line)).toEqual([3]);
    const customers = await planImport(
      source('customers', textBytes('Code,Name,CreditLimit\nA,One,100000000000.01\n')),
      newIds,
    );
    expect(customers.problems).toMatchObject([
      { line: 2, heading: 'CreditLimit', code: 'import.tooLarge', params: { maximum: '100000000000' } },
    ]);
    const orders = await planImport(
      source(
        'orders',
        textBytes('OrderID,CustomerID,OrderDate\n1,A,2026-01-02\n'),
        textBytes('OrderID,ProductID,Quantity,UnitPrice\n1,P,690123456789,5\n'),
      ),
      newIds,
    );
    expect(orders.problems).toMatchObject([
      { line: 2, file: 'lines', heading: 'Quantity', code: 'import.tooLarge', params: { maximum: '10000000' } },
    ]);
  });

  it('names an order line whose quantity is zero and leaves the order out', async () => {
    const plan = await planImport(
      source(
        'orders',
        textBytes('OrderID,CustomerID,OrderDate\n1,A,2026-01-02\n'),
        textBytes('OrderID,ProductID,Quantity,UnitPrice\n1,P,0,5\n'),
      ),
      newIds,
    );
    expect(plan.problems).toMatchObject([
      { file: 'lines', line: 2, heading: 'Quantity', cell: '0', code: 'import.notPositive' },
    ]);
    expect(plan).toMatchObject({ rows: [], chunks: [], leftOut: 1 });
  });

  it('puts the delivery address together from what the file has', async () => {
    const plan = await planImport(
      source(
        'orders',
        textBytes('OrderID,CustomerID,OrderDate,ShipName,ShipAddress,ShipCity\n1,A,2026-01-02,Bob,,Lyon\n'),
        textBytes('OrderID,ProductID,Quantity,UnitPrice,Discount\n1,P,2,5,0.05\n'),
      ),
      newIds,
    );
    expect(plan.rows[0]?.row).toMatchObject({
      shipTo: 'Bob, Lyon',
      lines: [{ line: 2, quantity: 20_000, unitPrice: 50_000, discount: 500 }],
    });
  });

  it('merges what the command found and leaves those rows out', async () => {
    const plan = await planImport(
      source(
        'orders',
        textBytes('OrderID,CustomerID,OrderDate\n1,A,2026-01-02\n2,B,2026-01-02\n3,C,2026-01-02\n'),
        textBytes('OrderID,ProductID,Quantity,UnitPrice\n1,P,1,5\n2,Q,1,5\n3,P,1,5\n'),
      ),
      newIds,
    );
    const found = nameCommandProblems(plan, [
      { line: 2, column: 'customerCode', code: 'import.unknownCustomer', params: { cell: 'A' } },
      { line: 3, column: 'productCode', code: 'import.unknownProduct', params: { cell: 'Q' } },
    ]);
    expect(found.map(({ file, line, heading, cell }) => [file, line, heading, cell])).toEqual([
      ['main', 2, 'CustomerID', 'A'],
      ['lines', 3, 'ProductID', 'Q'],
    ]);
    const cleaned = withoutProblems(plan, found);
    expect(cleaned.rows.map((row) => row.line)).toEqual([4]);
    expect(cleaned.leftOut).toBe(2);
  });
});

describeNorthwind('R110 Northwind', () => {
  const allMatched = (plan: ImportSource) =>
    unmatchedFields(plan.target.fields, plan.main.columns).length === 0 &&
    (plan.lines === null || unmatchedFields(plan.target.lineFields ?? [], plan.lines.columns).length === 0);

  it('customers: 93 rows, none bad, trailing blanks gone', async () => {
    const asked = source('customers', readNorthwind('customers.csv'));
    expect(allMatched(asked)).toBe(true);
    const plan = await planImport(asked, newIds);
    expect(plan.problems).toEqual([]);
    expect(plan.chunks.map((chunk) => chunk.length)).toEqual([50, 43]);
    const written = plan.rows.map((row) => row.row as { code: string; name: string; phone: string | null });
    expect(written.find((row) => row.code === 'Val2')).toMatchObject({ name: 'IT', phone: null });
    expect(written.find((row) => row.code === 'ALFKI')).toMatchObject({
      name: 'Alfreds Futterkiste',
      phone: '030-0074321',
    });
  });

  it('products and their stock: 77 rows each from one file', async () => {
    const products = await planImport(source('products', readNorthwind('products.csv')), newIds);
    expect(products.problems).toEqual([]);
    expect(products.rows).toHaveLength(77);
    expect(products.rows[1]?.row).toMatchObject({
      code: '2',
      name: 'Chang',
      basePrice: 190_000,
      reorderPoint: 250_000,
    });
    const stock = await planImport(source('stock', readNorthwind('products.csv')), newIds);
    expect(stock.problems).toEqual([]);
    expect(stock.rows[1]?.row).toMatchObject({ productCode: '2', onHand: 170_000, onOrder: 400_000, dueOn: null });
  });

  it('orders: the 21 without a shipped date with their 73 lines; the rest is counted as shipped', async () => {
    const plan = await planImport(
      source('orders', readNorthwind('orders.csv'), readNorthwind('order_details.csv')),
      newIds,
    );
    expect(plan.problems).toEqual([]);
    expect(plan.shipped).toBe(809);
    expect(plan.rows).toHaveLength(21);
    expect(plan.rows.reduce((sum, row) => sum + row.memberLines.length, 0)).toBe(73);
    for (const row of plan.rows) expect(orderImportSchema.safeParse(row.row).success).toBe(true);
    const order = plan.rows.map((row) => row.row as { importKey: string; orderedOn: string });
    expect(order[0]).toMatchObject({ importKey: '11008', orderedOn: '1998-04-08' });
  });

  it('arguments have the names that the commands want', async () => {
    const defaults = {
      territoryId: 't',
      warehouseId: 'w',
      paymentTermsDays: 30,
      currency: 'USD',
      unit: 'piece',
      taxCode: 's',
      today: '2026-11-23',
    };
    const names = Object.values(importTargets).map((target) =>
      Object.keys(commandArgs(target, 'i', defaults, [])).sort(),
    );
    expect(names).toEqual([
      ['contactsFollow', 'currency', 'importId', 'paymentTermsDays', 'rows', 'territoryId'],
      ['currency', 'defaultTaxCode', 'defaultUnit', 'importId', 'rows'],
      ['currency', 'importId', 'paymentTermsDays', 'rows'],
      ['importId', 'rows'],
      ['importId', 'kind', 'rows'],
      ['importId', 'kind', 'rows'],
      ['importId', 'openedOn', 'rows', 'warehouseId'],
      ['importId', 'orders', 'warehouseId'],
    ]);
  });
});
