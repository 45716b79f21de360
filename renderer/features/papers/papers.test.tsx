// Documents on paper: what stands on each in both languages, and by which keys they are printed.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { defaultLayout } from '#shared/kernel/papers/default-layouts.ts';
import { type PaperJob, paperJobSchema } from '#shared/kernel/papers/paper.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { paperOrder, paperQueries } from '../../../tests/support/paper-answers.ts';
import { beginScreens, showScreen } from '../../../tests/support/show-screen.tsx';
import { type Language, startTexts } from '../../app/i18n.ts';
import { useNotices, wordsOf } from '../../app/notices.ts';
import { useSession } from '../../app/session.ts';
import { buildJob } from './build-job.ts';
import { setPaperSettings } from './paper-settings.ts';
import { PrintButton } from './print-button.tsx';

beforeEach(() => {
  localStorage.clear();
  setPaperSettings('deliveryNote', { printer: null, size: 'a4', language: null, copies: 1 });
  useNotices.setState({ notices: [] });
  return beginScreens();
});

async function build(kind: PaperJob['kind'], language: Language, lines = 3, change: object = {}) {
  startTexts('en');
  const bridge = makeFakeBridge({ queries: paperQueries(language, lines, change) });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: signedIn });
  const built = await buildJob(kind, kind === 'goodsReceipt' ? 'came' : 'x', 'a4', language);
  if ('reason' in built) throw new Error(built.reason.code);
  // What main takes, in either language, whichever the window speaks.
  return paperJobSchema.parse(built.job).document;
}
const rowOf = (document: PaperJob['document'], at: number) => {
  const cells = document.rows[at]?.cells ?? {};
  return document.columns.map(({ key }) => cells[key] ?? '').join(' | ');
};
const factsOf = (document: PaperJob['document']) => document.facts.map(({ caption, value }) => `${caption}: ${value}`);

it('R7 R42 R44 an order confirmation has the stored figures, as the screen writes them, and carries its sum', async () => {
  const document = await build('orderConfirmation', 'en', 4);
  expect([document.title, document.number, document.watermark]).toEqual(['Order confirmation', 'SO-K7-000123', null]);
  expect(document.columns.map(({ title }) => title).join(' | ')).toBe(
    '# | SKU | Product | Quantity | Unit | Price | Disc. | Net',
  );
  expect(rowOf(document, 0)).toBe('1 | A-100 | Porcelain mug 350 ml | 1 | pcs | 12.50 |  | 12.50');
  expect(rowOf(document, 3)).toBe('4 | A-100 | Porcelain mug 350 ml | 4 | pcs | 12.50 | 5% | 47.50');
  expect(document.rows.map(({ running }) => running)).toEqual(['12.50', '37.50', '75.00', '122.50']);
  const { order } = paperOrder('en', 4);
  expect(order.totalMinor).toBe(13_844);
  expect(document.sums.map(({ caption, value }) => `${caption} ${value}`)).toEqual([
    'Net ¥122.50',
    'VAT 13% ¥15.94',
    'Total ¥138.44',
  ]);
  expect(document.inWords?.value).toBe('CNY one hundred and thirty-eight and 44/100 only');
  expect(factsOf(document)).toContain('Payment: Net 30 days');
  expect(document.issuer.lines.map(({ text }) => text)).toContain('Tax no. 91420100MA4K1F7X2P');
});

it('R42 where prices hold the tax, the lines do too, and together they are the total', async () => {
  const document = await build('orderConfirmation', 'zh', 2, { priceMode: 'taxInclusive' });
  expect(document.columns.slice(-2).map(({ title }) => title)).toEqual(['含税单价', '含税金额']);
  expect(document.rows.at(-1)?.running).toBe('42.38');
  expect(document.sums.at(-1)).toMatchObject({ caption: '价税合计', value: '¥42.38' });
  expect(document.inWords).toEqual({ caption: '大写', value: '人民币肆拾贰元叁角捌分' });
});

it('R5 what is held, cancelled or rejected cannot be taken for a confirmation, and does not say why', async () => {
  expect((await build('orderConfirmation', 'zh', 1, { creditHold: 1 })).watermark).toBe('待确认');
  expect((await build('orderConfirmation', 'en', 1, { approvalHold: 1 })).watermark).toBe('To be confirmed');
  expect((await build('orderConfirmation', 'en', 1, { state: 'cancelled', creditHold: 1 })).watermark).toBe(
    'Cancelled',
  );
});

