/**
 * Rule 5. A domain never imports another, except its tables.ts types inside queries/. Workflows import only domains'
 * api.ts, rules and kernel, and never each other. Guards also what follows from it:
 * - kernel, at the bottom, imports only kernel;
 * - a domain imports of shared/ only itself and kernel: neither workflows nor the registry above it;
 * - the protocol knows kernel and no domain;
 * - commands and api.ts of a domain write tables of that domain only, workflows none at all: they go through api.ts.
 *   Table names are resolved to domains by the descriptors; a name that is computed is refused.
 * shared/workflows/index.ts lists the workflows and so may name them all.
 */
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, memberName, textOf } from '../syntax.ts';
import { isProduction, roomOf, type Tree } from '../tree.ts';

const domainOf = (path: string): string | null => /^shared\/domains\/([^/]+)\//.exec(path)?.[1] ?? null;
/** A workflow is a file, or a folder when it needs several. */
const workflowOf = (path: string): string | null => /^shared\/workflows\/([^/]+)/.exec(path)?.[1] ?? null;
const isKernel = (path: string): boolean => path.startsWith('shared/kernel/');
const isOpenToWorkflows = (path: string): boolean => /^shared\/domains\/[^/]+\/(api\.ts$|rules\/)/.test(path);

/** What is wrong with one import inside shared/, or null. */
function reasonAgainst(from: string, to: string, isType: boolean): string | null {
  if (isKernel(to)) return null;
  if (isKernel(from)) return `kernel imports ${to}: it stands below everything else of shared/`;
  const domain = domainOf(from);
  if (domain !== null) {
    if (domainOf(to) === domain) return null;
    const isRowType = isType && from.includes('/queries/') && /^shared\/domains\/[^/]+\/tables\.ts$/.test(to);
    if (isRowType) return null;
    if (domainOf(to) === null) return `domain ${domain} imports ${to}: a domain knows itself and kernel`;
    return `domain ${domain} imports ${to}: what crosses domains is a workflow (types of tables.ts are free in queries/)`;
  }
  const workflow = workflowOf(from);
  if (workflow !== null) {
    if (workflow === 'index.ts' || workflowOf(to) === workflow || isOpenToWorkflows(to)) return null;
    if (workflowOf(to) !== null)
      return `workflow ${workflow} imports workflow ${to}: workflows never import each other`;
    return `workflow ${workflow} imports ${to}: it may use a domain's api.ts and rules/, and kernel`;
  }
  if (from.startsWith('shared/protocol/') && domainOf(to) !== null)
    return `the protocol imports ${to}: it knows no domain`;
  return null;
}

const writes = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);

/** The domain of each table, by the descriptors in the domains' tables.ts. */
function homesOf(tree: Tree): Map<string, string> {
  const homes = new Map<string, string>();
  for (const path of tree.paths) {
    const domain = domainOf(path);
    if (domain === null || !/\/tables(\.ts|\/[^/]+\.ts)$/.test(path) || !isProduction(path)) continue;
    for (const node of tree.source(path).nodes) {
      if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') continue;
      const name = /^define\w*Table$/.test(node.callee.name) ? textOf(node.arguments[0]) : null;
      if (name !== null) homes.set(name, domain);
    }
  }
  return homes;
}

function* checkWrites(source: Source, homes: ReadonlyMap<string, string>): Iterable<Breach> {
  const domain = domainOf(source.path);
  const workflow = workflowOf(source.path);
  if (domain === null && workflow === null) return;
  for (const node of source.nodes) {
    if (node.type !== 'CallExpression') continue;
    const callee = bare(node.callee);
    const method = callee.type === 'MemberExpression' ? memberName(callee) : null;
    if (method === null || !writes.has(method)) continue;
    const table = textOf(node.arguments[0])?.split(/\s+as\s+/i)[0] ?? null;
    if (table === null) yield breachAt(5, source, node, `.${method}() of a computed name: write the table's name out`);
    else if (workflow !== null)
      yield breachAt(5, source, node, `workflow ${workflow} writes ${table}: that is for its domain's api.ts`);
    else if (homes.has(table) && homes.get(table) !== domain)
      yield breachAt(
        5,
        source,
        node,
        `domain ${domain} writes ${table} of ${homes.get(table)}: that is for its api.ts`,
      );
  }
}

export const domainsApart: Rule = {
  number: 5,
  name: 'domains are apart, workflows meet them at api.ts',
  *check(tree) {
    const homes = homesOf(tree);
    for (const source of tree.production((path) => roomOf(path) === 'shared')) {
      yield* checkWrites(source, homes);
      for (const { target, node, isType } of source.imports) {
        if (target.kind !== 'file' || roomOf(target.path) !== 'shared') continue;
        const reason = reasonAgainst(source.path, target.path, isType);
        if (reason) yield breachAt(5, source, node, reason);
      }
    }
  },
};
