/**
 * Rule 16 (our own). No colour or distance is written in a screen: they have names in renderer/app/theme/. Guards:
 * - everywhere in renderer/ outside the theme: no hex colour and no rgb() or hsl() in code or CSS, no colour by its CSS
 *   or Ant Design name where a colour is set;
 * - in features/: no pixels for margins, paddings, gaps, corners and type, in style objects, in the attributes `gap` and
 *   `gutter`, or in CSS (0, and 1 or 2 px in CSS, are no distances).
 * Widths and heights are left to the screen: columns and panels are measured by what stands in them. It cannot see
 * numbers that reach a style through variables.
 */
import type { Node } from 'oxc-parser';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, keyName, textOf, typeNameOf } from '../syntax.ts';
import { roomOf } from '../tree.ts';

const colourPattern = /(^|[\s(,:'"])#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![\w-])|\b(rgb|hsl)a?\(/i;
const colourNames =
  /^(black|white|gr[ae]y|silver|red|maroon|green|lime|olive|blue|navy|teal|aqua|cyan|yellow|orange|gold|brown|pink|magenta|purple|violet|volcano|geekblue|tomato|crimson|(dark|light)(gr[ae]y|red|green|blue|orange))$/i;
const colourFields = /^(color|background|fill|stroke|.*Colou?r)$/;
const distanceFields =
  /^((margin|padding)(Top|Right|Bottom|Left|Block|Inline|BlockStart|BlockEnd|InlineStart|InlineEnd)?|gap|rowGap|columnGap|fontSize|borderRadius|letterSpacing)$/;
const distanceProperties =
  /(?<![\w-])((?:margin|padding)(?:-[a-z-]+)?|gap|row-gap|column-gap|font|font-size|line-height|border-radius|letter-spacing)\s*:([^;{}]*)/g;
const pixelPattern = /(?<![\w.])-?\d+(\.\d+)?(px|rem)\b/;

const isTheme = (path: string): boolean => path.startsWith('renderer/app/theme/');
const isFeature = (path: string): boolean => path.startsWith('renderer/features/');

/** Is it an object that becomes a style: under `style`, `styles`, `…Style`, or typed CSSProperties? */
function isInStyle(source: Source, node: Node): boolean {
  for (let current: Node | null = node; current; current = source.parentOf(current)) {
    if (current.type === 'JSXAttribute')
      return current.name.type === 'JSXIdentifier' && /^(style|styles|.*Style)$/.test(current.name.name);
    if (current.type === 'Property' && /^(style|styles|.*Style)$/.test(keyName(current) ?? '')) return true;
    if (current.type === 'TSSatisfiesExpression' || current.type === 'TSAsExpression') {
      if (typeNameOf(current.typeAnnotation) === 'CSSProperties') return true;
    }
    if (current.type === 'VariableDeclarator') {
      return current.id.type === 'Identifier' && typeNameOf(current.id.typeAnnotation) === 'CSSProperties';
    }
    if (current.type.endsWith('Statement')) return false;
  }
  return false;
}

const isPixels = (node: Node): boolean => {
  const plain = bare(node);
  if (plain.type === 'UnaryExpression') return isPixels(plain.argument);
  return plain.type === 'Literal' && typeof plain.value === 'number' && plain.value !== 0;
};

function* checkCode(source: Source): Iterable<Breach> {
  for (const node of source.nodes) {
    const text =
      node.type === 'Literal' && typeof node.value === 'string'
        ? node.value
        : node.type === 'TemplateElement'
          ? node.value.raw
          : null;
    if (text !== null && colourPattern.test(text))
      yield breachAt(16, source, node, `colour ${text.trim()} is written in a screen: name it in the theme`);
    const field =
      node.type === 'Property'
        ? keyName(node)
        : node.type === 'JSXAttribute' && node.name.type === 'JSXIdentifier'
          ? node.name.name
          : null;
    const value = node.type === 'Property' || node.type === 'JSXAttribute' ? node.value : null;
    if (field === null || !value) continue;
    if (colourFields.test(field) && colourNames.test(textOf(value) ?? '')) {
      yield breachAt(16, source, node, `colour ${textOf(value)} is written in a screen: name it in the theme`);
    }
    if (!isFeature(source.path)) continue;
    const inner = value.type === 'JSXExpressionContainer' ? value.expression : value;
    const isSpacing = node.type === 'JSXAttribute' && (field === 'gap' || field === 'gutter');
    const isStyle = node.type === 'Property' && isInStyle(source, node);
    const isWritten = isPixels(inner) || pixelPattern.test(textOf(inner) ?? '');
    if (isWritten && (isSpacing || (isStyle && distanceFields.test(field)))) {
      yield breachAt(16, source, node, `${field} has pixels written in a screen: take the distance from the theme`);
    }
  }
}

function* checkCss(path: string, text: string): Iterable<Breach> {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  for (const [index, line] of plain.split('\n').entries()) {
    const at = (column: number, message: string): Breach => ({
      path,
      line: index + 1,
      column: column + 1,
      rule: 16,
      message,
    });
    const declaration = line.slice(line.indexOf(':') + 1);
    const colour = declaration.search(colourPattern);
    if (colour >= 0 && line.includes(':')) yield at(colour, 'a colour is written outside the theme: use its variable');
    if (!isFeature(path)) continue;
    for (const property of line.matchAll(distanceProperties)) {
      for (const measure of (property[2] ?? '').matchAll(/(?<![\w.-])(\d+(\.\d+)?)(px|rem)\b/g)) {
        if (measure[3] === 'px' && Number(measure[1]) <= 2) continue;
        yield at(property.index, `${property[1]} ${measure[0]} is written in a screen: use a distance of the theme`);
      }
    }
  }
}

export const look: Rule = {
  number: 16,
  name: 'colours and distances live in the theme',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) === 'renderer' && !isTheme(path)))
      yield* checkCode(source);
    for (const path of tree.paths) {
      if (roomOf(path) === 'renderer' && path.endsWith('.css') && !isTheme(path))
        yield* checkCss(path, tree.text(path));
    }
  },
};
