import { expect, it } from 'vitest';
import type { RowProblem } from './check-rows.ts';
import { problemsCsv } from './export-problems.ts';

const problem = (change: Partial<RowProblem>): RowProblem => ({
  file: 'main',
  line: 3,
  column: 'name',
  heading: 'Name',
  cell: '',
  code: 'import.missing',
  params: {},
  ...change,
});

const words = {
  line: 'Line',
  column: 'Column',
  cause: 'Cause',
  cell: 'Cell',
  file: 'File',
  causeOf: ({ code }: RowProblem) => code,
  fileOf: ({ file }: RowProblem) => file,
};

it('writes line, column, cause and cell so that Excel reads Chinese and separators right', () => {
  const csv = problemsCsv(
    [problem({ heading: '名称', cell: 'a,"b"' }), problem({ heading: null, file: 'lines' })],
    words,
  );
  expect(csv).toBe(
    '\uFEFFFile,Line,Column,Cause,Cell\r\nmain,3,名称,import.missing,"a,""b"""\r\nlines,3,,import.missing,\r\n',
  );
});

it('hands no formula of a foreign file on to a spreadsheet', () => {
  const csv = problemsCsv([problem({ cell: '=HYPERLINK("http://x")' }), problem({ cell: '@sum' })], words);
  expect(csv).toContain('"\'=HYPERLINK(""http://x"")"');
  expect(csv).toContain("'@sum");
});
