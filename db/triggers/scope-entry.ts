/** One entry of the scope log, as a trigger writes it. */
import { literal } from '../database.ts';
import type { TriggerLanguage } from './language.ts';

export type ScopeOp = 'enter' | 'upsert' | 'leave' | 'delete';

/** A second change within one command has nothing to add. */
const NEWEST_WINS =
  '("scope", "tableName", "rowId") DO UPDATE SET "version" = excluded."version", "op" = excluded."op" ' +
  `WHERE NOT ("scopeLog"."version" = excluded."version" AND ("scopeLog"."op" = excluded."op" OR ("scopeLog"."op" = 'enter' AND excluded."op" = 'upsert')))`;

export interface ScopeEntry {
  readonly scope: string;
  readonly tableName: string;
  readonly rowId: string;
  readonly op: ScopeOp;
  readonly from: readonly string[];
  readonly where: readonly string[];
  readonly when: readonly string[];
}

export function logEntry(language: TriggerLanguage, entry: ScopeEntry): string {
  return language.insertSelect({
    into: 'scopeLog',
    values: {
      scope: entry.scope,
      tableName: literal(entry.tableName),
      rowId: entry.rowId,
      version: language.context('version'),
      op: literal(entry.op),
    },
    from: entry.from,
    where: entry.where,
    when: entry.when,
    onConflict: NEWEST_WINS,
  });
}
