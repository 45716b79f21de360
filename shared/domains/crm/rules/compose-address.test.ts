import { expect, it } from 'vitest';
import { composeAddress } from './compose-address.ts';

const nothing = { address: null, city: null, region: null, postalCode: null, country: null };

it.each([
  [
    { address: 'Kirchgasse 6', city: 'Graz', postalCode: '8010', country: 'Austria' },
    'Kirchgasse 6, 8010 Graz, Austria',
  ],
  [
    { address: '2817 Milton Dr.', city: 'Albuquerque', region: 'NM', postalCode: '87110', country: 'USA' },
    '2817 Milton Dr., 87110 Albuquerque, NM, USA',
  ],
  [
    { address: '江汉路 118 号', city: '武汉市', region: '湖北省', postalCode: '430014' },
    '湖北省武汉市江汉路 118 号 430014',
  ],
  [{ address: '南京东路 1 号', city: '上海市', region: '上海市' }, '上海市南京东路 1 号'],
  [{ city: 'Graz' }, 'Graz'],
  [{}, null],
])('an address is one text: %j', (parts, expected) => {
  expect(composeAddress({ ...nothing, ...parts })).toBe(expected);
});
