/**
 * Seals what became of audited rows, in the company's order. Guards:
 * - each version that changed something has a seal over its changes and over the seal before it: none of them is changed,
 *   taken out or put in without every later seal being another;
 * - the last seal stands with the company's counter, so that the end cannot be cut off either;
 * - changes from before there were seals are sealed by the first writer after the upgrade.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Handle } from '#db/database.ts';
import { insertRows, prepareQuery } from '#shared/kernel/prepared.ts';
import type { Row, Tx } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';

/** Changes that are read at once. */
const READ_LIMIT_ROWS = 5_000;
const STORE_BATCH_ROWS = 100;

/** Where the seals have come to. */
export interface SealHead {
  readonly sealedVersion: number | null;
  readonly changeSeal: string | null;
}

type RowChange = Row<'rowChanges'>;
type Seal = Row<'changeSeals'>;

/** SHA-256 (hex) over a version's changes and the seal before. @param changes in any order */
export function sealOfChanges(before: string | null, version: number, changes: readonly RowChange[]): string {
  const rows = changes
    .map(({ tableName, rowId, columnName, op, was, became, actorId, at }) =>
      JSON.stringify([tableName, rowId, columnName, op, was, became, actorId, at]),
    )
    .sort();
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([before, version, ...rows]))));
}

/**
 * Seals what changed since the head; call when all is written, with the company's lock held.
 * @returns where the seals have come to now
 */
export async function sealChanges(tx: Tx, head: SealHead): Promise<SealHead> {
  const seals: Seal[] = [];
  let { sealedVersion: version, changeSeal: seal } = head;
  for await (const [changed, changes] of readVersions(tx, version ?? -1)) {
    version = changed;
    seal = sealOfChanges(seal, changed, changes);
    seals.push({ version: changed, rows: changes.length, seal });
  }
  for (let at = 0; at < seals.length; at += STORE_BATCH_ROWS) {
    await insertRows(tx, 'changeSeals', seals.slice(at, at + STORE_BATCH_ROWS));
  }
  return { sealedVersion: version, changeSeal: seal };
}

/** Versions that changed audited rows, in order, with their changes. @param after not this one or any before it */
export async function* readVersions(tx: Handle, after: number): AsyncGenerator<[number, RowChange[]]> {
  for (let done = after; ; ) {
    const rows = await readAfter(tx, { version: done, limit: READ_LIMIT_ROWS });
    const isWhole = rows.length < READ_LIMIT_ROWS;
    const last = rows.at(-1)?.version;
    if (last === undefined) return;
    const versions = byVersion(rows);
    for (const [version, changes] of versions) {
      // The page may have ended within its last version.
      const isCut = !isWhole && version === last;
      if (isCut && versions.size > 1) break;
      yield [version, isCut ? await readOne(tx, { version }) : changes];
      done = version;
    }
    if (isWhole) return;
  }
}

const readAfter = prepareQuery((tx, given: { version: number; limit: number }) =>
  tx.selectFrom('rowChanges').selectAll().where('version', '>', given.version).orderBy('version').limit(given.limit),
);

const readOne = prepareQuery((tx, given: { version: number }) =>
  tx.selectFrom('rowChanges').selectAll().where('version', '=', given.version).orderBy('rowId'),
);

function byVersion(rows: readonly RowChange[]): ReadonlyMap<number, RowChange[]> {
  const versions = new Map<number, RowChange[]>();
  for (const row of rows) {
    const known = versions.get(row.version);
    if (known) known.push(row);
    else versions.set(row.version, [row]);
  }
  return versions;
}
