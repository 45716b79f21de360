// Long because one company of vans, carriers and receipts carries each story.
// Tours, carriers, stock on vans and receipts as people work them: what a key sends, and what is shown to whom.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { loadQueryTables } from '../../../app/query-tables.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { CarrierList } from '../carriers/carrier-list.tsx';
import { QuotaList } from '../quotas/quota-list.tsx';
import { ReceiptPage } from '../receipts/receipt-page.tsx';
import { ShipmentPage } from '../way-out/shipment-page.tsx';
import { TourPage } from './tour-page.tsx';

const me = signedIn.user.id;
const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const stop = (id: string, change: object = {}) => ({
  ...{ id, number: `DN-K7-${id}`, orderNumber: 'SO-1', state: 'shipped', warehouseId: 'w1', warehouseName: 'Wuhan' },
  ...{ customerName: `Shop ${id}`, contactName: 'Li', phone: '136 1111 2222', shipTo: `${id} Han Street` },
  ...{ shippedAt: 1, carrierName: null, parcelCount: 2, weightGrams: 4_500, note: null, tourOn: '2026-11-22' },
  ...{ driverId: me, stop: 1, deliveredAt: null, receivedByName: null, deliveryNote: null, hasProof: false },
  ...change,
});
const quota = (id: string, change: object = {}) => ({
  ...{ id, userId: me, userName: 'Zhou', warehouseId: 'w1', productId: `p${id}`, granted: 100_000, left: 60_000 },
  ...{ deviceCode: null, validUntil: null, productCode: `A-${id}`, productName: `Mug ${id}`, unit: 'pcs', ...audit },
  ...change,
});
const receipt = {
  head: {
    ...{ id: 'r1', number: 'GR-K7-000001', warehouseId: 'w1', purchaseOrderId: null, purchaseOrderNumber: null },
    ...{ supplierId: null, supplierName: 'Porcelain', deliveryNote: null, receivedOn: '2026-11-20', receivedAt: 1 },
    ...{ receivedByName: 'He', deviceCode: 'K7', lineCount: 1, note: null, reversesId: null, ...audit },
  },
  lines: [
    {
      ...{ id: 'rl1', receiptId: 'r1', position: 1, purchaseOrderLineId: null, productId: 'm', productCode: 'A-100' },
      ...{ productName: 'Mug', unit: 'pcs', lotId: 'l', lotCode: 'L-23', expiresOn: '2027-01-01', serialId: null },
      ...{ serialCode: null, locationId: null, locationCode: null, quantity: 100_000, condition: 'quarantine' },
      ...{ rejectReason: 'broken', ...audit },
    },
  ],
  otherNumber: null,
};
const carrier = { id: 'c1', code: 'SF', name: 'SF Express', phone: null, trackingUrl: null, isOwn: 0, active: 1 };

async function show(screenOf: ReactNode, permissions: readonly string[], queries: object = {}) {
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480 },
        warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }],
        territories: [],
        taxRates: [],
      }),
      'inventory.drivers': () => [
        { id: me, name: 'Zhou', phone: null },
        { id: 'u2', name: 'Chen', phone: null },
      ],
      'inventory.tourOfDay': () => [
        stop('1', { state: 'delivered', deliveredAt: 5, receivedByName: 'Wang' }),
        stop('2', { stop: 2 }),
        stop('3', { stop: 3 }),
      ],
      'inventory.untoured': () => [stop('9', { driverId: null, stop: null, tourOn: null })],
      'inventory.quotaList': () => [
        quota('1'),
        quota('2', { userId: 'u2', userName: 'Chen', validUntil: '2020-01-01' }),
      ],
      'inventory.carrierList': () => [{ ...carrier, ...audit }],
      'inventory.receipt': () => receipt,
      ...queries,
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
  return listenForShortcuts();
});

const planner = ['inventory.see', 'inventory.planTours', 'inventory.confirmDelivery'];
const rows = (label: string) =>
  within(screen.getByRole('grid', { name: label }))
    .getAllByRole('row')
    .map((row) => /Shop \d/.exec(row.textContent)?.[0])
    .filter((name) => name !== undefined);

