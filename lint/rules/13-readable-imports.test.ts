import { expect, it } from 'vitest';
import { readableImports } from './13-readable-imports.ts';
import { feed } from './feed.ts';

it.each([
  ['a computed import', `export const load = (name: string) => import(name);`],
  ['a template with a hole', `export const load = (name: string) => import(\`./\${name}.ts\`);`],
  ['a computed require', `export const load = (name: string) => require(name);`],
  ['createRequire', `import { createRequire } from 'node:module';`],
  ['createRequire under another name', `export { createRequire as load } from 'module';`],
  ['getBuiltinModule', `export const load = () => process.getBuiltinModule('node:sqlite');`],
  ['eval', `export const run = (text: string) => eval(text);`],
  ['a function from text', `export const run = (text: string) => new Function(text);`],
  ['a function from text of globalThis', `export const run = (text: string) => globalThis.Function(text);`],
  ['a file that does not parse', 'export const = 1;'],
])('refuses %s', (_what, text) => {
  expect(feed(readableImports, { 'electron/main/plugins.ts': text })).toHaveLength(1);
});

it('lets pass written names, also in dynamic imports and globs', () => {
  const text = `
    export const load = () => import('./order-entry.tsx');
    export const isFunction = (value: unknown): value is Function => typeof value === 'function';
    export const all = import.meta.glob(['./*/index.ts']);
  `;
  expect(feed(readableImports, { 'renderer/app/routes.ts': text })).toEqual([]);
});
