/** Nobody writes a synced row unless he said on whose behalf (txContext), and no row changes its id. */
import type { Table } from '#shared/kernel/table.ts';
import { changed, type TriggerLanguage, type TriggerParts } from './language.ts';

export function guardParts(language: TriggerLanguage, table: Table): TriggerParts {
  const idle = language.raiseWhen(
    `${language.context('mode')} = 'idle'`,
    `${table.name} was written outside of a command: txContext is idle`,
  );
  const sameId = language.raiseWhen(changed('id'), `a row of ${table.name} must keep its id`);
  return { insert: [idle], update: [idle, sameId], delete: [idle] };
}
