// The page of goods that went back to a supplier: what it says, in both languages.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { beginScreens, showScreen } from '../../../../tests/support/show-screen.tsx';
import { type Language, startTexts } from '../../../app/i18n.ts';
import { ReceiptPage } from './receipt-page.tsx';

const rights = ['inventory.see', 'inventory.reverseReceipt'];
const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const head = {
  ...{ id: 'r9', number: 'GR-K7-000009', warehouseId: 'w1', purchaseOrderId: null, purchaseOrderNumber: null },
  ...{ supplierId: 's1', supplierName: 'Porcelain Works', deliveryNote: null, receivedOn: '2026-11-20', receivedAt: 1 },
  ...{ receivedByName: 'He', deviceCode: 'K7', lineCount: 2, note: 'cracked in the kiln', reversesId: null, ...audit },
  sentBack: 1,
};
const cameWith = {
  ...{ receiptId: 'r1', number: 'GR-K7-000001', deliveryNote: '8841', purchaseOrderNumber: 'PO-K7-000003' },
  receivedAt: 1,
};
const line = {
  ...{ id: 'rl1', receiptId: 'r9', position: 1, purchaseOrderLineId: null, productId: 'm', productCode: 'A-100' },
  ...{
    productName: 'Mug',
    unit: 'pcs',
    lotId: 'l',
    lotCode: 'L-23',
    expiresOn: null,
    serialId: null,
    serialCode: null,
  },
  ...{ locationId: null, locationCode: null, quantity: -50_000, condition: 'quarantine', cameWith, ...audit },
  rejectReason: 'cracked in the kiln',
};
const bare = {
  ...line,
  id: 'rl2',
  position: 2,
  productCode: 'B-2',
  productName: 'Jug',
  lotId: null,
  lotCode: null,
  cameWith: null,
};

function show(language: Language, change: object = {}, lines: readonly object[] = [line, bare]) {
  startTexts(language);
  return showScreen(<ReceiptPage params={{ receiptId: 'r9' }} />, rights, {
    'inventory.receipt': () => ({ head: { ...head, ...change }, lines, otherNumber: 'GR-K7-000010' }),
  });
}

beforeEach(() => beginScreens());

it('R26 R47 the note says what went back, why, and what it came with', async () => {
  await show('en');
  await screen.findByRole('heading', { level: 1, name: 'Return note GR-K7-000009' });
  const [first, second] = within(screen.getByRole('table')).getAllByRole('row').slice(1);
  expect(first?.textContent).toMatch(/A-100.*Mug.*L-23.*GR-K7-000001.*their note 8841 · PO-K7-000003.*5pcs/);
  expect(second?.textContent).toMatch(/B-2.*Jug.*–.*5pcs/);
  expect(screen.getByText('cracked in the kiln')).toBeTruthy();
});

it('R26 the same paper in Chinese', async () => {
  await show('zh');
  await screen.findByRole('heading', { level: 1, name: /采购退货单\s?GR-K7-000009/ });
  expect(screen.getByText('退货原因')).toBeTruthy();
});

it('R8 a note that was written wrongly is taken back with its reason', async () => {
  const bridge = await show('en');
  await userEvent.click(await screen.findByRole('button', { name: 'Reverse' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('in quarantine again');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'they took none{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ name: 'inventory.reverseReceipt', args: { receiptId: 'r9' } });
});

it('R8 the reversal of a note names what it takes back', async () => {
  await show('en', { reversesId: 'r8' }, [{ ...line, quantity: 50_000 }]);
  await screen.findByRole('heading', { level: 1, name: 'Reversal GR-K7-000009' });
  expect(screen.getByRole('button', { name: 'Takes back GR-K7-000010' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Reverse' })).toBeNull();
});
