/**
 * Style sheets come with their screens, in the order in which screens are opened, and stay. Guards: a class of one file
 * is not restyled by another that a person happens to have opened before.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Classes that stand alone before a brace, by the files that style them; the theme's own sheet is below all others. */
function findSharedClasses(files: Readonly<Record<string, string>>): string[] {
  const owners = new Map<string, Set<string>>();
  for (const [file, text] of Object.entries(files)) {
    for (const [, name = ''] of text.matchAll(/^\.([\w-]+) \{/gm)) {
      owners.set(name, (owners.get(name) ?? new Set()).add(file));
    }
  }
  return [...owners].flatMap(([name, { size }]) => (size > 1 ? name : []));
}

it('a class has its rule in one style sheet', () => {
  const paths = globSync('renderer/{ui,app/shell,features}/**/*.css', { cwd: root });
  expect(paths.length).toBeGreaterThan(10);
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  expect(findSharedClasses(files)).toEqual([]);
});

it('finds a class of two files, and lets one be refined within another', () => {
  const one = '.rows {\n  color: red;\n}\n';
  expect(findSharedClasses({ 'one.css': one, 'two.css': one })).toEqual(['rows']);
  expect(findSharedClasses({ 'one.css': one, 'two.css': '.order .rows {\n}\n' })).toEqual([]);
});
