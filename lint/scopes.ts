/**
 * Which name means what: enough of JavaScript's scoping to tell the machine's `Date` from a parameter that happens to
 * be called so, and an outer database handle from an inner one. Types are left out: they read nothing.
 * `declare const x` declares nothing at run time and so does not hide a global.
 */
import type { Node } from 'oxc-parser';
import { childrenOf, isFunction } from './syntax.ts';

export type BindingKind = 'import' | 'parameter' | 'variable' | 'function' | 'class' | 'caught';

export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifier that introduces it. */
  readonly identifier: Node;
  /** The import specifier, function, class, or `const x = …` that it belongs to. */
  readonly declaration: Node;
}

export interface Reference {
  readonly name: string;
  readonly node: Node;
  /** Null when nothing in the file declares it: a global of the machine. */
  readonly binding: Binding | null;
}

interface Scope {
  readonly outer: Scope | null;
  readonly isFunction: boolean;
  readonly names: Map<string, Binding>;
}

const typesThatRun = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSParameterProperty',
  'TSExportAssignment',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
]);

/** Every use of a name as a value in a program, with what it refers to. */
export function findReferences(program: Node): Reference[] {
  const uses: { node: Node; name: string; scope: Scope }[] = [];

  const declare = (scope: Scope, kind: BindingKind, pattern: Node, declaration: Node): void => {
    switch (pattern.type) {
      case 'Identifier':
        scope.names.set(pattern.name, { name: pattern.name, kind, identifier: pattern, declaration });
        return;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') declare(scope, kind, property.argument, declaration);
          else {
            if (property.computed) visit(property.key, scope);
            declare(scope, kind, property.value, declaration);
          }
        }
        return;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) declare(scope, kind, element, declaration);
        return;
      case 'AssignmentPattern':
        declare(scope, kind, pattern.left, declaration);
        visit(pattern.right, scope);
        return;
      case 'RestElement':
        declare(scope, kind, pattern.argument, declaration);
        return;
      case 'TSParameterProperty':
        declare(scope, kind, pattern.parameter, declaration);
        return;
    }
  };

  const inner = (outer: Scope, ofFunction: boolean): Scope => ({ outer, isFunction: ofFunction, names: new Map() });

  const functionScopeOf = (scope: Scope): Scope => {
    let current = scope;
    while (!current.isFunction && current.outer) current = current.outer;
    return current;
  };

  const visitAll = (nodes: readonly Node[], scope: Scope): void => {
    for (const node of nodes) visit(node, scope);
  };

  function visit(node: Node, scope: Scope): void {
    if (node.type.startsWith('TS') && !typesThatRun.has(node.type)) return;
    if (isFunction(node)) {
      if (node.type === 'FunctionDeclaration' && node.id) declare(scope, 'function', node.id, node);
      const own = inner(scope, true);
      if (node.type === 'FunctionExpression' && node.id) declare(own, 'function', node.id, node);
      for (const parameter of node.params) declare(own, 'parameter', parameter, node);
      if (node.body) visit(node.body, own);
      return;
    }
    switch (node.type) {
      case 'Identifier':
        uses.push({ node, name: node.name, scope });
        return;
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) declare(scope, 'import', specifier.local, specifier);
        return;
      case 'VariableDeclaration': {
        if (node.declare) return;
        const home = node.kind === 'var' ? functionScopeOf(scope) : scope;
        for (const declarator of node.declarations) {
          declare(home, 'variable', declarator.id, declarator);
          if (declarator.init) visit(declarator.init, scope);
        }
        return;
      }
      case 'ClassDeclaration':
      case 'ClassExpression': {
        if (node.id && node.type === 'ClassDeclaration') declare(scope, 'class', node.id, node);
        const own = inner(scope, false);
        if (node.id && node.type === 'ClassExpression') declare(own, 'class', node.id, node);
        if (node.superClass) visit(node.superClass, scope);
        visit(node.body, own);
        return;
      }
      case 'CatchClause': {
        const own = inner(scope, false);
        if (node.param) declare(own, 'caught', node.param, node);
        visitAll(childrenOf(node.body), own);
        return;
      }
      case 'BlockStatement':
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'SwitchStatement':
        visitAll(childrenOf(node), inner(scope, false));
        return;
      case 'StaticBlock':
        visitAll(childrenOf(node), inner(scope, true));
        return;
      case 'MemberExpression':
        visit(node.object, scope);
        if (node.computed) visit(node.property, scope);
        return;
      case 'Property':
        if (node.computed) visit(node.key, scope);
        visit(node.value, scope);
        return;
      case 'MethodDefinition':
      case 'PropertyDefinition':
      case 'AccessorProperty':
        if (node.computed) visit(node.key, scope);
        if (node.value) visit(node.value, scope);
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) visit(node.declaration, scope);
        else if (!node.source) for (const specifier of node.specifiers) visit(specifier.local, scope);
        return;
      case 'ExportAllDeclaration':
      case 'MetaProperty':
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'LabeledStatement':
        visit(node.body, scope);
        return;
      default:
        visitAll(childrenOf(node), scope);
    }
  }

  const top: Scope = { outer: null, isFunction: true, names: new Map() };
  visit(program, top);

  return uses.map(({ node, name, scope }) => {
    let binding: Binding | null = null;
    for (let current: Scope | null = scope; current && !binding; current = current.outer) {
      binding = current.names.get(name) ?? null;
    }
    return { name, node, binding };
  });
}
