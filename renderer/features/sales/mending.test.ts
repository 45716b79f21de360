import { expect, it } from 'vitest';
import { mending } from './mending.ts';

it('R6 what can never be done to a closed order again is not offered again: it is copied', () => {
  for (const name of ['sales.setDeliveryTerms', 'sales.settleShortage']) {
    expect(mending[name]?.instead?.['sales.orderNotOpen']?.labelKey).toBe('sales.order.copy');
  }
});
