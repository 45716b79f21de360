/**
 * Customers change hands (R66). Guards: columns and history are written together, by this file alone; the history keeps
 * names as they were, also for whoever had the customer and sees it no longer.
 */
import type { Actor } from '../../kernel/command.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instants.ts';
import { isWithinReach } from '../../kernel/reach.ts';
import { scopeName } from '../../kernel/scope.ts';
import type { AuditColumns, Row, Tx } from '../../kernel/table.ts';
import { assignHolder, type Holding, isSameHolding } from './rules/holder.ts';
import { customers } from './tables.ts';

/** So many customers change hands with one command. */
export const HOLDER_LIMIT_CUSTOMERS = 200;

/** One customer that changes hands. */
export interface HolderChange {
  /** Of the row of its history. */
  readonly id: Id;
  readonly kind: Row<'ownerChanges'>['kind'];
  readonly customer: Row<'customers'>;
  readonly to: Holding;
}

/** Who makes the change, and what the history says of all of it. */
export interface HolderWriting {
  readonly now: Instant;
  readonly changedBy: Id;
  /** Empty: the rule did it. */
  readonly changedByName: string;
  readonly deviceCode: string;
  readonly reason: string | null;
  /** Of people, teams and territories by id. */
  readonly names: ReadonlyMap<Id, string>;
  readonly created: AuditColumns;
  readonly updated: Pick<AuditColumns, 'updatedAt' | 'updatedBy'>;
}

/** Gives the customers to whom they go; those whom nothing changes for are left as they are. @returns how many moved */
export async function changeHolders(
  tx: Tx,
  wanted: readonly HolderChange[],
  writing: HolderWriting,
): Promise<readonly HolderChange[]> {
  const changes = wanted.filter(({ customer, to }) => !isSameHolding(customer, to));
  for (const { customer, to } of changes) {
    await tx
      .updateTable('customers')
      .set({ ...assignHolder(to, writing.now), ...writing.updated })
      .where('id', '=', customer.id)
      .execute();
  }
  const history = changes.map((change) => historyOf(change, writing));
  if (history.length > 0) await tx.insertInto('ownerChanges').values(history).execute();
  return changes;
}

function historyOf({ id, kind, customer, to }: HolderChange, writing: HolderWriting): Row<'ownerChanges'> {
  const { names, now: changedAt, changedBy, changedByName, deviceCode, reason, created } = writing;
  const nameOf = ({ ownerId, ownerTeamId }: Holding) => names.get(ownerId ?? ownerTeamId ?? '') ?? null;
  const hasMoved = customer.territoryId !== to.territoryId;
  return {
    id,
    customerId: customer.id,
    customerCode: customer.code,
    customerName: customer.name,
    kind,
    fromOwnerId: customer.ownerId,
    fromOwnerName: nameOf(customer),
    fromTeamId: customer.ownerTeamId,
    fromTerritoryName: hasMoved ? (names.get(customer.territoryId) ?? null) : null,
    toOwnerId: to.ownerId,
    toOwnerName: nameOf(to),
    toTeamId: to.ownerTeamId,
    toTerritoryName: hasMoved ? (names.get(to.territoryId) ?? null) : null,
    reason,
    changedAt,
    changedBy,
    changedByName,
    deviceCode,
    ...created,
  };
}

/** Customers that are there, by id, whoever has them; who may know of them is the caller's to ask. */
export async function customersToAssign(tx: Tx, ids: readonly Id[]): Promise<Map<Id, Row<'customers'>>> {
  const rows = await tx
    .selectFrom('customers')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whether the actor sees the customer now: the own, the teams', of the own territories the pool, or all with the right. */
export const reachesCustomer = (actor: Actor, customer: Row<'customers'>): boolean =>
  isWithinReach(actor, customers, customer);

/** Whether the actor sees the pool of the customer's territory, and so may know who took it out of there. */
export const seesPoolOf = (actor: Actor, { territoryId }: Row<'customers'>): boolean =>
  actor.sees(scopeName('holder', territoryId)) || actor.sees(scopeName('territory', territoryId));

/** Of a person's customers how many there are beside these. */
export async function countOthersOf(tx: Tx, ownerId: Id, ids: readonly Id[]): Promise<number> {
  const row = await tx
    .selectFrom('customers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('ownerId', '=', ownerId)
    .where('deletedAt', 'is', null)
    .where('id', 'not in', [...ids])
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Who took a customer from the actor, and who has it now: the last change that took it away; null when there is none. */
export async function whoTookCustomer(
  tx: Tx,
  customerId: Id,
  actor: Actor,
): Promise<Pick<Row<'ownerChanges'>, 'customerName' | 'toOwnerName' | 'changedAt'> | null> {
  const change = await tx
    .selectFrom('ownerChanges')
    .select(['customerName', 'toOwnerName', 'changedAt'])
    .where('customerId', '=', customerId)
    .where('fromOwnerId', '=', actor.userId)
    .orderBy('changedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return change ?? null;
}
