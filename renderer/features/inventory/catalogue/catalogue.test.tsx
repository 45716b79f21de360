// Products, places and lots as people keep them: what a key or a click sends, and what is shown to whom.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { loadQueryTables } from '../../../app/query-tables.ts';
import { useSession } from '../../../app/session.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { LocationPage } from '../places/location-page.tsx';
import { PlacesPage } from '../places/places-page.tsx';
import { LotPage } from '../trace/lot-page.tsx';
import { FamilyEntry } from './family-entry.tsx';
import { ProductEntry } from './product-entry.tsx';

const all = [
  ...['inventory.see', 'inventory.manageProducts', 'inventory.saveProduct#price', 'inventory.managePlaces'],
  'inventory.blockLot',
];
const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const product = {
  ...{ id: 'm', code: 'A-100', name: 'Mug', category: 'Cups', unit: 'pcs', packaging: null, barcode: null },
  ...{ basePrice: 125_000, floorPrice: null, currency: 'CNY', taxCode: 'standard', reorderPoint: 0, discontinued: 0 },
  ...{ tracking: 'lot', familyId: null, variant: null, weightGrams: null, shelfLifeDays: null, pictureHash: null },
  ...audit,
};
const card = {
  ...{ product, units: [], barcodes: [], substitutes: [], reorderRules: [], family: null, siblings: [] },
  serialCount: 0,
};
const zone = {
  id: 'z1',
  warehouseId: 'w1',
  code: 'A',
  name: 'Racks',
  kind: 'storage',
  placeCount: 1,
  isOutOfUse: false,
};
const place = {
  ...{ id: 'l1', warehouseId: 'w1', zoneId: 'z1', code: 'A-01', walkOrder: 10, active: 1, zoneCode: 'A' },
  ...{ zoneKind: 'storage', isOutOfUse: false, productCount: 2, productName: 'Mug' },
};
const lot = {
  ...{ id: 'lot1', productId: 'm', code: 'L-23', expiresOn: '2027-06-30', receivedOn: '2026-11-01' },
  ...{ supplierId: null, supplierName: 'Porcelain Works', blocked: 0, ...audit },
};
const shipment = {
  ...{ id: 's1', shipmentId: 'd1', number: 'DN-K7-000001', state: 'delivered', customerId: 'c1' },
  ...{ customerName: 'Hengtong', orderId: 'o1', orderNumber: 'SO-K7-000001', warehouseId: 'w1' },
  ...{ warehouseName: 'Wuhan', shippedAt: 1, phone: '027-1', shipTo: null, lotCode: 'L-23', serialCode: null },
  ...{ quantity: 40_000, returned: 0 },
};
const trace = {
  ...{ lot, product, receipts: [], movements: [], places: [], quarantined: 0, isWhole: false },
  shipments: [shipment, { ...shipment, id: 's2', quantity: 50_000 }],
};
const goods = {
  location: { ...place, rack: null, bay: null, level: null, ...audit, zone: { ...zone, ...audit } },
  rows: [
    {
      ...{ id: 'g1', productId: 'm', code: 'A-100', name: 'Mug', unit: 'pcs', lotId: 'lot1', lotCode: 'L-23' },
      ...{ expiresOn: null, blocked: 0, onHand: 30_000, allocated: 0 },
    },
  ],
  serials: [],
};

async function show(screenOf: ReactNode, permissions: readonly string[] = all) {
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        settings: {
          ...{ 'company.utcOffsetMinutes': 480, 'company.currency': 'CNY', 'inventory.unit': 'pcs' },
          'billing.taxCode': 'standard',
        },
        warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }],
        territories: [],
        former: { warehouses: [], territories: [] },
        taxRates: [],
      }),
      'inventory.productCategories': () => ['Cups'],
      'inventory.productCard': () => card,
      'inventory.zoneList': () => [zone],
      'inventory.locationList': () => ({ rows: [place], next: null }),
      'inventory.lotTrace': () => trace,
      'inventory.locationGoods': () => goods,
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(<QueryClientProvider client={queryClient}>{screenOf}</QueryClientProvider>);
  return bridge;
}

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
});

