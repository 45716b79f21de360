import { strFromU8, unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/universal';
import { expect, it } from 'vitest';
import { type SheetTable, writeCsv, writeWorkbook } from './write-workbook.ts';

const table: SheetTable = {
  title: 'Stock & <value>/2026',
  notes: ['Wuhan, as of 2026-11-23'],
  columns: [
    { title: '品名', format: 'text' },
    { title: 'On hand', format: 'quantity' },
    { title: 'Value', format: 'money' },
    { title: 'Rate', format: 'percent' },
    { title: 'Expires', format: 'date' },
  ],
  rows: [
    ['=1+1', 13.5, -1_204.5, 0.135, '2026-11-23'],
    ['陶瓷杯 "A"\u0001', null, 0, null, null],
  ],
};

it('a workbook that a reader of Excel files takes: figures are numbers, days are days, no text is a formula', async () => {
  const bytes = writeWorkbook(table);
  const [sheet] = await readXlsxFile(bytes.buffer);
  expect(sheet?.data).toEqual([
    ['Stock & <value>/2026', null, null, null, null],
    ['Wuhan, as of 2026-11-23', null, null, null, null],
    [null, null, null, null, null],
    ['品名', 'On hand', 'Value', 'Rate', 'Expires'],
    ['=1+1', 13.5, -1_204.5, 0.135, new Date('2026-11-23T00:00:00Z')],
    ['陶瓷杯 "A"', null, 0, null, null],
  ]);
  const parts = unzipSync(bytes);
  const text = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
  expect(text('xl/worksheets/sheet1.xml')).not.toContain('<f>');
  expect(text('xl/workbook.xml')).toContain('name="Stock &amp; &lt;value&gt; 2026"');
});

it('CSV for Excel: byte order mark, points, and no text that would run', () => {
  expect(writeCsv(table)).toBe(
    '\uFEFF品名,On hand,Value,Rate,Expires\r\n' +
      "'=1+1,13.5,-1204.5,0.135,2026-11-23\r\n" +
      '"陶瓷杯 ""A""\u0001",,0,,\r\n',
  );
});
