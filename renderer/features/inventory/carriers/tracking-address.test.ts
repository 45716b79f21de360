import { expect, it } from 'vitest';
import { patternFault, trackingAddress } from './tracking-address.ts';

const pattern = 'https://track.example.com/q?no={number}&lang=zh';

it('a tracking number goes into the address as the carrier wants it, whatever signs it holds', () => {
  expect(trackingAddress(pattern, 'SF12 34/5')).toBe('https://track.example.com/q?no=SF12%2034%2F5&lang=zh');
  expect(trackingAddress(null, 'SF1')).toBeNull();
  expect(trackingAddress(pattern, null)).toBeNull();
});

it('a pattern says where the number goes and is an address of the web, or there is none', () => {
  expect(patternFault(pattern)).toBeNull();
  expect(patternFault(' ')).toBeNull();
  expect(patternFault('https://track.example.com/')).toBe('noNumber');
  expect(patternFault('javascript:alert({number})')).toBe('badAddress');
  expect(patternFault('track.example.com/{number}')).toBe('badAddress');
});
