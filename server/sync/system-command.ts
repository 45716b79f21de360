/**
 * Writes that come from the server itself: create a company, users, territories, an import by command line. They take
 * the company's lock and a version like any device's command, so that the scope log sees everything.
 */
import type { SatchelDatabase } from '#db/database.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import { endTxContext } from '#shared/kernel/runner.ts';
import type { AuditColumns } from '#shared/kernel/table.ts';
import '#shared/kernel/tables.ts';
import type { ServerWorld } from '../server-world.ts';
import { type ServerTx, setCompanyVersion, withCompanyLock } from './company-lock.ts';
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
  /** The company's version that this makes. */
  readonly version: number;
  newId(): Id;
  /** Audit columns of a new row. */
  readonly created: AuditColumns;
  readonly updated: Pick<AuditColumns, 'updatedAt' | 'updatedBy'>;
}

/**
 * Runs `write` as one version of the company's history.
 * @param actorId whose doing it is; the server's own unless given
 */
export async function runSystemCommand<Result>(
  writer: SystemWriter,
  write: (tx: ServerTx, context: SystemContext) => Promise<Result>,
  actorId: Id = SYSTEM_ACTOR_ID,
): Promise<Result> {
  const { database, world, pokes } = writer;
  const done = await withCompanyLock(database, async (tx, company) => {
    const version = company.nextVersion;
    const context = makeSystemContext(world, actorId, version);
    await tx
      .updateTable('txContext')
      .set({
        mode: 'command',
        commandId: context.newId(),
        seq: 0,
        version,
        actorId,
        now: context.created.createdAt,
      })
      .where('id', '=', 1)
      .execute();
    const result = await write(tx, context);
    await endTxContext(tx);
    await setCompanyVersion(tx, company, version);
    await pokes?.announce(tx, version);
    return { result, version };
  });
  pokes?.committed(done.version);
  return done.result;
}

function makeSystemContext(world: ServerWorld, actorId: Id, version: number): SystemContext {
  const now = world.clock.now();
  const updated = { updatedAt: now, updatedBy: actorId };
  return {
    version,
    newId: () => makeId(world.clock.now(), world.random.bytes(16)),
    created: { createdAt: now, createdBy: actorId, ...updated, deletedAt: null },
    updated,
  };
}
