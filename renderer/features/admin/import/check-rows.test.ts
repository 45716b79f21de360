import { describe, expect, it } from 'vitest';
import { customerImportFields } from '#shared/domains/crm/model.ts';
import { productImportFields } from '#shared/domains/inventory/model.ts';
import type { ImportField } from '#shared/kernel/import-fields.ts';
import { checkRows, problemAt } from './check-rows.ts';
import { matchColumns } from './match-columns.ts';
import { readCsv } from './read-csv.ts';

function question(text: string, fields: readonly ImportField[], keyField: string | null = 'code') {
  const reply = readCsv({ name: 'test.csv', bytes: new TextEncoder().encode(text) }, null);
  if (!reply.ok) throw new Error(reply.reason.code);
  const { sheet } = reply;
  return { sheet, file: 'main' as const, fields, columns: matchColumns(fields, sheet.headings), keyField };
}

describe('R110 every row is read before anything runs', () => {
  it('reads good rows by kind and trims texts', () => {
    const rows = checkRows(
      question(
        'ProductID,ProductName,UnitPrice,ReorderLevel,Discontinued\n 7 ,Pears,30.5,10,是\n',
        productImportFields,
      ),
    );
    expect(rows).toEqual([
      {
        line: 2,
        values: {
          code: '7',
          name: 'Pears',
          basePrice: 305_000,
          reorderPoint: 100_000,
          discontinued: 1,
          category: null,
          unit: null,
          packaging: null,
          barcode: null,
          taxCode: null,
          floorPrice: null,
          averageCost: null,
          tracking: null,
          shelfLifeDays: null,
          brand: null,
          otherName: null,
        },
        problems: [],
      },
    ]);
  });

  it('names each bad cell with line, heading as in the file, cause and cell', () => {
    const [row] = checkRows(question('SKU,Description,List price,停售\n1,,abc,perhaps\n', productImportFields));
    expect(row?.problems).toEqual([
      { file: 'main', line: 2, column: 'name', heading: 'Description', cell: '', code: 'import.missing', params: {} },
      {
        file: 'main',
        line: 2,
        column: 'basePrice',
        heading: 'List price',
        cell: 'abc',
        code: 'import.not.decimal',
        params: { cell: 'abc' },
      },
      {
        file: 'main',
        line: 2,
        column: 'discontinued',
        heading: '停售',
        cell: 'perhaps',
        code: 'import.not.yesNo',
        params: { cell: 'perhaps' },
      },
    ]);
  });

  it('never reads 9,80 as 980', () => {
    const [row] = checkRows(question('SKU,Name,Price\n1,Tea,"9,80"\n', productImportFields));
    expect(row?.problems.map((problem) => problem.code)).toEqual(['import.ambiguousNumber']);
    const [semicolons] = checkRows(question('SKU;Name;Price\n1;Tea;9,80\n', productImportFields));
    expect(semicolons?.values.basePrice).toBe(98_000);
  });

  it('names the second row of a key with the line of the first', () => {
    const rows = checkRows(question('Code,Name\nA,One\nB,Two\n A,Three\na,Four\n', customerImportFields));
    expect(rows.map((row) => row.problems.map(({ code, params }) => ({ code, ...params })))).toEqual([
      [],
      [],
      [{ code: 'import.duplicate', cell: 'A', firstLine: 2 }],
      [],
    ]);
  });

  it('names a row that lost its shape as a whole and reads none of its cells', () => {
    const rows = checkRows(question('Code,Name\nA,One,Two\nA,One\n', customerImportFields));
    expect(rows[0]).toMatchObject({
      values: {},
      problems: [{ column: null, heading: null, code: 'import.extraCells' }],
    });
    expect(rows[1]?.problems).toEqual([]);
  });

  it('takes a short row for one with empty cells, and names what is required', () => {
    const rows = checkRows(question('Code,Name,Phone\nA\nB,Two\n', customerImportFields));
    expect(rows.map((row) => row.problems.map((problem) => problem.code))).toEqual([['import.missing'], []]);
  });

  it('names texts that are too long', () => {
    const [row] = checkRows(question(`Code,Name\n${'x'.repeat(41)},One\n`, customerImportFields));
    expect(row?.problems[0]).toMatchObject({
      code: 'import.tooLong',
      params: { maxLength: 40, length: 41 },
    });
  });
});

it('finds the cell of any line, also of lines that are not there', () => {
  const asked = question('Code,Name\nA,One\n\nB,Two\nC,Three\n', customerImportFields);
  const cellAt = (line: number) => problemAt(asked, line, 'name', { code: 'x', params: {} }).cell;
  expect([2, 3, 4, 5, 9].map(cellAt)).toEqual(['One', '', 'Two', 'Three', '']);
});