it('R47 R112 a delivery note says what left in which box, sums each unit by itself, and has no price', async () => {
  const document = await build('deliveryNote', 'zh', 6);
  expect(document.title).toBe('送货单');
  expect(document.columns.map(({ title }) => title).join(' ')).toBe('序号 编码 品名 批号／序列号 箱 数量 单位');
  expect(rowOf(document, 4)).toMatch(/^5 \| A-200 \| 不锈钢保温壶 .* \| SN-88120-00004 \| 1 \| 5 \| 个$/);
  expect(document.sums).toEqual([{ caption: '合计数量', value: '12 个，9 箱', isStrong: true }]);
  expect(factsOf(document)).toContain('重量: 4.5 公斤');
  expect(document.parties[0]?.lines).toEqual([
    '武汉恒通商贸有限公司',
    '武汉市硚口区解放大道 1277 号恒通大厦 3 号楼 2 单元 1801 室',
    '王建国  138 7100 2233',
  ]);
  expect(JSON.stringify(document)).not.toContain('¥');
});

it('R8 a reversed delivery note is marked, and the one that reverses it is signed by nobody', async () => {
  expect((await build('deliveryNote', 'en', 1, { state: 'reversed' })).watermark).toBe('Reversed');
});

it('R52 R26 returns from a customer and to a supplier say lot, reason and what the goods came with', async () => {
  const taken = await build('goodsReturn', 'zh');
  expect(rowOf(taken, 1)).toMatch(/L-2026-1 \| 2028-12-31 \| 破损 \| 隔离 \| 2 \| 个$/);
  expect(taken.signatures).toEqual(['退货人（签名、日期）', '收货人（签名、日期）']);
  const sent = await build('supplierReturn', 'en');
  expect(rowOf(sent, 0)).toBe(
    '1 | A-100 | Porcelain mug 350 ml | L-2026-0 | 31 Dec 2028 | GR-K7-000001\n23 Nov 2026, their note 8841\nPO-K7-000003 | 5 | pcs',
  );
  expect(factsOf(sent)).toContain('Why they go back: Cracked in the kiln');
});

it('R47 R112 a receipt says what came, where it lies, what was set apart and why, and who signs', async () => {
  const document = await build('goodsReceipt', 'zh', 2, {});
  expect(document.title).toBe('入库单');
  expect(rowOf(document, 0)).toMatch(/A-01-02 \| 隔离\n破损 \| 5 \| 个$/);
  expect(factsOf(document)).toContain('采购单号: 无采购单');
  expect(document.signatures).toEqual(['送货人（签名、日期）', '收货人（签名、日期）']);
});

it('R24 a pick list goes the way of the shelves, with room to write what was taken', async () => {
  const document = await build('pickList', 'zh', 2);
  expect(rowOf(document, 0)).toMatch(/^1 \| A-01-1 \| A-100 .* SO-K7-000123 \| 3 \| 个 \| 3$/s);
  expect(rowOf(document, 1)).toMatch(/^2 \| A-01-2 .* \| \u00a0$/s);
  expect(document.sums[0]?.value).toBe('6 个');
});

it('R27 a transfer says from where to where, and sums what rides along', async () => {
  const document = await build('transferSlip', 'en', 3);
  expect(document.parties.map(({ caption, lines }) => `${caption} ${lines[0]}`)).toEqual(['From Wuhan', 'To Tacoma']);
  expect(document.columns.map(({ title }) => title)).not.toContain('Received');
  expect(rowOf(document, 2)).toMatch(/5 \| {2}\| box$/);
  expect(document.sums[0]?.value).toBe('8 pcs');
});

async function show(desktop: Parameters<typeof makeFakeBridge>[0] = {}) {
  const queries = paperQueries('en', 2);
  await showScreen(<PrintButton kind="deliveryNote" id="s1" />, [], queries);
  const bridge = makeFakeBridge({ queries, ...desktop });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  return bridge;
}
const said = () => useNotices.getState().notices.map(({ title }) => wordsOf(title));

