import { expect, it } from 'vitest';
import { pureRulesAndCommands } from './07-pure-rules-and-commands.ts';
import { feed } from './feed.ts';

const rule = 'shared/domains/billing/rules/credit-limit.ts';
const command = 'shared/domains/sales/commands/place-order.ts';

it.each([
  ['the clock', 'export const at = () => Date.now();'],
  ['the clock by new Date()', 'export const at = () => new Date();'],
  ['the clock by new Date(...nothing)', 'export const at = (parts: []) => new Date(...parts);'],
  ['the clock by taking it out of Date', 'const { now } = Date;\nexport const at = () => now();'],
  ["the clock by Date['now']", "export const at = () => Date['now']();"],
  ['the clock by Date()', 'export const at = () => Date();'],
  ['the clock by another name', 'const Calendar = Date;\nexport const at = () => Calendar;'],
  ['performance', 'export const at = () => performance.now();'],
  ['random', 'export const draw = () => Math.random();'],
  ['random by taking it out of Math', 'const { random } = Math;\nexport const draw = () => random();'],
  ['crypto', 'export const id = () => crypto.randomUUID();'],
  ['globalThis', 'export const id = () => globalThis.crypto;'],
  ['timers', 'export const later = (f: () => void) => setTimeout(f, 1);'],
  ['the network', "export const ask = () => fetch('http://127.0.0.1');"],
  ['the time zone', 'export const day = (ms: number) => new Date(ms).getDate();'],
  ['the language', 'export const text = (amount: number) => amount.toLocaleString();'],
  ['the time zone by parts', 'export const at = new Date(2026, 1, 1);'],
  ['the time zone by a text', "export const at = Date.parse('2026-01-01T10:00');"],
  ['the time zone by a text put together', `export const at = (day: string) => new Date(\`\${day}T00:00\`);`],
  ['the time zone of toString', 'export const text = (ms: number) => new Date(ms).toString();'],
  ['the time zone of a date in a text', `export const text = (ms: number) => \`on \${new Date(ms)}\`;`],
  ['the language by Intl', 'export const text = (ms: number) => Intl.DateTimeFormat().format(ms);'],
  ['ids of a package that it hands on', "export { v4 } from 'uuid';"],
  ['ids of a package', "import { v7 } from 'uuid';\nexport const id = v7;"],
])('refuses a command that reads %s', (_what, text) => {
  expect(feed(pureRulesAndCommands, { [command]: text })).toHaveLength(1);
});

it('refuses ids of a package elsewhere in the kernel, where a command could take them from', () => {
  expect(feed(pureRulesAndCommands, { 'shared/kernel/draw.ts': "export { v4 } from 'uuid';" })).toHaveLength(1);
  expect(feed(pureRulesAndCommands, { 'shared/kernel/ids.ts': "import { v7 } from 'uuid';" })).toEqual([]);
});

it('refuses the same in the kernel, which runs on both sides', () => {
  expect(feed(pureRulesAndCommands, { 'shared/kernel/runner.ts': 'export const at = Date.now();' })).toHaveLength(1);
});

it.each([
  ['imports kysely', "import type { Transaction } from 'kysely';"],
  ['imports a command', "import { placeOrder } from '../commands/place-order.ts';"],
  ['imports tables', "import { receivables } from '../tables.ts';"],
  ['is async', 'export async function creditLeft(limit: number) { return limit; }'],
  ['makes a promise', 'export const creditLeft = (limit: number) => Promise.resolve(limit);'],
  ['keeps state', 'export let lastLimit = 0;'],
  ['keeps state in a map', 'const seen = new Map<string, number>();\nexport const f = (k: string) => seen.set(k, 1);'],
  ['keeps state in an object', 'const last = { limit: 0 };\nexport const f = (n: number) => { last.limit = n; };'],
  ['counts in an object', 'const last = { calls: 0 };\nexport const f = () => last.calls++;'],
])('refuses a rule that %s', (_what, text) => {
  expect(feed(pureRulesAndCommands, { [rule]: text })).toHaveLength(1);
});

it('lets a rule reckon with given times and own names', () => {
  const text = `
    import { divideHalfUp } from '#shared/kernel/money.ts';
    import type { Terms } from '../model.ts';
    export function daysLate(dueDate: string, now: number, terms: Terms): number {
      let days = Math.floor((now - Date.UTC(2026, 0, 1)) / 86_400_000);
      const due = new Date(dueDate);
      if (due instanceof Date) days -= Math.max(0, terms.graceDays);
      return divideHalfUp(BigInt(days - Date.parse(dueDate)), 1n);
    }
    const table = new Map([['a', 1]]);
    export const rate = (key: string) => [...table.keys()].sort().length + (table.get(key) ?? 0);
    export const start = new Date('2026-01-01').getTime() + Date.parse(\`\${due}T00:00:00Z\`);
    export const fetchOrder = (performance: { now: number }) => ({ crypto: performance.now, Date: 1 }).Date;
  `;
  expect(feed(pureRulesAndCommands, { [rule]: text })).toEqual([]);
});

it('lets a command wait for the database and take time from its context', () => {
  const text = `
    export async function run(tx: Tx, args: Args, context: Context) {
      await tx.insertInto('orders').values({ id: args.id, placedAt: context.now }).execute();
    }
  `;
  expect(feed(pureRulesAndCommands, { [command]: text })).toEqual([]);
});
