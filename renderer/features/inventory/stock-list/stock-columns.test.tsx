import { render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import type { StockListRow } from '#shared/domains/inventory/queries/stock-list.ts';
import { i18n, startTexts } from '../../../app/i18n.ts';
import { stockColumns } from './stock-columns.tsx';

const row: StockListRow = {
  ...{ id: 'A:w1', productId: 'A', warehouseId: 'w1', code: 'A', name: 'Mug', category: null, unit: 'pcs' },
  ...{ packaging: null, barcode: null, pictureHash: null, discontinued: 0, reorderPoint: 0, maximum: 0, onHand: 1 },
  ...{ reserved: 0, unsaleable: 0, heldForOthers: 0, backOrdered: 0, incoming: 0, incomingDueOn: null, shipped: 0 },
  ...{ nextExpiryOn: null, tracking: 'none', suggested: 0 },
};

beforeEach(() => startTexts('en'));

it('a row that was found by a lot says which', () => {
  const { t } = i18n;
  const given = { t, openId: null, warehouseNames: null, expiringBy: '2026-12-23', withDays: false, withVans: false };
  const name = stockColumns(given).find(({ key }) => key === 'name');
  const lots = [['L2511A'], ['L2511B', 'L2511C', 'L2511D']];
  render(
    <>
      {lots.map((foundLots) => (
        <p key={foundLots[0]}>{name?.render({ ...row, foundLots })}</p>
      ))}
      <p>{name?.render(row)}</p>
    </>,
  );
  expect(screen.getByText('lot L2511A')).toBeTruthy();
  expect(screen.getByText('lot L2511B and 2 more')).toHaveProperty('title', 'L2511B L2511C L2511D');
  expect(screen.getAllByText(/^lot /)).toHaveLength(2);
});

it('R34 what is to be ordered says how much where a maximum says up to what', () => {
  const given = { t: i18n.t, openId: null, warehouseNames: null, expiringBy: '', withDays: false, withVans: false };
  const state = stockColumns(given).find(({ key }) => key === 'state');
  const low = { ...row, onHand: 50_000, reorderPoint: 60_000 };
  render(
    <>
      <p>{state?.render({ ...low, maximum: 200_000, suggested: 150_000 })}</p>
      <p>{state?.render(low)}</p>
      <p>{state?.render({ ...low, onHand: 0, maximum: 200_000, suggested: 200_000 })}</p>
    </>,
  );
  expect(screen.getByText('Order 15')).toBeTruthy();
  expect(screen.getByText('To order')).toBeTruthy();
  expect(screen.getByText('Out of stock').closest('[title]')).toHaveProperty('title', 'Order 20');
});
