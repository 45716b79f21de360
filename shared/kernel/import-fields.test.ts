import { describe, expect, it } from 'vitest';
import { guessColumn, type ImportField, readCell } from './import-fields.ts';

const field = (kind: ImportField['kind'], required = false): ImportField => ({
  name: 'basePrice',
  kind,
  required,
  headings: ['Unit Price', '单价'],
});

describe('R110 reading cells', () => {
  it.each([
    ['decimal', ' 21.35 ', 213_500],
    ['amount', '1,234.5', 12_345_000],
    ['amount', '12.345', 123_450],
    ['percentage', '0.05', 500],
    ['percentage', '5%', 500],
    ['integer', '30', 30],
    ['date', '1998-04-08 00:00:00.000', '1998-04-08'],
    ['date', '2026/1/5', '2026-01-05'],
    ['date', '2026年1月5日', '2026-01-05'],
    ['yesNo', '是', 1],
    ['yesNo', '0', 0],
    ['text', '  Chai ', 'Chai'],
    ['text', '', null],
  ] as const)('%s %j', (kind, cell, expected) => {
    expect(readCell(field(kind), cell)).toEqual({ value: expected });
  });

  it.each([
    ['decimal', 'twelve', 'import.not.decimal'],
    ['percentage', '5', 'import.not.percentage'],
    ['date', '2026-02-30', 'import.not.date'],
    ['date', '08/04/1998', 'import.not.date'],
    ['integer', '1.5', 'import.not.integer'],
    ['yesNo', 'maybe', 'import.not.yesNo'],
  ] as const)('R110 names the cause: %s %j', (kind, cell, code) => {
    expect(readCell(field(kind), cell)).toMatchObject({ problem: { code } });
  });

  it('R110 names an empty cell that is needed and a text that is too long', () => {
    expect(readCell(field('text', true), ' ')).toMatchObject({ problem: { code: 'import.missing' } });
    expect(readCell({ ...field('text'), maxLength: 3 }, 'four')).toMatchObject({ problem: { code: 'import.tooLong' } });
  });
});

describe('R110 matching headings', () => {
  it('finds a column without regard to case, spaces and punctuation', () => {
    expect(guessColumn(field('decimal'), ['Code', 'UNIT_PRICE'])).toBe(1);
    expect(guessColumn(field('decimal'), ['编码', '单价'])).toBe(1);
    expect(guessColumn(field('decimal'), ['Price list'])).toBeNull();
  });
});
