// Long because each story of a closed device is told on both databases from one beginning.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CommandEnvelope, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { type QuarantineResponse, quarantineResponseSchema } from '#shared/protocol/quarantine.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, refusedWith, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { testRegistry } from '../../tests/support/test-commands.ts';
import { listDevices, listQuarantine, revokeDevice } from '../admin/devices.ts';
import { endRecovery, readRecovery, startRecovery } from './recovery.ts';
import { discardQuarantine, runQuarantine } from './run-quarantine.ts';
import { runSystemCommand } from './system-command.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let device: TestDevice;
  let code: string;
  let pushToken: string;
  let sentBefore: CommandEnvelope;
  beforeEach(async () => {
    company = await startTestCompany(current());
    device = new TestDevice(company.server.url);
    ({ deviceCode: code, pushToken } = await device.signIn('north'));
    sentBefore = add('sent before');
    await device.push(sentBefore);
  });
  afterEach(() => company.server.close());

  const add = (name: string) => device.issue('test.addCustomer', { id: newTestId(), name, territoryId: company.north });
  const said = { reason: null, by: null, account: 'test' };
  const revoke = () => revokeDevice({ database: current(), world: company.world }, { code, ...said });
  const handOver = async (commands: CommandEnvelope[], more: object = {}): Promise<QuarantineResponse> =>
    quarantineResponseSchema.parse(
      await device.post('/v1/sync/quarantine', {
        ...{ deviceId: device.id, incarnation: device.incarnation, commands },
        ...more,
      }),
    );
  const holding = (...commands: readonly CommandEnvelope[]) => ({ holds: commands.map(({ id }) => id) });
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
    expect(await handOver(waiting)).toEqual({ mayDestroy: false, serverTime: expect.any(Number) });
    expect(await handOver([], holding(sentBefore, ...waiting))).toMatchObject({ mayDestroy: true, missing: [] });
    expect(await names()).toEqual(['sent before']);
  });

  test('nothing may be destroyed before everything is here, page by page, however often each comes', async () => {
    const waiting = Array.from({ length: 5 }, (_, at) => add(`order ${at}`));
    await revoke();
    expect(await handOver(waiting.slice(0, 2))).toMatchObject({ mayDestroy: false });
    expect(await handOver(waiting.slice(0, 2))).toMatchObject({ mayDestroy: false });
    expect(await handOver(waiting.slice(3), holding(...waiting))).toMatchObject({
      mayDestroy: false,
      missing: [waiting[2]?.id],
    });
    expect(await handOver(waiting.slice(2), holding(...waiting))).toMatchObject({ mayDestroy: true, missing: [] });
    expect(await handOver(waiting.slice(2), holding(...waiting))).toMatchObject({ mayDestroy: true });
    expect(await listQuarantine(writer())).toHaveLength(5);
  });

  test('a device that has nothing is let go at once', async () => {
    await revoke();
    expect(await handOver([], { holds: [] })).toMatchObject({ mayDestroy: true });
  });

  test('what a device of 0.1 says of its numbers is taken, and lets nothing be destroyed', async () => {
    await revoke();
    const end = { firstSeq: 2, lastSeq: 2 };
    expect(await handOver([add('one')], { end })).toEqual({ mayDestroy: false, serverTime: expect.any(Number) });
    expect(await handOver([], { end: { firstSeq: 3, lastSeq: 2 } })).toMatchObject({ mayDestroy: false });
    expect(await listQuarantine(writer())).toHaveLength(1);
  });

  test('a copy that had less and came first locks nobody out: who comes after it is heard, too', async () => {
    const waiting = [add('one'), add('two')];
    await revoke();
    expect(await handOver([], holding(sentBefore))).toMatchObject({ mayDestroy: true });
    expect(await handOver([], holding(sentBefore, ...waiting))).toMatchObject({
      mayDestroy: false,
      missing: waiting.map(({ id }) => id),
    });
    expect(await handOver(waiting, holding(sentBefore, ...waiting))).toMatchObject({ mayDestroy: true });
    expect(await run()).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
  });

  describe('where the server was put back after it had answered', () => {
    const former = (command: CommandEnvelope, number: number) => ({
      commandId: command.id,
      state: 'applied',
      legalNumbers: [{ series: 'INV', number }],
    });
    const invoice = () =>
      device.issue('test.postInvoice', { id: newTestId(), territoryId: company.north, end: 'well' });
    /** The log ends after the first command of the device. */
    const putBack = async () => {
      const { kysely } = current();
      await kysely.deleteFrom('commandLog').where('seq', '>', 1).execute();
      const { seq: lastSeq, hash: lastHash } = sentBefore;
      await kysely.updateTable('devices').set({ lastSeq, lastHash }).where('id', '=', device.id).execute();
    };

    test('what it had acknowledged is missing until it is here again, however little waits', async () => {
      const acknowledged = [add('one'), add('two')];
      await device.push(...acknowledged);
      await putBack();
      await revoke();
      const everything = holding(sentBefore, ...acknowledged);
      expect(await handOver([], everything)).toMatchObject({
        mayDestroy: false,
        missing: acknowledged.map(({ id }) => id),
      });
      expect(await handOver(acknowledged, everything)).toMatchObject({ mayDestroy: true });
    });

    test('R7 what runs then keeps the numbers that are on paper, and what was rejected stays so', async () => {
      const rejected = add('rejected');
      const posted = invoice();
      await startRecovery(writer());
      await revoke();
      const reasons = [{ code: 'crm.customerGone', params: {} }];
      await handOver([rejected, posted], {
        former: [{ commandId: rejected.id, state: 'rejected', reasons, legalNumbers: [] }, former(posted, 7)],
        ...holding(rejected, posted),
      });
      expect(await listQuarantine(writer())).toMatchObject([{ answeredBefore: true }, { answeredBefore: true }]);
      expect(await run()).toMatchObject([
        { state: 'rejected', reasons: ['crm.customerGone'] },
        { state: 'applied', reasons: [] },
      ]);
      const logged = await current().kysely.selectFrom('legalNumberLog').selectAll().execute();
      expect(logged).toEqual([{ series: 'INV', number: 7, commandId: posted.id }]);
    });

    test('a history that it knows no longer is taken with its code, closed as the others', async () => {
      device.incarnation = newTestId();
      device.seq = 0;
      device.hash = GENESIS_HASH;
      const lost = add('of a lost history');
      await revoke();
      expect(await handOver([lost], { code: 'ZQ', ...holding(sentBefore, lost) })).toMatchObject({ mayDestroy: true });
      const histories = await current()
        .kysely.selectFrom('devices')
        .select(['code', 'revokedAt', 'handedOverAt'])
        .where('incarnation', '=', device.incarnation)
        .execute();
      expect(histories).toEqual([{ code: 'ZQ', revokedAt: expect.any(Number), handedOverAt: expect.any(Number) }]);
      expect(await runQuarantine(company.server.house, 'ZQ')).toMatchObject([{ state: 'applied' }]);
    });

    test('what waited for a number runs as its author’s, who has left', async () => {
      const posted = invoice();
      await startRecovery(writer());
      await revoke();
      await leave();
      await handOver([posted], holding(posted));
      expect(await run()).toMatchObject([{ state: 'failed', reasons: ['sync.numberingClosed'] }]);
      const recovering = { ...writer(), registry: testRegistry, logger: company.server.house.logger };
      expect(await endRecovery(recovering, true)).toMatchObject({
        ended: true,
        answers: [{ commandId: posted.id, state: 'applied' }],
      });
    });

    test('the recovery does not end without a word while it was not heard, or waits for a decision', async () => {
      const posted = invoice();
      await startRecovery(writer());
      const recovering = { ...writer(), registry: testRegistry, logger: company.server.house.logger };
      await revoke();
      expect(await endRecovery(recovering, false)).toMatchObject({ ended: false, unheard: [{ code }] });
      await handOver([posted], { former: [former(posted, 7)], ...holding(posted) });
      expect(await endRecovery(recovering, false)).toMatchObject({ ended: false, unheard: [{ code }] });
      await run();
      expect((await readRecovery(recovering)).unheard).toEqual([]);
    });
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
    expect(await handOver([waiting], holding(waiting))).toMatchObject({ mayDestroy: true });
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
      await handOver(waiting);
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
      await handOver([add('one'), add('two')]);
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
      await handOver([ofCopy]);
      expect(await run()).toMatchObject([{ state: 'applied' }]);
      expect(await names()).toEqual(['of the copy', 'of the first', 'sent before']);
    });

    test('runs what somebody who left had done', async () => {
      const waiting = add('one');
      await revoke();
      await handOver([waiting]);
      await leave();
      expect(await run()).toMatchObject([{ state: 'applied' }]);
    });

    test('puts aside what is not to count; it stays in the books', async () => {
      await revoke();
      await handOver([add('fraud')]);
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
