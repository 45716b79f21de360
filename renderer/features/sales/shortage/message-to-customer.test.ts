/** What a customer is told holds for every piece of the line: what comes, what follows, what does not come at all. */
import { beforeEach, expect, it } from 'vitest';
import { changsha, orderDocument, orderRow, units } from '../../../../tests/support/order-company.ts';
import { setTextLanguage, startTexts } from '../../../app/i18n.ts';
import { messageFor } from './message-to-customer.ts';
import type { OpenShortage } from './use-shortage.ts';
import type { WayOut } from './ways-out.ts';

beforeEach(() => startTexts('en'));

function shortage({ requestedOn = '2026-11-27' as string | null, left = 10 } = {}): OpenShortage {
  const { order, lines } = orderDocument(orderRow(0, 'en', { backOrderedLines: 1, requestedOn }), 'en');
  const line = lines[1];
  if (!line) throw new Error('the order has three lines');
  return {
    document: { order: { ...order, contactName: 'Li Hongmei' }, lines },
    line: { ...line, productName: 'jugs', reserved: units(left), backOrdered: units(24 - left) },
    warehouseName: 'Wuhan',
    elsewhere: { warehouseId: changsha, name: 'Changsha', available: units(9) },
    dueOn: '2026-11-30',
  };
}
const keep: WayOut = { choice: 'keepBackOrder' };
const cut: WayOut = { choice: 'cutLine' };
const from = (pieces: number): WayOut => ({
  choice: 'otherWarehouse',
  warehouseId: changsha,
  name: 'Changsha',
  available: units(pieces),
});
const told = (open: OpenShortage, way: WayOut) => messageFor(open, way, 100_00);

it('of pieces from elsewhere it promises those that are there, and says what is still missing', () => {
  expect(told(shortage(), from(9))).toBe(
    'Li Hongmei, of the 24 pcs jugs in your order SO-K7-000123, 9 come from our warehouse Changsha in a delivery of ' +
      'their own; 5 are still missing and follow from 30 Nov. The price stays as agreed. We are sorry for the wait.',
  );
  expect(told(shortage(), from(500))).toBe(
    'Li Hongmei, 14 of the 24 pcs jugs in your order SO-K7-000123 come from our warehouse Changsha, in a delivery of ' +
      'their own. Price and quantity stay as agreed.',
  );
  setTextLanguage('zh');
  expect(told(shortage(), from(9))).toMatch(
    /其中 9 pcs 由我们的 Changsha 单独发出，另有 5 pcs 缺货，11-30 起补发，价格不变/,
  );
});

it('it makes no excuse for a delivery that is in time, and promises nothing of a line that has nothing', () => {
  expect(told(shortage(), keep)).toMatch(/we deliver 10 as agreed; the other 14 follow from 30 Nov\. We are sorry/);
  const inTime = told(shortage({ requestedOn: '2026-12-02' }), keep);
  expect(inTime).toMatch(/the other 14 reach us on 30 Nov\. We expect to deliver all of them on 2 Dec as agreed\.$/);
  expect(inTime).not.toMatch(/sorry/);
  expect(told(shortage({ left: 0, requestedOn: '2026-12-02' }), keep)).toMatch(/24 pcs jugs .* reach us on 30 Nov\./);
  expect(told(shortage({ left: 0 }), keep)).toMatch(/the 24 pcs jugs in your order SO-K7-000123 follow from 30 Nov/);
  expect(told(shortage({ left: 0 }), cut)).toMatch(/take the 24 pcs jugs off your order SO-K7-000123/);
});
