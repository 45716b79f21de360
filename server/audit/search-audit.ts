/**
 * Looks through the company's history: commands of devices and what the server did by itself, newest first. Guards:
 * - what the person may not see is neither told nor counted (audit-view.ts);
 * - a page is in the company's order, and the next one goes on where it ended.
 */
import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { Handle } from '#db/database.ts';
import { fold, foldCode } from '#shared/kernel/fold.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Tables } from '#shared/kernel/table.ts';
import type { AuditPage, AuditSearch } from '#shared/protocol/audit.ts';
import { SYSTEM_ACTOR_ID } from '../sync/system-command.ts';
import '#db/side-tables/server.ts';
import '#shared/kernel/tables.ts';
import { type AuditView, readAuditView } from './audit-view.ts';
import { deviceDeeds } from './device-deeds.ts';
import { type IndexWriter, indexCommands } from './index-commands.ts';
import { type FoundVersion, ofCustomers, tellEntries } from './tell-entries.ts';
import { auditedTables, DEVICES, untold } from './told-columns.ts';

/** Of commands from before the audit kept what they are about, so many are looked at beside a search. */
const INDEX_LIMIT_COMMANDS = 2_000;
/** Rows of one table whose name holds what was typed. */
const NAMED_LIMIT_ROWS = 50;

/** @throws HttpRefusal `auth.notPermitted` */
export async function searchAudit(writer: IndexWriter, userId: Id, asked: AuditSearch): Promise<AuditPage> {
  const db = writer.database.kysely;
  const view = await readAuditView(db, userId);
  await indexCommands(writer, INDEX_LIMIT_COMMANDS);
  const found = await findVersions(db, view, asked);
  const page = found.slice(0, asked.limitRows);
  const isFirst = asked.before === null;
  return {
    entries: await tellEntries(db, writer.registry, view, page),
    next: found.length > asked.limitRows ? (page.at(-1)?.version ?? null) : null,
    isPartial: view.scopes !== null,
    people: isFirst ? await readPeople(db) : null,
    devices: isFirst ? await readDevices(db) : null,
  };
}

async function findVersions(db: Handle, view: AuditView, asked: AuditSearch): Promise<FoundVersion[]> {
  const named = await namedRows(db, view, asked.text);
  const commands = await findCommands(db, view, asked, named);
  const own = await findOwn(db, view, asked, named);
  return [...commands, ...own].sort((a, b) => b.version - a.version).slice(0, asked.limitRows + 1);
}

