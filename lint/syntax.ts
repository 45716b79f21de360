import type {
  ArrowFunctionExpression,
  CallExpression,
  Function as FunctionNode,
  MemberExpression,
  Node,
} from 'oxc-parser';
import { visitorKeys } from 'oxc-parser';

export type FunctionLike = FunctionNode | ArrowFunctionExpression;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** The nodes directly below one node, in source order. */
export function childrenOf(node: Node): Node[] {
  const fields = node as unknown as Record<string, unknown>;
  const children: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const value = fields[key];
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** All nodes of a tree, the root first, each before those inside it. */
export function nodesWithin(root: Node): Node[] {
  const found: Node[] = [];
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    found.push(node);
    waiting.push(...childrenOf(node).reverse());
  }
  return found;
}

/** The expression under casts, `!`, `satisfies` and `?.` chains: what runs. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return bare(node.expression);
    default:
      return node;
  }
}

export const isFunction = (node: Node): node is FunctionLike =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';

/** The text of a string literal or of a template without holes; null for all else. */
export function textOf(node: Node | null | undefined): string | null {
  if (!node) return null;
  const plain = bare(node);
  if (plain.type === 'Literal' && typeof plain.value === 'string') return plain.value;
  if (plain.type === 'TemplateLiteral' && plain.expressions.length === 0) return plain.quasis[0]?.value.cooked ?? null;
  return null;
}

/** The name in `x.name`, `x['name']` or `x.#name`; null when it is computed. */
export function memberName(node: MemberExpression): string | null {
  if (!node.computed) return node.property.name;
  return textOf(node.property);
}

/** The name of an object's property; null when it is computed. */
export function keyName(property: Node): string | null {
  if (property.type !== 'Property') return null;
  if (!property.computed && property.key.type === 'Identifier') return property.key.name;
  return textOf(property.key);
}

/** The value under a key of an object literal. */
export function valueUnder(object: Node, key: string): Node | null {
  const plain = bare(object);
  if (plain.type !== 'ObjectExpression') return null;
  for (const property of plain.properties) {
    if (property.type === 'Property' && keyName(property) === key) return property.value;
  }
  return null;
}

export interface ChainLink {
  readonly name: string;
  readonly call: CallExpression;
}

/** `tx.selectFrom('a').where(...).execute()` taken apart: where it starts, and its calls from first to last. */
export interface Chain {
  readonly root: Node;
  readonly links: readonly ChainLink[];
}

/** Walks from the last call of a chain down to what it starts from. Plain property steps are passed over. */
export function chainOf(node: Node): Chain {
  const links: ChainLink[] = [];
  let current = bare(node);
  for (;;) {
    if (current.type === 'CallExpression') {
      const callee = bare(current.callee);
      if (callee.type !== 'MemberExpression') break;
      links.unshift({ name: memberName(callee) ?? '', call: current });
      current = bare(callee.object);
    } else if (current.type === 'MemberExpression') current = bare(current.object);
    else if (current.type === 'AwaitExpression') current = bare(current.argument);
    else break;
  }
  return { root: current, links };
}

/** The names in a type annotation's outermost reference: `Transaction<Tables>` gives `Transaction`. */
export function typeNameOf(annotation: Node | null | undefined): string | null {
  if (!annotation) return null;
  const type = annotation.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : annotation;
  if (type.type !== 'TSTypeReference') return null;
  if (type.typeName.type === 'Identifier') return type.typeName.name;
  return type.typeName.type === 'TSQualifiedName' ? type.typeName.right.name : null;
}

/** Is `inner` a part of `outer`, by position in one file? */
export const isInside = (inner: { start: number; end: number }, outer: { start: number; end: number }): boolean =>
  inner.start >= outer.start && inner.end <= outer.end;
