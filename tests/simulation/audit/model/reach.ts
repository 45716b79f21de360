/** R66, R113: what somebody may work on, from the rows: a customer by its territory or by who has it, an order by both. */
import type { BusinessRows, ModelRow } from './business-rows.ts';
import type { Act } from './command-run.ts';

export const reachesCustomer = (customer: ModelRow, act: Act): boolean =>
  act.sees(`territory:${customer.territoryId}`) || act.sees(`holder:${customer.holderId}`);

/** With its customer, removed or not, or by its warehouse. */
export function reachesOrder(rows: BusinessRows, order: ModelRow, act: Act): boolean {
  const customer = rows.get('customers', order.customerId);
  return (customer !== undefined && reachesCustomer(customer, act)) || act.sees(`warehouse:${order.warehouseId}`);
}

/** Who has a customer: a person, a team, or the pool of its territory. */
export const modelledHolder = (row: {
  readonly ownerId?: unknown;
  readonly ownerTeamId?: unknown;
  readonly territoryId?: unknown;
}): string => String(row.ownerId ?? row.ownerTeamId ?? row.territoryId);
