import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CommandGenerator } from '#shared/kernel/simulation.ts';
import { generators as extraGenerators } from './commands/generators.ts';

const shared = join(import.meta.dirname, '..', '..', 'shared');

/**
 * The generators of every domain and of the workflows, found by listing their folders, always in the same order; with
 * those of the simulation's own commands.
 */
export async function listGenerators(): Promise<CommandGenerator[]> {
  const domains = readdirSync(join(shared, 'domains'))
    .sort()
    .map((domain) => join(shared, 'domains', domain, 'simulation'));
  const folders = [...domains, join(shared, 'workflows', 'simulation')].filter((folder) => existsSync(folder));
  const generators: CommandGenerator[] = [];
  for (const folder of folders) {
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    for (const name of files.sort()) {
      const module: { generators?: readonly CommandGenerator[] } = await import(pathToFileURL(join(folder, name)).href);
      generators.push(...(module.generators ?? []));
    }
  }
  return [...generators, ...extraGenerators];
}
