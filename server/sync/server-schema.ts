import { lastMigration } from '#db/migrations/migrate.ts';
import { columnsAt, olderSchema } from '#db/migrations/schema-history.ts';
import type { Columns, Table } from '#shared/kernel/table.ts';
import type { House } from '../house.ts';

const read = new WeakMap<object, Promise<string>>();

/** The last migration of this server's database; it never changes while the server runs. */
export function serverSchema(house: Pick<House, 'database'>): Promise<string> {
  let schema = read.get(house);
  if (!schema) {
    schema = lastMigration(house.database.kysely).then((id) => id ?? '');
    read.set(house, schema);
  }
  return schema;
}

/** A table as a device of some schema knows it. */
export interface KnownTable {
  readonly table: Table<string, Columns>;
  /** Never empty; `id` is the first. */
  readonly columns: readonly string[];
}

/** Tables and columns that both the server and a device of this schema have, in the order of the registry. */
export async function knownTables(house: House, deviceSchema: string): Promise<KnownTable[]> {
  const schema = olderSchema(deviceSchema, await serverSchema(house));
  const { tables } = house.registry;
  const known = knownBySchema.get(tables) ?? new Map<string, KnownTable[]>();
  knownBySchema.set(tables, known);
  const found =
    known.get(schema) ??
    tables
      .map((table) => ({ table, columns: columnsAt(schema, table.name, Object.keys(table.columns)) }))
      .filter(({ columns }) => columns.length > 0);
  if (known.size < KEPT_SCHEMAS) known.set(schema, found);
  return found;
}

/** Every pull asks. A device may name whatever it likes: no more are kept than there can be versions in use. */
const KEPT_SCHEMAS = 50;
const knownBySchema = new WeakMap<House['registry']['tables'], Map<string, KnownTable[]>>();
