/**
 * Device only: one entry of the touch log for each row that a command writes, with the row as it was before. Rows that
 * balance triggers change are touched like any other. One statement without a look-up: what the entries mean is worked
 * out when they are taken back (db/touch-log.ts).
 */

import type { Table } from '#shared/kernel/table.ts';
import { literal, quoted } from '../database.ts';
import { cell, type TriggerLanguage, type TriggerParts } from './language.ts';

export function preImageParts(language: TriggerLanguage, table: Table): TriggerParts {
  const touch = (row: 'NEW' | 'OLD', image: string): string[] => [
    language.insertSelect({
      into: 'touches',
      values: { seq: language.context('seq'), tableName: literal(table.name), rowId: cell(row, 'id'), image },
    }),
  ];
  const oldImage = rowImage(table, 'OLD');
  return { insert: touch('NEW', 'NULL'), update: touch('OLD', oldImage), delete: touch('OLD', oldImage) };
}

/** SQL that makes a row's image: JSON with every column by name, so that it outlives a change of their order. */
function rowImage(table: Table, row: 'NEW' | 'OLD'): string {
  const pairs = Object.keys(table.columns).map((column) => `${literal(column)}, ${row}.${quoted(column)}`);
  return `json_object(${pairs.join(', ')})`;
}
