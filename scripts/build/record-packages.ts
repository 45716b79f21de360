/**
 * A plugin for Vite that writes down whose code is in a bundle, for the licences that must go with it. The list is made
 * from the modules of the finished chunks, so nothing can be bundled and left out of it. Guards:
 * - each package is listed with the version that was bundled, also where there are two;
 * - code of the bundler itself counts (its runtime is in nearly every bundle), and code of nobody known ends the build.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

/** Whose code it is that bundlers add as modules which are no files. */
const makers: readonly (readonly [RegExp, string])[] = [
  [/^\0rolldown\//, 'rolldown'],
  [/^\0?(vite\/|__vite-)/, 'vite'],
];

/**
 * Writes `out/bundled-packages/<bundle>.json`: name, version and folder (from the repository on) of each package.
 * @param repository the repository's folder
 * @param beside packages that are not bundled, but packed as they are
 */
export function recordPackages(repository: string, bundle: string, beside: readonly string[] = []): Plugin {
  return {
    name: 'satchel-record-packages',
    apply: 'build',
    generateBundle(_options, files) {
      const folders = new Set(beside.map((name) => join(repository, 'node_modules', name)));
      for (const file of Object.values(files)) {
        const modules = file.type === 'chunk' ? file.moduleIds : [];
        for (const id of modules) {
          const folder = packageFolder(id, repository);
          if (folder !== null) folders.add(folder);
        }
      }
      const list = [...folders].sort().map((folder) => {
        const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageName;
        return { name, version, folder: relative(repository, folder).replaceAll('\\', '/') };
      });
      const lists = join(repository, 'out', 'bundled-packages');
      mkdirSync(lists, { recursive: true });
      writeFileSync(join(lists, `${bundle}.json`), `${JSON.stringify(list, null, 2)}\n`);
    },
  };
}

interface PackageName {
  readonly name: string;
  readonly version: string;
}

/**
 * The folder of the package that a module belongs to, null for our own.
 * @param id as the bundler names modules: a path, with a zero before it and a question behind it where it is made up
 * @throws when it belongs to nobody known
 */
export function packageFolder(id: string, repository: string): string | null {
  const path = id.replace(/^\0/, '').replace(/\?.*$/, '').replaceAll('\\', '/');
  const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
  if (folder !== undefined) return folder;
  if (path.startsWith(`${repository.replaceAll('\\', '/')}/`)) return null;
  const maker = makers.find(([pattern]) => pattern.test(id))?.[1];
  if (maker !== undefined) return join(repository, 'node_modules', maker);
  throw new Error(
    `whose code is ${JSON.stringify(id)}? Its licence must go with it (scripts/build/record-packages.ts)`,
  );
}
