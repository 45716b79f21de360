import { expect, it } from 'vitest';
import { UsageError } from '../read-options.ts';
import { optionsOf, taskUsages, tellTasks } from './task-usage.ts';
import { readFileTask, readTask, refuseForeignOptions } from './tasks.ts';

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

it('every task is told with the options that it takes, and takes no other', () => {
  const told = tellTasks();
  for (const { name, about } of taskUsages) {
    expect(told).toContain(`  ${name}`);
    expect(about).not.toBe('');
    for (const option of optionsOf(name)) expect(() => refuseForeignOptions(name, { [option]: 'x' })).not.toThrow();
    expect(() => refuseForeignOptions(name, { colour: 'x' })).toThrow(`--colour is no option of ${name}`);
  }
  expect(() => refuseForeignOptions('list-devices', { database: 'sqlite:x', to: 'y' })).toThrow('--to');
  expect(() => refuseForeignOptions('paint', {})).toThrow('no task paint');
  for (const line of told.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});

it.each(taskUsages.filter(({ options }) => !/^(\[|$)/.test(options)).map(({ name }) => name))(
  '%s says which option is missing',
  async (name) => {
    const readIt = async () => readFileTask(name, {}) ?? (await read(name, {}));
    await expect(readIt()).rejects.toThrow(/^--[a-z-]+: /);
  },
);

it('a seal that was written down wrongly is refused', async () => {
  await expect(read('check-chain', { known: '12' })).rejects.toThrow('--known');
  await expect(read('check-chain', { known: `12:${'a'.repeat(64)}` })).resolves.toBeTypeOf('function');
});
