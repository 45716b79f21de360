// What was rejected reaches its author on whichever device he works, once, until he has seen it (decision 46).
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { type RejectionsResponse, rejectionsResponseSchema } from '#shared/protocol/rejections.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, refusedWith, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { testRegistry } from '../../tests/support/test-commands.ts';
import { lockOne, revokeDevice } from '../admin/devices.ts';
import { rerunFailed } from './rerun-failed.ts';
import { runQuarantine } from './run-quarantine.ts';

const HOUR_MS = 60 * 60_000;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let laptop: TestDevice;
  let other: TestDevice;
  let code: string;
  beforeEach(async () => {
    company = await startTestCompany(current());
    laptop = new TestDevice(company.server.url);
    ({ deviceCode: code } = await laptop.signIn('north'));
    other = new TestDevice(company.server.url);
    await other.signIn('north');
  });
  afterEach(() => company.server.close());

  const post = (end: 'well' | 'refused' | 'broken', given: Partial<CommandEnvelope> = {}, of = laptop) =>
    of.issue('test.postInvoice', { id: newTestId(), territoryId: company.north, end }, given);
  const ask = async (device: TestDevice, more: { needing?: string[]; seen?: string[] } = {}) =>
    rejectionsResponseSchema.parse(
      await device.post('/v1/sync/rejections', { deviceId: device.id, needing: [], seen: [], ...more }),
    );
  const ids = ({ open }: RejectionsResponse) => open.map(({ commandId }) => commandId);
  const task = () => ({ code, reason: null, by: null, account: 'test' });
  const writer = () => ({ database: current(), world: company.world });

  test('it is told whole on another device once its own is silent, and on none after it was seen', async () => {
    const refused = post('refused');
    await laptop.push(refused, post('well'), post('broken'));
    expect(ids(await ask(other))).toEqual([]);
    company.world.advance(2 * HOUR_MS);
    const { open } = await ask(other);
    expect(open).toEqual([
      {
        commandId: refused.id,
        name: 'test.postInvoice',
        version: 1,
        args: refused.args,
        issuedAt: refused.issuedAt,
        answeredAt: expect.any(Number),
        reasons: [{ code: 'crm.customerGone', params: { id: expect.any(String) } }],
        companyVersion: expect.any(Number),
        incarnation: laptop.incarnation,
        hash: refused.hash,
        device: { code, name: 'test laptop' },
      },
    ]);
    expect(ids(await ask(other, { needing: [refused.id] }))).toEqual([]);
    expect(ids(await ask(other, { seen: [refused.id] }))).toEqual([]);
    expect(ids(await ask(other))).toEqual([]);
    // Its own device comes back and still asks its person.
    expect(await ask(laptop, { needing: [refused.id] })).toEqual({ open: [], seen: [refused.id], held: [] });
    expect(await ask(laptop)).toEqual({ open: [], seen: [], held: [] });
  });

  test('a device whose journal has it no more is told of its own', async () => {
    const refused = post('refused');
    await laptop.push(refused);
    expect(ids(await ask(laptop))).toEqual([refused.id]);
    expect(await ask(laptop, { needing: [refused.id] })).toEqual({ open: [], seen: [], held: [] });
  });

  test('nobody else hears of it, or says that it was seen', async () => {
    const refused = post('refused');
    await laptop.push(refused);
    const south = new TestDevice(company.server.url);
    await south.signIn('south');
    await revokeDevice(writer(), task());
    expect(await ask(south, { seen: [refused.id], needing: [refused.id] })).toEqual({ open: [], seen: [], held: [] });
    expect(ids(await ask(other))).toEqual([refused.id]);
    const foreign = { deviceId: laptop.id, needing: [], seen: [] };
    expect(await refusedWith(other.post('/v1/sync/rejections', foreign))).toMatchObject({
      code: 'sync.foreignDevice',
    });
    const { pushToken } = await other.signIn('north');
    other.token = pushToken;
    expect(await refusedWith(ask(other))).toMatchObject({ status: 401, code: 'auth.required' });
  });

  test('what a locked device had, and what a closed one handed over, is told at once', async () => {
    const before = post('refused');
    await laptop.push(before);
    await lockOne(writer(), task());
    expect(ids(await ask(other))).toEqual([before.id]);
    await revokeDevice(writer(), task());
    const waiting = [post('refused'), post('well')];
    const { id: deviceId, incarnation } = laptop;
    await laptop.post('/v1/sync/quarantine', { deviceId, incarnation, commands: waiting });
    const { open, held } = await ask(other);
    expect(open.map(({ commandId }) => commandId)).toEqual([before.id]);
    const device = { code, name: 'test laptop' };
    expect(held).toEqual(
      [...waiting].reverse().map(({ id: commandId, name, version, args, issuedAt, hash }) => {
        return {
          commandId,
          name,
          version,
          args,
          issuedAt,
          hash,
          incarnation,
          device,
          heldSince: company.world.clock.now(),
        };
      }),
    );
    const south = new TestDevice(company.server.url);
    await south.signIn('south');
    expect((await ask(south)).held).toEqual([]);
    company.world.advance(1_000);
    expect(await runQuarantine(company.server.house, code)).toMatchObject([
      { state: 'rejected' },
      { state: 'applied' },
    ]);
    const after = await ask(other);
    expect(ids(after)).toEqual([waiting[0]?.id, before.id]);
    expect(after.held).toEqual([]);
  });

  test('what failed is told when it was run again and refused', async () => {
    const broken = post('broken');
    await laptop.push(broken);
    await lockOne(writer(), task());
    expect(ids(await ask(other))).toEqual([]);
    const definition = testRegistry.commands.get('test.changeCustomer@1');
    const posting = testRegistry.commands.get('test.postInvoice@1');
    if (!definition || !posting) throw new Error('no command');
    const mended = new Map(testRegistry.commands).set('test.postInvoice@1', { ...definition, args: posting.args });
    const logger = pino({ level: 'silent' });
    expect(await rerunFailed({ ...writer(), logger, registry: { commands: mended } })).toMatchObject([
      { commandId: broken.id, state: 'rejected' },
    ]);
    expect(ids(await ask(other))).toEqual([broken.id]);
  });

  test('a creation is sent anew once: the second is told of the first, and can be sent anew itself', async () => {
    const order = (refuse: boolean, of: TestDevice, replaces?: string) =>
      of.issue(
        'test.addOrder',
        {
          ...{ id: newTestId(), number: 'SO-1', customerId: newTestId(), territoryId: company.north },
          ...{ warehouseId: company.warehouse, refuse },
        },
        replaces === undefined ? {} : { replaces },
      );
    const refused = order(true, laptop);
    await laptop.push(refused);
    const anew = order(false, laptop, refused.id);
    const { answers } = await laptop.push(anew);
    expect(answers).toMatchObject([{ state: 'applied' }]);
    const second = order(false, other, refused.id);
    expect((await other.push(second)).answers).toMatchObject([
      {
        state: 'rejected',
        reasons: [{ code: 'sync.sentAnew', params: { officeDevice: code, officeAt: answers[0]?.answeredAt } }],
      },
    ]);
    expect((await other.push(order(false, other, second.id))).answers).toMatchObject([{ state: 'applied' }]);
    const orders = await current().kysely.selectFrom('orders').select('state').orderBy('state').execute();
    expect(orders.map(({ state }) => state)).toEqual(['open', 'open', 'rejected', 'rejected']);
    // A repetition gets its stored answer.
    expect((await laptop.push(anew)).answers).toEqual(answers);
    expect((await other.push(second)).answers).toMatchObject([{ state: 'rejected' }]);
  });

  test('one in whose place another was sent has been seen, wherever that was made', async () => {
    const [refused, also] = [post('refused'), post('refused')];
    await laptop.push(refused, also);
    await lockOne(writer(), task());
    expect(ids(await ask(other))).toHaveLength(2);
    await other.push(post('well', { replaces: refused.id }, other));
    expect(ids(await ask(other))).toEqual([also.id]);
    await other.push(post('well', { replaces: also.id }, other));
    expect(ids(await ask(other))).toEqual([]);
  });

  test('many are told in part, the newest first', async () => {
    const refused = Array.from({ length: 60 }, () => post('refused'));
    await laptop.push(...refused);
    const { open } = await ask(laptop);
    expect(open).toHaveLength(50);
    const told = new Set(open.map(({ commandId }) => commandId));
    const rest = refused.map(({ id }) => id).filter((id) => !told.has(id));
    expect(ids(await ask(laptop, { seen: [...told] })).sort()).toEqual(rest.sort());
  });
});
