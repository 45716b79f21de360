/**
 * The house lint: `node lint/house.ts [path …]` checks the whole tree and prints each breach (of the paths named, if
 * any) as `path:line:column rule message`; it ends with 1 when there is one.
 */
import { join } from 'node:path';
import { checkTree } from './check-tree.ts';
import { printBreach } from './rule.ts';
import { readTree } from './tree.ts';

const shown = process.argv.slice(2);
const breaches = checkTree(readTree(join(import.meta.dirname, '..'))).filter(
  (breach) => shown.length === 0 || shown.some((path) => breach.path.startsWith(path)),
);
for (const breach of breaches) console.log(printBreach(breach));
if (breaches.length > 0) {
  console.log(
    `${breaches.length} ${breaches.length === 1 ? 'breach' : 'breaches'} of the house rules (docs/decisions/0002-checked-house.md)`,
  );
  process.exitCode = 1;
}