/** Master data by name or code: a price is looked for by its product. */
async function namedRows(db: Handle, { tables }: AuditView, text: string): Promise<string[]> {
  const pattern = patternOf(text);
  if (pattern === null) return [];
  const ids: string[] = [];
  for (const table of ['products', 'customers', 'users', 'suppliers', 'devices'] as const) {
    if (!tables.includes(table)) continue;
    const code = table === 'users' ? 'login' : 'code';
    const rows = await db
      .selectFrom(table)
      .select('id')
      .where((eb) =>
        eb.or([
          eb(eb.fn<string>('lower', ['name']), 'like', pattern),
          eb(eb.fn<string>('lower', [code]), 'like', pattern),
        ]),
      )
      .orderBy('id')
      .limit(NAMED_LIMIT_ROWS)
      .execute();
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

/** Without `%` and `_`, which mean anything in a pattern. */
function patternOf(text: string): string | null {
  const folded = fold(text.trim()).replaceAll(/[%_\\]/g, '');
  return folded === '' ? null : `%${folded}%`;
}

type Joined = Tables & { log: Tables['commandLog']; topic: Tables['commandTopics']; device: Tables['devices'] };
/** Conditions over the joined tables; an expression fits into any query that has them. */
const joined = expressionBuilder<Joined, 'log' | 'topic' | 'device'>();
/** The same over changes of rows. */
const changed = expressionBuilder<Tables, 'rowChanges'>();

function findCommands(db: Handle, view: AuditView, asked: AuditSearch, named: readonly string[]) {
  let query = db
    .selectFrom('commandLog as log')
    .innerJoin('commandTopics as topic', 'topic.commandId', 'log.commandId')
    .leftJoin('devices as device', (join) =>
      join.onRef('device.id', '=', 'log.deviceId').onRef('device.incarnation', '=', 'log.incarnation'),
    )
    .select(['log.companyVersion as version', 'log.commandId']);
  if (asked.before !== null) query = query.where('log.companyVersion', '<', asked.before);
  if (asked.userId !== null) query = query.where('log.userId', '=', asked.userId);
  if (asked.deviceCode !== null) query = query.where('device.code', '=', asked.deviceCode.toUpperCase());
  if (asked.document !== null) query = query.where('topic.documentKey', '=', foldCode(asked.document));
  if (asked.from !== null) query = query.where('log.ranAt', '>=', asked.from);
  if (asked.until !== null) query = query.where('log.ranAt', '<', asked.until);
  const { rowId, names, fields = [] } = asked;
  if (rowId !== null) query = query.where(aboutRows(view, [rowId]));
  const pattern = patternOf(asked.text);
  if (pattern !== null) {
    query = query.where((eb) =>
      eb.or([
        eb('topic.words', 'like', pattern),
        ...(names.length > 0 ? [eb('log.name', 'in', names)] : []),
        ...(named.length > 0 ? [aboutRows(view, named)] : []),
        ...(fields.length > 0 ? [changedFields(view, fields)] : []),
      ]),
    );
  }
  if (view.scopes !== null) {
    const { scopes } = view;
    query = query.where((eb) =>
      eb.or([eb('log.userId', '=', view.userId), eb('topic.customerId', 'is', null), isReached(scopes)]),
    );
  }
  return query
    .orderBy('log.companyVersion', 'desc')
    .limit(asked.limitRows + 1)
    .execute();
}

/** Commands that are about one of the rows, or changed one. */
function aboutRows(view: AuditView, ids: readonly string[]): Expression<SqlBool> {
  return joined.or([
    joined('topic.rowId', 'in', ids),
    joined('topic.customerId', 'in', ids),
    joined('log.companyVersion', 'in', (sub) =>
      sub
        .selectFrom('rowChanges')
        .select('rowChanges.version')
        .where('rowChanges.tableName', 'in', [...view.tables])
        .where('rowChanges.rowId', 'in', ids)
        .orderBy('rowChanges.version'),
    ),
  ]);
}

/** Commands that changed one of the columns, in a row that the person is told of. */
function changedFields(view: AuditView, fields: readonly string[]): Expression<SqlBool> {
  return joined.exists((sub) => {
    const changes = sub
      .selectFrom('rowChanges')
      .select('rowChanges.version')
      .whereRef('rowChanges.version', '=', 'log.companyVersion')
      .where('rowChanges.tableName', 'in', [...view.tables])
      .where(isField(fields));
    const { scopes } = view;
    if (scopes === null) return changes;
    return changes.where((eb) =>
      eb.or([
        eb('rowChanges.tableName', 'not in', [...ofCustomers]),
        eb.exists((held) =>
          held
            .selectFrom('scopeLog')
            .select('scopeLog.scope')
            .where('scopeLog.scope', 'in', scopes)
            .where('scopeLog.tableName', '=', 'customers')
            .whereRef('scopeLog.rowId', '=', 'rowChanges.rowId')
            .where('scopeLog.op', 'in', ['enter', 'upsert']),
        ),
      ]),
    );
  });
}

/** A change that is told by the name of one of the fields: `basePrice`, or `products.basePrice`. */
function isField(fields: readonly string[]): Expression<SqlBool> {
  return changed.and([
    changed('rowChanges.op', '=', 'update'),
    changed('rowChanges.was', 'is distinct from', changed.ref('rowChanges.became')),
    changed('rowChanges.columnName', 'not in', [...untold]),
    changed.or(
      fields.map((field) => {
        const [table = '', column] = field.split('.');
        return column === undefined
          ? changed('rowChanges.columnName', '=', table)
          : changed.and([changed('rowChanges.tableName', '=', table), changed('rowChanges.columnName', '=', column)]);
      }),
    ),
  ]);
}

/** Its customer is held by a scope of the person's now. */
function isReached(scopes: readonly string[]): Expression<SqlBool> {
  return joined.exists((sub) =>
    sub
      .selectFrom('scopeLog')
      .select('scopeLog.scope')
      .where('scopeLog.scope', 'in', scopes)
      .where('scopeLog.tableName', '=', 'customers')
      .whereRef('scopeLog.rowId', '=', 'topic.customerId')
      .where('scopeLog.op', 'in', ['enter', 'upsert']),
  );
}

/** What the server did by itself, as far as it changed something that may be told, and what was done with devices. */
async function findOwn(db: Handle, view: AuditView, asked: AuditSearch, named: readonly string[]) {
  if (asked.document !== null) return [];
  const ofDevice = asked.deviceCode === null ? null : await readDeviceIds(db, asked.deviceCode);
  if (ofDevice?.length === 0) return [];
  const deeds = deviceDeeds.filter(({ name }) => asked.names.includes(name));
  const { fields = [] } = asked;
  const isSought = patternOf(asked.text) !== null;
  if (isSought && named.length + deeds.length + fields.length === 0) return [];
  // The customers of others hide behind a number of rows: those who see a part are told of the company's rows alone.
  const tables = view.scopes === null ? view.tables : view.tables.filter(isOfCompany);
  let query = db
    .selectFrom('rowChanges')
    .select('version')
    .distinct()
    .where((eb) => eb.or([eb('actorId', '=', SYSTEM_ACTOR_ID), eb('tableName', '=', DEVICES)]))
    .where('tableName', 'in', [...tables]);
  if (asked.userId !== null) query = query.where('actorId', '=', asked.userId);
  if (ofDevice) query = query.where('tableName', '=', DEVICES).where('rowId', 'in', ofDevice);
  if (asked.before !== null) query = query.where('version', '<', asked.before);
  if (asked.from !== null) query = query.where('at', '>=', asked.from);
  if (asked.until !== null) query = query.where('at', '<', asked.until);
  if (asked.rowId !== null) query = query.where('rowId', '=', asked.rowId);
  if (isSought) {
    query = query.where((eb) =>
      eb.or([
        ...(named.length > 0 ? [eb('rowId', 'in', [...named])] : []),
        ...(fields.length > 0 ? [isField(fields)] : []),
        ...deeds.map(({ column, became }) =>
          eb.and([
            eb('tableName', '=', DEVICES),
            eb('columnName', '=', column),
            ...(became === null ? [] : [eb('became', '=', became)]),
          ]),
        ),
      ]),
    );
  }
  const rows = await query
    .orderBy('version', 'desc')
    .limit(asked.limitRows + 1)
    .execute();
  return rows.map(({ version }) => ({ version, commandId: null }));
}

const isOfCompany = (name: string): boolean =>
  name === DEVICES || (auditedTables.get(name)?.scopedBy.every((rule) => rule.by === 'company') ?? false);

async function readDeviceIds(db: Handle, code: string): Promise<Id[]> {
  const rows = await db
    .selectFrom('devices')
    .select('id')
    .where('code', '=', code.toUpperCase())
    .orderBy('incarnation')
    .execute();
  return rows.map(({ id }) => id);
}

function readPeople(db: Handle) {
  return db.selectFrom('users').select(['id', 'name']).orderBy('name').orderBy('id').execute();
}

function readDevices(db: Handle) {
  return db
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.userId')
    .select(['devices.code', 'devices.name', 'users.name as userName'])
    .orderBy('devices.code')
    .execute();
}
