import { describe, expect, it } from 'vitest';
import { customerImportFields } from '#shared/domains/crm/model.ts';
import { productImportFields } from '#shared/domains/inventory/model.ts';
import { columnLetters, matchColumns, repeatedHeadings, unmatchedFields } from './match-columns.ts';

describe('columns by their headings', () => {
  it('finds English, Chinese and other systems’ headings whatever their case and signs', () => {
    const match = matchColumns(customerImportFields, ['customer_id', 'COMPANY NAME', '联系电话', '城市', 'Fax']);
    expect(match).toMatchObject({ code: 0, name: 1, phone: 2, city: 3, email: null });
  });

  it('gives each column once, required fields first', () => {
    const match = matchColumns(productImportFields, ['SKU', 'Product', 'Unit', 'UnitPrice', 'Unit']);
    expect(match).toMatchObject({ code: 0, name: 1, unit: 2, basePrice: 3 });
    const columns = Object.values(match).filter((column) => column !== null);
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('says which required fields have no column', () => {
    const match = matchColumns(productImportFields, ['SKU', 'Colour']);
    expect(unmatchedFields(productImportFields, match).map((field) => field.name)).toEqual(['name', 'basePrice']);
  });

  it('takes the first of two equal headings and names them', () => {
    const headings = ['CustomerID', 'CompanyName', 'Phone', 'Phone', '', ''];
    expect(matchColumns(customerImportFields, headings).phone).toBe(2);
    expect(repeatedHeadings(headings)).toEqual(['Phone']);
  });

  it('names columns as spreadsheets do', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });
});
