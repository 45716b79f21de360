import { makeListQuestion } from '../../../app/list-question.ts';

export const customerFilters = ['all', 'mine', 'team', 'pool', 'silent', 'overdue'] as const;
export type CustomerFilter = (typeof customerFilters)[number];

interface CustomerQuestion {
  readonly search: string;
  readonly filter: CustomerFilter;
}

/** What the customer list shows; the figures of the start page set it too. */
export const { use: useCustomerQuestion, ask: askCustomers } = makeListQuestion<CustomerQuestion>({
  search: '',
  filter: 'all',
});
