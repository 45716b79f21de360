// The order screens with the rows of the pictures: ?show=draft|empty|order|held|list, &lang=zh, &theme=dark
import { makeFakeBridge, signedIn } from '../fake-bridge.ts';
import { customerRow, draftLine, hengtong, orderQueries, units, uuid, wuhan } from '../order-company.ts';

const wanted = new URLSearchParams(location.search);
const language = wanted.get('lang') === 'zh' ? 'zh' : 'en';
const show = wanted.get('show') ?? 'draft';
localStorage.setItem(
  'satchel.preferences',
  JSON.stringify({ theme: wanted.get('theme') ?? 'light', density: 'compact', language }),
);

const line = (key: number, code: string, quantity: number, change: object = {}) =>
  draftLine(key, code, quantity, change, language);
const draftId = uuid(700);
const draft = {
  number: 'SO-K7-000123',
  exposureEntryId: uuid(701),
  customerId: hengtong,
  customerName: customerRow(language).name,
  currency: 'CNY',
  warehouseId: wuhan,
  requestedOn: '2026-11-27',
  paymentTermsDays: 30,
  lines: [
    line(1, 'A-100', 48, { discount: 500 }),
    line(2, 'A-110', 24),
    line(3, 'B-020', 60),
    line(4, 'B-029', 5, { manualPrice: units(11.5) }),
    line(5, 'D-412', 40, { manualPrice: units(45.5) }),
  ],
  nextKey: 6,
};
const tabs: Readonly<Record<string, { kind: string; params: object }>> = {
  draft: { kind: 'orderEntry', params: { draftId } },
  empty: { kind: 'orderEntry', params: {} },
  order: { kind: 'order', params: { orderId: uuid(500) } },
  held: { kind: 'order', params: { orderId: uuid(502) } },
  list: { kind: 'orderList', params: {} },
};
const bridge = makeFakeBridge({
  session: {
    ...signedIn,
    user: {
      ...signedIn.user,
      name: language === 'zh' ? '周文斌' : 'Zhou Wenbin',
      permissions: [...signedIn.user.permissions, 'sales.cancelOrder'],
    },
  },
  status: { network: 'offline', waiting: 3, dataAsOf: Date.now() - 5 * 3_600_000 },
  queries: orderQueries(language),
  commands: {
    'sales.confirmOrder': () => ({
      state: 'adjusted',
      reasons: [],
      commandId: uuid(702),
      sequence: 1,
      result: {
        orderId: uuid(502),
        number: 'SO-K7-000123',
        totalMinor: 0,
        creditHold: 0,
        approvalHold: 1,
        backOrderedLines: 1,
      },
    }),
  },
  drafts: [
    { id: draftId, kind: 'order', updatedAt: Date.now(), body: draft },
    {
      id: 'workspace',
      kind: 'workspace',
      updatedAt: 0,
      body: { tabs: [{ ...tabs[show], title: null, dirty: false }], active: 0 },
    },
  ],
});
Object.defineProperty(window, 'satchel', { value: bridge });
await import('../../../renderer/main.tsx');
