import { expect, it } from 'vitest';
import { UsageError } from '../read-options.ts';
import { readTask } from './tasks.ts';

const read = (task: string, values: Record<string, string>) => readTask(task, values, async () => 'a pass phrase');

it.each([
  ['create-company', { name: 'x', currency: 'XYZ', country: 'CN' }, '--currency'],
  ['create-company', { name: 'x', currency: 'cny', country: 'CN' }, '--currency'],
  ['create-company', { name: 'x', currency: 'CNY', country: 'QQ' }, '--country'],
  ['create-company', { name: 'x', currency: 'CNY', country: 'ZZ' }, '--country'],
  ['create-company', { name: 'x', currency: 'CNY', country: 'UK' }, '--country'],
  ['create-company', { name: 'x', currency: 'CNY', country: 'China' }, '--country'],
  ['create-company', { name: 'a\nb', currency: 'CNY', country: 'CN' }, '--name'],
  ['create-territory', { code: 'S', name: 'bell\u0007' }, '--name'],
  ['create-territory', { code: 'S', name: 'nul\0' }, '--name'],
  ['create-user', { login: 'a', name: 'a\tb', role: 'rep' }, '--name'],
  ...['*', 'A,B', 'A:B', 'A B', 'a\tb', 'a\0', '.a', '', 'x'.repeat(21)].map(
    (code): [string, Record<string, string>, string] => ['create-warehouse', { code, name: 'x' }, '--code'],
  ),
])('%s refuses %j for %s', async (task, values, option) => {
  const refused = read(task, values);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toThrow(option);
});

it.each([
  ['create-company', { name: '武汉恒通 & Söhne', currency: 'CNY', country: 'cn' }],
  ['create-company', { name: 'x', currency: 'CHF', country: 'CH' }],
  ['create-territory', { code: '华中-1', name: '华中' }],
  ['create-warehouse', { code: 'SH_01.a', name: 'x' }],
])('%s takes %j', async (task, values) => {
  await expect(read(task, values)).resolves.toBeTypeOf('function');
});
