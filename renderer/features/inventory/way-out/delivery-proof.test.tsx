// What proves a delivery, and what became of a shipment: a key on its tour and on its page, and what is shown of it.
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
import { TourPage } from '../tours/tour-page.tsx';
import { ShipmentPage } from './shipment-page.tsx';

const me = signedIn.user.id;
const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const stop = (id: string, change: object = {}) => ({
  ...{ id, number: `DN-K7-${id}`, orderNumber: 'SO-1', state: 'shipped', warehouseId: 'w1', warehouseName: 'Wuhan' },
  ...{ customerName: `Shop ${id}`, contactName: 'Li', phone: '136 1111 2222', shipTo: `${id} Han Street` },
  ...{ shippedAt: 1, carrierName: null, parcelCount: 2, weightGrams: 4_500, note: null, tourOn: '2026-11-22' },
  ...{ driverId: me, stop: 1, deliveredAt: null, receivedByName: null, deliveryNote: null, hasProof: false },
  ...change,
});
const any = expect.any(String);
const rights = ['inventory.see', 'inventory.confirmDelivery'];

async function show(screenOf: ReactNode, queries: object = {}) {
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480 },
        warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }],
        territories: [],
        taxRates: [],
      }),
      'inventory.drivers': () => [{ id: me, name: 'Zhou', phone: null }],
      'inventory.tourOfDay': () => [
        stop('1', { state: 'delivered', deliveredAt: 5, receivedByName: 'Wang' }),
        stop('2', { stop: 2 }),
      ],
      ...queries,
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions: rights } } });
  render(<QueryClientProvider client={queryClient}>{screenOf}</QueryClientProvider>);
  return bridge;
}

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
  return listenForShortcuts();
});

it('R102 a delivery without proof is marked on its tour, and given pictures with a key', async () => {
  const bridge = await show(<TourPage />);
  expect((await screen.findByText('No proof')).closest('[role=row]')?.textContent).toContain('Shop 1');
  expect(screen.getAllByText('No proof')).toHaveLength(1);
  screen.getByRole('grid', { name: 'Stops of the day' }).focus();
  await userEvent.keyboard('p');
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('button', { name: /Save proof/ })).toHaveProperty('disabled', true);
  const photos = ['goods', 'paper'].map((name) => new File([name], `${name}.jpg`, { type: 'image/jpeg' }));
  await userEvent.upload(within(dialog).getByLabelText('Pictures of the goods or the paper'), photos);
  expect(await within(dialog).findByText('2 pictures chosen')).toBeTruthy();
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'taken later{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.addDeliveryProof',
    args: { shipmentId: '1', signedByName: null, signatureHash: null, note: 'taken later', photoHashes: [any, any] },
  });
  // What is still on its way is delivered first.
  screen.getByRole('grid', { name: 'Stops of the day' }).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(screen.getByRole('button', { name: /Add proof/ })).toHaveProperty('disabled', true);
});

it('R10 a shipment says who did what with it, leads to the papers that tell it, and takes proof with a key', async () => {
  const head = {
    ...stop('1', { carrierId: null, trackingNumber: null, orderId: 'o', reversesId: null, state: 'delivered' }),
    ...{ deliveredAt: 2, receivedByName: 'Li', signatureHash: null, photoHash: null, ...audit },
  };
  const event = {
    ...{ carrierBefore: null, carrierAfter: null, numberBefore: null, numberAfter: null, parcelCode: null },
    ...{ personName: null, fileHash: null, note: null, documentId: null, documentNumber: null },
    ...{ at: 1, byName: 'He', deviceCode: 'K7' },
  };
  const delivered = { ...event, id: 'd', kind: 'delivered', personName: 'Li', note: 'camera broken' };
  const earlier = [
    delivered,
    { ...event, id: 'p', kind: 'parcelNumbered', parcelCode: 'DN-1-2', numberAfter: 'SF-9-2' },
    { ...event, id: 'c', kind: 'carrierNamed', carrierAfter: 'SF Express', numberAfter: 'SF-9' },
    { ...event, id: 's', kind: 'shipped' },
  ];
  const returned = { ...event, id: 'r', kind: 'returned', documentId: 'r', documentNumber: 'RT-1', deviceCode: null };
  const signed = { ...event, id: 'g', kind: 'signatureAdded', personName: 'Li', fileHash: 'a'.repeat(64) };
  let history: object[] = [returned, ...earlier];
  await show(<ShipmentPage params={{ shipmentId: '1' }} />, {
    'inventory.shipment': () => ({ head, lines: [], parcels: [], trackingUrl: null, freight: null, history }),
  });
  expect(await screen.findByText('No proof')).toBeTruthy();
  const told = within(screen.getByRole('region', { name: 'History' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
  expect(told).toMatchObject([
    expect.stringContaining('Goods came back: RT-1'),
    expect.stringMatching(/Delivered, received by Li camera broken.*He K7/),
    expect.stringContaining('Parcel DN-1-2: – → SF-9-2'),
    expect.stringContaining('Fetched by the customer → SF Express · SF-9'),
    expect.stringContaining('Left the warehouse'),
  ]);
  await userEvent.click(screen.getByRole('button', { name: /RT-1/ }));
  expect(useTabs.getState().tabs).toMatchObject([{ kind: 'goodsReturn', params: { goodsReturnId: 'r' } }]);
  await userEvent.keyboard('p');
  expect(await screen.findByRole('dialog')).toBeTruthy();
  await userEvent.keyboard('{Escape}');
  history = [signed, ...earlier];
  await queryClient.invalidateQueries();
  expect(await screen.findByRole('img', { name: 'Signature, Li' })).toBeTruthy();
  expect(screen.queryByText('No proof')).toBeNull();
});
