// Rows for the preview alone; the application's own demo company is made by db/demo.

import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { ledgerEntry } from '../ledger-entry.ts';

/** How far the load is that the address asks for. */
export const previewLoad = {
  rows: 52_840,
  totalRows: 310_200,
  table: 'customers',
  tableRows: 12_400,
  tableTotalRows: 100_000,
  bytes: 3_400_000,
  secondsLeft: 38,
};

const customers = [
  ['HT001', 'Wuhan Hengtong Department Store', 'Wuhan'],
  ['YL014', 'Changsha Yuelu Living', 'Changsha'],
  ['WJ020', 'Xiaogan Wanjiale', 'Xiaogan'],
] as const;

/** A mug that has its picture, a jug whose picture has not come, and a box without one. */
const mugHash = 'a1'.repeat(32);
const mug =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" fill="#E3F1F0"/><path d="M6 7h9v10H6z" fill="#0B6B66"/><path d="M15 9h3v5h-3" fill="none" stroke="#0B6B66" stroke-width="1.6"/></svg>';
export const previewPictures = { [mugHash]: `data:image/svg+xml,${encodeURIComponent(mug)}` };

const products = [
  ['A-100', 'Ceramic mug 350 ml', mugHash],
  ['B-020', 'Thermos jug 1.5 L', 'b2'.repeat(32)],
  ['D-412', 'Glass box, set of 3', null],
] as const;

export const previewQueries = {
  'inventory.productList': ({ search }: { search: string }) => ({
    rows: products
      .filter((row) => row.join(' ').toLowerCase().includes(search.toLowerCase()))
      .map(([code, name, pictureHash]) => ({ id: code, code, name, pictureHash, unit: 'pcs' })),
    next: null,
  }),
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

const entry = (sequence: number, change: Partial<LedgerEntry>): LedgerEntry =>
  ledgerEntry(sequence, {
    name: 'sales.confirmOrder',
    args: { orderId: `order-${sequence}` },
    subject: {
      document: `SO-K7-${String(sequence).padStart(6, '0')}`,
      party: 'Wuhan Hengtong Department Store',
      amountMinor: 1_323_682,
      currency: 'CNY',
    },
    issuedAt: minutes(200 - sequence),
    answeredAt: minutes(199 - sequence),
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
