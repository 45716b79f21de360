import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instants.ts';

/** Who has a customer: a person, else a team, else nobody: then it lies in the public pool of its territory (R66). */
export interface Holding {
  readonly territoryId: Id;
  readonly ownerId: Id | null;
  readonly ownerTeamId: Id | null;
}

/**
 * R66: who has a customer, as the scope of it names them: the person, else the team, else the territory whose public pool
 * it lies in. Ids of the three never clash.
 */
export function holderOf(customer: Holding): Id {
  return customer.ownerId ?? customer.ownerTeamId ?? customer.territoryId;
}

/** The columns of a customer that say who has it, as they are from `now` on. */
export function assignHolder(
  { territoryId, ownerId, ownerTeamId }: Holding,
  now: Instant,
): Holding & { readonly holderId: Id; readonly heldSince: Instant } {
  const holding = { territoryId, ownerId, ownerTeamId };
  return { ...holding, holderId: holderOf(holding), heldSince: now };
}

/** Whether two holdings are the same one: nothing changes hands. */
export function isSameHolding(one: Holding, other: Holding): boolean {
  return (
    one.territoryId === other.territoryId && one.ownerId === other.ownerId && one.ownerTeamId === other.ownerTeamId
  );
}
