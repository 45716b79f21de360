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
