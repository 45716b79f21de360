import { expect, it } from 'vitest';
import { keysAfterTake } from './keys-after-take.ts';

it('R111 keys that came early are used in order', () => {
  expect(keysAfterTake('', false)).toEqual({ quantity: null, quantityKeys: '', nextKeys: '' });
  expect(keysAfterTake('4', false)).toEqual({ quantity: null, quantityKeys: '4', nextKeys: '' });
  expect(keysAfterTake('48\nB-02', false)).toEqual({ quantity: 480_000, quantityKeys: null, nextKeys: 'B-02' });
  expect(keysAfterTake('\nB-020\n', false)).toEqual({ quantity: null, quantityKeys: null, nextKeys: 'B-020\n' });
});

it('R111 a scan that follows a scan is the next product, whole or half', () => {
  const scans = '6901234567101\n6901234567102\n';
  expect(keysAfterTake(scans, false)).toEqual({ quantity: null, quantityKeys: null, nextKeys: scans });
  expect(keysAfterTake('B-0', false)).toEqual({ quantity: null, quantityKeys: null, nextKeys: 'B-0' });
  expect(keysAfterTake('690123', false).quantityKeys).toBe('690123');
});

it('after a product with its quantity everything belongs to the next line', () => {
  expect(keysAfterTake('48\n', true)).toEqual({ quantity: null, quantityKeys: null, nextKeys: '48\n' });
});
