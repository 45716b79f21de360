import type { Manifest } from '../../kernel/domain.ts';
import { creditStatus } from './queries/credit-status.ts';
import { billingBalances, billingTables } from './tables.ts';

export const billing: Manifest = {
  name: 'billing',
  tables: billingTables,
  balances: billingBalances,
  commands: [],
  queries: [creditStatus],
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
