import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../app/i18n.ts';
import { useSession } from '../../app/session.ts';
import { findPapers } from './find-papers.ts';

const asked: string[] = [];
const answer = (name: string, row: object) => () => {
  asked.push(name);
  return { rows: [row], next: null };
};

beforeEach(() => {
  asked.length = 0;
  startTexts('en');
  const bridge = makeFakeBridge({
    queries: {
      'inventory.shipmentList': answer('shipments', { id: 's', number: 'DN-K7-000001', customerName: 'Hengtong' }),
      'inventory.purchaseList': answer('purchases', { id: 'p', number: 'PO-K7-000001', supplierName: 'Porcelain' }),
      'inventory.receiptList': answer('receipts', { id: 'r', number: 'GR-K7-000001', supplierName: null }),
      'inventory.transferList': answer('transfers', {
        ...{ id: 't', number: 'TR-K7-000001', fromWarehouseName: 'Wuhan', toWarehouseName: 'Changsha' },
      }),
      'inventory.countList': answer('counts', { id: 'c', number: 'CC-K7-000001' }),
      'inventory.goodsReturnList': answer('returns', { id: 'g', number: 'RT-K7-000001', customerName: 'Hengtong' }),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
});
const as = (permissions: readonly string[]) =>
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });

it('papers of the warehouse are found by their numbers, with what they are and whom they are about', async () => {
  as(['inventory.see', 'inventory.seeSuppliers', 'inventory.transfer', 'inventory.count']);
  expect((await findPapers('K7-000001', 6)).map(({ code, name, note }) => [code, name, note])).toEqual([
    ['DN-K7-000001', 'Hengtong', 'Shipments'],
    ['PO-K7-000001', 'Porcelain', 'Purchase orders'],
    ['GR-K7-000001', '', 'Goods receipts'],
    ['TR-K7-000001', 'Wuhan → Changsha', 'Transfers'],
    ['CC-K7-000001', '', 'Counts'],
    ['RT-K7-000001', 'Hengtong', 'Returns'],
  ]);
});

it('nobody is led to a paper that they may not open, and a name is no number', async () => {
  as(['inventory.see']);
  expect((await findPapers('K7-000001', 6)).map(({ code }) => code.slice(0, 2))).toEqual(['DN', 'GR', 'RT']);
  asked.length = 0;
  expect([...(await findPapers('Hengtong', 6)), ...(await findPapers('K7', 6))]).toEqual([]);
  expect(asked).toEqual([]);
});