it('R112 Ctrl+P asks as long as no printer is chosen; the chosen one then prints with no dialog', async () => {
  const print = vi.fn(async () => ({ ok: true as const, isPrinted: true, pages: 1 }));
  await show({ desktop: { papers: { print } } });
  await userEvent.keyboard('{Control>}p{/Control}');
  await screen.findByRole('dialog', { name: 'Print Delivery note DN-K7-000034' });
  expect(print).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('combobox', { name: 'Printer' }));
  await userEvent.click(await screen.findByText('Office'));
  await userEvent.keyboard('{Control>}p{/Control}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(print).toHaveBeenLastCalledWith(expect.objectContaining({ printer: 'office', copies: 1 }));
  expect(said()).toEqual(['Delivery note DN-K7-000034 went to office, 1 page']);

  setPaperSettings('deliveryNote', { size: 'continuous241x140', language: 'zh', copies: 3 });
  await userEvent.keyboard('{Control>}p{/Control}');
  await waitFor(() => expect(print).toHaveBeenCalledTimes(2));
  const job = expect.objectContaining({
    size: 'continuous241x140',
    document: expect.objectContaining({ title: '送货单' }),
  });
  expect(print).toHaveBeenLastCalledWith(expect.objectContaining({ job, copies: 3 }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(JSON.parse(localStorage.getItem('satchel.papers') ?? '{}').deliveryNote).toMatchObject({ printer: 'office' });
});

it('R112 a printer that is gone is said where another can be chosen; nothing is lost', async () => {
  setPaperSettings('deliveryNote', { printer: 'old' });
  const print = async () => ({ ok: false as const, reason: { code: 'papers.notPrinted', params: { why: 'gone' } } });
  await show({ desktop: { papers: { print } } });
  await userEvent.keyboard('{Control>}p{/Control}');
  expect((await screen.findByRole('alert')).textContent).toContain('Nothing was printed (gone)');
  expect(screen.getByTitle('old (not found)')).toBeTruthy();
});

it('R112 the paper is saved and opened as PDF by keys, under its own name', async () => {
  const savePdf = vi.fn(async ({ name }: { name: string }) => ({ ok: true as const, path: `/${name}.pdf` }));
  await show({ desktop: { papers: { savePdf } } });
  await userEvent.keyboard('{Control>}{Shift>}p{/Shift}{/Control}');
  await screen.findByRole('dialog', { name: /DN-K7-000034/ });
  await userEvent.keyboard('{Control>}s{/Control}');
  await waitFor(() => expect(said()).toEqual(['Saved as /Delivery note DN-K7-000034.pdf']));
});

it('R112 a company changes the layout beside a real paper; who may not is not asked', async () => {
  const preview = vi.fn(async ({ job }: { job: PaperJob }) => ({
    ok: true as const,
    html: `<p>${job.document.number}</p>`,
    pages: 1,
  }));
  const bridge = await show({ desktop: { papers: { preview } } });
  await userEvent.keyboard('{Control>}p{/Control}');
  await screen.findByRole('dialog', { name: /DN-K7-000034/ });
  expect(screen.queryByRole('button', { name: /^Layout/ })).toBeNull();
  await userEvent.keyboard('{Escape}');

  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions: ['admin.managePapers'] } } });
  await userEvent.keyboard('{Control>}p{/Control}');
  await userEvent.click(await screen.findByRole('button', { name: /^Layout/ }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Lot or serial no.' }));
  await userEvent.type(screen.getByRole('textbox', { name: /^Terms/ }), 'Claims within 7 days.');
  const typed = { layout: expect.objectContaining({ terms: ['Claims within 7 days.'] }) };
  await waitFor(() => expect(preview).toHaveBeenLastCalledWith({ job: expect.objectContaining(typed) }));
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'admin.savePaperTemplate',
    args: {
      kind: 'deliveryNote',
      language: 'en',
      size: 'a4',
      legalEntityId: null,
      isDefault: 1,
      layout: { terms: ['Claims within 7 days.'] },
    },
  });
  const { layout } = (bridge.ran[0]?.args ?? {}) as { layout: PaperJob['layout'] };
  expect(layout.columns.find(({ key }) => key === 'lot')?.shown).toBe(0);
  expect(await screen.findByRole('combobox', { name: 'Printer' })).toBeTruthy();
});

it('R112 whoever prints gets the company’s layout; one that cannot be read is as none', async () => {
  const terms = { ...defaultLayout('deliveryNote', 'a4'), terms: ['7 days'] };
  const row = { kind: 'deliveryNote', language: 'en', size: 'a4', legalEntityId: null, isDefault: 1, active: 1 };
  const layoutWith = async (layout: string) => {
    const queries = {
      ...paperQueries('en', 1),
      'admin.paperTemplates': () => [{ ...row, id: 't1', name: 'x', layout }],
    };
    Object.defineProperty(window, 'satchel', { value: makeFakeBridge({ queries }), configurable: true });
    const built = await buildJob('deliveryNote', 'x', 'a4', 'en');
    return 'job' in built ? built.job.layout.terms : null;
  };
  expect(await layoutWith(JSON.stringify(terms))).toEqual(['7 days']);
  expect(await layoutWith('{}')).toEqual([]);
});

it('R112 a document that is not here is not printed, and says so', async () => {
  await show({ queries: { ...paperQueries('en', 1), 'inventory.shipment': () => null } });
  await userEvent.keyboard('{Control>}p{/Control}');
  expect((await screen.findByRole('alert')).textContent).toContain('not on this device');
});
