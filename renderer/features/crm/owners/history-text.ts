import type { TFunction } from 'i18next';
import type { Row } from '#shared/kernel/table.ts';

/** What a row of a customer's history says: who gave it to whom. */
export function historyText(change: Row<'ownerChanges'>, t: TFunction): string {
  const { kind, fromOwnerName, toOwnerName, changedByName: by, fromTerritoryName, toTerritoryName } = change;
  const from = fromOwnerName ?? t('crm.owners.pool');
  const to = toOwnerName ?? t('crm.owners.pool');
  return t(`crm.owners.history.${kind}`, { from, to, by, fromPlace: fromTerritoryName, toPlace: toTerritoryName });
}
