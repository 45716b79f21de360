/** R66: who has a customer after each command, and the history that says so. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, adjusted, applied, type Ended, type GivenReason, rejected } from './command-run.ts';
import { modelledHolder, reachesCustomer } from './reach.ts';

const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;

interface Place {
  readonly territoryId: Cell;
  readonly ownerId: Cell;
  readonly ownerTeamId: Cell;
}

const placeOf = (customer: ModelRow): Place => ({
  territoryId: customer.territoryId ?? null,
  ownerId: customer.ownerId ?? null,
  ownerTeamId: customer.ownerTeamId ?? null,
});
const poolOf = ({ territoryId = null }: ModelRow): Place => ({ territoryId, ownerId: null, ownerTeamId: null });

const nameIn = (rows: BusinessRows, table: string, id: Cell): Cell => rows.get(table, id)?.name ?? null;
const holderName = (rows: BusinessRows, { ownerId, ownerTeamId }: Place): Cell =>
  ownerId === null
    ? ownerTeamId === null
      ? null
      : nameIn(rows, 'teams', ownerTeamId)
    : nameIn(rows, 'users', ownerId);

/** Writes the change of hands, where there is one. */
function changeHands(
  rows: BusinessRows,
  customer: ModelRow,
  to: Place,
  told: { readonly id: string; readonly kind: string; readonly reason: Cell },
  act: Act,
): void {
  const from = placeOf(customer);
  const hasMoved = from.territoryId !== to.territoryId;
  if (!hasMoved && from.ownerId === to.ownerId && from.ownerTeamId === to.ownerTeamId) return;
  rows.update('customers', customer, { ...to, holderId: modelledHolder(to), heldSince: act.now }, act);
  const history = {
    ...told,
    customerId: customer.id ?? null,
    customerCode: customer.code ?? null,
    customerName: customer.name ?? null,
    fromOwnerId: from.ownerId,
    fromOwnerName: holderName(rows, from),
    fromTeamId: from.ownerTeamId,
    fromTerritoryName: hasMoved ? nameIn(rows, 'territories', from.territoryId) : null,
    toOwnerId: to.ownerId,
    toOwnerName: holderName(rows, to),
    toTeamId: to.ownerTeamId,
    toTerritoryName: hasMoved ? nameIn(rows, 'territories', to.territoryId) : null,
    changedAt: act.now,
    changedBy: act.userId,
    changedByName: nameIn(rows, 'users', act.userId) ?? '',
    deviceCode: act.deviceCode,
  };
  rows.insert('ownerChanges', history, act);
}

export function runClaimCustomer(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { customerId, changeId } = given as { customerId: string; changeId: string };
  const customer = rows.get('customers', customerId);
  const place = String(customer?.territoryId);
  const seesPool = act.sees(`holder:${place}`) || act.sees(`territory:${place}`);
  if (!isLive(customer) || !(reachesCustomer(customer, act) || seesPool)) return rejected('crm.customerGone', {});
  const { ownerId } = placeOf(customer);
  if (modelledHolder(customer) !== customer.territoryId) {
    const officeHolder = holderName(rows, placeOf(customer)) ?? '';
    const context = ownerId === null ? 'team' : ownerId === act.userId ? 'own' : 'person';
    return rejected('crm.customerHeld', { context, customer: customer.name ?? null, officeHolder });
  }
  const to = { ...poolOf(customer), ownerId: act.userId };
  changeHands(rows, customer, to, { id: changeId, kind: 'claimed', reason: null }, act);
  return applied;
}

export function runGiveBackCustomer(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { customerId, changeId, reason } = given as { customerId: string; changeId: string; reason: string };
  const customer = rows.get('customers', customerId);
  if (!isLive(customer) || !reachesCustomer(customer, act)) return rejected('crm.customerGone', {});
  const { ownerId, ownerTeamId } = placeOf(customer);
  const isMember = (row: ModelRow): boolean =>
    row.teamId === ownerTeamId && row.userId === act.userId && isLive(row) && isLive(rows.get('teams', row.teamId));
  const isOfTeam = ownerId === null && ownerTeamId !== null && rows.find('teamMembers', isMember).length > 0;
  if (ownerId !== act.userId && !isOfTeam) {
    const isInPool = ownerId === null && ownerTeamId === null;
    const officeHolder = holderName(rows, placeOf(customer)) ?? '';
    return rejected('crm.customerNotHeld', {
      context: isInPool ? 'pool' : 'held',
      customer: customer.name ?? null,
      officeHolder,
    });
  }
  changeHands(rows, customer, poolOf(customer), { id: changeId, kind: 'givenBack', reason: reason.trim() }, act);
  return applied;
}

interface Receiver {
  readonly kind: 'person' | 'team' | 'pool' | 'same';
  readonly userId?: string;
  readonly teamId?: string;
}
interface Wanted {
  readonly customerId: string;
  readonly changeId: string;
}

