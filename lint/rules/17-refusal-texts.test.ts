import { expect, it } from 'vitest';
import { refusalTexts } from './17-refusal-texts.ts';
import { feed } from './feed.ts';

const command = 'shared/domains/sales/commands/place-order.ts';
const locale = (refusals: unknown) => ({ 'renderer/features/sales/locales/en.json': JSON.stringify({ refusals }) });

it.each([
  ['a declared code', command, `export const c = defineCommand({ refusals: { 'sales.noLines': 'reject' } });`],
  [
    'a code of a constant',
    command,
    `const own = { 'sales.noLines': 'reject' } as const;\nexport const c = defineCommand({ refusals: { ...own } });`,
  ],
  [
    'a code that is thrown',
    'electron/device/session.ts',
    `export const f = () => { throw new Refusal('sales.noLines'); };`,
  ],
  ['a code of an object', 'electron/main/ipc.ts', `export const f = () => ({ code: 'sales.noLines', params: {} });`],
  [
    'a code of one of two',
    'electron/main/ipc.ts',
    `export const f = (a: boolean) => ({ code: a ? 'sales.noLines' : 'sales.onHold' });`,
  ],
  ['a code that is handed on', 'electron/device/store.ts', `export const f = () => refused('sales.noLines', {});`],
  ['a code of a list', 'shared/kernel/runner.ts', `export const runnerRefusals = ['sales.noLines'] as const;`],
])('refuses %s without a sentence', (_what, path, text) => {
  expect(feed(refusalTexts, { ...locale({ 'sales.onHold': 'On hold. Ask.' }), [path]: text })).toEqual([
    expect.stringContaining('no locale has a sentence for refusals.sales.noLines'),
  ]);
});

it('follows constants into other files', () => {
  const files = {
    'shared/domains/sales/model.ts': `export const orderCodes = { 'sales.noLines': 'reject' } as const;`,
    [command]: `import { orderCodes } from '../model.ts';\nexport const c = defineCommand({ refusals: orderCodes });`,
  };
  expect(feed(refusalTexts, files)).toEqual([expect.stringContaining('model.ts:1 no locale')]);
});

it('refuses codes that it cannot read', () => {
  expect(feed(refusalTexts, { [command]: 'export const c = defineCommand({ refusals: makeCodes() });' })).toHaveLength(
    1,
  );
});

it('refuses a sentence that says what went wrong and not what to do, in either language', () => {
  const files = {
    'renderer/features/sales/locales/en.json': '{"refusals":{"a":"It is too large.","b":"Too large. Split it."}}',
    'renderer/features/sales/locales/zh.json': '{"refusals":{"a":"过大。","b":"过大。请拆分。"}}',
  };
  expect(feed(refusalTexts, files)).toEqual([
    expect.stringContaining('en.json:1 refusals.a does not say what to do'),
    expect.stringContaining('zh.json:1 refusals.a does not say what to do'),
  ]);
});

it('lets pass codes with sentences, nested or flat, and commands without refusals', () => {
  const files = {
    ...locale({
      'sales.noLines': 'No lines. Add one.',
      sales: { onHold: 'On hold. Ask your manager.' },
      'sales.short_one': 'Wait.',
      'sales.short_other': 'Wait.',
    }),
    [command]: `export const c = defineCommand({ refusals: { 'sales.noLines': 'reject', 'sales.onHold': 'adjust', 'sales.short': 'flag' } });`,
    'shared/domains/sales/commands/note.ts': 'export const c = defineCommand({ refusals: {} });',
  };
  expect(feed(refusalTexts, files)).toEqual([]);
});
