import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { type QuarantineResponse, quarantineResponseSchema } from '#shared/protocol/quarantine.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, refusedWith, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { listDevices, listQuarantine, revokeDevice } from '../admin/devices.ts';
import { discardQuarantine, runQuarantine } from './run-quarantine.ts';
import { runSystemCommand } from './system-command.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let device: TestDevice;
  let code: string;
  let pushToken: string;
  beforeEach(async () => {
    company = await startTestCompany(current());
    device = new TestDevice(company.server.url);
    ({ deviceCode: code, pushToken } = await device.signIn('north'));
    await device.push(add('sent before'));
  });
  afterEach(() => company.server.close());

  const add = (name: string) => device.issue('test.addCustomer', { id: newTestId(), name, territoryId: company.north });
  const said = { reason: null, by: null, account: 'test' };
  const revoke = () => revokeDevice({ database: current(), world: company.world }, { code, ...said });
  const handOver = async (commands: CommandEnvelope[], end: object | null = null): Promise<QuarantineResponse> =>
    quarantineResponseSchema.parse(
      await device.post('/v1/sync/quarantine', { deviceId: device.id, incarnation: device.incarnation, commands, end }),
    );
  const names = async () => {
    const rows = await current().kysely.selectFrom('customers').select('name').orderBy('name').execute();
    return rows.map((row) => row.name);
  };
  const run = () => runQuarantine(company.server.house, code);
  /** The person has left the company. */
  const leave = () =>
    runSystemCommand(writer(), (tx, { updated }) =>
      tx
        .updateTable('users')
        .set({ active: 0, ...updated })
        .where('login', '=', 'north')
        .execute(),
    );
  const writer = () => ({ database: current(), world: company.world });

  test('a closed device hears it wherever it asks, and only there hands over what it has', async () => {
    const waiting = [add('one'), add('two')];
    expect(await refusedWith(handOver(waiting))).toMatchObject({ status: 409, code: 'auth.notRevoked' });
    await revoke();
    const revoked = { status: 403, code: 'auth.revoked' };
    expect(await refusedWith(device.push(...waiting))).toMatchObject(revoked);
    expect(await refusedWith(device.pull())).toMatchObject(revoked);
    expect(await refusedWith(device.signIn('north'))).toMatchObject(revoked);
    expect(await refusedWith(device.post('/v1/auth/sign-out', {}))).toMatchObject(revoked);
    expect(await refusedWith(device.signIn('north', 'a guess'))).toMatchObject({ code: 'auth.wrongPassword' });
    expect(await handOver(waiting, { firstSeq: 2, lastSeq: 3 })).toMatchObject({ mayDestroy: true });
    expect(await names()).toEqual(['sent before']);
  });

  test('nothing may be destroyed before everything is here, page by page, however often each comes', async () => {
    const waiting = Array.from({ length: 5 }, (_, at) => add(`order ${at}`));
    await revoke();
    expect(await handOver(waiting.slice(0, 2))).toMatchObject({ mayDestroy: false });
    expect(await handOver(waiting.slice(0, 2))).toMatchObject({ mayDestroy: false });
    const end = { firstSeq: 2, lastSeq: 6 };
    expect(await refusedWith(handOver(waiting.slice(3), end))).toMatchObject({
      code: 'sync.sequenceGap',
      params: { expected: 4 },
    });
    expect(await handOver(waiting.slice(2), end)).toMatchObject({ mayDestroy: true });
    expect(await handOver(waiting.slice(2), end)).toMatchObject({ mayDestroy: true });
    expect(await listQuarantine(writer())).toHaveLength(5);
  });

  test('a device with nothing left is let go at once', async () => {
    await revoke();
    expect(await handOver([], { firstSeq: 2, lastSeq: 1 })).toMatchObject({ mayDestroy: true });
  });

  test('once: what comes after everything was handed over is not taken', async () => {
    const first = add('one');
    await revoke();
    await handOver([first], { firstSeq: 2, lastSeq: 2 });
    expect(await refusedWith(handOver([add('later')]))).toMatchObject({ status: 409, code: 'sync.quarantineClosed' });
  });

  test('commands of another device, of another person, or too large are not taken', async () => {
    const command = add('one');
    await revoke();
    expect((await refusedWith(handOver([{ ...command, deviceId: newTestId() }]))).code).toBe('sync.foreignDevice');
    expect((await refusedWith(handOver([{ ...command, userId: newTestId() }]))).code).toBe('sync.foreignUser');
    const large = { ...command, args: { text: 'x'.repeat(70_000) } };
    expect((await refusedWith(handOver([large]))).code).toBe('sync.argumentsTooLarge');
  });

  test('a token that only pushes hands over too, also of somebody who left', async () => {
    const waiting = add('one');
    await revoke();
    await current().kysely.deleteFrom('accessTokens').where('pushOnly', '=', 0).execute();
    device.token = pushToken;
    await leave();
    expect(await handOver([waiting], { firstSeq: 2, lastSeq: 2 })).toMatchObject({ mayDestroy: true });
  });

  describe('the administrator', () => {
    test('looks it through, and runs it as its author’s, in order, each once with its stored answer', async () => {
      const id = newTestId();
      const waiting = [
        device.issue('test.addCustomer', { id, name: 'one', territoryId: company.north }),
        device.issue('test.changeCustomer', { id, name: 'two' }),
        device.issue('test.changeCustomer', { id: newTestId(), name: 'nobody' }),
      ];
      await revoke();
      await handOver(waiting, { firstSeq: 2, lastSeq: 4 });
      expect(await listQuarantine(writer())).toMatchObject([
        { code, login: 'north', seq: 2, command: 'test.addCustomer@1', chained: true, args: { name: 'one' } },
        { seq: 3, command: 'test.changeCustomer@1', chained: true },
        { seq: 4, chained: true },
      ]);
      expect(await run()).toMatchObject([
        { seq: 2, state: 'applied' },
        { seq: 3, state: 'applied' },
        { seq: 4, state: 'rejected', reasons: ['crm.customerGone'] },
      ]);
      expect(await names()).toEqual(['sent before', 'two']);
      const logged = await current()
        .kysely.selectFrom('commandLog')
        .select(['seq', 'userId', 'answerState'])
        .where('deviceId', '=', device.id)
        .orderBy('seq')
        .execute();
      expect(logged.map(({ seq, answerState }) => [seq, answerState])).toEqual([
        [1, 'applied'],
        [2, 'applied'],
        [3, 'applied'],
        [4, 'rejected'],
      ]);
      expect(new Set(logged.map(({ userId }) => userId))).toEqual(new Set([company.users.north]));
      expect(await run()).toEqual([]);
      expect(await listQuarantine(writer())).toEqual([]);
    });

    test('cut after it ran, it runs nothing twice', async () => {
      await revoke();
      await handOver([add('one'), add('two')], { firstSeq: 2, lastSeq: 3 });
      await run();
      await current().kysely.updateTable('quarantinedCommands').set({ state: 'waiting' }).execute();
      expect(await run()).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
      expect(await names()).toEqual(['one', 'sent before', 'two']);
    });

    test('what a copy of the laptop did runs beside what the other had sent', async () => {
      const copy = Object.assign(new TestDevice(device.url), device);
      await device.push(add('of the first'));
      const ofCopy = copy.issue('test.addCustomer', {
        id: newTestId(),
        name: 'of the copy',
        territoryId: company.north,
      });
      await revoke();
      await handOver([ofCopy], { firstSeq: 2, lastSeq: 2 });
      expect(await run()).toMatchObject([{ state: 'applied' }]);
      expect(await names()).toEqual(['of the copy', 'of the first', 'sent before']);
    });

    test('runs what somebody who left had done', async () => {
      const waiting = add('one');
      await revoke();
      await handOver([waiting], { firstSeq: 2, lastSeq: 2 });
      await leave();
      expect(await run()).toMatchObject([{ state: 'applied' }]);
    });

    test('puts aside what is not to count; it stays in the books', async () => {
      await revoke();
      await handOver([add('fraud')], { firstSeq: 2, lastSeq: 2 });
      expect(await discardQuarantine(company.server.house, code)).toBe(1);
      expect(await run()).toEqual([]);
      const rows = await current().kysely.selectFrom('quarantinedCommands').select('state').execute();
      expect(rows).toEqual([{ state: 'discarded' }]);
    });

    test('is told of a code that is none, and of a device that is at work', async () => {
      await expect(revokeDevice(writer(), { code: 'ZZ', ...said })).rejects.toMatchObject({
        code: 'admin.unknownDevice',
      });
      await expect(run()).rejects.toMatchObject({ code: 'admin.deviceNotRevoked' });
    });

    test('sees every device, and what it said of its unsent work', async () => {
      await device.post('/v1/auth/sign-out', { unsentCount: 3 });
      await revoke();
      expect(await listDevices(writer())).toMatchObject([
        { code, login: 'north', unsent: 3, appVersion: '0.1.0', revoked: expect.any(String), handedOver: null },
      ]);
    });
  });
});
