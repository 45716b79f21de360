import { expect, it } from 'vitest';
import { readBars } from '../../../tests/support/read-bars.ts';
import { defaultLayout } from './default-layouts.ts';
import { paperKinds, paperLayoutSchema } from './layout.ts';
import type { PaperDocument, PaperJob } from './paper.ts';
import { paperSizeNames } from './paper-sizes.ts';
import { pagesOf, picturesOf, writeMeasuredPaper, writePaper } from './write-paper.ts';

const LOGO = 'a'.repeat(64);
const ours: PaperDocument = {
  ...{ language: 'zh', title: '送货单', number: 'DN-K7-000034', watermark: null, carry: null, inWords: null },
  issuer: {
    name: '江城 <b>&',
    logoHash: LOGO,
    lines: [
      { key: 'address', text: '解放大道' },
      { key: 'bank', text: '银行' },
    ],
  },
  parties: [{ caption: '收货', lines: ['<script>alert(1)</script>', 'a\nb'] }],
  facts: [{ key: 'order', caption: '订单', value: 'SO-1' }],
  columns: [
    { key: 'name', title: '品名', isFigure: false },
    { key: 'secret', title: '成本', isFigure: true },
    { key: 'quantity', title: '数量', isFigure: true },
  ],
  rows: [1, 2, 3].map((at) => ({ cells: { name: `第${at}行`, quantity: String(at), secret: '9.99' }, running: null })),
  ...{ sums: [], notes: [], proofs: [], signatures: ['签收'], pageText: '第 {page} / {pages} 页', continued: '续' },
};
const job = (change: Partial<PaperDocument> = {}, size: PaperJob['size'] = 'a4'): PaperJob => {
  return { kind: 'deliveryNote', size, layout: defaultLayout('deliveryNote', size), document: { ...ours, ...change } };
};
const measured = {
  firstTopMm: 50,
  nextTopMm: 15,
  headMm: 7,
  carryMm: 0,
  rowsMm: [80, 80, 80],
  tailMm: [30],
  footMm: 5,
};
const written = (of: PaperJob, pictures = {}) => writePaper(of, pagesOf(of, measured), pictures);

it('R112 what stands on a paper is text, and loads nothing from anywhere', () => {
  const html = written(job());
  expect(html).toContain('江城 &lt;b&gt;&amp;');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('a<br>b');
  expect(html).not.toMatch(/<script|https?:|url\(|@import/);
});

it('R112 pages repeat the head of the table and the number, and are counted', () => {
  const html = written(job());
  expect(html.match(/class="sheet"/g)).toHaveLength(2);
  expect(html.match(/<thead>/g)).toHaveLength(2);
  expect(html.match(/DN-K7-000034/g)).toHaveLength(3);
  expect(html).toContain('第 1 / 2 页');
  expect(html).toContain('第 2 / 2 页');
  expect([...html.matchAll(/第(\d)行/g)].map(([, at]) => at)).toEqual(['1', '2', '3']);
});

it('R112 the number is in bars that a scanner reads', async () => {
  const path = / d="([^"]+)"/.exec(written(job()))?.[1] ?? '';
  const bars = [...path.matchAll(/M(\d+) 0h(\d+)/g)].map(([, at, width]) => [Number(at) - 10, Number(width)] as const);
  const modules = bars.reduce((text, [at, width]) => text.padEnd(at, '0') + '1'.repeat(width), '');
  expect(await readBars(modules)).toMatchObject({ text: 'DN-K7-000034' });
  expect(written(job({ number: '送货单 7' }))).not.toContain('class="bars"');
});

it('R112 only what the layout names is drawn, by its titles, widths and order', () => {
  const own = job();
  const layout = paperLayoutSchema.parse({
    ...own.layout,
    header: { ...own.layout.header, address: 0, bank: 1, extraLines: ['服务热线 400'] },
    columns: [
      { key: 'quantity', shown: 1, widthMm: 20, title: '件数' },
      { key: 'name', shown: 1, widthMm: null, title: null },
    ],
    terms: ['货物如有破损，当场提出。'],
    footer: { signatures: ['司机'], pageNumbers: 0, copyNames: ['白联存根'] },
  });
  const changed = { ...own, layout };
  const html = writePaper(changed, pagesOf(changed, { ...measured, tailMm: [10, 30] }), {});
  expect(html).toContain('<th scope="col" class="figure">件数</th><th scope="col">品名</th>');
  expect(html).toContain('width:20mm');
  for (const shown of ['银行', '服务热线 400', '1. 货物如有破损', '司机', '白联存根']) expect(html).toContain(shown);
  for (const hidden of ['9.99', '成本', '解放大道', '签收', '第 1']) expect(html).not.toContain(hidden);
});

it('R112 needles print black alone: no grounds, no grey, no accent, and the mark as a stamp', () => {
  const html = written(job({ watermark: '待确认' }, 'continuous241x140'));
  expect(html).toContain('<span class="stamp">待确认</span>');
  const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
  const colours = [...style.replace(/\.watermark\{[^}]*\}/, '').matchAll(/#[0-9a-f]{3,6}/g)].map(([colour]) => colour);
  expect(new Set(colours)).toEqual(new Set(['#fff', '#000']));
  expect(style).toContain('size:241mm 140mm');
  const sizes = [...style.matchAll(/(\d+(?:\.\d+)?)pt/g)].map(([, size]) => Number(size));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(9);
});

it('R11 the logo is in the paper when it is here, and missing when it is not', () => {
  expect(picturesOf(job())).toEqual([LOGO]);
  expect(written(job(), { [LOGO]: 'data:image/png;base64,AAAA' })).toContain('src="data:image/png;base64,AAAA"');
  expect(written(job())).not.toContain('<img');
});

it('R112 all default layouts are valid ones, and name no column twice', () => {
  for (const kind of paperKinds) {
    for (const size of paperSizeNames) {
      const layout = paperLayoutSchema.parse(defaultLayout(kind, size));
      const keys = layout.columns.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(layout.columns.filter(({ widthMm }) => widthMm === null)).toHaveLength(1);
    }
  }
});

it('R112 a paper that was measured as another one is not drawn: no part of it is lost without a word', () => {
  const more = job({ notes: [{ caption: '', text: '备注' }] });
  expect(() => written(more)).toThrow('not of this paper');
});

it('R112 what is measured are the same parts: a long note goes in pieces that a page can hold', () => {
  const html = writeMeasuredPaper(job({ notes: [{ caption: '备注', text: '长'.repeat(900) }] }), {});
  expect(html.match(/class="tail/g)).toHaveLength(4);
});
