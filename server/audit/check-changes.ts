/**
 * Checks what became of audited rows against its seals (seal-changes.ts). Guards: a change that was changed, taken out or
 * put in is found, also at the very end, and so is a seal that was.
 */
import type { Handle } from '#db/database.ts';
import type { Row } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import type { Wrong } from './check-chain.ts';
import { readVersions, sealOfChanges } from './seal-changes.ts';

const READ_BATCH_SEALS = 1_000;

/** A seal that was told and kept elsewhere. */
export interface KnownSeal {
  readonly version: number;
  readonly seal: string;
}

type Seal = Row<'changeSeals'>;

/** @param counted is told how many changes there are, and the last seal */
export async function checkChanges(
  db: Handle,
  known: KnownSeal | null,
  counted: { changes: number; lastSeal: string | null },
): Promise<Wrong | null> {
  const head = await db
    .selectFrom('companyVersion')
    .select(['sealedVersion', 'changeSeal'])
    .where('id', '=', 1)
    .executeTakeFirst();
  const seals = readSeals(db);
  let before: string | null = null;
  let last: Seal | null = null;
  let isKnownFound = known === null;
  const next = async (): Promise<Seal | null> => (await seals.next()).value ?? null;
  let expected = await next();
  for await (const [version, changes] of readVersions(db, -1)) {
    counted.changes += changes.length;
    // From before there were seals, and no server of this version has run yet.
    if (!expected && last === null && !head?.changeSeal) continue;
    // What came after the last seal has none: a command that writes where it does not declare to shows here as well.
    if (!expected || expected.version > version) return wrongAt(db, version, 'changes were put in that have no seal');
    if (expected.version < version) return wrongAt(db, expected.version, 'its changes are gone');
    if (changes.length < expected.rows) return wrongAt(db, version, 'a change is gone');
    if (changes.length > expected.rows) return wrongAt(db, version, 'a change was put in');
    if (sealOfChanges(before, version, changes) !== expected.seal) {
      return wrongAt(db, version, 'a change is not as it was sealed, or a seal before it was taken out');
    }
    if (known?.version === version) isKnownFound = known.seal === expected.seal;
    before = expected.seal;
    last = expected;
    expected = await next();
  }
  if (expected) return wrongAt(db, expected.version, 'its changes are gone');
  counted.lastSeal = last === null ? null : `${last.version}:${last.seal}`;
  const [version, seal] = [head?.sealedVersion ?? null, head?.changeSeal ?? null];
  if (version !== (last?.version ?? null) || seal !== (last?.seal ?? null)) {
    return wrongAt(
      db,
      version ?? last?.version ?? 0,
      'the last seal is another one: changes at the end are gone or new',
    );
  }
  if (!isKnownFound) return wrongAt(db, known?.version ?? 0, 'the seal that was told before is not there');
  return null;
}

async function* readSeals(db: Handle): AsyncGenerator<Seal, undefined> {
  for (let after = -1; ; ) {
    const rows = await db
      .selectFrom('changeSeals')
      .selectAll()
      .where('version', '>', after)
      .orderBy('version')
      .limit(READ_BATCH_SEALS)
      .execute();
    yield* rows;
    const end = rows.at(-1);
    if (!end || rows.length < READ_BATCH_SEALS) return;
    after = end.version;
  }
}

/** With the command that made the version, where one did. */
async function wrongAt(db: Handle, version: number, what: string): Promise<Wrong> {
  const command = await db
    .selectFrom('commandLog as log')
    .leftJoin('devices as device', (join) =>
      join.onRef('device.id', '=', 'log.deviceId').onRef('device.incarnation', '=', 'log.incarnation'),
    )
    .select(['log.commandId', 'log.seq', 'device.code'])
    .where('log.companyVersion', '=', version)
    .executeTakeFirst();
  const problem = `what became of rows at version ${version}: ${what}`;
  return { device: command?.code ?? '', seq: command?.seq ?? 0, commandId: command?.commandId ?? null, problem };
}
