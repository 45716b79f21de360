import type { Manifest } from '../../kernel/domain.ts';
import { customer } from './queries/customer.ts';
import { customerContacts } from './queries/customer-contacts.ts';
import { customerHolding } from './queries/customer-holding.ts';
import { customerList } from './queries/customer-list.ts';
import { customerPool } from './queries/customer-pool.ts';
import { lostCustomers } from './queries/lost-customers.ts';
import { ownedCustomers, personName, receivers } from './queries/receivers.ts';
import { silentCount, silentCustomers } from './queries/silent-customers.ts';
import { crmTables } from './tables.ts';

export const crm: Manifest = {
  name: 'crm',
  tables: crmTables,
  balances: [],
  commands: [],
  queries: [
    customer,
    customerContacts,
    customerList,
    silentCustomers,
    silentCount,
    customerHolding,
    customerPool,
    receivers,
    ownedCustomers,
    personName,
    lostCustomers,
  ],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
