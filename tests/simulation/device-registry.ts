import type { Registry } from '#shared/registry.ts';
import { registryOf, type Version } from './versions.ts';

/**
 * What laptops of the simulation run and store. Pictures lie on a real disk, which no seed rules: here the columns that name
 * them hold words like any other, and nothing is fetched.
 */
const withoutFiles = (registry: Registry): Registry => ({
  ...registry,
  tables: registry.tables.map((table) => {
    const columns = Object.entries(table.columns).map(([name, { isFile: _, ...column }]) => [name, column] as const);
    return { ...table, columns: Object.fromEntries(columns) };
  }),
});

const registries = { now: withoutFiles(registryOf('now')), next: withoutFiles(registryOf('next')) };

/** Of a laptop with this version. */
export const deviceRegistryOf = (version: Version): Registry => registries[version];
