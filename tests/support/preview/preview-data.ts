// Rows for the preview alone; the application's own demo company is made by db/demo.
import type { LedgerEntry } from '#shared/protocol/bridge.ts';

const customers = [
  ['HT001', 'Wuhan Hengtong Department Store', 'Wuhan'],
  ['YL014', 'Changsha Yuelu Living', 'Changsha'],
  ['WJ020', 'Xiaogan Wanjiale', 'Xiaogan'],
] as const;

export const previewQueries = {
  'crm.customerList': ({ search }: { search: string }) => ({
    rows: customers
      .filter((row) => row.join(' ').toLowerCase().includes(search.toLowerCase()))
      .map(([code, name, city]) => ({
        id: code,
        code,
        name,
        city,
        contactName: 'Li Hongmei',
        phone: '138 0713 4402',
        country: 'China',
        territoryId: 't',
        currency: 'CNY',
        paymentTermsDays: 30,
      })),
    next: null,
  }),
};

const now = Date.now();
const minutes = (count: number) => now - count * 60_000;
const shortStock = {
  code: 'inventory.shortStock',
  params: { line: 2, product: 'Thermos jug 1.5 L', unit: 'pcs', reserved: 380_000, backOrdered: 220_000 },
};

const entry = (sequence: number, change: Partial<LedgerEntry>): LedgerEntry => ({
  commandId: `command-${sequence}`,
  sequence,
  name: 'sales.confirmOrder',
  version: 1,
  args: {
    orderId: `order-${sequence}`,
    number: `SO-K7-${String(sequence).padStart(6, '0')}`,
    customerName: 'Wuhan Hengtong Department Store',
    totalMinor: 1_323_682,
    currency: 'CNY',
  },
  issuedAt: minutes(200 - sequence),
  state: 'applied',
  reasons: [],
  foretold: [],
  answeredAt: minutes(199 - sequence),
  needsAttention: false,
  ...change,
});

export const previewLedger: readonly LedgerEntry[] = [
  entry(134, { state: 'waiting', answeredAt: null }),
  entry(133, { state: 'waiting', answeredAt: null }),
  entry(132, { state: 'sent', answeredAt: null }),
  entry(131, { state: 'adjusted', reasons: [shortStock], needsAttention: true }),
  entry(130, { state: 'rejected', reasons: [{ code: 'crm.customerGone', params: {} }], needsAttention: true }),
  ...Array.from({ length: 129 }, (_, index) => entry(129 - index, {})),
];