it('a product is made by keys alone: what is missing is said, then it is sent whole', async () => {
  const user = userEvent.setup();
  const bridge = await show(<ProductEntry params={{ productId: null }} />);
  await user.type(await screen.findByLabelText('SKU'), 'N-1');
  await user.click(screen.getByRole('button', { name: /^(Save|Make \d)/ }));
  expect(screen.getByText('Give it a name.')).toBeTruthy();
  expect(bridge.ran).toEqual([]);
  await user.type(screen.getByLabelText('Name'), 'Bowl');
  await user.type(screen.getByLabelText('List price'), '12.5');
  await user.click(screen.getByRole('button', { name: /^Add unit/ }));
  await user.type(screen.getByLabelText('Unit'), 'box');
  await user.type(screen.getByLabelText('pcs in it'), '24');
  await user.click(screen.getByRole('button', { name: /^(Save|Make \d)/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.saveProduct',
    args: {
      fields: { code: 'N-1', name: 'Bowl', basePrice: 125_000, currency: 'CNY', tracking: 'none' },
      units: [{ name: 'box', ratio: 24, forSale: true, forPurchase: true }],
    },
  });
});

it('a change sends what was changed, and a price cannot be changed without its right', async () => {
  const user = userEvent.setup();
  const bridge = await show(<ProductEntry params={{ productId: 'm' }} />, all.slice(0, 2));
  const name = await screen.findByLabelText('Name');
  await user.clear(name);
  await user.type(name, 'Mug 350');
  expect(screen.getByLabelText<HTMLInputElement>('List price').disabled).toBe(true);
  await user.click(screen.getByRole('button', { name: /^(Save|Make \d)/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]?.args).toEqual({ productId: 'm', fields: { name: 'Mug 350' }, units: null, barcodes: null });
});

it('variants are made from a table', async () => {
  const user = userEvent.setup();
  const bridge = await show(<FamilyEntry params={{ familyId: null }} />);
  await user.type(await screen.findByLabelText('Code'), 'MUG');
  await user.type(screen.getByLabelText('Name'), 'Mug');
  await user.type(screen.getByLabelText('List price'), '20');
  await user.type(screen.getByLabelText('Colour, size …'), 'colour');
  await user.type(screen.getByLabelText('White, celadon …'), 'white, celadon, red');
  await user.click(screen.getAllByText('Leave out')[2] as HTMLElement);
  await user.click(screen.getByRole('button', { name: /^(Save|Make \d)/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]?.args).toMatchObject({
    axes: ['colour'],
    variants: [
      { code: 'MUG-01', name: 'Mug white', values: ['white'], basePrice: 200_000 },
      { code: 'MUG-02', name: 'Mug celadon', values: ['celadon'] },
    ],
  });
});

it('a rack is made from its first code to its last', async () => {
  const user = userEvent.setup();
  const bridge = await show(<PlacesPage params={{}} />);
  expect(await screen.findByText(/and 1 more/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^New locations/ }));
  await user.type(await screen.findByLabelText('First'), 'A-01-01');
  await user.type(screen.getByLabelText('Last'), 'A-02-02');
  expect(screen.getByText('4 locations, A-01-01 to A-02-02')).toBeTruthy();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  const codes = ['A-01-01', 'A-01-02', 'A-02-01', 'A-02-02'];
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.saveLocations',
    args: { warehouseId: 'w1', zoneId: 'z1', locations: codes.map((code) => ({ code })) },
  });
});

it('R82 a lot says who got it, all together, and that this computer may not know all', async () => {
  const user = userEvent.setup();
  const bridge = await show(<LotPage params={{ lotId: 'lot1' }} />);
  const who = await screen.findByRole('region', { name: 'Who got it' });
  expect(within(who).getByText('1 customer')).toBeTruthy();
  expect(within(who).getAllByText('9').length).toBeGreaterThan(0);
  expect(screen.getByText('This list may be incomplete')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^Block lot/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ name: 'inventory.blockLot', args: { lotId: 'lot1', isBlocked: true } });
});

it('a place says what lies there, and is blocked by a key; who may not has no key', async () => {
  const user = userEvent.setup();
  const bridge = await show(<LocationPage params={{ locationId: 'l1' }} />);
  expect(await screen.findByText('L-23')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^Block/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ name: 'inventory.setPlaceUse', args: { locationIds: ['l1'], use: 'blocked' } });
});
