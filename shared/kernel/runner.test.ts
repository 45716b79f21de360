import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { makeCompany, newId } from '../../tests/support/company.ts';
import { eachDatabase, newSqlite } from '../../tests/support/databases.ts';
import { buildRegistry } from '../registry.ts';
import { type AnyCommand, commandKey, defineCommand } from './command.ts';
import type { Manifest } from './domain.ts';
import { defineQuery } from './query.ts';
import { Refusal } from './refusal.ts';
import { runQuery } from './runner.ts';

type Way = 'fine' | 'adjust' | 'refuse' | 'undeclared' | 'break';

/** Writes a territory, then ends as its argument says. */
const writeThen = defineCommand({
  name: 'crm.writeThen',
  version: 1,
  kind: 'request',
  permission: 'sales.confirmOrder',
  args: z.strictObject({ id: z.string(), way: z.enum(['fine', 'adjust', 'refuse', 'undeclared', 'break']) }),
  reads: [],
  writes: ['territories'],
  refusals: { 'test.refused': 'reject', 'test.less': 'adjust' },
  async run(tx, { id, way }, context) {
    await tx
      .insertInto('territories')
      .values({ id, code: id, name: way, ...context.created() })
      .execute();
    if (way === 'adjust') context.adjust('test.less', { by: 3 });
    if (way === 'refuse') throw context.refusal('test.refused', { why: 'asked' });
    if (way === 'undeclared') throw new Refusal('test.unheardOf');
    if (way === 'break') throw new Error('a bug');
    return { id };
  },
});

const handOver = defineCommand({
  name: 'crm.handOver',
  version: 1,
  kind: 'fact',
  permission: 'sales.confirmOrder',
  args: z.strictObject({}),
  reads: [],
  writes: ['territories'],
  refusals: { 'test.doesNotFit': 'flag' },
  async run(_tx, _args, context) {
    context.flag('test.doesNotFit', { line: 1 });
    return 'done';
  },
  async tellWithoutRight(tx, _args, result, context) {
    await tx
      .insertInto('territories')
      .values({ id: newId(), code: 'T', name: `told: ${result}`, ...context.created() })
      .execute();
  },
});

eachDatabase('server', (current) => {
  const territories = async () => {
    const rows = await current()
      .kysely.selectFrom('territories')
      .select('name')
      .where('name', '!=', '湖北')
      .orderBy('name')
      .execute();
    return rows.map((row) => row.name);
  };
  const run = async (way: Way, options = {}) => {
    const company = await makeCompany(current());
    return company.run(writeThen, { id: newId(), way }, options);
  };

  it('a command that ends well is applied with its result', async () => {
    expect(await run('fine')).toMatchObject({ state: 'applied', result: { id: expect.any(String) } });
    expect(await territories()).toEqual(['fine']);
  });

  it('a command that does less says so, and keeps what it wrote', async () => {
    expect(await run('adjust')).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'test.less', params: { by: 3 } }],
      flags: [],
    });
    expect(await territories()).toEqual(['adjust']);
  });

  it('a refused command leaves nothing behind', async () => {
    expect(await run('refuse')).toEqual({
      state: 'rejected',
      reason: { code: 'test.refused', params: { why: 'asked' } },
    });
    expect(await territories()).toEqual([]);
  });

  it('a refusal that the command does not declare is a bug, and throws', async () => {
    await expect(run('undeclared')).rejects.toThrow('crm.writeThen refused with the undeclared code test.unheardOf');
    expect(await territories()).toEqual([]);
  });

  it('a bug throws, and nothing is written', async () => {
    await expect(run('break')).rejects.toThrow('a bug');
    expect(await territories()).toEqual([]);
  });

  it.each([{ leaveStub: false }, { leaveStub: true }])('R113 without the right nothing runs (%o)', async (options) => {
    expect(await run('fine', { ...options, permissions: [] })).toEqual({
      state: 'rejected',
      reason: { code: 'kernel.notPermitted', params: { permission: 'sales.confirmOrder' } },
    });
    expect(await territories()).toEqual([]);
  });

  it('arguments that do not fit are refused by their place', async () => {
    const company = await makeCompany(current());
    expect(await company.run(writeThen, { id: newId(), way: 'sideways' })).toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.invalidArguments', params: { command: 'crm.writeThen', path: 'way' } },
    });
    expect(await company.run(writeThen, 'text')).toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.invalidArguments' },
    });
  });

  it('a fact is recorded and flagged, never refused', async () => {
    const company = await makeCompany(current());
    expect(await company.run(handOver, {})).toMatchObject({
      state: 'adjusted',
      result: 'done',
      flags: [{ code: 'test.doesNotFit' }],
    });
  });

  describe('R113 a fact of a person whose right was taken', () => {
    const withoutRight = async (options: object) => {
      const company = await makeCompany(current());
      return company.run(handOver, {}, { permissions: [], ...options });
    };

    it('is recorded by the server, flagged last, and set before those who sort it out', async () => {
      expect(await withoutRight({ isIssued: true, version: 7 })).toEqual({
        state: 'adjusted',
        result: 'done',
        adjustments: [],
        flags: [
          { code: 'test.doesNotFit', params: { line: 1 } },
          { code: 'kernel.doneWithoutRight', params: { permission: 'sales.confirmOrder' } },
        ],
      });
      expect(await territories()).toEqual(['told: done']);
    });

    it('is shown by its device as it was, while it waits', async () => {
      expect(await withoutRight({ isIssued: true, version: 0 })).toMatchObject({
        state: 'adjusted',
        flags: [{ code: 'test.doesNotFit' }],
      });
      expect(await territories()).toEqual([]);
    });

    it('is not begun any more by who has no right to it', async () => {
      expect(await withoutRight({ isIssued: false, version: 0 })).toMatchObject({
        state: 'rejected',
        reason: { code: 'kernel.notPermitted' },
      });
    });
  });

  it('R113 a request is refused without the right, also when it was issued with it', async () => {
    expect(await run('fine', { permissions: [], isIssued: true })).toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.notPermitted' },
    });
  });
});

test('a query parses its arguments and asks for the right', async () => {
  const database = await newSqlite('device');
  const query = defineQuery({
    name: 'crm.echo',
    permission: 'crm.see',
    args: z.strictObject({ said: z.string() }),
    reads: [],
    run: async (_db, { said }) => said,
  });
  const ask = (args: unknown, permissions: readonly string[]) =>
    runQuery(database.kysely, query, args, {
      actor: { userId: 'u', permissions: new Set(permissions) },
      now: 0,
      search: async () => [],
      findByCodes: async () => [],
    });
  await expect(ask({ said: 'hello' }, ['crm.see'])).resolves.toBe('hello');
  await expect(ask({ said: 'hello' }, [])).rejects.toMatchObject({ code: 'kernel.notPermitted' });
  await expect(ask({ said: 1 }, ['crm.see'])).rejects.toMatchObject({
    code: 'kernel.invalidArguments',
    params: { path: 'said' },
  });
  await database.close();
});

test('the registry refuses double names, and knows the newest version', () => {
  const part = (...commands: AnyCommand[]): Manifest => ({
    name: 'test',
    tables: [],
    balances: [],
    commands,
    queries: [],
  });
  expect(() => buildRegistry([part(writeThen), part(writeThen)])).toThrow('crm.writeThen@1 is registered twice');
  const second: AnyCommand = { ...writeThen, version: 2 };
  const registry = buildRegistry([part(second, writeThen)]);
  expect(registry.latestCommand('crm.writeThen')?.version).toBe(2);
  expect(registry.commands.get(commandKey('crm.writeThen', 1))).toBe(writeThen);
});
