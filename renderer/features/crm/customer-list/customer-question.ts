import { create } from 'zustand';

export const customerFilters = ['all', 'silent', 'overdue'] as const;
export type CustomerFilter = (typeof customerFilters)[number];

interface CustomerQuestion {
  readonly search: string;
  readonly filter: CustomerFilter;
}

/** What the customer list shows; the figures of the start page set it too. */
export const useCustomerQuestion = create<CustomerQuestion>(() => ({ search: '', filter: 'all' }));

/** Sets the question anew: what is not said shows everything. */
export function askCustomers(question: Partial<CustomerQuestion>): void {
  useCustomerQuestion.setState({ search: '', filter: 'all', ...question });
}
