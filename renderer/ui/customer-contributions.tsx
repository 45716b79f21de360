import type { ComponentType, ReactNode } from 'react';

/** A short fact on a customer with what can be done about it: open tickets, the contract, an opportunity. */
export interface CustomerContribution {
  /** Unique; one domain may add several. */
  readonly id: string;
  /** Place from the left. */
  readonly order: number;
  /** Renders nothing when there is nothing to say. */
  readonly component: ComponentType<{ readonly customerId: string }>;
}

const contributions: CustomerContribution[] = [];

/** Adds a fact to every strip on a customer; called by a feature's index.ts. */
export function addCustomerContribution(contribution: CustomerContribution): void {
  if (contributions.some((each) => each.id === contribution.id)) throw new Error(`two of ${contribution.id}`);
  contributions.push(contribution);
  contributions.sort((left, right) => left.order - right.order);
}

/** What the domains say of a customer, in a row. */
export function CustomerContributions({ customerId }: { readonly customerId: string }): ReactNode {
  return contributions.map(({ id, component: Component }) => <Component key={id} customerId={customerId} />);
}
