/**
 * Rule 15 (our own). What a person reads in a window comes from the locales. Guards, in renderer/:
 * - no text with letters stands between tags, also in conditions and templates there;
 * - no attribute or field that is shown or read aloud has a text written into it;
 * - no Chinese stands anywhere in the code.
 * A value like `sales.orderTitle` counts as a key in fields that may hold one, never in what the browser shows itself
 * (aria-label, alt, placeholder, title). Names of keys in <kbd> are the same in every language.
 * It cannot see a text that is kept in a variable before it is shown.
 */
import type { Node } from 'oxc-parser';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, keyName } from '../syntax.ts';
import { roomOf } from '../tree.ts';

const shownByBrowser = new Set([
  'alt',
  'placeholder',
  'title',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
]);
const shownByComponents = new Set([
  'label',
  'tooltip',
  'description',
  'subTitle',
  'okText',
  'cancelText',
  'emptyText',
  'notFoundContent',
  'heading',
  'message',
  'text',
  'summary',
]);
const shownFields = new Set([...shownByComponents, 'title', 'placeholder', 'ariaLabel']);
const keyElements = new Set(['kbd', 'Kbd', 'KeyCap', 'code']);
/** The theme holds names of fonts and colours, which nobody reads. */
const isScreen = (path: string): boolean => roomOf(path) === 'renderer' && !path.startsWith('renderer/app/theme/');
const looksLikeKey = (text: string): boolean => /^[a-z][A-Za-z0-9]*([.:_-][A-Za-z0-9]+)*$/.test(text);

/** The texts that an expression may give: a literal, both ways of a condition, the fixed parts of a template. */
function textsOf(node: Node): { node: Node; text: string }[] {
  const plain = bare(node);
  switch (plain.type) {
    case 'Literal':
      return typeof plain.value === 'string' ? [{ node: plain, text: plain.value }] : [];
    case 'TemplateLiteral':
      return plain.quasis.map((quasi) => ({ node: plain, text: quasi.value.raw }));
    case 'ConditionalExpression':
      return [...textsOf(plain.consequent), ...textsOf(plain.alternate)];
    case 'LogicalExpression':
      return [...textsOf(plain.left), ...textsOf(plain.right)];
    case 'BinaryExpression':
      return plain.operator === '+' ? [...textsOf(plain.left), ...textsOf(plain.right)] : [];
    case 'JSXExpressionContainer':
      return textsOf(plain.expression);
    default:
      return [];
  }
}

const hasLetters = (text: string): boolean => /\p{L}/u.test(text);

function isInKeyElement(source: Source, node: Node): boolean {
  const parent = source.parentOf(node);
  if (parent?.type !== 'JSXElement') return false;
  const { name } = parent.openingElement;
  return name.type === 'JSXIdentifier' && keyElements.has(name.name);
}

function* checkNode(source: Source, node: Node): Iterable<Breach> {
  const refuse = (at: Node, text: string): Breach =>
    breachAt(15, source, at, `"${text.trim()}" is written into the screen: take it from the locales`);
  if (node.type === 'JSXText' && hasLetters(node.value) && !isInKeyElement(source, node))
    yield refuse(node, node.value);
  if (node.type === 'JSXExpressionContainer') {
    const parent = source.parentOf(node);
    if ((parent?.type === 'JSXElement' || parent?.type === 'JSXFragment') && !isInKeyElement(source, node)) {
      for (const { node: at, text } of textsOf(node)) if (hasLetters(text)) yield refuse(at, text);
    }
  }
  if (node.type === 'JSXAttribute' && node.value && node.name.type === 'JSXIdentifier') {
    const { name } = node.name;
    for (const { node: at, text } of textsOf(node.value)) {
      if (!hasLetters(text)) continue;
      if (shownByBrowser.has(name) || (shownByComponents.has(name) && !looksLikeKey(text))) yield refuse(at, text);
    }
  }
  if (node.type === 'Property' && shownFields.has(keyName(node) ?? '')) {
    for (const { node: at, text } of textsOf(node.value))
      if (hasLetters(text) && !looksLikeKey(text)) yield refuse(at, text);
  }
}

export const hardCodedText: Rule = {
  number: 15,
  name: 'no text in the code of screens',
  *check(tree) {
    for (const source of tree.production(isScreen)) {
      const reported = new Set<number>();
      for (const node of source.nodes) {
        for (const breach of checkNode(source, node)) {
          reported.add(breach.line);
          yield breach;
        }
        const text =
          node.type === 'Literal' && typeof node.value === 'string'
            ? node.value
            : node.type === 'TemplateElement'
              ? node.value.raw
              : '';
        if (/\p{Script=Han}/u.test(text) && !reported.has(source.placeOf(node.start).line)) {
          yield breachAt(15, source, node, `"${text}" is Chinese in the code: take it from the locales`);
        }
      }
    }
  },
};
