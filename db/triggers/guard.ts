/**
 * Nobody writes a synced row unless he said on whose behalf (txContext), and no row changes its id. In mode `apply` rows
 * go in as they are: nothing more is done for them than to ask for the mode.
 */
import type { Table } from '#shared/kernel/table.ts';
import { changed, noParts, type TriggerLanguage, type TriggerParts } from './language.ts';
import { CONTEXT_MODE } from './tx-context.ts';

export function guardParts(language: TriggerLanguage, table: Table): TriggerParts {
  return { ...noParts(), update: [language.raiseWhen(changed('id'), `a row of ${table.name} must keep its id`)] };
}

/** SQLite: the WHEN clause of a trigger. PostgreSQL: the first lines of its function. */
export function modeGuard(language: TriggerLanguage, table: Table): string {
  const refusal = language.raise(`${table.name} was written outside of a command: txContext is idle`);
  return language.dialect === 'sqlite'
    ? `(SELECT CASE "mode" WHEN 'apply' THEN 0 WHEN 'idle' THEN ${refusal} ELSE 1 END FROM "txContext" WHERE "id" = 1)`
    : `IF ${CONTEXT_MODE} = 'apply' THEN RETURN NULL; END IF;\n  IF ${CONTEXT_MODE} IS DISTINCT FROM 'command' THEN ${refusal} END IF;`;
}
