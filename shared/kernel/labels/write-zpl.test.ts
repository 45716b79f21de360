import { expect, it } from 'vitest';
import { type Label, type LabelJob, labelJobSchema, MOST_COPIES, MOST_PAGES, pageJobSchema } from './label.ts';
import { writePages } from './write-pages.ts';
import { writeZpl } from './write-zpl.ts';

const lot: Label = {
  ...{ title: '陶瓷杯 350ml 白色 ^XA', isLarge: false, mark: null },
  lines: [
    { caption: '批号', value: 'L-23' },
    { caption: '有效期至', value: '2027-03-09' },
    { caption: '货号', value: 'A-100_\\&~JA' },
  ],
  code: {
    kind: 'gs1',
    elements: [
      { ai: '01', value: '06901234567892', isFixed: true },
      { ai: '17', value: '270309', isFixed: true },
      { ai: '10', value: 'L-23', isFixed: false },
      { ai: '21', value: 'S>7', isFixed: false },
    ],
  },
};
const place: Label = {
  title: 'A-03-12',
  isLarge: true,
  mark: null,
  lines: [],
  code: { kind: 'code128', text: 'A-03-12' },
};
const job = (labels: LabelJob['labels'], change: Partial<LabelJob> = {}): LabelJob => ({
  ...{ size: '100x50', dpi: 203, font: null, labels },
  ...change,
});

it('R112 a lot in ZPL: UTF-8, FNC1 in front and between lot and serial number, no sign that the printer would obey', () => {
  expect(writeZpl(job([{ label: lot, copies: 12 }])).split('\n')).toEqual([
    '^XA^CI28^PW799^LL400^LH0,0',
    '^BY2^FO90,241^BCN,104,N,N,N,N^FD>;>801069012345678921727030910>6L-23>821S>07^FS',
    '^FT24,59^A0N,40,40^FH_^FD陶瓷杯 350ml 白色 _5EXA^FS',
    '^FT24,101^A0N,28,28^FH_^FD批号^FS',
    '^FT97,101^A0N,28,28^FH_^FDL-23^FS',
    '^FT414,101^A0N,28,28^FH_^FD有效期至^FS',
    '^FT542,101^A0N,28,28^FH_^FD2027-03-09^FS',
    '^FT24,137^A0N,28,28^FH_^FD货号^FS',
    '^FT97,137^A0N,28,28^FH_^FDA-100_5F_5C&_7EJA^FS',
    '^FT119,368^A0N,24,24^FH_^FD(01)06901234567892(17)270309(10)L-23(21)S>7^FS',
    '^PQ12,0,1,Y^XZ',
    '',
  ]);
});

it('R112 a place and goods at 300 dpi, with a font of the printer that has Chinese', () => {
  const goods: Label = { ...place, title: 'Mug', isLarge: false, code: { kind: 'ean13', digits: '6901234567892' } };
  const labels = [
    { label: place, copies: 1 },
    { label: goods, copies: 2 },
  ];
  const zpl = writeZpl(job(labels, { size: '60x40', dpi: 300, font: 'E:SIMSUN.TTF' }));
  expect(zpl.match(/\^A@N,\d+,\d+,E:SIMSUN\.TTF/g)).toHaveLength(4);
  expect(zpl).toContain('^PW709^LL472');
  expect(zpl).toContain('^FD>:A-03-12^FS');
  // The printer puts the check digit there itself.
  expect(zpl).toMatch(/\^BEN,\d+,N,N\^FD690123456789\^FS/);
  expect(zpl.match(/\^PQ(\d+)/g)).toEqual(['^PQ1', '^PQ2']);
});

it('what stands on a label is text on the page, never a tag; each copy is a page', () => {
  const html = writePages(job([{ label: { ...place, title: '<img src=x onerror=1> & "A"' }, copies: 3 }]), '<b>');
  expect(html).toContain('&lt;img src=x onerror=1&gt; &amp; &quot;A&quot;');
  expect(html).not.toMatch(/<img|<b>|<script/);
  expect(html.match(/<use /g)).toHaveLength(3);
  expect(html).toContain('@page{size:100mm 50mm;margin:0}');
});

it('a job is checked before it is printed: no more than a roll, no font that is a command, no code that is none', () => {
  const taken = (given: unknown) => labelJobSchema.safeParse(given).success;
  expect(taken(job([{ label: lot, copies: 12 }]))).toBe(true);
  for (const copies of [0, -1, 1.5, MOST_COPIES + 1]) expect(taken(job([{ label: lot, copies }]))).toBe(false);
  expect(taken(job(Array.from({ length: 3 }, () => ({ label: lot, copies: MOST_COPIES }))))).toBe(false);
  expect(taken(job([]))).toBe(false);
  const pages = { label: lot, copies: MOST_PAGES / 2 };
  expect(pageJobSchema.safeParse(job([pages, pages])).success).toBe(true);
  expect(pageJobSchema.safeParse(job([pages, pages, { label: lot, copies: 1 }])).success).toBe(false);
  expect(taken(job([{ label: lot, copies: 1 }], { font: 'E:A.TTF^XA' }))).toBe(false);
  expect(taken(job([{ label: { ...place, code: { kind: 'code128', text: '东' } }, copies: 1 }]))).toBe(false);
});
