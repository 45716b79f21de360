import type { Manifest } from '../../kernel/domain.ts';
import { saveCurrency, setExchangeRate } from './commands/save-currency.ts';
import { savePaymentTerms } from './commands/save-payment-terms.ts';
import { creditStatus } from './queries/credit-status.ts';
import { openReceivables, receivablesAgeing } from './queries/receivables-ageing.ts';
import { billingBalances, billingTables } from './tables.ts';

export const billing: Manifest = {
  name: 'billing',
  tables: billingTables,
  balances: billingBalances,
  commands: [saveCurrency, setExchangeRate, savePaymentTerms],
  queries: [creditStatus, openReceivables, receivablesAgeing],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
