/** Currencies, their rates, and the terms that customers can be given. */
import type { CommandGenerator } from '../../../kernel/simulation.ts';

const accountants = ['administrator', 'finance'];
const dayOf = (number: number) => `2026-12-${String(number).padStart(2, '0')}`;

export const generators: readonly CommandGenerator[] = [
  {
    name: 'billing.saveCurrency',
    weight: 1,
    roles: accountants,
    make: async ({ random, newId }) => ({
      name: 'billing.saveCurrency',
      args: { id: newId(), code: random.oneOf(['USD', 'EUR', 'JPY']), active: random.chance(80) ? 1 : 0 },
    }),
  },
  {
    name: 'billing.setExchangeRate',
    weight: 1,
    roles: accountants,
    make: async ({ random, newId }) => ({
      name: 'billing.setExchangeRate',
      args: {
        id: newId(),
        currency: random.oneOf(['USD', 'EUR', 'JPY']),
        validFrom: dayOf(random.between(1, 28)),
        rate: random.between(1, 9_000_000),
      },
    }),
  },
  {
    name: 'billing.savePaymentTerms',
    weight: 1,
    roles: ['administrator'],
    make: async ({ random, newId }) => ({
      name: 'billing.savePaymentTerms',
      args: {
        id: newId(),
        code: `N${random.between(1, 9)}`,
        name: `账期 ${random.between(1, 99)}`,
        kind: random.oneOf(['cash', 'net', 'monthEnd']),
        days: random.between(0, 90),
        active: random.chance(80) ? 1 : 0,
      },
    }),
  },
];
