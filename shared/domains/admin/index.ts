import type { Manifest } from '../../kernel/domain.ts';
import { company } from './queries/company.ts';
import { adminTables } from './tables.ts';

export const admin: Manifest = {
  name: 'admin',
  tables: adminTables,
  balances: [],
  commands: [],
  queries: [company],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
