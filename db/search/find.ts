/** Finds rows by what a person typed, on any connection of a device. Never throws on what is typed. */
import { compactCode, fold } from '#shared/kernel/fold.ts';
import { HITS_LIMIT_ROWS } from '#shared/kernel/paging.ts';
import { type Handle, quoted, runSql } from '../database.ts';
import { searchTable } from './index-rule.ts';
import {
  BEGIN_MARK,
  BEGIN_MOST_CHARACTERS,
  CODE_MARK,
  hanPairs,
  KEY_MARK,
  PHONE_LEAST_DIGITS,
  PHONE_MARK,
  splitByScript,
} from './terms.ts';

const MOST_WORDS = 8;
const MOST_CODES = 300;
const LONGEST_TYPED = 200;
const LEAST_RANKED_ROWS = 100;

/**
 * Ids of the rows of `table` that fit what was typed: the row whose own code it is, rows that have it as another code,
 * rows whose own code begins with it, then those that fit every word. Within each, the highest rank first, then by id;
 * of more than `limitRows` that fit, the newest are ranked, so that common words stay quick: each row that is ranked is
 * a page of the file to find, and to decipher whenever sync has just written.
 * @param limitRows 1 to HITS_LIMIT_ROWS
 */
export async function searchRows(handle: Handle, table: string, typed: string, limitRows: number): Promise<string[]> {
  const match = matchExpression(typed);
  const limit = Math.max(0, Math.min(HITS_LIMIT_ROWS, Math.trunc(limitRows)));
  if (match === null || !(limit > 0)) return [];
  const look = (step: string) => rankedMatches(handle, table, step, limit);
  const found = new Set<string>();
  const code = compactCode(typed.slice(0, LONGEST_TYPED));
  if (code !== '') {
    // Most of what is typed is no code: then nothing begins with it, and nothing is it.
    const begins = await look(beginCondition(code));
    const own = begins.length === 0 ? [] : await look(`"${KEY_MARK}${code}"`);
    for (const id of [...own, ...(await look(`"${CODE_MARK}${code}"`)), ...begins]) found.add(id);
  }
  if (found.size < limit) for (const id of await look(match)) found.add(id);
  return [...found].slice(0, limit);
}

const beginCondition = (code: string): string =>
  [...code].length <= BEGIN_MOST_CHARACTERS ? `"${BEGIN_MARK}${code}"` : `"${KEY_MARK}${code}"*`;

/**
 * Ids of the rows of `table` that have one of the codes as a whole, whatever its case, width and separators.
 * @param codes the first 300 are looked up
 */
export async function findByCodes(handle: Handle, table: string, codes: readonly string[]): Promise<string[]> {
  const wanted = new Set(codes.slice(0, MOST_CODES).map((code) => compactCode(code.slice(0, LONGEST_TYPED))));
  wanted.delete('');
  if (wanted.size === 0) return [];
  const match = [...wanted].map((code) => `"${KEY_MARK}${code}" OR "${CODE_MARK}${code}"`).join(' OR ');
  return rankedMatches(handle, table, match, HITS_LIMIT_ROWS);
}

/** @param limit stands in the text: there are few different ones, and a bound one is looked at for the plan at each run */
async function rankedMatches(handle: Handle, table: string, match: string, limit: number): Promise<string[]> {
  const index = quoted(searchTable(table));
  const newest = Math.max(limit, LEAST_RANKED_ROWS);
  const rows = await runSql<{ rowId: string }>(
    handle,
    `SELECT "rowId" FROM
        (SELECT d."rowId", d."rank" FROM ${index} CROSS JOIN "searchDocuments" AS d ON d."docId" = ${index}.rowid
          WHERE ${index} MATCH ? AND d."rowId" IS NOT NULL ORDER BY ${index}.rowid DESC LIMIT ${newest})
      ORDER BY "rank" DESC, "rowId"`,
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
