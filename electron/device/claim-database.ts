import type { DeviceContext } from './device-context.ts';
import { purgeJournal } from './outbox.ts';
import type { Person } from './profile.ts';
import { beginHistory } from './rebase.ts';
import { inTransaction } from './store.ts';
import { readState, writeState } from './sync-state.ts';

/** Writes whose database this is, and lets go of what the journal no longer needs. */
export async function claimDatabase(context: DeviceContext, person: Person): Promise<void> {
  await inTransaction(context, async (tx) => {
    const incarnation = await readState(tx, 'incarnation');
    // Of another history than the profile: one of the two was put back, or a new history was cut at its beginning.
    if (incarnation !== null && incarnation !== person.incarnation) await beginHistory(context, tx);
    await writeState(tx, 'companyId', person.companyId);
    await writeState(tx, 'userId', person.userId);
    await writeState(tx, 'deviceId', person.deviceId);
    await writeState(tx, 'incarnation', person.incarnation);
    const serverTime = await readState(tx, 'dataAsOf');
    if (serverTime !== null) await purgeJournal(tx, serverTime);
  });
}

/**
 * Goes over into the history that the profile names, where a full disk left the database in the one before: what is
 * sent must not bear the new name with the old numbers. Document numbers go on where they are.
 */
export async function settleHistory(context: DeviceContext): Promise<void> {
  if ((await readState(context.reader.kysely, 'incarnation')) === context.incarnation) return;
  const changed = await context.lock.hold('sync', () => inTransaction(context, (tx) => beginHistory(context, tx)));
  context.changed([...changed]);
}