it('a stop is moved by keys behind those that were driven; the steps are one command', async () => {
  const bridge = await show(<TourPage />, planner);
  expect(await screen.findByText(/1 delivered · 0 refused · 2 open/)).toBeTruthy();
  const list = screen.getByRole('grid', { name: 'Stops of the day' });
  list.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Alt>}{ArrowUp}{ArrowUp}{/Alt}');
  expect(rows('Stops of the day')).toEqual(['Shop 1', 'Shop 3', 'Shop 2']);
  await waitFor(() => expect(bridge.ran).toHaveLength(1), { timeout: 3_000 });
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.planTour',
    args: { driverId: me, shipmentIds: ['3', '2'] },
  });
});

it('weights are told in words of the language that is shown, on the screen and on the driver’s paper', async () => {
  startTexts('zh');
  await show(<TourPage />, planner);
  await screen.findAllByText('Shop 2');
  const { textContent } = document.body;
  expect(textContent).toMatch(/4\.5\s*公斤/);
  expect(textContent).not.toMatch(/kg/);
});

it('what is on no tour is put on this one behind the others, and taken off again, by keys', async () => {
  const bridge = await show(<TourPage />, planner);
  await screen.findByText('Shop 9');
  await userEvent.keyboard('a');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { shipmentIds: ['2', '3', '9'] } });
  screen.getByRole('grid', { name: 'Stops of the day' }).focus();
  await userEvent.keyboard('{ArrowDown}{Delete}');
  await waitFor(() => expect(bridge.ran).toHaveLength(2));
  expect(bridge.ran[1]).toMatchObject({ args: { tourOn: null, driverId: null, shipmentIds: ['2'] } });
});

it('goods are signed for from the tour; what was driven has no key for it', async () => {
  const bridge = await show(<TourPage />, ['inventory.see', 'inventory.confirmDelivery']);
  await screen.findAllByText('Shop 2');
  expect(screen.queryByText('Not on a tour')).toBeNull();
  expect(screen.getByRole('button', { name: /^Delivered/ })).toHaveProperty('disabled', true);
  screen.getByRole('grid', { name: 'Stops of the day' }).focus();
  await userEvent.keyboard('{ArrowDown}d');
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('checkbox', { name: 'The customer refused the goods' }));
  await userEvent.click(within(dialog).getByRole('button', { name: /Save delivery/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.confirmDelivery',
    args: { shipmentId: '2', isRefused: true, receivedByName: null },
  });
});

it('a delivery without signature and picture is asked for once more, with its reason; nobody is named who was not there', async () => {
  const bridge = await show(<TourPage />, ['inventory.see', 'inventory.confirmDelivery']);
  await screen.findAllByText('Shop 2');
  screen.getByRole('grid', { name: 'Stops of the day' }).focus();
  await userEvent.keyboard('{ArrowDown}d');
  const dialog = await screen.findByRole('dialog');
  const name = within(dialog).getByRole('textbox', { name: 'Received by' });
  expect(name).toHaveProperty('value', '');
  await userEvent.click(name);
  await userEvent.keyboard('{Enter}');
  expect((await within(dialog).findByRole('alert')).textContent).toMatch(/No signature and no picture/);
  await userEvent.keyboard('{Enter}');
  expect(bridge.ran).toEqual([]);
  expect(within(dialog).getByRole('button', { name: /without proof/ })).toHaveProperty('disabled', true);
  await userEvent.click(within(dialog).getByRole('button', { name: 'It was Li' }));
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Why without proof' }), 'camera broken');
  await userEvent.click(within(dialog).getByRole('button', { name: /without proof/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    args: { shipmentId: '2', receivedByName: 'Li', note: 'camera broken', signatureHash: null, photoHash: null },
  });
});

it('who carries a shipment is said after it left, with a key of its page; what was taken back has none', async () => {
  const unsaid = { carrierId: null, trackingNumber: null, reversesId: null, signatureHash: null, photoHash: null };
  const head = { ...stop('1', { ...unsaid, orderId: 'o' }), ...audit };
  const documentOf = (state: string) => ({
    ...{ head: { ...head, state }, lines: [], trackingUrl: null, freight: null, history: [] },
    parcels: [1, 2].map((position) => ({
      id: `p${position}`,
      position,
      code: `DN-1-${position}`,
      trackingNumber: null,
    })),
  });
  let state = 'shipped';
  const rights = ['inventory.see', 'inventory.ship'];
  const bridge = await show(<ShipmentPage params={{ shipmentId: '1' }} />, rights, {
    'inventory.shipment': () => documentOf(state),
    'inventory.carriers': () => [carrier],
  });
  await screen.findByRole('button', { name: /Carrier and tracking/ });
  await userEvent.keyboard('t');
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Tracking number' }), ' SF-9 ');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'DN-1-2' }), 'SF-9-2{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.nameCarrier',
    args: {
      ...{ shipmentId: '1', carrierId: null, trackingNumber: 'SF-9' },
      parcels: [{ parcelId: 'p2', trackingNumber: 'SF-9-2' }],
    },
  });
  state = 'reversed';
  await queryClient.invalidateQueries();
  await waitFor(() => expect(screen.queryByRole('button', { name: /Carrier and tracking/ })).toBeNull());
});

