import { expect, it } from 'vitest';
import { officeOffsets, offsetText } from './office-offset.ts';

it('says office time as people do, also west of Greenwich and by half and quarter hours', () => {
  expect([480, 0, -210, 345, -720].map(offsetText)).toEqual([
    'UTC+8:00',
    'UTC+0:00',
    'UTC−3:30',
    'UTC+5:45',
    'UTC−12:00',
  ]);
});

it('keeps in the list what a company has, and the list in its order', () => {
  expect(officeOffsets(480)).toEqual(officeOffsets(0));
  const odd = officeOffsets(20);
  expect(odd).toContain(20);
  expect(odd).toEqual(odd.toSorted((one, other) => one - other));
});
