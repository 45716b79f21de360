/**
 * R66: who has had no contact with a customer for as long as the company gives loses it to the public pool. Guards:
 * - nobody who has an open order with the customer loses it;
 * - each customer has its history, which the device of the former owner shows;
 * - a command waits for two hundred customers at most.
 */
import { companySettings, namesOfHolders } from '#shared/domains/admin/api.ts';
import { changeHolders, findUntouched, HOLDER_LIMIT_CUSTOMERS } from '#shared/domains/crm/api.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { inConsistentRead } from '../sync/read-pull.ts';
import { runSystemCommand, SYSTEM_ACTOR_ID, type SystemContext, type SystemWriter } from '../sync/system-command.ts';

const DAY_MS = 86_400_000;

/** Gives every customer that nobody has touched for so many days to its pool. Does nothing where the setting is 0. */
export async function recycleCustomers(writer: SystemWriter): Promise<{ readonly customers: number }> {
  let customers = 0;
  // Nothing is written, and no version made, where there is nothing to do: as it is nearly every time.
  while ((await inConsistentRead(writer.database, (tx) => findOverdue(tx, writer.world.clock.now()))).length > 0) {
    const moved = await runSystemCommand(writer, recycleSome);
    customers += moved;
    if (moved < HOLDER_LIMIT_CUSTOMERS) break;
  }
  return { customers };
}

async function recycleSome(tx: Tx, { created, updated, newId }: SystemContext): Promise<number> {
  const now = created.createdAt;
  const untouched = await findOverdue(tx, now);
  const changes = untouched.map((customer) => ({
    id: newId(),
    kind: 'recycled' as const,
    customer,
    to: { territoryId: customer.territoryId, ownerId: null, ownerTeamId: null },
  }));
  const names = await namesOfHolders(
    tx,
    untouched.flatMap(({ ownerId, ownerTeamId }) => [ownerId, ownerTeamId]),
  );
  const writing = { now, changedBy: SYSTEM_ACTOR_ID, changedByName: '', deviceCode: '', reason: null, names };
  return (await changeHolders(tx, changes, { ...writing, created, updated })).length;
}

async function findOverdue(tx: Tx, now: Instant) {
  const days = (await companySettings(tx))['crm.poolDays'];
  return days === 0 ? [] : findUntouched(tx, now - days * DAY_MS, HOLDER_LIMIT_CUSTOMERS);
}
