import type { Node } from 'oxc-parser';
import { Source } from './source.ts';
import { bare, keyName, textOf } from './syntax.ts';
import type { Tree } from './tree.ts';

export interface Entry {
  /** All steps joined by `.`: `refusals.sales.customerUnknown`. */
  readonly key: string;
  /** Null when the value is no text. */
  readonly text: string | null;
  readonly node: Node;
}

export interface Locale {
  readonly path: string;
  readonly source: Source;
  /** In the order of the file; a key that stands twice is here twice. */
  readonly entries: readonly Entry[];
}

export const isLocale = (path: string): boolean =>
  /^renderer\/(app|features\/[^/]+|ui)\/locales\/[^/]+\.json$/.test(path);

/** Reads a locale with positions: JSON is an expression of JavaScript once it stands in parentheses. */
export function readLocale(tree: Tree, path: string): Locale {
  const source = new Source(path, `(${tree.text(path)})`, 'ts');
  const entries: Entry[] = [];
  const enter = (object: Node, prefix: string): void => {
    if (object.type !== 'ObjectExpression') return;
    for (const property of object.properties) {
      if (property.type !== 'Property') continue;
      const key = `${prefix}${keyName(property) ?? ''}`;
      const value = bare(property.value);
      if (value.type === 'ObjectExpression') enter(value, `${key}.`);
      else entries.push({ key, text: textOf(value), node: property });
    }
  };
  const [statement] = source.program.body;
  if (statement?.type === 'ExpressionStatement') enter(bare(statement.expression), '');
  return { path, source, entries };
}

/** i18next's plural forms: `count_one` and `count_other` are forms of `count`. */
export function splitPlural(key: string): { base: string; form: string | null } {
  const match = /^(.*)_(zero|one|two|few|many|other)$/.exec(key);
  return match ? { base: match[1] ?? key, form: match[2] ?? null } : { base: key, form: null };
}
