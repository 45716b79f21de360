/**
 * Cuts rows into commands. Guards: no command's arguments come near the wire's limit, whatever the rows hold; a row or
 * an order is never cut in two.
 */

import { STOCK_IMPORT_LIMIT_ROWS } from '#shared/domains/inventory/model.ts';
import { ORDER_IMPORT_CHUNK_LINES } from '#shared/domains/sales/model.ts';
import { IMPORT_CHUNK_ROWS } from '#shared/kernel/import-fields.ts';
import type { BuiltRow } from './build-rows.ts';

/** Bytes of rows in one command; what stands beside them is far below the rest of the wire's 64 KiB. */
export const CHUNK_LIMIT_BYTES = 48 * 1024;
/** A single order may be larger than a chunk, up to here. */
export const ROW_LIMIT_BYTES = 60 * 1024;

export interface Chunks {
  readonly chunks: readonly (readonly BuiltRow[])[];
  /** Rows that no command can carry. */
  readonly tooLarge: readonly BuiltRow[];
}

const encoder = new TextEncoder();

/** UTF-8 bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** Chunks of at most 50 rows, 100 order lines and 48 KiB; an order or a group beyond a limit goes alone. */
export function buildChunks(rows: readonly BuiltRow[]): Chunks {
  const chunks: BuiltRow[][] = [];
  const tooLarge: BuiltRow[] = [];
  let chunk: BuiltRow[] = [];
  let bytes = 0;
  let lines = 0;
  for (const { members, memberBytes, memberLines } of groupRows(rows, tooLarge)) {
    const full =
      chunk.length + members.length > IMPORT_CHUNK_ROWS ||
      bytes + memberBytes > CHUNK_LIMIT_BYTES ||
      lines + memberLines > ORDER_IMPORT_CHUNK_LINES;
    if (chunk.length > 0 && full) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
      lines = 0;
    }
    chunk.push(...members);
    bytes += memberBytes;
    lines += memberLines;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return { chunks, tooLarge };
}

interface Group {
  readonly members: BuiltRow[];
  memberBytes: number;
  memberLines: number;
}

/** Rows of one group together, at the place of the first, as far as one command can carry them. */
function groupRows(rows: readonly BuiltRow[], tooLarge: BuiltRow[]): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const row of rows) {
    const rowBytes = jsonBytes(row.row) + 1;
    if (rowBytes > ROW_LIMIT_BYTES) {
      tooLarge.push(row);
      continue;
    }
    const known = row.group === undefined ? undefined : open.get(row.group);
    const fits =
      known && known.members.length < STOCK_IMPORT_LIMIT_ROWS && known.memberBytes + rowBytes <= ROW_LIMIT_BYTES;
    const group = fits ? known : { members: [], memberBytes: 0, memberLines: 0 };
    if (!fits) groups.push(group);
    if (row.group !== undefined) open.set(row.group, group);
    group.members.push(row);
    group.memberBytes += rowBytes;
    group.memberLines += row.memberLines.length;
  }
  return groups;
}
