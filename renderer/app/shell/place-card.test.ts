import { expect, it } from 'vitest';
import { placeCard } from './place-card.ts';

const laptop = { width: 1366, height: 768 };
const card = { width: 360, height: 180 };
const gap = 12;

it.each([
  ['the search', { left: 160, top: 8, width: 420, height: 28 }, { left: 160, top: 48 }],
  ['the network mark at the right edge', { left: 1000, top: 8, width: 200, height: 28 }, { left: 840, top: 48 }],
  ['the person at the very edge', { left: 1280, top: 8, width: 80, height: 28 }, { left: 994, top: 48 }],
  ['a place in the side, at its foot', { left: 8, top: 690, width: 120, height: 32 }, { left: 140, top: 542 }],
  ['the key of a footer', { left: 1200, top: 728, width: 150, height: 28 }, { left: 990, top: 536 }],
  ['nothing', null, { left: 503, top: 294 }],
])('points at %s and stays whole in the window', (_what, target, place) => {
  expect(placeCard(target, card, laptop, gap)).toEqual(place);
});
