import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { describeNorthwind, readNorthwind } from '../../../../tests/support/northwind.ts';
import { type PickedFile, readFile } from './read-file.ts';
import { numberText } from './read-workbook.ts';
import type { Encoding, Sheet } from './sheet.ts';

function file(content: string | Uint8Array<ArrayBuffer>, name = 'file.csv'): PickedFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer };
}

async function readSheet(content: string | Uint8Array<ArrayBuffer>, encoding: Encoding | null = null): Promise<Sheet> {
  const reply = await readFile(file(content), encoding);
  if (!reply.ok) throw new Error(reply.reason.code);
  return reply.sheet;
}

async function refusal(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const reply = await readFile(file(content), null);
  return reply.ok ? 'taken' : reply.reason.code;
}

/** A workbook with the given sheets' XML. */
function workbook(sheets: readonly string[], other: Record<string, Uint8Array> = {}): Uint8Array<ArrayBuffer> {
  const ids = sheets.map((_, index) => index + 1);
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const parts: Record<string, Uint8Array> = {
    'xl/workbook.xml': strToU8(
      `<workbook xmlns:r="${relations}"><sheets>${ids.map((id) => `<sheet name="Sheet${id}" sheetId="${id}" r:id="rId${id}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${ids.map((id) => `<Relationship Id="rId${id}" Type="${relations}/worksheet" Target="worksheets/sheet${id}.xml"/>`).join('')}</Relationships>`,
    ),
    'xl/styles.xml': strToU8(
      '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    ),
    ...other,
  };
  sheets.forEach((sheet, index) => {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`);
  });
  return zipSync(parts) as Uint8Array<ArrayBuffer>;
}

const inline = (cell: string, text: string) => `<c r="${cell}" t="inlineStr"><is><t>${text}</t></is></c>`;
const headings = `<row r="1">${inline('A1', 'SKU')}${inline('B1', 'Price')}${inline('C1', 'Due')}</row>`;

describe('separated text', () => {
  it('reads UTF-8 with and without a byte order mark', async () => {
    for (const mark of ['', '\uFEFF']) {
      const sheet = await readSheet(`${mark}编码,名称\n1,陶瓷杯\n`);
      expect(sheet.headings).toEqual(['编码', '名称']);
      expect(sheet.rows[0]?.cells).toEqual(['1', '陶瓷杯']);
      expect(sheet.encoding).toBe('utf-8');
    }
  });

  it('reads what Chinese Excel saves (GB18030)', async () => {
    // 编码,名称 ⏎ A1,陶瓷杯 in GB18030
    const bytes = Uint8Array.from([
      0xb1, 0xe0, 0xc2, 0xeb, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0d, 0x0a, 0x41, 0x31, 0x2c, 0xcc, 0xd5, 0xb4, 0xc9, 0xb1,
      0xad, 0x0d, 0x0a,
    ]);
    const sheet = await readSheet(bytes);
    expect(sheet.encoding).toBe('gb18030');
    expect(sheet.headings).toEqual(['编码', '名称']);
    expect(sheet.rows[0]?.cells).toEqual(['A1', '陶瓷杯']);
  });

  it('reads the Unicode text of Excel (UTF-16 with tabs)', async () => {
    const text = '\uFEFFSKU\tName\r\nA1\t杯\r\n';
    const bytes = new Uint8Array(new Uint16Array([...text].map((sign) => sign.charCodeAt(0))).buffer);
    const sheet = await readSheet(bytes);
    expect(sheet).toMatchObject({ encoding: 'utf-16le', separator: '\t', headings: ['SKU', 'Name'] });
    expect(sheet.rows[0]?.cells).toEqual(['A1', '杯']);
  });

  it('shows what a chosen encoding makes of the file', async () => {
    const bytes = Uint8Array.from([0x41, 0x2c, 0x42, 0x0a, 0x4d, 0xe9, 0x78, 0x2c, 0x31]);
    expect((await readSheet(bytes, 'windows-1252')).rows[0]?.cells).toEqual(['Méx', '1']);
  });

  it.each([
    ['comma', 'a,b\n"x; y;z",1', ','],
    ['semicolon', 'a;b\n"1,5";2,25', ';'],
    ['tab', 'a\tb\n1,2,3\t4', '\t'],
    ['told by Excel', 'sep=;\r\na;b\r\n1;2', ';'],
  ])('finds the separator: %s', async (_name, text, separator) => {
    const sheet = await readSheet(text);
    expect(sheet.separator).toBe(separator);
    expect(sheet.headings).toEqual(['a', 'b']);
    expect(sheet.rows[0]?.cells).toHaveLength(2);
  });

  it('counts lines as a spreadsheet does, empty ones too', async () => {
    const sheet = await readSheet('a,b\n1,2\n\n ,\n3,"x\ny"\n4,5');
    expect(sheet.rows.map((row) => row.line)).toEqual([2, 5, 6]);
    expect(sheet.rows[1]?.cells[1]).toBe('x\ny');
  });

  it('takes a formula for the text that it is', async () => {
    expect((await readSheet('a,b\n=1+1,"=cmd|\' /C calc\'!A0"')).rows[0]?.cells).toEqual([
      '=1+1',
      "=cmd|' /C calc'!A0",
    ]);
  });

  it('names ragged rows and open quotes instead of guessing', async () => {
    const sheet = await readSheet('a,b\n1\n1,2,3\n1,2,\n"1,2\n3,4\n');
    expect(sheet.rows.map((row) => row.damage?.code ?? null)).toEqual([
      null,
      'import.extraCells',
      null,
      'import.linesSwallowed',
    ]);
    expect(sheet.rows[1]?.damage?.params).toEqual({ cells: 3, headings: 2 });
  });

  it('a quote that is never closed says from which to which line it swallowed', async () => {
    const sheet = await readSheet('a,b\n"1,2\n3,4\r\n5,6\n');
    expect(sheet.rows.map((row) => row.damage)).toEqual([
      { code: 'import.linesSwallowed', params: { from: 2, to: 4 } },
    ]);
    const last = await readSheet('a,b\n1,2\n"3,4\n');
    expect(last.rows[1]?.damage).toEqual({ code: 'import.quotesOpen', params: {} });
  });
});

describe('what is no table is refused with what to do', () => {
  it('empty files, headings alone', async () => {
    expect(await refusal('')).toBe('import.empty');
    expect(await refusal('\uFEFF\n\n , \n')).toBe('import.empty');
    expect(await refusal('a,b\n\n')).toBe('import.noRows');
  });

  it('binary files, web pages, old Excel', async () => {
    expect(await refusal(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]))).toBe(
      'import.notSpreadsheet',
    );
    expect(await refusal('<html><table><tr><td>1</td></tr></table></html>')).toBe('import.notSpreadsheet');
    expect(await refusal(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]))).toBe('import.oldExcel');
  });

  it('100,000 columns', async () => {
    const row = Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(',');
    expect(await refusal(`${row}\n${row}`)).toBe('import.tooManyColumns');
  });

  it('too many rows', async () => {
    expect(await refusal(`a\n${'1\n'.repeat(100_001)}`)).toBe('import.tooManyRows');
  });

  it('more than 20 MB, before a byte is read', async () => {
    const reply = await readFile(
      { name: 'big.csv', size: 21 * 1024 * 1024, arrayBuffer: () => Promise.reject(new Error('was read')) },
      null,
    );
    expect(reply).toEqual({
      ok: false,
      reason: { code: 'import.fileTooLarge', params: { megabytes: 21, limitMegabytes: 20 } },
    });
  });

  it('a file that cannot be read any more', async () => {
    const gone = { name: 'gone.csv', size: 5, arrayBuffer: () => Promise.reject(new Error('NotFoundError')) };
    expect(await readFile(gone, null)).toMatchObject({ ok: false, reason: { code: 'import.unreadable' } });
  });
});

describe('Excel workbooks', () => {
  it('reads the first sheet that has rows: texts, numbers as shown, dates, formulas by their value', async () => {
    const sheet = await readSheet(
      workbook([
        '',
        `${headings}<row r="2">${inline('A2', '001')}<c r="B2"><v>9.8000000000000007</v></c><c r="C2" s="1"><v>36526</v></c></row>` +
          `<row r="4"><c r="A4"><v>6901234567892</v></c><c r="B4"><f>1+1</f><v>2</v></c></row>`,
      ]),
    );
    expect(sheet.sheetName).toBe('Sheet2');
    expect(sheet.headings).toEqual(['SKU', 'Price', 'Due']);
    expect(sheet.rows).toEqual([
      { line: 2, cells: ['001', '9.8', '2000-01-01'], damage: null },
      { line: 4, cells: ['6901234567892', '2'], damage: null },
    ]);
  });

  it('writes numbers as decimals, never with an exponent', () => {
    expect(['0.1', '1E-4', '18.399999999999999', '1.5E+3', '-0.05', '1E+20', 'x'].map(numberText)).toEqual([
      '0.1',
      '0.0001',
      '18.4',
      '1500',
      '-0.05',
      '100000000000000000000',
      'x',
    ]);
  });

  it('reads a large sheet (which an unpacker with workers would send to one)', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `<row r="${index + 2}"><c r="A${index + 2}"><v>${index}</v></c></row>`,
    );
    expect((await readSheet(workbook([headings + rows.join('')]))).rows).toHaveLength(20_000);
  });

  it('refuses damaged archives, other archives and empty workbooks', async () => {
    const whole = workbook([headings]);
    expect(await refusal(whole.slice(0, whole.length / 2))).toBe('import.damaged');
    expect(await refusal(zipSync({ 'content.xml': strToU8('<x/>') }) as Uint8Array<ArrayBuffer>)).toBe(
      'import.damaged',
    );
    expect(await refusal(workbook(['<row r="1"><c r="A1"><v>1</v>']))).toBe('import.damaged');
    expect(await refusal(workbook([headings]))).toBe('import.noRows');
    expect(await refusal(workbook(['']))).toBe('import.empty');
  });

  it('refuses a small file that unpacks to a huge one', async () => {
    const zeros = new Uint8Array(70 * 1024 * 1024);
    const bomb = workbook([headings], { 'a.xml': zeros, 'b.xml': zeros, 'c.xml': zeros });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await refusal(bomb)).toBe('import.unpacksTooLarge');
  });
});

describeNorthwind('Northwind files', () => {
  it('are read whole', async () => {
    const lengths = await Promise.all(
      ['customers.csv', 'products.csv', 'orders.csv', 'order_details.csv'].map(
        async (name) => (await readSheet(readNorthwind(name))).rows.length,
      ),
    );
    expect(lengths).toEqual([93, 77, 830, 2_155]);
    const customers = await readSheet(readNorthwind('customers.csv'));
    expect(customers.rows[1]?.cells[5]).toBe('México D.F.');
  });
});
