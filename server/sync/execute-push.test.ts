// Long because each story of a push is told on both databases from one beginning.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runSql } from '#db/database.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, refusedWith, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { fault } from '../../tests/support/test-commands.ts';

eachDatabase('server', (current, dialect) => {
  let company: TestCompany;
  let device: TestDevice;

  beforeEach(async () => {
    company = await startTestCompany(current());
    device = new TestDevice(company.server.url);
    await device.signIn('north');
  });
  afterEach(() => company.server.close());

  const add = (name: string, id = newTestId()) =>
    device.issue('test.addCustomer', { id, name, territoryId: company.north });
  const names = async () => {
    const rows = await current().kysely.selectFrom('customers').select('name').orderBy('name').execute();
    return rows.map((row) => row.name);
  };
  const versionNow = async () => {
    const row = await current().kysely.selectFrom('companyVersion').select('version').executeTakeFirstOrThrow();
    return row.version;
  };

  test('runs commands in order and gives each a version of its own', async () => {
    const before = await versionNow();
    const { answers } = await device.push(add('one'), add('two'));
    expect(answers.map(({ state, seq, version }) => [state, seq, version - before])).toEqual([
      ['applied', 1, 1],
      ['applied', 2, 2],
    ]);
    expect(await names()).toEqual(['one', 'two']);
    expect(await versionNow()).toBe(before + 2);
  });

  test('a command sent twice runs once and gets its stored answer', async () => {
    const first = add('one');
    const answered = await device.push(first);
    const version = await versionNow();
    const again = await device.push(first, add('two'));
    expect(again.answers[0]).toEqual(answered.answers[0]);
    expect(await names()).toEqual(['one', 'two']);
    expect(await versionNow()).toBe(version + 1);
  });

  test('a command that stands twice in one push runs once and is answered twice', async () => {
    const [one, two] = [add('one'), add('two')];
    const { answers } = await device.push(one, one, two, one);
    expect(answers.map(({ seq, state }) => [seq, state])).toEqual([1, 1, 2, 1].map((seq) => [seq, 'applied']));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[3]).toEqual(answers[0]);
    expect((await device.push(one, one)).answers).toEqual([answers[0], answers[0]]);
    expect(await names()).toEqual(['one', 'two']);
    expect((await refusedWith(device.push({ ...one, seq: 3 }, one))).code).toBe('sync.historyDiverged');
    const three = add('three');
    const changed = { ...three, seq: 4, hash: chainHash(three.hash, { ...three, seq: 4 }) };
    expect((await refusedWith(device.push(three, changed))).code).toBe('sync.historyDiverged');
    expect(await names()).toEqual(['one', 'two']);
  });

  test('the same push at the same time from two connections runs once', async () => {
    const commands = [add('one'), add('two'), add('three')];
    const [a, b] = await Promise.all([device.push(...commands), device.push(...commands)]);
    expect(a.answers).toEqual(b.answers);
    expect(await names()).toEqual(['one', 'three', 'two']);
  });

  test('a gap in seq is refused with the expected number, and nothing runs', async () => {
    await device.push(add('one'));
    add('lost');
    const later = [add('two'), add('three')];
    expect(await refusedWith(device.push(...later))).toEqual({
      status: 409,
      code: 'sync.sequenceGap',
      params: { expected: 2 },
    });
    expect(await names()).toEqual(['one']);
  });

  test('a gap within one push is refused before its first command runs', async () => {
    const first = add('one');
    add('lost');
    expect((await refusedWith(device.push(first, add('two')))).code).toBe('sync.sequenceGap');
    expect(await names()).toEqual([]);
  });

  test('the same seq with another hash: the database was copied', async () => {
    const copy = Object.assign(new TestDevice(device.url), { id: device.id, incarnation: device.incarnation });
    await copy.signIn('north');
    await device.push(add('one'));
    const args = { id: newTestId(), name: 'copied', territoryId: company.north };
    const refusal = await refusedWith(copy.push(copy.issue('test.addCustomer', args)));
    expect(refusal).toEqual({ status: 409, code: 'sync.historyDiverged', params: { seq: 1 } });
    expect(await names()).toEqual(['one']);
  });

  test('a command whose hash does not follow from the one before is refused', async () => {
    await device.push(add('one'));
    const broken = { ...add('two'), hash: 'a'.repeat(64) };
    expect((await refusedWith(device.push(broken))).code).toBe('sync.historyDiverged');
    const changed = { ...broken, hash: chainHash(GENESIS_HASH, broken) };
    expect((await refusedWith(device.push(changed))).code).toBe('sync.historyDiverged');
    expect(await names()).toEqual(['one']);
  });

  test('a new incarnation sends again by id: what is known is answered, what is new runs', async () => {
    const [one, two] = [add('one'), add('two')];
    const known = await device.push(one, two);
    const oldCode = (await device.signIn('north')).deviceCode;
    const renewed = Object.assign(new TestDevice(device.url), { id: device.id });
    const { deviceCode, lastSeq } = await renewed.signIn('north');
    expect(lastSeq).toBe(0);
    expect(deviceCode).not.toBe(oldCode);
    const resent = renewed.issue(two.name, two.args, { id: two.id });
    const fresh = renewed.issue('test.addCustomer', { id: newTestId(), name: 'three', territoryId: company.north });
    const { answers } = await renewed.push(resent, fresh);
    expect(answers[0]).toEqual({ ...known.answers[1], seq: 1 });
    expect(answers[1]?.state).toBe('applied');
    // Cut and sent again, and the first laptop goes on in its own history.
    expect((await renewed.push(resent, fresh)).answers).toEqual(answers);
    await device.push(add('four'));
    expect(await names()).toEqual(['four', 'one', 'three', 'two']);
  });

  test('a refused creation is taken back and leaves its stub; the reason is the answer', async () => {
    const id = newTestId();
    await device.push(add('one'));
    const { answers } = await device.push(
      device.issue('test.addOrder', {
        id,
        number: 'SO-K7-000001',
        customerId: 'gone',
        territoryId: company.north,
        warehouseId: company.warehouse,
        refuse: true,
      }),
      add('two'),
    );
    expect(answers[0]).toMatchObject({
      state: 'rejected',
      reasons: [{ code: 'crm.customerGone', params: { id: 'gone' } }],
    });
    expect(answers[1]?.state).toBe('applied');
    const orders = await current().kysely.selectFrom('orders').select(['id', 'state']).execute();
    expect(orders).toEqual([{ id, state: 'rejected' }]);
  });

  test('an adjustment is the answer, with its parameters', async () => {
    const id = newTestId();
    const { answers } = await device.push(
      add('one', id),
      device.issue('test.changeCustomer', { id, name: 'far too long' }),
    );
    expect(answers[1]).toMatchObject({
      state: 'adjusted',
      reasons: [{ code: 'test.nameShortened', params: { name: 'far too long' } }],
    });
  });

  test('a command that throws is answered failed with an id, leaves nothing, and the queue goes on', async () => {
    const bad = device.issue('test.explode', { id: newTestId(), name: 'boom', territoryId: company.north });
    const { answers } = await device.push(bad, add('two'));
    expect(answers.map((answer) => answer.state)).toEqual(['failed', 'applied']);
    expect(answers[0]?.reasons[0]).toMatchObject({
      code: 'sync.commandFailed',
      params: { errorId: expect.any(String) },
    });
    expect(await names()).toEqual(['two']);
    expect((await device.push(bad)).answers[0]).toEqual(answers[0]);
  });

  test('arguments that do not parse, or hold text that no database keeps, are rejected and the queue goes on', async () => {
    const { answers } = await device.push(
      device.issue('test.addCustomer', { id: 'no id', name: 'x', territoryId: company.north }),
      device.issue('test.addCustomer', { id: newTestId(), name: 'a\0b', territoryId: company.north }),
      add('two'),
    );
    expect(answers.map((answer) => answer.state)).toEqual(['rejected', 'rejected', 'applied']);
    expect(answers[1]?.reasons[0]).toMatchObject({ code: 'kernel.invalidArguments', params: { path: 'name' } });
  });

  type Strike = [string, (tx: Tx) => Promise<unknown>];
  const fullDisk: Strike = [
    'a full disk',
    () => Promise.reject(Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' })),
  ];
  const lostConnection: Strike = [
    'a lost connection',
    (tx) => runSql(tx, 'SELECT pg_terminate_backend(pg_backend_pid())'),
  ];
  const strikes = dialect === 'postgres' ? [fullDisk, lostConnection] : [fullDisk];
  test.each(strikes)('%s aborts the whole request and stores no answer; sent again, it runs', async (what, strike) => {
    fault.next = strike;
    const commands = [
      add('one'),
      device.issue('test.strike', { id: newTestId(), name: 'two', territoryId: company.north }),
    ] as const;
    const version = await versionNow();
    // Somebody makes room on a disk; a connection comes back by itself.
    const isPassing = what === 'a lost connection';
    expect(await refusedWith(device.push(...commands))).toMatchObject(
      isPassing ? { status: 503, code: 'server.busy' } : { status: 500, code: 'server.trouble' },
    );
    expect(await names()).toEqual([]);
    expect(await versionNow()).toBe(version);
    expect((await device.push(...commands)).answers.map((answer) => answer.state)).toEqual(['applied', 'applied']);
  });

  test('without the right a command is rejected', async () => {
    const stock = new TestDevice(company.server.url);
    await stock.signIn('stock');
    const args = { id: newTestId(), name: 'x', territoryId: company.north };
    const { answers } = await stock.push(stock.issue('test.addCustomer', args));
    expect(answers[0]).toMatchObject({ state: 'rejected', reasons: [{ code: 'kernel.notPermitted' }] });
    expect(await names()).toEqual([]);
  });

  test('R113 without the right a fact is recorded all the same, and flagged', async () => {
    await device.push(add('one'));
    const { id } = await current().kysely.selectFrom('customers').select('id').executeTakeFirstOrThrow();
    const stock = new TestDevice(company.server.url);
    await stock.signIn('stock');
    const visit = stock.issue('test.noteVisit', { customerId: id, name: 'visited' });
    const flagged = { code: 'kernel.doneWithoutRight', params: { permission: 'sales.confirmOrder' } };
    const { answers } = await stock.push(visit);
    expect(answers[0]).toMatchObject({ state: 'adjusted', reasons: [flagged] });
    expect(await names()).toEqual(['visited']);
    // Sent again, it has the answer that it had.
    expect((await stock.push(visit)).answers).toEqual(answers);
  });

  test('a command that the server does not know stays with the device; those before it are answered', async () => {
    const first = add('one');
    const newer = device.issue('test.addCustomer', {}, { version: 9 });
    expect((await device.push(first, newer)).answers).toHaveLength(1);
    expect(await refusedWith(device.push(newer))).toEqual({
      status: 409,
      code: 'sync.commandTooNew',
      params: { name: 'test.addCustomer', version: 9 },
    });
    const { answers } = await device.push(first);
    expect(answers[0]?.state).toBe('applied');
  });

  test('a command of another person or another device is refused', async () => {
    const foreign = device.issue('test.addCustomer', {}, { userId: company.users.south });
    expect((await refusedWith(device.push(foreign))).code).toBe('sync.foreignUser');
    const other = new TestDevice(device.url);
    other.token = device.token;
    other.userId = device.userId;
    expect((await refusedWith(other.push(other.issue('test.addCustomer', {})))).code).toBe('sync.foreignDevice');
  });

  test('the time of a command lies between the one before and the receipt; a big move is said', async () => {
    const now = company.world.clock.now();
    const args = () => ({ id: newTestId(), name: 'x', territoryId: company.north });
    const at = (issuedAt: number) => device.issue('test.addCustomer', args(), { issuedAt });
    const day = 86_400_000;
    const { answers } = await device.push(at(now - 60_000), at(now - day), at(now + 1_000), at(now + day));
    expect(answers.map((answer) => answer.reasons.map((reason) => reason.code))).toEqual([
      [],
      ['sync.timeMoved'],
      [],
      ['sync.timeMoved'],
    ]);
    const rows = await current().kysely.selectFrom('commandLog').select('ranAt').orderBy('seq').execute();
    expect(rows.map((row) => row.ranAt - now)).toEqual([-60_000, -60_000, 0, 0]);
    const customers = await current().kysely.selectFrom('customers').select('createdAt').orderBy('createdAt').execute();
    expect(customers.map((row) => row.createdAt - now)).toEqual([-60_000, -60_000, 0, 0]);
  });

  test('a server whose clock was years ahead for one command leaves the times of later ones alone', async () => {
    const { world } = company;
    const now = world.clock.now();
    const args = () => ({ id: newTestId(), name: 'x', territoryId: company.north });
    const at = (issuedAt: number) => device.issue('test.addCustomer', args(), { issuedAt });
    const ahead = 2 * 365 * 86_400_000;
    const hour = 3_600_000;
    await device.push(at(now - 3 * hour));
    world.advance(ahead);
    // By that clock its session has ended long ago.
    await device.signIn('north');
    await device.push(at(now + ahead), at(now + ahead));
    world.advance(hour - ahead);
    // Taken offline before the clock was mended, one of them by a laptop whose own clock went back: each keeps its time.
    const { answers } = await device.push(at(now - 2 * hour), at(now - 9 * hour), at(now - hour), at(now + ahead));
    expect(answers.map((answer) => answer.reasons.map((reason) => reason.code))).toEqual([
      [],
      ['sync.timeMoved'],
      [],
      ['sync.timeMoved'],
    ]);
    const rows = await current().kysely.selectFrom('commandLog').select('ranAt').orderBy('seq').execute();
    expect(rows.map((row) => (row.ranAt - now) / hour)).toEqual([-3, ahead / hour, ahead / hour, -2, -2, -1, 1]);
  });

  test('arguments beyond 64 KiB and pushes beyond 256 KiB are refused whole', async () => {
    const big = (bytes: number) => add('x'.repeat(bytes));
    expect((await refusedWith(device.push(big(70_000)))).code).toBe('sync.argumentsTooLarge');
    device.seq = 0;
    device.hash = GENESIS_HASH;
    const many = [big(60_000), big(60_000), big(60_000), big(60_000), big(60_000)];
    expect((await refusedWith(device.push(...many))).code).toBe('sync.pushTooLarge');
    expect(await names()).toEqual([]);
  });
});
