/**
 * R22: an order on hold keeps its goods for as many days as the company gives, then they are free for others. Guards:
 * - what a pick list has of it stays: somebody is taking it from the shelf;
 * - what is freed stands in the order's history, and before the order's seller;
 * - a command waits for so many orders at most.
 */
import { companySettings } from '#shared/domains/admin/api.ts';
import { ordersOnLists, takeReservations } from '#shared/domains/inventory/api.ts';
import { findLongHeld, noteFreed } from '#shared/domains/sales/api.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Row, Tx } from '#shared/kernel/table.ts';
import { inConsistentRead } from '../sync/read-pull.ts';
import { runSystemCommand, SYSTEM_ACTOR_ID, type SystemContext, type SystemWriter } from '../sync/system-command.ts';

const DAY_MS = 86_400_000;
const LIMIT_ORDERS = 50;

/** Frees what orders hold back that are on hold for too long. Does nothing where the setting is 0. */
export async function freeHeldReservations(writer: SystemWriter): Promise<{ readonly orders: number }> {
  const found = await inConsistentRead(writer.database, (tx) => findOverdue(tx, writer.world.clock.now(), null));
  // Nothing is written, and no version made, where there is nothing to do: as it is nearly every time.
  let orders = 0;
  for (let from = 0; from < found.length; from += LIMIT_ORDERS) {
    const ids = found.slice(from, from + LIMIT_ORDERS).map(({ id }) => id);
    orders += await runSystemCommand(writer, (tx, context) => freeSome(tx, ids, context));
  }
  return { orders };
}

async function freeSome(tx: Tx, ids: readonly string[], context: SystemContext): Promise<number> {
  const { created, updated, newId } = context;
  const now = created.createdAt;
  // Looked at again: somebody may have released one in the meantime.
  const overdue = await findOverdue(tx, now, ids);
  for (const order of overdue) {
    const freed = await takeReservations(tx, order.id, { now, updated });
    await noteFreed(tx, order, freed, { now, actorId: SYSTEM_ACTOR_ID, newId, created, updated });
  }
  return overdue.length;
}

async function findOverdue(tx: Tx, now: Instant, ids: readonly string[] | null): Promise<Row<'orders'>[]> {
  const days = (await companySettings(tx))['sales.heldReservationDays'];
  if (days === 0) return [];
  const held = await findLongHeld(tx, now - days * DAY_MS, ids);
  const onLists = await ordersOnLists(
    tx,
    held.map(({ id }) => id),
  );
  return held.filter(({ id }) => !onLists.has(id));
}