function isThere(rows: BusinessRows, { kind, userId, teamId }: Receiver): boolean {
  const user = rows.get('users', userId);
  if (kind === 'person') return isLive(user) && user.active === 1;
  return kind !== 'team' || isLive(rows.get('teams', teamId));
}

const given = (customer: ModelRow, { kind, userId, teamId }: Receiver): Place =>
  kind === 'same' ? placeOf(customer) : { ...poolOf(customer), ownerId: userId ?? null, ownerTeamId: teamId ?? null };

const leftOut = (count: number): GivenReason[] =>
  count > 0 ? [{ code: 'crm.customersLeftOut', params: { count } }] : [];
const ended = (reasons: readonly GivenReason[]): Ended => (reasons.length > 0 ? adjusted(reasons) : applied);

/** Those of the customers that are there, within reach, and `fit`; one that stands twice counts once. */
function taken(
  rows: BusinessRows,
  wanted: readonly Wanted[],
  act: Act,
  fits: (customer: ModelRow) => boolean,
): { customer: ModelRow; changeId: string }[] {
  const seen = new Set<string>();
  return wanted.flatMap(({ customerId, changeId }) => {
    const customer = rows.get('customers', customerId);
    if (seen.has(customerId) || !isLive(customer) || !reachesCustomer(customer, act) || !fits(customer)) return [];
    seen.add(customerId);
    return [{ customer, changeId }];
  });
}

export function runAssignCustomers(rows: BusinessRows, args: unknown, act: Act): Ended {
  const { customers, to, territoryId, reason } = args as {
    customers: Wanted[];
    to: Receiver;
    territoryId: string | null;
    reason: string | null;
  };
  if (!isThere(rows, to)) return rejected('crm.receiverGone', { context: to.kind });
  if (territoryId !== null && !isLive(rows.get('territories', territoryId)))
    return rejected('crm.receiverGone', { context: 'territory' });
  const moving = taken(rows, customers, act, () => true);
  if (moving.length === 0) return rejected('crm.customerGone', {});
  const kind = to.kind === 'same' ? 'moved' : 'assigned';
  for (const { customer, changeId } of moving) {
    const place = given(customer, to);
    const next = { ...place, territoryId: territoryId ?? place.territoryId };
    changeHands(rows, customer, next, { id: changeId, kind, reason }, act);
  }
  return ended(leftOut(customers.length - moving.length));
}

export function runHandOverCustomers(rows: BusinessRows, args: unknown, act: Act): Ended {
  const { fromUserId, customers, receivers, reason, isLast } = args as {
    fromUserId: string;
    customers: Wanted[];
    receivers: { territoryId: string | null; to: Receiver }[];
    reason: string | null;
    isLast: boolean;
  };
  for (const { to } of receivers) if (!isThere(rows, to)) return rejected('crm.receiverGone', { context: to.kind });
  const receiverOf = (customer: ModelRow) =>
    receivers.find((each) => each.territoryId === customer.territoryId) ??
    receivers.find((each) => each.territoryId === null);
  const moving = taken(rows, customers, act, (row) => row.ownerId === fromUserId && receiverOf(row) !== undefined);
  const named = new Set(customers.map(({ customerId }) => customerId));
  const isOther = (row: ModelRow): boolean => row.ownerId === fromUserId && isLive(row) && !named.has(String(row.id));
  const count = isLast ? rows.find('customers', isOther).length : 0;
  const person = nameIn(rows, 'users', fromUserId) ?? '';
  const more = count > 0 ? [{ code: 'crm.moreCustomers', params: { count, person } }] : [];
  for (const { customer, changeId } of moving) {
    const to = receiverOf(customer)?.to;
    if (to) changeHands(rows, customer, given(customer, to), { id: changeId, kind: 'handedOver', reason }, act);
  }
  return ended([...leftOut(customers.length - moving.length), ...more]);
}

/** Somebody who works here and is called so, where nobody else is. */
export function namedAlone(rows: BusinessRows, name: Cell | undefined): ModelRow | undefined {
  const found = rows.find('users', (row) => isLive(row) && row.active === 1 && row.name === name);
  return found.length === 1 ? found[0] : undefined;
}

/** R66: one that nobody has goes to the owner that the file names. */
export function giveFromPool(rows: BusinessRows, customerId: string, ownerId: Cell, changeId: string, act: Act): void {
  const customer = rows.get('customers', customerId);
  if (!customer || (customer.ownerId ?? null) !== null || (customer.ownerTeamId ?? null) !== null) return;
  const to = { territoryId: customer.territoryId ?? null, ownerId, ownerTeamId: null };
  changeHands(rows, customer, to, { id: changeId, kind: 'assigned', reason: null }, act);
}
