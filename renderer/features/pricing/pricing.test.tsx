// Prices and promotions as people work with them: what a key sends, and what is shown to whom.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FakeBridgeOptions } from '../../../tests/support/fake-bridge.ts';
import { customer } from '../../../tests/support/sample-rows.ts';
import { beginScreens, showScreen } from '../../../tests/support/show-screen.tsx';
import { CustomerPricesSection } from './customer/customer-prices.tsx';
import { PriceLists } from './lists/price-lists.tsx';
import { PriceEntry } from './prices/price-entry.tsx';
import { PromotionEntry } from './promotions/promotion-entry.tsx';
import { PromotionList } from './promotions/promotion-list.tsx';

const manage = ['sales.see', 'sales.managePrices', 'inventory.see'];
const list = {
  ...{ id: 'l1', code: 'WS', name: 'Wholesale', kind: 'list', groupId: null, currency: 'CNY', groupName: null },
  ...{ validFrom: '2026-01-01', validUntil: null, priority: 0, isDefault: 1, active: 1, prices: 2 },
};
const mug = {
  ...{ id: 'p1', code: 'A-100', name: 'Mug', unit: 'box', basePrice: 680_000, currency: 'CNY', category: null },
  ...{ taxCode: 'standard', barcode: null, boxes: [] },
};
const price = {
  ...{ id: 'x1', productId: 'p1', productCode: 'A-100', productName: 'Mug', unit: 'box', soldUnit: null },
  ...{ unitRatio: 1, minQuantity: 0, unitPrice: 600_000, basePrice: 680_000, baseCurrency: 'CNY' },
  ...{ validFrom: '2026-01-01', validUntil: null, priority: 0, currency: 'CNY', note: null },
};
const promotion = {
  ...{ id: 'm1', seriesId: 'm0', code: 'MUG10', name: 'Ten and one', kind: 'freeGoods', appliesTo: 'line', stacks: 0 },
  ...{ priority: 0, currency: null, groupId: null, territoryId: null, minMinor: null, period: null, basis: null },
  ...{ validFrom: '2026-11-01', validUntil: '2099-12-31', knownFrom: 1, knownUntil: null, note: null },
  ...{ groupName: null, territoryName: null, versions: [] },
  rules: [
    {
      ...{ id: 'r1', promotionId: 'm1', position: 1, productId: 'p1', category: null, brand: null, minQuantity: 0 },
      ...{ discount: 0, amountMinor: 0, buyQuantity: 100_000, freeQuantity: 10_000, giftProductId: null },
      ...{ giftQuantity: 0, minMinor: 0, limitTimes: null, productName: 'Mug', productCode: 'A-100', unit: 'box' },
      ...{ giftName: null, giftUnit: null },
    },
  ],
};

const show = (
  screenOf: ReactNode,
  permissions: readonly string[] = manage,
  queries: NonNullable<FakeBridgeOptions['queries']> = {},
) =>
  showScreen(screenOf, permissions, {
    'sales.priceLists': () => [list],
    'sales.customerGroups': () => [],
    'sales.customerPrices': () => [price],
    'sales.promotions': () => [promotion],
    'sales.promotion': () => promotion,
    'admin.companyBook': () => ({ currencies: [{ code: 'USD', active: 1 }] }),
    'inventory.productList': () => ({ rows: [mug], next: null }),
    'inventory.productsByCodes': () => [mug],
    'inventory.productsById': () => [mug],
    'inventory.purchaseUnits': () => [{ id: 'u1', productId: 'p1', name: 'carton', ratio: 24 }],
    'inventory.productCategories': () => ['Cups'],
    'crm.customer': () => ({ id: 'c1', name: 'Hengtong', currency: 'CNY' }),
    ...queries,
  });

let end: () => void;
beforeEach(() => {
  end = beginScreens();
});
afterEach(() => end());

it('R40 a price is typed for a product that was found, and sent with the day from which it holds', async () => {
  const bridge = await show(<PriceEntry params={{ priceListId: 'l1' }} />);
  await userEvent.type(await screen.findByRole('combobox', { name: 'Product' }), 'mug{Enter}');
  const typed = await screen.findByLabelText('Price of Mug');
  await userEvent.type(typed, '61.5');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'sales.setPrices',
    args: { priceListId: 'l1', prices: [{ productId: 'p1', unitPrice: 615_000, minQuantity: 0, replacesId: null }] },
  });
});

