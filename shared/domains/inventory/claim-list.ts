/** R24: a pick list is worked on by one desk. */
import type { Actor, WriteContext } from '../../kernel/command.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/**
 * A pick list of a warehouse that the actor works in.
 * @throws Refusal `inventory.pickListGone`
 */
export async function pickListFor(tx: Tx, pickListId: string, actor: Actor): Promise<Row<'pickLists'>> {
  const list = await tx
    .selectFrom('pickLists')
    .selectAll()
    .where('id', '=', pickListId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!list || !actor.sees(`warehouse:${list.warehouseId}`)) throw new Refusal('inventory.pickListGone', {});
  return list;
}

/**
 * Gives a list to a desk; to the one that has it, once more.
 * @throws Refusal `inventory.pickListDone` when there is nothing left to pick; `inventory.pickListClaimed` with who has it
 * and since when
 */
export async function claimList(
  tx: Tx,
  list: Row<'pickLists'>,
  claimedByName: string,
  context: WriteContext,
): Promise<void> {
  const { number, state } = list;
  if (state !== 'released' && state !== 'claimed') throw new Refusal('inventory.pickListDone', { number, state });
  const isOwn = list.claimedBy === context.actor.userId && list.claimedDeviceCode === context.device.code;
  if (state === 'claimed' && isOwn) return;
  if (state === 'claimed') {
    throw new Refusal('inventory.pickListClaimed', {
      number,
      officeBy: list.claimedByName,
      officeAt: list.claimedAt,
      device: list.claimedDeviceCode,
    });
  }
  await setClaim(tx, list.id, { state: 'claimed', userId: context.actor.userId, name: claimedByName }, context);
}

/**
 * Takes a list from the desk that has it; what was picked stays picked.
 * @param mayTakeAny whether the actor leads the shift: others give back only their own
 * @throws Refusal `inventory.pickListDone`, or `inventory.pickListClaimed` when somebody else has it
 */
export async function freeClaim(
  tx: Tx,
  list: Row<'pickLists'>,
  mayTakeAny: boolean,
  context: WriteContext,
): Promise<void> {
  const { number, state } = list;
  if (state === 'released') return;
  if (state !== 'claimed') throw new Refusal('inventory.pickListDone', { number, state });
  if (list.claimedBy !== context.actor.userId && !mayTakeAny) {
    const { claimedByName: officeBy, claimedAt: officeAt, claimedDeviceCode: device } = list;
    throw new Refusal('inventory.pickListClaimed', { number, officeBy, officeAt, device });
  }
  await setClaim(tx, list.id, null, context);
}

async function setClaim(
  tx: Tx,
  id: string,
  claim: { readonly state: 'claimed'; readonly userId: string; readonly name: string } | null,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('pickLists')
    .set({
      state: claim?.state ?? 'released',
      claimedBy: claim?.userId ?? null,
      claimedByName: claim?.name ?? null,
      claimedDeviceCode: claim ? context.device.code : null,
      claimedAt: claim ? context.now : null,
      ...context.updated(),
    })
    .where('id', '=', id)
    .execute();
}
