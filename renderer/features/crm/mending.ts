import { inPlace, type Mendings } from '../../app/mending.ts';

const customer = inPlace('customer', 'customerId');
const terms = { words: 'crm.mending.terms', isAgain: true, place: customer } as const;

/** What to do about rejected commands of customers. */
export const mending: Mendings = {
  'crm.claimCustomer': { words: 'crm.mending.owner', isAgain: true, place: customer },
  'crm.giveBackCustomer': { words: 'crm.mending.owner', isAgain: true, place: customer },
  'crm.assignCustomers': {
    words: 'crm.mending.assignment',
    isAgain: true,
    place: {
      route: 'customer',
      // Of many there is no page.
      params: ({ customers }) => {
        const [first, ...others] = Array.isArray(customers) ? (customers as unknown[]) : [];
        if (others.length > 0 || typeof first !== 'object' || first === null) return null;
        const id: unknown = Reflect.get(first, 'customerId');
        return typeof id === 'string' ? { customerId: id } : null;
      },
    },
  },
  'crm.handOverCustomers': { words: 'crm.mending.handOver', place: inPlace('handOver', 'fromUserId', 'userId') },
  'crm.setMinimumLife': terms,
  'crm.assignPaymentTerms': terms,
};
