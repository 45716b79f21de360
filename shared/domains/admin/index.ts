import type { Manifest } from '../../kernel/domain.ts';
import { changeSettings } from './commands/change-settings.ts';
import { closePeriod, reopenPeriod } from './commands/close-period.ts';
import { saveDocumentSeries } from './commands/save-document-series.ts';
import { saveLegalEntity } from './commands/save-legal-entity.ts';
import { saveTerritory } from './commands/save-territory.ts';
import { setHolidays } from './commands/set-holidays.ts';
import { company } from './queries/company.ts';
import { adminTables } from './tables.ts';

export const admin: Manifest = {
  name: 'admin',
  tables: adminTables,
  balances: [],
  commands: [
    saveLegalEntity,
    saveTerritory,
    saveDocumentSeries,
    changeSettings,
    closePeriod,
    reopenPeriod,
    setHolidays,
  ],
  queries: [company],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
