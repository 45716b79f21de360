import { expect, it } from 'vitest';
import { type ProductStock, shelvesOf } from './shelves.ts';

const lot = { expiresOn: null, receivedOn: '2026-11-01', isBlocked: false, quarantined: 0, allocated: 0 };
const place = { locationCode: 'A-01', walkOrder: 1, isQuarantine: false, allocated: 0 };
const none: ProductStock = { onHand: 0, quarantined: 0, allocatedNowhere: 0, lots: [], places: [], lotsAtPlaces: [] };
const free = (stock: Partial<ProductStock>) =>
  shelvesOf({ ...none, ...stock }).map(({ lotId, locationId, free: left }) => [lotId, locationId, left]);

it('R20 goods without lots or places are one shelf, less what is in quarantine and on pick lists', () => {
  expect(free({ onHand: 100, quarantined: 20, allocatedNowhere: 30 })).toEqual([[null, null, 50]]);
  expect(free({ onHand: 10, quarantined: 20 })).toEqual([]);
});

it('R20 a lot is split over its places, and what nobody placed comes last', () => {
  const shelves = free({
    onHand: 100,
    lots: [{ ...lot, lotId: 'l', lotCode: 'L', onHand: 100, allocated: 15 }],
    places: [{ ...place, locationId: 'a', onHand: 60, allocated: 10 }],
    lotsAtPlaces: [{ lotId: 'l', locationId: 'a', onHand: 60, allocated: 10 }],
  });
  expect(shelves).toEqual([
    ['l', 'a', 50],
    ['l', null, 35],
  ]);
});

it('R20 what lies in a quarantine zone is on no shelf, and is not taken off a second time elsewhere', () => {
  const shelves = free({
    onHand: 100,
    quarantined: 40,
    lots: [{ ...lot, lotId: 'l', lotCode: 'L', onHand: 100, quarantined: 40 }],
    places: [{ ...place, locationId: 'q', isQuarantine: true, onHand: 30 }],
    lotsAtPlaces: [{ lotId: 'l', locationId: 'q', onHand: 30, allocated: 0 }],
  });
  expect(shelves).toEqual([['l', null, 60]]);
});

it('no shelf gives more than its lot has as a whole', () => {
  const shelves = free({
    onHand: 10,
    lots: [{ ...lot, lotId: 'l', lotCode: 'L', onHand: 10 }],
    places: [{ ...place, locationId: 'a', onHand: 25 }],
    lotsAtPlaces: [{ lotId: 'l', locationId: 'a', onHand: 25, allocated: 0 }],
  });
  expect(shelves).toEqual([['l', 'a', 10]]);
});
