import type { ComponentType, ReactNode } from 'react';
import type {} from '#shared/domains/crm/tables.ts';
import type { Row } from '#shared/kernel/table.ts';

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

/** A part of the customer's page that another domain brings: its own prices, tickets, opportunities. */
export interface CustomerSection {
  /** Unique. */
  readonly id: string;
  /** Place from the top. */
  readonly order: number;
  /** Renders nothing when there is nothing to say to this person. */
  readonly component: ComponentType<{ readonly customer: Row<'customers'> }>;
}

const sections: CustomerSection[] = [];

/** Adds a part to the customer's page; called by a feature's index.ts. */
export function addCustomerSection(section: CustomerSection): void {
  if (sections.some((each) => each.id === section.id)) throw new Error(`two of ${section.id}`);
  sections.push(section);
  sections.sort((left, right) => left.order - right.order);
}

/** What the domains show of a customer, one below the other. */
export function CustomerSections({ customer }: { readonly customer: Row<'customers'> }): ReactNode {
  return sections.map(({ id, component: Component }) => <Component key={id} customer={customer} />);
}
