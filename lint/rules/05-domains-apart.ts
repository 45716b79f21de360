/**
 * Rule 5. A domain never imports another, except its tables.ts types inside queries/. Workflows import only domains'
 * api.ts, rules and kernel, and never each other. Guards also what follows from it:
 * - kernel, at the bottom, imports only kernel;
 * - a domain imports of shared/ only itself and kernel: neither workflows nor the registry above it;
 * - the protocol knows kernel and no domain.
 * shared/workflows/index.ts lists the workflows and so may name them all.
 */
import { breachAt, type Rule } from '../rule.ts';
import { roomOf } from '../tree.ts';

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

export const domainsApart: Rule = {
  number: 5,
  name: 'domains are apart, workflows meet them at api.ts',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) === 'shared')) {
      for (const { target, node, isType } of source.imports) {
        if (target.kind !== 'file' || roomOf(target.path) !== 'shared') continue;
        const reason = reasonAgainst(source.path, target.path, isType);
        if (reason) yield breachAt(5, source, node, reason);
      }
    }
  },
};
