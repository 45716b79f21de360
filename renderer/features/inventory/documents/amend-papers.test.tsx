// What the office rejected opens as it was typed, and is sent in its place.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../../tests/support/ledger-entry.ts';
import { InPlaceOf } from '../../../app/amending.tsx';
import { startTexts } from '../../../app/i18n.ts';
import { loadQueryTables } from '../../../app/query-tables.ts';
import { useSession } from '../../../app/session.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { FamilyEntry } from '../catalogue/family-entry.tsx';
import { ProductEntry } from '../catalogue/product-entry.tsx';
import { PurchaseEntry } from '../purchases/purchase-entry.tsx';
import { AmendQuota } from '../quotas/amend-quota.tsx';
import { TransferEntry } from '../transfers/transfer-entry.tsx';

const rights = [
  ...['inventory.see', 'inventory.seeSuppliers', 'inventory.seeCost', 'inventory.purchase', 'inventory.transfer'],
  ...['inventory.manageProducts', 'inventory.saveProduct#price', 'inventory.manageQuotas'],
];
const mug = { id: 'm', code: 'A-100', name: 'Mug', unit: 'pcs' };
const reasons = [{ code: 'inventory.numberNotOwn', params: { number: 'X-1' } }];

async function show(name: string, args: object, screenOf: (entry: ReturnType<typeof ledgerEntry>) => ReactNode) {
  const entry = ledgerEntry(7, { name, args, state: 'rejected', reasons });
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        settings: {
          ...{ 'company.utcOffsetMinutes': 480, 'company.currency': 'CNY', 'inventory.unit': 'pcs' },
          'billing.taxCode': 'standard',
        },
        warehouses: [
          { id: 'w1', code: 'W', name: 'Wuhan' },
          { id: 'w2', code: 'C', name: 'Changsha' },
        ],
        territories: [],
        taxRates: [],
      }),
      'inventory.productsById': () => [mug],
      'inventory.purchaseUnits': () => [],
      'inventory.purchase': () => null,
      'inventory.productCard': () => null,
      'inventory.familyCard': () => null,
      'inventory.productCategories': () => [],
      'inventory.supplierList': () => [{ id: 's1', code: 'V1', name: 'Porcelain', currency: 'CNY', leadDays: 7 }],
      'inventory.drivers': () => [{ id: 'u1', name: 'Chen' }],
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions: rights } } });
  render(
    <QueryClientProvider client={queryClient}>
      <InPlaceOf entry={entry}>{screenOf(entry)}</InPlaceOf>
    </QueryClientProvider>,
  );
  expect(await screen.findByText('In place of what the office rejected')).toBeTruthy();
  return bridge;
}

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
});

const inPlace = { replaces: 'command 7' };
const lines = [{ id: 'l1', productId: 'm', unitId: null, quantity: 240_000, dueOn: null, unitCost: 125_000 }];

it('a purchase order, with a number of its own', async () => {
  const head = { supplierId: 's1', warehouseId: 'w2', dueOn: '2026-12-01', note: 'by rail', isOrdered: true };
  const bridge = await show(
    'inventory.writePurchase',
    { purchaseOrderId: 'p9', number: 'PO-K7-000009', ...head, lines },
    () => <PurchaseEntry params={{ purchaseOrderId: 'p9' }} />,
  );
  await screen.findByDisplayValue('24');
  await userEvent.click(screen.getByRole('button', { name: /^Order/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ name: 'inventory.writePurchase', args: { ...head, lines }, options: inPlace });
});

it('a request for a transfer', async () => {
  const head = { fromWarehouseId: 'w2', toWarehouseId: 'w1', dueOn: null, note: 'for the fair' };
  const asked = [{ id: 'l1', productId: 'm', lotId: null, quantity: 50_000 }];
  const bridge = await show(
    'inventory.askTransfer',
    { transferId: 't9', number: 'TR-K7-000009', ...head, lines: asked },
    () => <TransferEntry />,
  );
  await screen.findByDisplayValue('for the fair');
  await userEvent.click(screen.getByRole('button', { name: /^Ask/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { ...head, lines: asked }, options: inPlace });
});

it('a product, with its prices and units as they were typed', async () => {
  const units = [{ id: 'u1', name: 'box', ratio: 24, forSale: true, forPurchase: true }];
  const fields = { code: 'A-100', name: 'Mug', unit: 'pcs', basePrice: 125_000, taxCode: 'standard', tracking: 'lot' };
  const bridge = await show('inventory.saveProduct', { productId: 'n', fields, units, barcodes: null }, () => (
    <ProductEntry params={{ productId: 'n' }} />
  ));
  const code = await screen.findByDisplayValue('A-100');
  expect(screen.getByDisplayValue('12.5')).toBeTruthy();
  await userEvent.clear(code);
  await userEvent.type(code, 'A-101');
  await userEvent.click(screen.getByRole('button', { name: /^Save/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.saveProduct',
    args: { fields: { ...fields, code: 'A-101' }, units },
    options: inPlace,
  });
});

it('a family, with what was typed of each variant and what was left out', async () => {
  const goods = { unit: 'pcs', category: 'Cups', basePrice: 100_000 };
  const variant = (code: string, values: string[]) => ({
    ...{ productId: code, code, name: code, values, barcode: null, basePrice: 100_000 },
  });
  const variants = [variant('B-01', ['white', 'S']), variant('B-XX', ['blue', 'L'])];
  const args = { familyId: 'f9', code: 'B', name: 'Bowl', axes: ['colour', 'size'], goods, variants };
  const bridge = await show('inventory.saveFamily', args, () => <FamilyEntry params={{ familyId: 'f9' }} />);
  await screen.findByDisplayValue('Bowl');
  await userEvent.click(screen.getByRole('button', { name: /^(Save|Make \d)/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  const sent = bridge.ran[0] as { args: { variants: { code: string; values: string[] }[] } };
  expect(sent).toMatchObject({ args: { code: 'B', name: 'Bowl', axes: ['colour', 'size'] }, options: inPlace });
  expect(sent.args.variants.map(({ code, values }) => [code, values])).toEqual([
    ['B-01', ['white', 'S']],
    ['B-XX', ['blue', 'L']],
  ]);
});

it('a quota, in a dialog', async () => {
  const args = { userId: 'u1', warehouseId: 'w2', productId: 'm', quantity: 30_000, validUntil: '2026-12-31' };
  const bridge = await show('inventory.grantQuota', { quotaId: 'q9', ...args }, (entry) => (
    <AmendQuota entry={entry} onClose={() => undefined} />
  ));
  const quantity = await screen.findByDisplayValue('3');
  await userEvent.clear(quantity);
  await userEvent.type(quantity, '2{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { ...args, quantity: 20_000 }, options: inPlace });
});
