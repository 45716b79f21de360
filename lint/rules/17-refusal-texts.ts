/**
 * Rule 17 (our own). Never a code alone: every refusal that can reach a person has a sentence, under `refusals.<code>`
 * in the locales. Guards the codes
 * - that a command declares in `refusals: { … }`, also through constants of this or another file;
 * - in lists whose names end in Refusals, in shared/ and electron/ (what the runner and the device refuse with);
 * - that shared/ and electron/ write into `new Refusal('…')`, into `code: '…'` of an object, or hand to a function that
 *   makes a refusal (`refused('…')`).
 * Guards also that each of these sentences says what to do, or that nothing need be done: it holds one of the phrases
 * listed here. That the advice is good, a reader must judge.
 * Rule 14 sees to it that both languages have the sentence. It cannot see codes that are put together at run time, nor
 * those of the server's own answers, which the device turns into its own.
 */
import type { Node } from 'oxc-parser';
import { isLocale, readLocale, splitPlural } from '../locales.ts';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, keyName, memberName, textOf, valueUnder } from '../syntax.ts';
import { isProduction, roomOf, type Tree } from '../tree.ts';

interface Code {
  readonly source: Source;
  readonly node: Node;
  readonly code: string;
}

/** What tells a person to do something, or that it goes on without them. */
const advice: Readonly<Record<string, RegExp>> = {
  'en.json':
    /\b(add|ask|check|choose|close|connect|copy|correct|delete|do it|fill|free some|give it|import|keep|let go|lock|look|manager|open|put|remove|restart|save|send|set|shorten|sign|split|switch|take|tell|try|type|unlock|update|use|wait|write)\b|by (itself|themselves)\b/i,
  'zh.json': /请|自动|需/,
};

function* checkAdvice(tree: Tree): Iterable<Breach> {
  for (const path of tree.paths.filter(isLocale)) {
    const phrases = advice[path.slice(path.lastIndexOf('/') + 1)];
    if (!phrases) continue;
    const { source, entries } = readLocale(tree, path);
    for (const { key, text, node } of entries) {
      if (!key.startsWith('refusals.') || text === null || phrases.test(text)) continue;
      yield breachAt(17, source, node, `${key} does not say what to do`);
    }
  }
}

const isWatched = (path: string): boolean => ['shared', 'electron'].includes(roomOf(path));

/** The value that a name of a file stands for, through imports. */
function valueOfName(tree: Tree, source: Source, identifier: Node): { source: Source; value: Node } | null {
  const binding = source.referenceAt(identifier)?.binding;
  if (!binding) return null;
  const { declaration } = binding;
  if (declaration.type === 'VariableDeclarator') return declaration.init ? { source, value: declaration.init } : null;
  if (declaration.type !== 'ImportSpecifier') return null;
  const entry = source.imports.find((candidate) => candidate.node === source.parentOf(declaration));
  if (entry?.target.kind !== 'file' || !tree.has(entry.target.path)) return null;
  const other = tree.source(entry.target.path);
  const name = declaration.imported.type === 'Identifier' ? declaration.imported.name : '';
  for (const node of other.nodes) {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === name && node.init) {
      return { source: other, value: node.init };
    }
  }
  return null;
}

/** The codes of an object (its keys) or a list (its texts), spreads and names followed. */
function* codesOf(tree: Tree, source: Source, value: Node): Iterable<Code | { unreadable: Node }> {
  const plain = bare(value);
  if (plain.type === 'ObjectExpression') {
    for (const property of plain.properties) {
      if (property.type === 'SpreadElement') yield* codesOf(tree, source, property.argument);
      else {
        const code = keyName(property);
        yield code === null ? { unreadable: property } : { source, node: property, code };
      }
    }
  } else if (plain.type === 'ArrayExpression') {
    for (const element of plain.elements) {
      const code = textOf(element);
      if (element && code !== null) yield { source, node: element, code };
      else if (element?.type === 'SpreadElement') yield* codesOf(tree, source, element.argument);
    }
  } else if (plain.type === 'Identifier') {
    const found = valueOfName(tree, source, plain);
    if (found) yield* codesOf(tree, found.source, found.value);
    else yield { unreadable: plain };
  } else yield { unreadable: plain };
}

const codePattern = /^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/;

function calledName(callee: Node): string {
  const plain = bare(callee);
  if (plain.type === 'Identifier') return plain.name;
  return plain.type === 'MemberExpression' ? (memberName(plain) ?? '') : '';
}

/** Both ends of `a ? 'x' : 'y'` and of `a ?? 'x'`. */
function valuesOf(node: Node): Node[] {
  const plain = bare(node);
  if (plain.type === 'ConditionalExpression') return [...valuesOf(plain.consequent), ...valuesOf(plain.alternate)];
  return plain.type === 'LogicalExpression' ? [...valuesOf(plain.left), ...valuesOf(plain.right)] : [plain];
}

function* codesWrittenIn(tree: Tree, source: Source): Iterable<Code | { unreadable: Node }> {
  for (const node of source.nodes) {
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'defineCommand') {
      const [options] = node.arguments;
      const refusals = options ? valueUnder(options, 'refusals') : null;
      if (refusals) yield* codesOf(tree, source, refusals);
    }
    if (node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Refusal') {
      const code = textOf(node.arguments[0]);
      if (code !== null) yield { source, node, code };
    }
    if (node.type === 'CallExpression' && /^refus(al|ed?)(Of|Call)?$/.test(calledName(node.callee))) {
      const code = textOf(node.arguments[0]);
      if (code !== null && codePattern.test(code)) yield { source, node, code };
    }
    if (node.type === 'Property' && keyName(node) === 'code') {
      for (const value of valuesOf(node.value)) {
        const code = textOf(value);
        if (code !== null && codePattern.test(code)) yield { source, node: value, code };
      }
    }
    if (
      node.type === 'VariableDeclarator' &&
      node.init &&
      node.id.type === 'Identifier' &&
      /Refusals$/.test(node.id.name)
    ) {
      const list = bare(node.init);
      if (list.type === 'ArrayExpression' || list.type === 'ObjectExpression') yield* codesOf(tree, source, list);
    }
  }
}

function* check(tree: Tree): Iterable<Breach> {
  yield* checkAdvice(tree);
  const sentences = new Set<string>();
  for (const path of tree.paths.filter(isLocale)) {
    for (const { key } of readLocale(tree, path).entries) sentences.add(splitPlural(key).base);
  }
  const seen = new Set<string>();
  for (const path of tree.paths) {
    if (!isProduction(path) || !isWatched(path)) continue;
    const source = tree.source(path);
    for (const found of codesWrittenIn(tree, source)) {
      if ('unreadable' in found) {
        yield breachAt(
          17,
          source,
          found.unreadable,
          'refusal codes cannot be read here: write them out, or spread a constant',
        );
      } else if (!sentences.has(`refusals.${found.code}`) && !seen.has(found.code)) {
        seen.add(found.code);
        yield breachAt(17, found.source, found.node, `no locale has a sentence for refusals.${found.code}`);
      }
    }
  }
}

export const refusalTexts: Rule = { number: 17, name: 'every refusal has a sentence', check };
