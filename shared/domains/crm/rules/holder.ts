/**
 * R66: who has a customer, as the scope of it names them: the person, else the team, else the territory whose public pool
 * it lies in. Ids of the three never clash.
 */
export function holderOf(customer: {
  readonly territoryId: string;
  readonly ownerId: string | null;
  readonly ownerTeamId: string | null;
}): string {
  return customer.ownerId ?? customer.ownerTeamId ?? customer.territoryId;
}
