/** Tax rates that begin on a day, and terms that customers are given. */
import type { CommandGenerator } from '../../kernel/simulation.ts';

const accountants = ['administrator', 'finance'];
const codes = ['standard', 'reduced', 'new'] as const;

export const generators: readonly CommandGenerator[] = [
  {
    name: 'billing.addTaxRate',
    weight: 1,
    roles: accountants,
    make: async ({ random, newId }) => ({
      name: 'billing.addTaxRate',
      args: {
        id: newId(),
        code: random.oneOf(codes),
        rate: random.between(0, 20) * 100,
        validFrom: `202${random.between(5, 8)}-01-01`,
      },
    }),
  },
  {
    name: 'billing.removeTaxRate',
    weight: 1,
    roles: accountants,
    async make({ random, db }) {
      const rates = await db.selectFrom('taxRates').select(['code', 'validFrom']).orderBy('id').execute();
      const [known] = random.chance(80)
        ? random.some(
            rates.filter(({ validFrom }) => validFrom > '2027'),
            1,
          )
        : [];
      const args = known ?? { code: random.oneOf(codes), validFrom: `202${random.between(5, 8)}-01-01` };
      return { name: 'billing.removeTaxRate', args };
    },
  },
  {
    name: 'crm.assignPaymentTerms',
    weight: 1,
    roles: accountants,
    async make({ random, db, newId }) {
      const [customer] = random.some(await db.selectFrom('customers').select('id').orderBy('id').execute(), 1);
      const [terms] = random.some(await db.selectFrom('paymentTerms').select('id').orderBy('id').execute(), 1);
      if (!customer) return null;
      const args = { customerId: customer.id, paymentTermsId: terms?.id ?? newId() };
      return { name: 'crm.assignPaymentTerms', args };
    },
  },
  {
    name: 'crm.setMinimumLife',
    weight: 1,
    roles: ['rep', 'manager'],
    async make({ random, db, newId }) {
      const [customer] = random.some(await db.selectFrom('customers').select('id').orderBy('id').execute(), 1);
      const customerId = random.chance(3) ? newId() : customer?.id;
      if (customerId === undefined) return null;
      return { name: 'crm.setMinimumLife', args: { customerId, minimumLifeDays: random.chance(30) ? 0 : 60 } };
    },
  },
];
