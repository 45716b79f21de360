/** Entries of the audit as they travel: with what changed, row and column by name, and who allowed it. */
import type { Handle } from '#db/database.ts';
import { permissions } from '#shared/domains/admin/model.ts';
import { commandKey, type Subject } from '#shared/kernel/command.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Row } from '#shared/kernel/table.ts';
import { AUDIT_CHANGES_LIMIT, type AuditApproval, type AuditChange, type AuditEntry } from '#shared/protocol/audit.ts';
import type { ServerRegistry } from '../house.ts';
import { SYSTEM_ACTOR_ID } from '../sync/system-command.ts';
import '#db/side-tables/server.ts';
import '#shared/kernel/tables.ts';
import type { AuditView } from './audit-view.ts';
import { deedOf } from './device-deeds.ts';
import { type Names, readNames } from './read-names.ts';
import { kindOf, namedBy, untold } from './told-columns.ts';

/** A place in the company's order. */
export interface FoundVersion {
  readonly version: number;
  /** null: the server did it by itself. */
  readonly commandId: string | null;
}

type Change = Row<'rowChanges'>;

/** @param page what was found, in the order in which it is told */
export async function tellEntries(
  db: Handle,
  registry: Pick<ServerRegistry, 'commands'>,
  view: AuditView,
  page: readonly FoundVersion[],
): Promise<AuditEntry[]> {
  if (page.length === 0) return [];
  const changes = await readChanges(db, view, page);
  const commands = await readCommands(db, page);
  const approvals = await readApprovals(db, [...commands.values()]);
  const unchanged = [...commands.values()].filter(({ companyVersion }) => !changes.has(companyVersion));
  const parties = await readParties(db, view, unchanged);
  const names = await readNames(db, [...changes.values()].flat(), approvals);
  return page.map(({ version, commandId }) => {
    const all = changes.get(version) ?? [];
    const told = all.slice(0, AUDIT_CHANGES_LIMIT).map((change) => tellChange(change, names));
    const rest = { version, commandId, changes: told, moreChanges: all.length - told.length };
    const command = commandId === null ? undefined : commands.get(commandId);
    if (!command) {
      const [first] = all;
      const userId = first?.actorId ?? '';
      const userName = names.nameOf('users', userId);
      const name = deedOf(all);
      const permission = name === null || userId === SYSTEM_ACTOR_ID ? null : permissions.manageDevices;
      return { ...nobody, ...rest, name, permission, at: first?.at ?? 0, userId, userName };
    }
    const subject = JSON.parse(command.subject) as Subject;
    return {
      ...rest,
      name: command.name,
      at: command.ranAt,
      receivedAt: command.receivedAt,
      userId: command.userId,
      userName: command.userName,
      deviceCode: command.deviceCode,
      deviceName: command.deviceName,
      document: subject.document ?? null,
      party: subject.party ?? parties.get(command.commandId) ?? null,
      customerId: command.customerId,
      rowId: command.rowId,
      amountMinor: subject.amountMinor ?? null,
      currency: subject.currency ?? null,
      rows: subject.rows ?? null,
      ...(subject.note === undefined ? {} : { note: subject.note }),
      state: command.answerState,
      reasons: JSON.parse(command.answerReasons) as Reason[] as AuditEntry['reasons'],
      permission: registry.commands.get(commandKey(command.name, command.commandVersion))?.permission ?? null,
      approvals: approvals
        .filter(({ documentId }) => documentId === command.rowId)
        .map((approval) => tellApproval(approval, names)),
    };
  });
}

const nobody = {
  receivedAt: null,
  userName: null,
  deviceCode: null,
  deviceName: null,
  document: null,
  party: null,
  customerId: null,
  rowId: null,
  amountMinor: null,
  currency: null,
  rows: null,
  state: null,
  reasons: [],
  approvals: [],
} satisfies Partial<AuditEntry>;

async function readChanges(db: Handle, view: AuditView, page: readonly FoundVersion[]): Promise<Map<number, Change[]>> {
  const rows = await db
    .selectFrom('rowChanges')
    .selectAll()
    .where(
      'version',
      'in',
      page.map(({ version }) => version),
    )
    .where('tableName', 'in', [...view.tables])
    .where('columnName', 'not in', [...untold])
    .orderBy('version')
    .orderBy('tableName')
    .orderBy('rowId')
    .orderBy('columnName')
    .execute();
  const reached = view.scopes === null ? null : await readReached(db, view.scopes, rows);
  const byVersion = new Map<number, Change[]>();
  for (const row of rows) {
    if (row.op === 'update' && row.was === row.became) continue;
    if (reached && ofCustomers.has(row.tableName) && !reached.has(row.rowId)) continue;
    const list = byVersion.get(row.version) ?? [];
    list.push(row);
    byVersion.set(row.version, list);
  }
  return byVersion;
}

/** Rows that are a customer's; both have its id. */
export const ofCustomers: ReadonlySet<string> = new Set(['customers', 'creditAccounts']);