it('R40 lines of a sheet become prices; what is not known is said, and nothing of it is sent', async () => {
  const bridge = await show(<PriceEntry params={{ customerId: 'c1' }} />);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Product' }));
  await userEvent.paste('A-100\tcarton\t48\t1400\nZ-9\t5');
  expect(await screen.findByText('Z-9: no such product')).toBeTruthy();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'sales.setCustomerPrices',
    args: {
      customerId: 'c1',
      prices: [{ soldUnit: 'carton', unitRatio: 24, minQuantity: 480_000, unitPrice: 14_000_000, currency: 'CNY' }],
    },
  });
});

it('R40 a new promotion says in words what it gives before it is saved, and what an order would come to', async () => {
  const bridge = await show(<PromotionEntry params={{ promotionId: null }} />);
  await userEvent.type(await screen.findByLabelText('Code'), 'MUG10');
  await userEvent.type(screen.getByLabelText('Name'), 'Ten and one');
  await userEvent.click(screen.getByText('n + m free'));
  expect(screen.getByText(/Fill in what is missing/)).toBeTruthy();
  await userEvent.type(screen.getByLabelText('For every'), '10');
  await userEvent.type(screen.getByLabelText('Free'), '1');
  expect(screen.getByText('everything: buy 10, get 1 free')).toBeTruthy();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  const { args } = bridge.ran[0] as { args: { id: string; seriesId: string } };
  expect(args).toMatchObject({ kind: 'freeGoods', replacesId: null, seriesId: args.id, currency: null });
});

it('R40 a changed promotion takes the place of the version that was opened', async () => {
  const bridge = await show(<PromotionEntry params={{ promotionId: 'm1' }} />);
  expect(await screen.findByText('Mug: buy 10, get 1 free')).toBeTruthy();
  expect(await screen.findByText(/Comes to ¥1,360\.00/)).toBeTruthy();
  expect(screen.getByText(/and 2 free/)).toBeTruthy();
  await userEvent.clear(screen.getByLabelText('Free'));
  await userEvent.type(screen.getByLabelText('Free'), '2');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'sales.savePromotion',
    args: { seriesId: 'm0', replacesId: 'm1', rules: [{ freeQuantity: 20_000 }] },
  });
});

it('a promotion is ended by its key, once it was asked; who only sells sees them and changes none', async () => {
  const bridge = await show(<PromotionList />);
  expect(await screen.findByText('Mug: buy 10, get 1 free')).toBeTruthy();
  await userEvent.keyboard('x');
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(bridge.ran).toMatchObject([{ name: 'sales.endPromotion', args: { promotionId: 'm1' } }]));
});

it('who only sells sees promotions and a customer’s prices, and changes none', async () => {
  await show(<PromotionList />, ['sales.see']);
  expect(await screen.findByText('Ten and one')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /New promotion/ })).toBeNull();
});

const hengtong = customer('c1', { name: 'Hengtong' });

it('a customer’s own prices stand on its page; where there are none, whoever may sets them', async () => {
  await show(<CustomerPricesSection customer={hengtong} />, manage, { 'sales.customerPrices': () => [] });
  expect(await screen.findByText('This customer buys at the lists’ prices.')).toBeTruthy();
  expect(screen.getByRole('button', { name: /Set prices/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Prices and payment/ })).toBeNull();
});

it('R11 only what was changed of a customer’s parties is sent', async () => {
  const found = { id: 'c2', code: 'C2', name: 'Head office' };
  const bridge = await show(<CustomerPricesSection customer={hengtong} />, ['sales.see', 'crm.setParties'], {
    'crm.customerList': () => ({ rows: [found], next: null }),
    'crm.customer': () => customer('c2', { name: 'Head office' }),
  });
  expect(await screen.findByText('A-100')).toBeTruthy();
  await userEvent.keyboard('g');
  await userEvent.type(await screen.findByLabelText('Paid by'), 'head{Enter}');
  await waitFor(() => expect(screen.getByLabelText('Paid by')).toHaveProperty('value', 'Head office'));
  await userEvent.click(screen.getByRole('button', { name: /Save/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'crm.setParties',
    args: { customerId: 'c1', parties: { payerId: 'c2' } },
  });
});

it('an empty company is told what price lists are for', async () => {
  await show(<PriceLists />, manage, { 'sales.priceLists': () => [] });
  expect(await screen.findByText('No price list yet')).toBeTruthy();
});
