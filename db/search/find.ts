/** Finds rows by what a person typed, on any connection of a device. Never throws on what is typed. */
import { type Handle, quoted, runSql } from '../database.ts';
import { searchTable } from './index-rule.ts';
import { fold, hanPairs, PHONE_LEAST_DIGITS, PHONE_MARK, splitByScript } from './terms.ts';

const MOST_ROWS = 500;
const MOST_WORDS = 8;
const LONGEST_TYPED = 200;
/** Of the rows that fit, the newest so many are ranked: enough for a list, and common words stay quick. */
const RANKED_ROWS = 1_000;

/**
 * Ids of the rows of `table` that fit every word typed, highest rank first, then by id.
 * @param limitRows 1 to 500
 */
export async function searchRows(handle: Handle, table: string, typed: string, limitRows: number): Promise<string[]> {
  const match = matchExpression(typed);
  const limit = Math.max(0, Math.min(MOST_ROWS, Math.trunc(limitRows)));
  if (match === null || !(limit > 0)) return [];
  const index = quoted(searchTable(table));
  const rows = await runSql<{ rowId: string }>(
    handle,
    `SELECT "rowId" FROM
        (SELECT d."rowId", d."rank" FROM ${index} CROSS JOIN "searchDocuments" AS d ON d."docId" = ${index}.rowid
          WHERE ${index} MATCH ? AND d."rowId" IS NOT NULL ORDER BY ${index}.rowid DESC LIMIT ${RANKED_ROWS})
      ORDER BY "rank" DESC, "rowId" LIMIT ${limit}`,
    [match],
  );
  return rows.map(({ rowId }) => rowId);
}

/** The FTS5 expression of what was typed; null when it holds nothing to look for. */
export function matchExpression(typed: string): string | null {
  const wordsTyped = fold(typed.slice(0, LONGEST_TYPED)).split(/\s+/).slice(0, MOST_WORDS);
  const conditions = wordsTyped.flatMap(wordConditions);
  return conditions.length === 0 ? null : conditions.join(' AND ');
}

function wordConditions(word: string): string[] {
  return splitByScript(word).flatMap(({ han, run }) => (han ? [hanCondition(run)] : otherCondition(run)));
}

function hanCondition(run: string): string {
  const pairs = hanPairs(run);
  return pairs.length === 0 ? `"${run}"*` : `"${pairs.join(' ')}"`;
}

function otherCondition(run: string): string[] {
  const parts = run.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (parts.length === 0) return [];
  const compact = parts.join('');
  const ways = [`"${compact}"*`];
  if (parts.length > 1) ways.push(`(${parts.map((part) => `"${part}"*`).join(' AND ')})`);
  if (/^[0-9]+$/.test(compact) && compact.length >= PHONE_LEAST_DIGITS) ways.push(`"${PHONE_MARK}${compact}"*`);
  return [ways.length === 1 ? (ways[0] ?? '') : `(${ways.join(' OR ')})`];
}
