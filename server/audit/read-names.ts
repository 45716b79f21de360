/** What rows of master data are called by now: an id tells a person nothing. */
import { type Handle, literal, quoted, runSql } from '#db/database.ts';
import type { Row } from '#shared/kernel/table.ts';
import { namedBy } from './told-columns.ts';

export interface Names {
  /** null: the row is not here any more. */
  nameOf(table: string, id: string): string | null;
  /** What a row is told by; its id where nothing else is known. */
  rowName(table: string, id: string): string;
  /** The word in a column that the row is called by; null: it is not called by that. */
  wordOf(table: string, id: string, column: string): string | null;
  /** Of the row's amounts: its own, else the company's; undefined: neither says it. */
  currencyOf(table: string, id: string): string | undefined;
  /** `territory:<id>` with the name in the id's place. */
  scopeName(scope: string): string;
}

/** The column that names a row, of tables whose rows have a name. */
const nameColumns: Readonly<Record<string, string>> = {
  legalEntities: 'name',
  territories: 'name',
  teams: 'name',
  roles: 'name',
  users: 'name',
  documentSeries: 'prefix',
  currencies: 'code',
  paymentTerms: 'name',
  customers: 'name',
  warehouses: 'name',
  products: 'name',
  suppliers: 'name',
  devices: 'code',
  productFamilies: 'name',
  productUnits: 'name',
  zones: 'name',
  locations: 'code',
  carriers: 'name',
  customerGroups: 'name',
  priceLists: 'name',
  promotions: 'name',
};

/** Rows that are another's: what they are called by, by the column that leads there. Several are joined. */
const calledBy: Readonly<Record<string, readonly string[]>> = {
  teamMembers: ['teamId', 'userId'],
  rolePermissions: ['roleId'],
  roleLimits: ['roleId', 'kind'],
  userLimits: ['userId', 'kind'],
  userScopes: ['userId'],
  absences: ['userId'],
  periods: ['legalEntityId', 'month'],
  taxRates: ['code', 'validFrom'],
  exchangeRates: ['currency', 'validFrom'],
  creditAccounts: ['customerId'],
  productCosts: ['productId'],
  productBarcodes: ['productId', 'code'],
  productSubstitutes: ['productId', 'substituteId'],
  reorderRules: ['productId', 'warehouseId'],
  stockQuotas: ['userId', 'productId'],
  accountMappings: ['purpose', 'refinement'],
};

/** Tables whose rows say in which currency their amounts and prices are. */
const WITH_CURRENCY: readonly string[] = ['creditAccounts', 'products', 'productCosts', 'promotions'];

const BATCH_ROWS = 500;

type Cells = Readonly<Record<string, string | number | null>>;

export async function readNames(
  db: Handle,
  changes: readonly Pick<Row<'rowChanges'>, 'tableName' | 'rowId' | 'columnName' | 'was' | 'became' | 'actorId'>[],
  approvals: readonly { readonly onBehalfOf: string | null }[],
): Promise<Names> {
  const wanted = new Map<string, Set<string>>();
  const want = (table: string, id: string | number | null | undefined): void => {
    if (typeof id !== 'string') return;
    const ids = wanted.get(table) ?? new Set();
    ids.add(id);
    wanted.set(table, ids);
  };
  for (const { tableName, rowId, columnName, was, became, actorId } of changes) {
    want('users', actorId);
    want(tableName, rowId);
    const owner = namedBy[columnName];
    for (const value of [was, became]) {
      if (owner !== undefined) want(owner, value);
      const [kind = '', id] = (value ?? '').split(':');
      if (columnName === 'scope' && kind in scopeTables) want(scopeTables[kind] ?? '', id);
    }
  }
  for (const { onBehalfOf } of approvals) want('users', onBehalfOf);
  const linked = new Map<string, ReadonlyMap<string, Cells>>();
  for (const [table, columns] of Object.entries(calledBy)) {
    const rows = await readCells(db, table, columns, wanted.get(table));
    linked.set(table, rows);
    for (const cells of rows.values()) for (const column of columns) want(namedBy[column] ?? '', cells[column]);
  }
  const named = new Map<string, ReadonlyMap<string, Cells>>();
  for (const [table, column] of Object.entries(nameColumns)) {
    named.set(table, await readCells(db, table, [column], wanted.get(table)));
  }
  const currencies = new Map<string, string>();
  for (const table of WITH_CURRENCY) {
    const rows = await readCells(db, table, ['currency'], wanted.get(table));
    for (const [id, { currency }] of rows) currencies.set(`${table} ${id}`, String(currency));
  }
  const own = (await readCells(db, 'settings', ['value'], new Set(['company.currency']))).get('company.currency');
  const nameOf = (table: string, id: string): string | null => {
    const name = named.get(table)?.get(id)?.[nameColumns[table] ?? ''];
    return name === undefined || name === null ? null : String(name);
  };
  return {
    nameOf,
    rowName(table, id) {
      const cells = linked.get(table)?.get(id);
      if (!cells) return nameOf(table, id) ?? id;
      const parts = (calledBy[table] ?? []).map((column) => {
        const owner = namedBy[column];
        const text = String(cells[column] ?? '');
        return owner === undefined ? text : (nameOf(owner, text) ?? text);
      });
      return parts.join(' · ');
    },
    wordOf(table, id, column) {
      const word = linked.get(table)?.get(id)?.[column];
      return typeof word === 'string' ? word : null;
    },
    currencyOf: (table, id) => currencies.get(`${table} ${id}`) ?? textOf(own?.value),
    scopeName(scope) {
      const [kind = '', id = ''] = scope.split(':');
      return `${kind}:${nameOf(scopeTables[kind] ?? '', id) ?? id}`;
    },
  };
}

const textOf = (cell: string | number | null | undefined): string | undefined =>
  typeof cell === 'string' ? cell : undefined;

const scopeTables: Readonly<Record<string, string>> = { territory: 'territories', warehouse: 'warehouses' };

async function readCells(
  db: Handle,
  table: string,
  columns: readonly string[],
  wanted: ReadonlySet<string> | undefined,
): Promise<Map<string, Cells>> {
  const ids = [...(wanted ?? [])];
  const found = new Map<string, Cells>();
  for (let at = 0; at < ids.length; at += BATCH_ROWS) {
    const some = ids.slice(at, at + BATCH_ROWS);
    const rows = await runSql<Cells>(
      db,
      `SELECT "id", ${columns.map(quoted).join(', ')} FROM ${quoted(table)} WHERE "id" IN (${some.map(literal).join(', ')})`,
    );
    for (const row of rows) found.set(String(row.id), row);
  }
  return found;
}
