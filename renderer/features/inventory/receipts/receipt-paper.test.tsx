// A receipt is printed: whose goods they are, what came, unit by unit, and who signs.
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { beginScreens, companyOf, showScreen } from '../../../../tests/support/show-screen.tsx';
import { ReceiptPage } from './receipt-page.tsx';

const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const line = (position: number, unit: string, quantity: number, change: object = {}) => ({
  ...{ id: `l${position}`, receiptId: 'r1', position, purchaseOrderLineId: null, productId: 'm', productCode: 'A-100' },
  ...{ productName: `Goods ${position}`, unit, lotId: null, lotCode: null, expiresOn: null, serialId: null },
  ...{ serialCode: null, locationId: null, locationCode: null, quantity, condition: 'saleable', rejectReason: null },
  ...{ cameWith: null, ...audit, ...change },
});
const head = {
  ...{ id: 'r1', number: 'GR-K7-000001', warehouseId: 'w1', purchaseOrderId: null, purchaseOrderNumber: null },
  ...{ supplierId: 's1', supplierName: 'Glass & Sons', deliveryNote: 'D-77', receivedOn: '2026-11-20' },
  ...{ receivedAt: Date.parse('2026-11-20T02:00:00Z'), receivedByName: 'He', deviceCode: 'K7', lineCount: 3 },
  ...{ note: null, reversesId: null, sentBack: 0, ...audit },
};
const lines = [
  line(1, 'pcs', 120_000),
  line(2, 'l', 15_000, { lotCode: 'L-9', expiresOn: '2027-03-31' }),
  line(3, 'pcs', 10_000, { condition: 'quarantine', rejectReason: 'broken' }),
];

beforeEach(() => beginScreens());

it('says who brought the goods, each line, and what they come to by unit; only while it is printed', async () => {
  await showScreen(<ReceiptPage params={{ receiptId: 'r1' }} />, ['inventory.see'], {
    'admin.company': () => companyOf('Wuhan'),
    'inventory.receipt': () => ({ head, lines, otherNumber: null }),
  });
  await screen.findByText('Goods 2');
  expect(document.querySelector('.shipment')).toBeNull();
  const print = vi.fn(() => act(() => void window.dispatchEvent(new Event('beforeprint'))));
  Object.defineProperty(window, 'print', { value: print, configurable: true });
  await userEvent.keyboard('{Control>}p{/Control}');
  expect(print).toHaveBeenCalledOnce();
  const paper = document.querySelector('.shipment');
  expect(paper?.querySelector('.paper-party')?.textContent).toBe('Glass & Sons');
  expect(paper?.textContent).toMatch(/D-77.*2026.*He/);
  expect(paper?.textContent).toMatch(/L-9.*2027/);
  expect(paper?.textContent).toContain('broken');
  expect(paper?.querySelector('tfoot')?.textContent).toMatch(/3 lines in all13\s*pcs1\.5\s*l/);
  act(() => void window.dispatchEvent(new Event('afterprint')));
  await waitFor(() => expect(document.querySelector('.shipment')).toBeNull());
});
