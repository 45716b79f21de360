/** A paper of so many lines, some with names that wrap, in either language and size: for who draws it. */
import { chineseAmount, englishAmount } from '#shared/kernel/papers/amount-in-words.ts';
import { defaultLayout } from '#shared/kernel/papers/default-layouts.ts';
import type { PaperJob } from '#shared/kernel/papers/paper.ts';

const texts = {
  en: {
    title: 'Order confirmation',
    issuer: 'Rivertown Homeware Co., Ltd.',
    names: [
      'Porcelain mug 350 ml',
      'Stainless thermos jug 1.5 l, double-walled, matt black, with tea strainer and handle',
    ],
    columns: ['#', 'SKU', 'Product', 'Quantity', 'Unit', 'Price', 'Net'],
    carry: ['Brought forward', 'Carried forward'],
    total: 'Total',
    signatures: ['For the seller', 'For the buyer'],
    page: 'Page {page} of {pages}',
  },
  zh: {
    title: '订单确认书',
    issuer: '江城家居用品有限公司',
    names: ['陶瓷杯 350ml', '不锈钢保温壶 1.5L（双层真空，哑光黑，带茶漏与提手，适用于办公室和会议室）'],
    columns: ['序号', '编码', '品名', '数量', '单位', '未税单价', '未税金额'],
    carry: ['承前页', '过次页'],
    total: '价税合计',
    signatures: ['供方（签章）', '需方（签章）'],
    page: '第 {page} 页，共 {pages} 页',
  },
} as const;

const keys = ['place', 'code', 'name', 'quantity', 'unit', 'price', 'net'];
const MINOR = 12_50;
const figures = (minor: number) => (minor / 100).toFixed(2);

export function paperJob(language: 'en' | 'zh', size: PaperJob['size'], lines: number): PaperJob {
  const words = texts[language];
  const rows = Array.from({ length: lines }, (_, at) => ({
    cells: {
      ...{ place: String(at + 1), code: `A-${100 + at}`, name: words.names[at % 7 === 3 ? 1 : 0] ?? '' },
      ...{ quantity: '1', unit: language === 'zh' ? '个' : 'pcs', price: '12.50', net: figures(MINOR) },
    },
    running: figures(MINOR * (at + 1)),
  }));
  const total = MINOR * lines;
  return {
    ...{ kind: 'orderConfirmation', size, layout: defaultLayout('orderConfirmation', size) },
    document: {
      ...{ language, title: words.title, number: 'SO-K7-000123', watermark: null },
      issuer: { name: words.issuer, logoHash: null, lines: [] },
      parties: [{ caption: '', lines: ['武汉恒通商贸有限公司', '武汉市硚口区解放大道 1277 号'] }],
      facts: [],
      columns: keys.map((key, at) => ({ key, title: words.columns[at] ?? '', isFigure: at === 3 || at > 4 })),
      rows,
      carry: { key: 'net', from: words.carry[0], to: words.carry[1] },
      sums: [{ caption: words.total, value: figures(total), isStrong: true }],
      inWords: { caption: '', value: (language === 'zh' ? chineseAmount : englishAmount)(total, 'CNY') },
      ...{ notes: [], proofs: [], signatures: [...words.signatures], pageText: words.page, continued: '' },
    },
  };
}
