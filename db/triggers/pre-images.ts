/**
 * Device only: for each row that a command touches, the row as the server has it (its first touch wins), and which
 * command touched it. Rows that balance triggers change are touched like any other.
 */

import type { Table } from '#shared/kernel/table.ts';
import { literal, quoted } from '../database.ts';
import { cell, type TriggerLanguage, type TriggerParts } from './language.ts';

export function preImageParts(language: TriggerLanguage, table: Table): TriggerParts {
  const touch = (row: 'NEW' | 'OLD', image: string): string[] => [
    language.insertSelect({
      into: 'preImages',
      values: { tableName: literal(table.name), rowId: cell(row, 'id'), image },
      onConflict: 'DO NOTHING',
    }),
    language.insertSelect({
      into: 'touchedRows',
      values: { seq: language.context('seq'), tableName: literal(table.name), rowId: cell(row, 'id') },
      onConflict: 'DO NOTHING',
    }),
  ];
  const oldImage = rowImage(table, 'OLD');
  return { insert: touch('NEW', 'NULL'), update: touch('OLD', oldImage), delete: touch('OLD', oldImage) };
}

/** SQL that makes a row's image: JSON with every column by name. */
export function rowImage(table: Table, row: 'NEW' | 'OLD'): string {
  const pairs = Object.keys(table.columns).map((column) => `${literal(column)}, ${row}.${quoted(column)}`);
  return `json_object(${pairs.join(', ')})`;
}
