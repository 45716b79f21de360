import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkTree } from '../../lint/check-tree.ts';
import { printBreach } from '../../lint/rule.ts';
import { rules } from '../../lint/rules.ts';
import { readTree } from '../../lint/tree.ts';

const tree = readTree(join(import.meta.dirname, '..', '..'));
const breaches = checkTree(tree);

it.each(rules.map(({ number, name }) => ({ number, name })))('the house keeps rule $number: $name', ({ number }) => {
  expect(breaches.filter((breach) => breach.rule === number).map(printBreach)).toEqual([]);
});