it('a day that is over says what did not arrive, and puts it on today’s tour behind what stands there', async () => {
  const bridge = await show(<TourPage />, planner);
  await screen.findAllByText('Shop 2');
  await userEvent.keyboard('[[');
  expect(await screen.findByText('2 stops of this day did not arrive')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Put on the tour of today/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ name: 'inventory.planTour', args: { shipmentIds: ['2', '3', '2', '3'] } });
});

it('R20 a rep sees what is held for him and gives back part of it; others’ and granting are not his', async () => {
  const bridge = await show(<QuotaList />, ['inventory.see']);
  expect(await screen.findByText('Mug 1')).toBeTruthy();
  expect(screen.queryByText('Mug 2')).toBeNull();
  expect(screen.queryByRole('button', { name: /Give stock/ })).toBeNull();
  await userEvent.keyboard('b');
  const field = await screen.findByRole('textbox', { name: 'Quantity' });
  await userEvent.clear(field);
  await userEvent.type(field, '7{Enter}');
  expect(bridge.ran).toHaveLength(0);
  await userEvent.clear(field);
  await userEvent.type(field, '2{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.giveBackQuota',
    args: { quotaId: '1', quantity: 20_000, withoutHolder: false },
  });
});

it('R20 a manager sees whose has ended and still holds stock back', async () => {
  await show(<QuotaList />, ['inventory.see', 'inventory.manageQuotas']);
  expect(await screen.findByText('1 quota has ended and still holds stock back')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show them' }));
  expect(screen.queryByText('Mug 1')).toBeNull();
  expect(screen.getByText('Mug 2').closest('[role=row]')?.textContent).toContain('Ended');
});

it('R20 whoever takes back what another holds reads when their computer was last heard, and says that it is without them', async () => {
  const bridge = await show(<QuotaList />, ['inventory.see', 'inventory.manageQuotas', 'admin.manageDevices']);
  const person = { id: 'u2', login: 'chen', name: 'Chen', isActive: true };
  const laptop = { deviceId: 'd2', code: 'M2', formerCodes: [], name: 'Laptop', person, state: 'open', waiting: 3 };
  Object.assign(bridge.devices, {
    list: async () => ({ ok: true, devices: [{ ...laptop, lastContactAt: 1 }], schema: '', heardAt: 1, stale: null }),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Show them' }));
  await userEvent.keyboard('b');
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText('Chen may have promised this without a network')).toBeTruthy();
  expect(await within(dialog).findByText(/M2 Laptop: last heard/)).toBeTruthy();
  expect(within(dialog).getByText(/3 commands waited on it then/)).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: /Take back without a word/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.giveBackQuota',
    args: { quotaId: '2', quantity: null, withoutHolder: true },
  });
});

it('a carrier says where its parcels are followed, or is not saved', async () => {
  const bridge = await show(<CarrierList />, planner);
  await userEvent.click(await screen.findByText('SF Express'));
  const address = await screen.findByRole('textbox', { name: /Tracking address/ });
  await userEvent.click(address);
  await userEvent.paste('https://track.example.com/');
  expect(screen.getByText(/{number} is missing/)).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  expect(bridge.ran).toHaveLength(0);
  await userEvent.paste('{number}');
  expect(screen.getByText(/SF1234567 opens https:\/\/track.example.com\/SF1234567/)).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.saveCarrier',
    args: { id: 'c1', code: 'SF', trackingUrl: 'https://track.example.com/{number}', active: true },
  });
});

it('R8 a receipt is taken back with its reason, by whoever may', async () => {
  const bridge = await show(<ReceiptPage params={{ receiptId: 'r1' }} />, [
    'inventory.see',
    'inventory.reverseReceipt',
  ]);
  expect((await screen.findByText('L-23')).closest('[role=row]')?.textContent).toContain('broken');
  await userEvent.click(screen.getByRole('button', { name: 'Reverse' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'counted twice{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.reverseReceipt',
    args: { receiptId: 'r1', note: 'counted twice' },
  });
});
