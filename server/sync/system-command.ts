/**
 * Writes that come from the server itself: create a company, users, territories, an import by command line. They take
 * the company's lock and a version like any device's command, so that the scope log sees everything.
 */
import type { SatchelDatabase } from '#db/database.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import { endTxContext } from '#shared/kernel/runner.ts';
import type { AuditColumns, Tx } from '#shared/kernel/table.ts';
import '#shared/kernel/tables.ts';
import type { ServerWorld } from '../server-world.ts';
import { setCompanyVersion, withCompanyLock } from './company-lock.ts';
import type { Pokes } from './pokes.ts';

/** Who acts when nobody does: created and changed by the server itself. */
export const SYSTEM_ACTOR_ID: Id = '00000000-0000-7000-8000-000000000000';

export interface SystemWriter {
  readonly database: SatchelDatabase;
  readonly world: ServerWorld;
  /** Told after the commit; none when no server of this process listens. */
  readonly pokes?: Pokes;
}

export interface SystemContext {
  newId(): Id;
  /** Audit columns of a new row. */
  readonly created: AuditColumns;
  readonly updated: Pick<AuditColumns, 'updatedAt' | 'updatedBy'>;
}

/** Runs `write` as one version of the company's history. */
export async function runSystemCommand<Result>(
  writer: SystemWriter,
  write: (tx: Tx, context: SystemContext) => Promise<Result>,
): Promise<Result> {
  const { database, world, pokes } = writer;
  const done = await withCompanyLock(database, async (tx, company) => {
    const version = company.version + 1;
    const context = makeSystemContext(world);
    await tx
      .updateTable('txContext')
      .set({
        mode: 'command',
        commandId: context.newId(),
        seq: 0,
        version,
        actorId: SYSTEM_ACTOR_ID,
        now: context.created.createdAt,
      })
      .where('id', '=', 1)
      .execute();
    const result = await write(tx, context);
    await endTxContext(tx);
    await setCompanyVersion(tx, version);
    await pokes?.announce(tx, version);
    return { result, version };
  });
  pokes?.committed(done.version);
  return done.result;
}

function makeSystemContext(world: ServerWorld): SystemContext {
  const now = world.clock.now();
  const updated = { updatedAt: now, updatedBy: SYSTEM_ACTOR_ID };
  return {
    newId: () => makeId(world.clock.now(), world.random.bytes(16)),
    created: { createdAt: now, createdBy: SYSTEM_ACTOR_ID, ...updated, deletedAt: null },
    updated,
  };
}
