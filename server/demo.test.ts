/** The demo as a command: it builds a company that the ordinary server serves. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { newTestId, rowsOf, TestDevice } from '../tests/support/server.ts';
import { folder, inFolderOfEachTest, start } from '../tests/support/server-programs.ts';

inFolderOfEachTest();

const program = join(import.meta.dirname, 'demo.ts');

/** Runs the command to its end. */
async function demo(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args]);
    return { code: 0, out: stdout, error: stderr };
  } catch (failure) {
    const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, error: stderr };
  }
}

test('builds a company with its pictures, says what is in it, and the server serves it to its people', async () => {
  const place = join(folder, 'company');
  const built = await demo('--folder', place, '--language', 'en', '--seed', '7');
  expect(built).toMatchObject({ code: 0, error: '' });
  expect(built.out).toMatch(/120 {2}products/);
  expect(readdirSync(place).sort()).toEqual(['company.key', 'company.sqlite', 'company.sqlite.lease', 'files']);
  expect(await demo('--folder', place)).toMatchObject({
    code: 1,
    error: expect.stringContaining('admin.companyExists'),
  });

  const { listening } = await start(['--demo', place, '--port', '0']);
  expect(listening.demoPeople?.map(({ login }) => login).sort()).toEqual([
    ...['chen', 'gao', 'he', 'lin', 'xu', 'zhang', 'zhou'],
  ]);
  const device = new TestDevice(listening.listening);
  await device.signIn('zhou', 'satchel-zhou');
  const pages = await device.pullAll();
  const cities = new Set(rowsOf(pages, 'customers').map((row) => row.region));
  expect([...cities], 'a rep sees his own territory').toEqual(['Hubei']);
  // The year's 120, and the four that its people made in its last weeks.
  expect(rowsOf(pages, 'products')).toHaveLength(124);
  expect(rowsOf(pages, 'contacts').length).toBeGreaterThan(40);
  for (const table of ['productCosts', 'suppliers', 'invitations'] as const) {
    expect(rowsOf(pages, table), `R47 a rep holds no ${table}`).toEqual([]);
  }
  const administrator = new TestDevice(listening.listening);
  await administrator.signIn('gao', 'satchel-gao');
  const all = await administrator.pullAll();
  expect(rowsOf(all, 'productCosts')).toHaveLength(124);
  expect(rowsOf(all, 'suppliers').length).toBeGreaterThan(5);
  expect(rowsOf(all, 'invitations')).toHaveLength(2);
  const cancel = device.issue('sales.cancelOrder', { orderId: newTestId() });
  expect((await device.push(cancel)).answers).toMatchObject([{ state: 'rejected' }]);
});

test('wrong options are answered with how to use them, and make nothing', async () => {
  const place = ['--folder', join(folder, 'company')];
  for (const [args, said] of [
    [[], '--folder says where'],
    [[...place, '--size', 'huge'], '--size is one of small, quick, full'],
    [[...place, '--colour', 'x'], '--colour'],
    [['--folder'], '--folder'],
    [['elsewhere'], 'elsewhere'],
  ] as const) {
    const ended = await demo(...args);
    expect(ended).toMatchObject({ code: 2, out: '', error: expect.stringContaining(said) });
    expect(ended.error).toContain('npm run demo -- --folder <folder>');
  }
  expect(readdirSync(folder)).toEqual([]);
});