function readReached(db: Handle, scopes: readonly string[], rows: readonly Change[]): Promise<Set<string>> {
  const ids = rows.filter(({ tableName }) => ofCustomers.has(tableName)).map(({ rowId }) => rowId);
  return readHeld(db, scopes, [...new Set(ids)]);
}

/** Those of the rows that are customers which a scope holds now. */
async function readHeld(db: Handle, scopes: readonly string[], ids: readonly string[]): Promise<Set<string>> {
  const reached = new Set<string>();
  for (let at = 0; at < ids.length; at += 500) {
    const held = await db
      .selectFrom('scopeLog')
      .select('rowId')
      .where('scope', 'in', [...scopes])
      .where('tableName', '=', 'customers')
      .where('rowId', 'in', ids.slice(at, at + 500))
      .where('op', 'in', ['enter', 'upsert'])
      .orderBy('rowId')
      .execute();
    for (const { rowId } of held) reached.add(rowId);
  }
  return reached;
}

async function readCommands(db: Handle, page: readonly FoundVersion[]) {
  const ids = page.flatMap(({ commandId }) => commandId ?? []);
  if (ids.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom('commandLog as log')
    .innerJoin('commandTopics as topic', 'topic.commandId', 'log.commandId')
    .leftJoin('users', 'users.id', 'log.userId')
    .leftJoin('devices as device', (join) =>
      join.onRef('device.id', '=', 'log.deviceId').onRef('device.incarnation', '=', 'log.incarnation'),
    )
    .select([
      'log.companyVersion',
      'log.commandId',
      'log.name',
      'log.version as commandVersion',
      'log.userId',
      'log.ranAt',
      'log.receivedAt',
    ])
    .select(['log.answerState', 'log.answerReasons', 'users.name as userName'])
    .select(['device.code as deviceCode', 'device.name as deviceName'])
    .select(['topic.subject', 'topic.customerId', 'topic.rowId'])
    .where('log.commandId', 'in', ids)
    .orderBy('log.commandId')
    .execute();
  return new Map(rows.map((row) => [row.commandId, row]));
}

type Told = { readonly commandId: string; readonly customerId: string | null; readonly rowId: string | null };

/**
 * Of commands that changed nothing, refused ones above all: what the row is called that their arguments name. Customers
 * out of reach stay unnamed, as does what is shown by a right alone.
 */
async function readParties(db: Handle, view: AuditView, commands: readonly Told[]): Promise<Map<string, string>> {
  const ids = [...new Set(commands.flatMap(({ customerId, rowId }) => [customerId ?? [], rowId ?? []].flat()))];
  if (ids.length === 0) return new Map();
  const named = new Map<string, string>();
  for (const table of ['customers', 'products', 'suppliers', 'users'] as const) {
    if (!view.tables.includes(table)) continue;
    const rows = await db.selectFrom(table).select(['id', 'name']).where('id', 'in', ids).orderBy('id').execute();
    const reached = table === 'customers' && view.scopes !== null ? await readHeld(db, view.scopes, ids) : null;
    for (const { id, name } of rows) if (reached?.has(id) ?? true) named.set(id, name);
  }
  return new Map(
    commands.flatMap(({ commandId, customerId, rowId }) => {
      const name = named.get(customerId ?? '') ?? named.get(rowId ?? '');
      return name === undefined ? [] : [[commandId, name] as const];
    }),
  );
}

async function readApprovals(db: Handle, commands: readonly { readonly rowId: string | null }[]) {
  const ids = [...new Set(commands.flatMap(({ rowId }) => rowId ?? []))];
  if (ids.length === 0) return [];
  return db
    .selectFrom('approvals')
    .select(['id', 'documentId', 'documentNumber', 'kind', 'state', 'note', 'decisionNote', 'byCode'])
    .select(['askedByName', 'askedAt', 'decidedByName', 'decidedAt', 'onBehalfOf'])
    .where('documentId', 'in', ids)
    .where('deletedAt', 'is', null)
    .orderBy('askedAt')
    .orderBy('id')
    .execute();
}

function tellApproval(
  { documentId: _id, onBehalfOf, byCode, ...approval }: Awaited<ReturnType<typeof readApprovals>>[number],
  names: Names,
): AuditApproval {
  const onBehalfOfName = onBehalfOf === null ? null : names.nameOf('users', onBehalfOf);
  return { ...approval, onBehalfOfName, byCode: byCode === 1 };
}

function tellChange(change: Change, names: Names): AuditChange {
  const { tableName: table, rowId, columnName: column, op } = change;
  const owner = namedBy[column];
  const value = (text: string | null): string | null =>
    text === null
      ? null
      : owner !== undefined
        ? (names.nameOf(owner, text) ?? text)
        : table === 'userScopes' && column === 'scope'
          ? names.scopeName(text)
          : text;
  const kind = kindOf(table, column, names.wordOf(table, rowId, 'kind'));
  const rowName = names.rowName(table, rowId);
  const told = { table, rowId, rowName, column, kind, op, was: value(change.was), became: value(change.became) };
  const currency = kind === 'amount' || kind === 'price' ? names.currencyOf(table, rowId) : undefined;
  return currency === undefined ? told : { ...told, currency };
}
