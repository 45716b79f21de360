import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrationIds } from '#db/migrations/schema-mark.ts';
import { auditPageSchema } from '#shared/protocol/audit.ts';
import {
  type DeviceInfo,
  type DeviceReport,
  deviceListResponseSchema,
  deviceResponseSchema,
  deviceReviewResponseSchema,
  quarantineDiscardResponseSchema,
  quarantineRunResponseSchema,
  recoveryCopyResponseSchema,
} from '#shared/protocol/devices.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import {
  newTestId,
  PASSWORD,
  refusedWith,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { readTask } from '../admin/tasks.ts';
import { checkChains } from '../audit/check-chain.ts';
import { createUser } from '../company/create-user.ts';
import { LIMIT_A_MINUTE } from './request-limit.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let desk: TestDevice;
  let laptop: TestDevice;
  let code: string;
  beforeEach(async () => {
    company = await startTestCompany(current());
    const admin = { login: 'admin', name: 'Ada', password: PASSWORD, roleCode: 'administrator', scopes: [] };
    await createUser({ database: current(), world: company.world }, admin);
    desk = new TestDevice(company.server.url);
    await desk.signIn('admin');
    laptop = new TestDevice(company.server.url);
    ({ deviceCode: code } = await laptop.signIn('north'));
  });
  afterEach(() => company.server.close());

  const ask = (name: string, body: object = {}, from = desk) => from.post(`/v1/admin/devices/${name}`, body);
  const list = async () => deviceListResponseSchema.parse(await ask('list')).devices;
  const find = async (deviceId = laptop.id): Promise<DeviceInfo> => {
    const found = (await list()).find((device) => device.deviceId === deviceId);
    if (!found) throw new Error('the device is not there');
    return found;
  };
  const change = async (name: string, more: object = {}) =>
    deviceResponseSchema.parse(await ask(name, { deviceId: laptop.id, ...more })).device;
  const review = async () => deviceReviewResponseSchema.parse(await ask('review', { deviceId: laptop.id }));
  const add = (name: string) => laptop.issue('test.addCustomer', { id: newTestId(), name, territoryId: company.north });
  const handOver = (commands: CommandEnvelope[]) =>
    laptop.post('/v1/sync/quarantine', {
      deviceId: laptop.id,
      incarnation: laptop.incarnation,
      commands,
      holds: commands.map(({ id }) => id),
    });
  const customers = async () => {
    const rows = await current().kysely.selectFrom('customers').select('name').orderBy('name').execute();
    return rows.map(({ name }) => name);
  };
  const pull = (report: DeviceReport, schema = '0022-kernel-holder-scopes') =>
    laptop.post('/v1/sync/pull', {
      deviceId: laptop.id,
      incarnation: laptop.incarnation,
      cursor: null,
      schema,
      report,
    });
  const report = { name: 'HP-0815', appVersion: '1.2.3', waiting: 3, sharedWith: [] };

  test('only who may look after devices is answered, with a token that is no push token', async () => {
    expect(await refusedWith(ask('list', {}, laptop))).toMatchObject({ status: 403, code: 'auth.notAllowed' });
    const { pushToken } = await desk.signIn('admin');
    desk.token = pushToken;
    expect(await refusedWith(ask('list'))).toMatchObject({ status: 401, code: 'auth.required' });
  });

  test('too many requests wait for the next minute', async () => {
    for (let asked = 0; asked < LIMIT_A_MINUTE; asked += 1) await ask('list');
    expect(await refusedWith(ask('list'))).toMatchObject({ status: 429, code: 'auth.tooManyRequests' });
    company.world.advance(61_000);
    expect(await list()).toHaveLength(2);
  });

  test('a device tells of itself with its pull: name, version, what waits, what it holds, who shares it', async () => {
    expect(await find()).toMatchObject({ code, waiting: null, holds: [], state: 'open', isOwn: false });
    const holds = [
      { scope: 'company', rows: 40 },
      { scope: `territory:${company.north}`, rows: 1_200 },
    ];
    await pull({ ...report, holds, sharedWith: [company.users.south] });
    expect(await find()).toMatchObject({
      ...{ name: 'HP-0815', appVersion: '1.2.3', schema: '0022-kernel-holder-scopes', isBehind: true, waiting: 3 },
      holds: [
        { scope: 'company', name: null, rows: 40 },
        { scope: `territory:${company.north}`, name: 'North', rows: 1_200 },
      ],
      sharedWith: [{ id: company.users.south, name: 'south' }],
      lastContactAt: company.world.clock.now(),
    });
    company.world.advance(60_000);
    await pull({ ...report, waiting: 0 }, migrationIds('device').at(-1));
    expect(await find(), 'what only servers have makes no device older').toMatchObject({ isBehind: false });
    expect(await find()).toMatchObject({ waiting: 0, holds: [{ rows: 40 }, { rows: 1_200 }] });
    expect(await find(desk.id)).toMatchObject({ isOwn: true, person: { name: 'Ada' } });
  });

  test('what waits on a device and cannot be shown there is told, until it says otherwise', async () => {
    expect(await find()).toMatchObject({ unshown: [] });
    const unshown = [
      { commandId: newTestId(), name: 'sales.confirmOrder', version: 2, code: 'device.replayBroke', detail: 'UNIQUE' },
      { commandId: newTestId(), name: 'sales.cancelOrder', version: 1, code: 'sales.orderGone' },
    ];
    await pull({ ...report, unshown });
    expect(await find()).toMatchObject({ waiting: 3, unshown });
    company.world.advance(60_000);
    await pull({ ...report, waiting: 1 });
    expect(await find()).toMatchObject({ waiting: 1, unshown: [] });
  });

  test('a name of the administrator’s stays, whatever the device calls itself', async () => {
    expect(await change('rename', { name: 'Zhou’s laptop' })).toMatchObject({ name: 'Zhou’s laptop' });
    await pull(report);
    expect(await find()).toMatchObject({ name: 'Zhou’s laptop' });
    expect(await refusedWith(ask('rename', { deviceId: laptop.id, name: 'two\nlines' }))).toMatchObject({
      code: 'http.invalidBody',
    });
    expect(await refusedWith(ask('rename', { deviceId: newTestId(), name: 'x' }))).toMatchObject({
      code: 'devices.unknown',
    });
  });

  test('a locked device does nothing until it is unlocked, and loses nothing', async () => {
    const waiting = add('unsent');
    expect(await change('lock', { reason: 'not seen since Monday' })).toMatchObject({ state: 'locked' });
    const locked = { status: 403, code: 'auth.locked' };
    expect(await refusedWith(laptop.push(waiting))).toMatchObject(locked);
    expect(await refusedWith(laptop.pull())).toMatchObject(locked);
    expect(await refusedWith(laptop.signIn('north'))).toMatchObject(locked);
    expect(await refusedWith(laptop.signIn('north', 'a guess'))).toMatchObject({ code: 'auth.wrongPassword' });
    expect(await refusedWith(handOver([waiting]))).toMatchObject(locked);
    company.world.advance(60_000);
    expect(await change('unlock')).toMatchObject({ state: 'open', stateSince: null });
    await laptop.push(waiting);
    expect(await customers()).toEqual(['unsent']);
    expect((await review()).events).toMatchObject([
      { kind: 'unlocked', person: { name: 'Ada' } },
      { kind: 'locked', detail: 'not seen since Monday' },
    ]);
  });

  test('the audit says who took a device away, found by device, person, word and deed, and its seals cover it', async () => {
    await change('lock', { reason: 'not seen since Monday' });
    company.world.advance(1_000);
    await change('revoke', { reason: 'stolen at the fair' });
    const any = { text: '', names: [], document: null, userId: null, deviceCode: null, rowId: null };
    const search = async (asked: object) => {
      const body = { ...any, from: null, until: null, before: null, limitRows: 50, ...asked };
      const { entries } = auditPageSchema.parse(await desk.post('/v1/audit/search', body));
      return entries.filter(({ name }) => name?.startsWith('devices.'));
    };
    const found = await search({ deviceCode: code });
    expect(found).toMatchObject([
      { name: 'devices.revoke', userName: 'Ada', commandId: null, permission: 'admin.manageDevices' },
      { name: 'devices.lock', userName: 'Ada' },
    ]);
    expect(found[0]?.changes).toMatchObject([
      { table: 'devices', rowName: code, column: 'reason', was: null, became: 'stolen at the fair' },
      { table: 'devices', rowName: code, column: 'state', was: 'locked', became: 'revoked', kind: 'word' },
    ]);
    const [adaId] = (await list()).filter(({ isOwn }) => isOwn).map(({ person }) => person.id);
    expect(await search({ userId: adaId })).toHaveLength(2);
    expect(await search({ userId: company.users.boss })).toEqual([]);
    expect(await search({ text: code })).toHaveLength(2);
    expect(await search({ text: 'lock', names: ['devices.lock'] })).toMatchObject([{ name: 'devices.lock' }]);
    expect(await search({ deviceCode: 'ZZ' })).toEqual([]);
    expect(await checkChains({ database: current() })).toMatchObject({ whole: true });
    await current().kysely.deleteFrom('rowChanges').where('tableName', '=', 'devices').execute();
    expect((await checkChains({ database: current() })).firstWrong?.problem).toContain('its changes are gone');
  });

  test('the command line of the server does the same, and says who by login or by account', async () => {
    const writer = company.server.house;
    const task = async (name: string, values: Record<string, string>) => {
      company.world.advance(1_000);
      return (await readTask(name, values, async () => '', 'root'))(writer);
    };
    expect(await task('lock-device', { code: code.toLowerCase(), reason: 'lost' })).toMatchObject({
      code,
      state: 'locked',
    });
    expect(await refusedWith(laptop.pull())).toMatchObject({ code: 'auth.locked' });
    expect(await task('unlock-device', { code, by: 'Admin' })).toMatchObject({ state: 'open' });
    await laptop.pull();
    expect(await task('revoke-device', { code, by: 'admin', reason: 'left' })).toMatchObject({ state: 'revoked' });
    await handOver([add('one')]);
    expect(await task('run-quarantine', { device: code, reason: 'seen' })).toMatchObject({
      ran: [{ state: 'applied' }],
    });
    expect((await review()).events.map(({ kind, person, detail }) => [kind, person.name, detail])).toEqual([
      ['quarantineRun', '', 'seen'],
      ['revoked', 'Ada', 'left'],
      ['unlocked', 'Ada', null],
      ['locked', '', 'lost'],
    ]);
    expect(await task('show-device', { code })).toMatchObject({
      ...{ code, state: 'wiped' },
      events: [{ what: 'quarantineRun', by: 'command line of the server', why: 'seen' }, { by: 'Ada' }, {}, {}],
    });
    const accounts = current().kysely.selectFrom('rowChanges').select('became').where('columnName', '=', 'account');
    expect(await accounts.execute()).toHaveLength(4);
    await expect(task('lock-device', { code })).rejects.toMatchObject({ code: 'devices.isRevoked' });
    await expect(task('lock-device', { code: 'ZZ' })).rejects.toMatchObject({ code: 'admin.unknownDevice' });
    await expect(task('unlock-device', { code, by: 'nobody' })).rejects.toMatchObject({ code: 'admin.unknownLogin' });
  });

  test('nobody shuts out the device on which they sit', async () => {
    for (const name of ['lock', 'revoke']) {
      expect(await refusedWith(ask(name, { deviceId: desk.id, reason: 'oh' }))).toMatchObject({ code: 'devices.own' });
    }
  });

  test('a closed one hands over; what it had is looked through as the ledger tells it, and run with a reason', async () => {
    const waiting = [add('one'), add('two')];
    expect(await refusedWith(ask('run-quarantine', { deviceId: laptop.id, reason: 'x' }))).toMatchObject({
      code: 'devices.notRevoked',
    });
    expect(await change('revoke', { reason: 'stolen' })).toMatchObject({ state: 'revoked', quarantined: 0 });
    expect(await refusedWith(ask('lock', { deviceId: laptop.id, reason: 'x' }))).toMatchObject({
      code: 'devices.isRevoked',
    });
    await handOver(waiting);
    const looked = await review();
    expect(looked.device).toMatchObject({ state: 'wiped', quarantined: 2 });
    expect(looked.commands).toMatchObject([
      { seq: 1, name: 'test.addCustomer', isChained: true, args: { name: 'one' } },
      { seq: 2, args: { name: 'two' } },
    ]);
    const reason = 'looked through with Zhou';
    company.world.advance(60_000);
    const ran = quarantineRunResponseSchema.parse(await ask('run-quarantine', { deviceId: laptop.id, reason }));
    expect(ran.answers).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
    expect(await customers()).toEqual(['one', 'two']);
    expect(await find()).toMatchObject({ quarantined: 0 });
    expect((await review()).events.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['quarantineRun', reason],
      ['revoked', 'stolen'],
    ]);
  });

  test('what is discarded runs never', async () => {
    const waiting = add('one');
    await change('revoke', { reason: 'stolen' });
    await handOver([waiting]);
    const answer = await ask('discard-quarantine', { deviceId: laptop.id, reason: 'typed by the thief' });
    expect(quarantineDiscardResponseSchema.parse(answer)).toEqual({ discarded: 1 });
    expect(await find()).toMatchObject({ quarantined: 0 });
    expect(await customers()).toEqual([]);
  });

  test('the sealed copy of a device’s key is kept, and told who took it; another device’s is none', async () => {
    expect(await refusedWith(ask('recovery-copy', { deviceId: laptop.id }))).toMatchObject({
      code: 'devices.noRecoveryCopy',
    });
    const userId = company.users.north;
    const copy = {
      version: 1,
      companyId: newTestId(),
      userId,
      name: 'north',
      keyId: 'k',
      keyMark: 'm',
      sealed: 's',
    } as const;
    await pull({ ...report, recoveryCopy: { ...copy, deviceId: newTestId() } });
    expect(await find()).toMatchObject({ hasRecoveryCopy: false });
    await pull({ ...report, recoveryCopy: { ...copy, deviceId: laptop.id } });
    expect(await find()).toMatchObject({ hasRecoveryCopy: true });
    const answer = recoveryCopyResponseSchema.parse(await ask('recovery-copy', { deviceId: laptop.id }));
    expect(answer.copy).toEqual({ ...copy, deviceId: laptop.id });
    expect((await review()).events).toMatchObject([{ kind: 'recoveryCopyTaken' }]);
  });
});
