/**
 * Device only: keeps the search index as rows come and go, by commands and by sync. A row whose words change gets a new
 * document, so that the newest come first. The old document only loses its row: taking one out of the index makes FTS
 * write out all that it gathered in the transaction (2 ms a row), so `sweepSearch` takes out many at once.
 * A row that a command writes is found at once. What sync brings is only noted (`searchPending`): making its words takes
 * ten times as long as putting the row in, so `indexPending` does it behind, in small steps.
 */
import type { Table } from '#shared/kernel/table.ts';
import { literal, quoted } from '../database.ts';
import { searchColumns, searchTable, termsSql } from '../search/index-rule.ts';
import { anyOf, cell, changed, type TriggerDefinition } from './language.ts';

export function searchTriggers(table: Table): TriggerDefinition[] {
  const { search } = table;
  if (!search) return [];
  const rank = search.rankBy ?? 'updatedAt';
  const index = quoted(searchTable(table.name));
  const document = (row: 'NEW' | 'OLD'): string =>
    `"tableName" = ${literal(table.name)} AND "rowId" = ${cell(row, 'id')}`;
  const enter = (condition: string): string[] => [
    `INSERT INTO "searchDocuments" ("tableName", "rowId", "rank") SELECT ${literal(table.name)}, ${cell('NEW', 'id')}, coalesce(${cell('NEW', rank)}, 0) WHERE ${condition};`,
    `INSERT INTO ${index} (rowid, "terms") SELECT "docId", ${termsSql(search, (column) => cell('NEW', column))} FROM "searchDocuments" WHERE ${document('NEW')} AND ${condition};`,
  ];
  const leave = [`UPDATE "searchDocuments" SET "rowId" = NULL WHERE ${document('OLD')};`];
  // No OR IGNORE: within a trigger the outer statement's way with conflicts is the one that counts.
  const pending = `"tableName" = ${literal(table.name)} AND "rank" = coalesce(${cell('NEW', rank)}, 0) AND "rowId" = ${cell('NEW', 'id')}`;
  const note = [
    `INSERT INTO "searchPending" ("tableName", "rank", "rowId") SELECT ${literal(table.name)}, coalesce(${cell('NEW', rank)}, 0), ${cell('NEW', 'id')} WHERE NOT EXISTS (SELECT 1 FROM "searchPending" WHERE ${pending});`,
  ];
  const isSync = `(SELECT "mode" = 'apply' FROM "txContext" WHERE "id" = 1)`;
  const wordsChanged = anyOf(['deletedAt', ...searchColumns(search)].map(changed));
  const trigger = (
    part: string,
    event: TriggerDefinition['event'],
    when: string,
    body: string[],
  ): TriggerDefinition => ({
    name: `satchel_${table.name}_search_${part}`,
    table: table.name,
    event,
    when,
    body: body.join('\n  '),
  });
  return [
    trigger('insert', 'insert', `${cell('NEW', 'deletedAt')} IS NULL AND NOT ${isSync}`, enter('true')),
    trigger('insertLater', 'insert', `${cell('NEW', 'deletedAt')} IS NULL AND ${isSync}`, note),
    trigger('updateLater', 'update', `${wordsChanged} AND ${isSync}`, note),
    trigger('update', 'update', `${wordsChanged} AND NOT ${isSync}`, [
      ...leave,
      ...enter(`${cell('NEW', 'deletedAt')} IS NULL`),
    ]),
    trigger('rank', 'update', `${changed(rank)} AND NOT ${wordsChanged}`, [
      `UPDATE "searchDocuments" SET "rank" = coalesce(${cell('NEW', rank)}, 0) WHERE ${document('NEW')};`,
    ]),
    trigger('delete', 'delete', `${cell('OLD', 'deletedAt')} IS NULL`, leave),
  ];
}
