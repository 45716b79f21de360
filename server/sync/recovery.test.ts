// Long because each story of a restore is told on both databases from one beginning.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, refusedWith, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { testRegistry } from '../../tests/support/test-commands.ts';
import { endRecovery, readRecovery, startRecovery } from './recovery.ts';
import { listFailed, type RerunWriter, rerunFailed } from './rerun-failed.ts';
import { leaveGap } from './version-gaps.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let device: TestDevice;
  let writer: RerunWriter;

  beforeEach(async () => {
    company = await startTestCompany(current());
    writer = { database: current(), world: company.world, registry: testRegistry, logger: pino({ level: 'silent' }) };
    device = new TestDevice(company.server.url);
    await device.signIn('north');
  });
  afterEach(() => company.server.close());

  const invoice = (end: 'well' | 'refused' | 'broken' = 'well', of = device) =>
    of.issue('test.postInvoice', { id: newTestId(), territoryId: company.north, end });
  const names = async () => {
    const rows = await current().kysely.selectFrom('customers').select('name').orderBy('name').execute();
    return rows.map((row) => row.name);
  };
  const timeline = async () => {
    const row = await current().kysely.selectFrom('companyVersion').select('timeline').executeTakeFirstOrThrow();
    return row.timeline;
  };

  test('R7 numbers have no gap and no double: what was refused or broke gives its number back', async () => {
    const { answers } = await device.push(
      invoice(),
      invoice('refused'),
      invoice('broken'),
      invoice(),
      invoice('refused'),
      invoice(),
    );
    expect(answers.map(({ state, legalNumbers }) => [state, legalNumbers])).toEqual([
      ['applied', [{ series: 'INV', number: 1 }]],
      ['rejected', undefined],
      ['failed', undefined],
      ['applied', [{ series: 'INV', number: 2 }]],
      ['rejected', undefined],
      ['applied', [{ series: 'INV', number: 3 }]],
    ]);
    expect(await names()).toEqual(['INV 1', 'INV 2', 'INV 3']);
    expect((await readRecovery(writer)).numberGaps).toEqual([]);
  });

  test('R7 a number that was answered is answered again, by push and by pull', async () => {
    const posted = invoice();
    const [first] = (await device.push(posted)).answers;
    expect((await device.push(posted)).answers).toEqual([first]);
    const pages = await device.pullAll();
    expect(pages.flatMap((page) => page.answers)).toEqual([first]);
  });

  test('a command that failed is run again under its id, and its device hears of it by pull', async () => {
    const broken = invoice('broken');
    const [failed] = (await device.push(broken, invoice())).answers;
    await device.pullAll();
    expect(await listFailed(writer)).toMatchObject([{ commandId: broken.id, name: 'test.postInvoice' }]);

    const mended = new Map(testRegistry.commands);
    const definition = mended.get('test.addCustomer@1');
    if (!definition) throw new Error('no command');
    mended.set('test.postInvoice@1', {
      ...definition,
      args: testRegistry.commands.get('test.postInvoice@1')?.args ?? definition.args,
      run: (tx, args, context) => definition.run(tx, { ...(args as object), name: 'mended' }, context),
    });
    expect(await rerunFailed({ ...writer, registry: { commands: mended } })).toMatchObject([
      { commandId: broken.id, state: 'applied' },
    ]);
    expect(await names()).toEqual(['INV 1', 'mended']);
    const [answer] = (await device.pullAll()).flatMap((page) => page.answers);
    expect(answer).toMatchObject({ commandId: broken.id, state: 'applied' });
    expect(answer?.version).toBeGreaterThan(failed?.version ?? 0);
    expect(await rerunFailed(writer)).toEqual([]);
    expect((await device.push(broken)).answers[0]).toEqual(answer);
  });

  test('while the server recovers no new number is given: the command waits, the queue goes on', async () => {
    const before = await timeline();
    await startRecovery(writer);
    expect(await timeline()).not.toBe(before);
    const waiting = invoice();
    const after = device.issue('test.addCustomer', { id: newTestId(), name: 'after', territoryId: company.north });
    const { answers } = await device.push(waiting, after);
    expect(answers.map(({ state, reasons }) => [state, reasons[0]?.code])).toEqual([
      ['failed', 'sync.numberingClosed'],
      ['applied', undefined],
    ]);
    await device.pullAll();
    expect((await readRecovery(writer)).unheard).toMatchObject([{ name: 'test laptop' }]);
    expect(await endRecovery(writer, false)).toMatchObject({ ended: false, answers: [] });

    await device.pullAll();
    expect(await endRecovery(writer, false)).toMatchObject({
      ended: true,
      unheard: [],
      answers: [{ commandId: waiting.id, state: 'applied' }],
    });
    expect(await names()).toEqual(['INV 1', 'after']);
  });

  test('what hangs on a command that failed is set aside behind it, and runs again after it; else a refusal is one', async () => {
    await startRecovery(writer);
    const id = newTestId();
    const waiting = device.issue('test.postInvoice', { id, territoryId: company.north, end: 'well' });
    const hanging = device.issue('test.changeCustomer', { id, name: 'renamed' });
    const other = device.issue('test.changeCustomer', { id: newTestId(), name: 'nobody' });
    const { answers } = await device.push(waiting, hanging, other);
    expect(answers.map(({ state, reasons }) => [state, reasons[0]?.code])).toEqual([
      ['failed', 'sync.numberingClosed'],
      ['failed', 'sync.behindFailed'],
      ['rejected', 'crm.customerGone'],
    ]);
    const later = device.issue('test.changeCustomer', { id, name: 'renamed 2' });
    expect((await device.push(later)).answers).toMatchObject([
      { state: 'failed', reasons: [{ code: 'sync.behindFailed', params: { commandId: waiting.id } }] },
    ]);
    // Tried while it cannot be: the order stays.
    expect((await rerunFailed(writer)).map(({ state }) => state)).toEqual(['failed', 'failed', 'failed']);
    expect(await endRecovery(writer, true)).toMatchObject({
      ended: true,
      answers: [waiting, hanging, later].map(({ id: commandId }) => ({ commandId, state: 'applied' })),
    });
    expect(await names()).toEqual(['renamed 2']);
  });

  /** As after a restore from a backup that is older than the last commands. */
  async function putBack(to: { version: number; seq: number; hash: string }): Promise<void> {
    const { kysely } = current();
    const lost = await kysely.selectFrom('commandLog').select('commandId').where('seq', '>', to.seq).execute();
    const ids = lost.map((row) => row.commandId);
    await kysely.deleteFrom('legalNumberLog').where('commandId', 'in', ids).execute();
    const left = await kysely
      .selectFrom('legalNumberLog')
      .select('number')
      .orderBy('number', 'desc')
      .executeTakeFirst();
    await kysely
      .updateTable('legalNumbers')
      .set({ lastNumber: left?.number ?? 0 })
      .execute();
    await kysely.deleteFrom('commandLog').where('seq', '>', to.seq).execute();
    const rows = await kysely.selectFrom('scopeLog').select('rowId').where('version', '>', to.version).execute();
    await company.server.house.database.kysely.transaction().execute(async (tx) => {
      await tx.updateTable('txContext').set({ mode: 'apply' }).execute();
      await tx
        .deleteFrom('customers')
        .where(
          'id',
          'in',
          rows.map((row) => row.rowId),
        )
        .execute();
      await tx.updateTable('txContext').set({ mode: 'idle' }).execute();
    });
    await kysely.deleteFrom('scopeLog').where('version', '>', to.version).execute();
    await kysely.updateTable('companyVersion').set({ version: to.version }).execute();
    await kysely
      .updateTable('devices')
      .set({ lastSeq: to.seq, lastHash: to.hash })
      .where('id', '=', device.id)
      .execute();
  }

  const push = (former: unknown, ...commands: readonly unknown[]) =>
    device.post('/v1/sync/push', {
      deviceId: device.id,
      incarnation: device.incarnation,
      commands,
      former,
    }) as Promise<{
      answers: { state: string; legalNumbers?: unknown; reasons: { code: string }[] }[];
    }>;

  test('R7 a number that was on paper goes to the same command again, and nobody gets it in between', async () => {
    const first = invoice();
    const [one] = (await device.push(first)).answers;
    const second = invoice();
    const third = invoice();
    const [two, three] = (await device.push(second, third)).answers;
    await putBack({ version: one?.version ?? 0, seq: 1, hash: first.hash });

    // Another device comes first, and would have taken number 2.
    const other = new TestDevice(company.server.url);
    await other.signIn('boss');
    await startRecovery(writer);
    const [early] = (await other.push(invoice('well', other))).answers;
    expect(early).toMatchObject({ state: 'failed', reasons: [{ code: 'sync.numberingClosed' }] });

    const formerOf = (answer: typeof two) => ({
      commandId: answer?.commandId,
      state: answer?.state,
      legalNumbers: answer?.legalNumbers ?? [],
    });
    const answered = await push([formerOf(two), formerOf(three)], second, third);
    expect(answered.answers.map(({ legalNumbers }) => legalNumbers)).toEqual([two?.legalNumbers, three?.legalNumbers]);
    for (const each of [device, other]) {
      each.cursor = null;
      await each.pullAll();
      await each.pullAll();
    }
    expect(await endRecovery(writer, false)).toMatchObject({
      ended: true,
      numberGaps: [],
      answers: [{ state: 'applied' }],
    });
    expect(await names()).toEqual(['INV 1', 'INV 2', 'INV 3', 'INV 4']);
  });

  test('numbers of a device that never came back are said before the recovery ends', async () => {
    const first = invoice();
    const [one] = (await device.push(first)).answers;
    const second = invoice();
    const third = invoice();
    const answers = (await device.push(second, third)).answers;
    await putBack({ version: one?.version ?? 0, seq: 1, hash: first.hash });
    await startRecovery(writer);
    // Only the third is known any more, by another laptop, say.
    await current()
      .kysely.updateTable('devices')
      .set({ lastSeq: 2, lastHash: second.hash })
      .where('id', '=', device.id)
      .execute();
    const former = [{ commandId: third.id, state: 'applied', legalNumbers: answers[1]?.legalNumbers ?? [] }];
    await push(former, third);
    device.cursor = null;
    await device.pullAll();
    await device.pullAll();
    expect(await endRecovery(writer, false)).toMatchObject({
      ended: false,
      numberGaps: [{ series: 'INV', number: 2 }],
    });
    expect(await endRecovery(writer, true)).toMatchObject({ ended: true });
    const [next] = (await device.push(invoice())).answers;
    expect(next?.legalNumbers).toEqual([{ series: 'INV', number: 4 }]);
  });

  test('a server that nobody told of its restore learns it from what devices know, and starts a new timeline', async () => {
    const first = invoice();
    const [one] = (await device.push(first)).answers;
    const second = invoice();
    const [two] = (await device.push(second)).answers;
    const before = await timeline();
    await putBack({ version: one?.version ?? 0, seq: 1, hash: first.hash });
    const { answers } = await push(
      [{ commandId: second.id, state: 'applied', legalNumbers: two?.legalNumbers ?? [] }],
      second,
    );
    expect(answers[0]).toMatchObject({ state: 'applied', legalNumbers: [{ series: 'INV', number: 2 }] });
    expect(await timeline()).not.toBe(before);
    expect((await readRecovery(writer)).since).not.toBeNull();
  });

  test('a cursor that is ahead says it too', async () => {
    const first = invoice();
    const [one] = (await device.push(first)).answers;
    await device.push(invoice());
    await device.pullAll();
    const before = await timeline();
    await putBack({ version: one?.version ?? 0, seq: 1, hash: first.hash });
    expect((await refusedWith(device.pull())).code).toBe('sync.otherTimeline');
    expect(await timeline()).not.toBe(before);
  });

  test('a cursor of the history that was lost says it, too, when others have brought the server past it', async () => {
    const first = invoice();
    const [one] = (await device.push(first)).answers;
    await device.pullAll();
    const level = device.cursor;
    await device.push(invoice());
    await device.pullAll();
    const before = await timeline();
    await putBack({ version: one?.version ?? 0, seq: 1, hash: first.hash });
    await leaveGap(writer);

    const other = new TestDevice(company.server.url);
    await other.signIn('boss');
    await other.push(invoice('well', other), invoice('well', other), invoice('well', other));
    await other.pullAll();
    const lost = device.cursor;
    device.cursor = level;
    // What both histories have is nobody's alone.
    await device.pull();
    expect(await timeline()).toBe(before);
    device.cursor = lost;
    expect((await refusedWith(device.pull())).code).toBe('sync.otherTimeline');
    const after = await timeline();
    expect(after).not.toBe(before);
    // It is noticed once.
    expect((await refusedWith(device.pull())).code).toBe('sync.otherTimeline');
    expect(await timeline()).toBe(after);
  });

  test('who was halfway through the pages of the lost history does not go on in this one', async () => {
    const kept = [invoice(), invoice(), invoice()];
    const { answers } = await device.push(...kept);
    const [first, , last] = answers;
    const territory = `territory:${company.north}`;
    const half = { limitRows: 1 };
    const { cursor: readBefore } = await device.pull(half);
    await device.push(invoice());
    device.cursor = null;
    const { cursor: readInLost } = await device.pull(half);
    const loadInLost = await device.snapshot([territory]);
    expect(readInLost.version).toBeLessThan(last?.version ?? 0);
    expect(readInLost.version).toBe(readBefore.version);
    await putBack({ version: last?.version ?? 0, seq: 3, hash: kept[2]?.hash ?? '' });
    await leaveGap(writer);
    const other = new TestDevice(company.server.url);
    await other.signIn('boss');
    await other.push(invoice('well', other));

    const before = await timeline();
    device.cursor = readBefore;
    await device.pull();
    const { timeline: history, version, readAt } = loadInLost;
    const place = { timeline: history, version: first?.version ?? 0, table: 'customers', after: '' };
    await device.snapshot([territory], place);
    expect(await timeline()).toBe(before);
    expect(readAt).toBe(version);
    expect((await refusedWith(device.snapshot([territory], { ...place, readAt }))).code).toBe('sync.otherTimeline');
    device.cursor = readInLost;
    expect((await refusedWith(device.pull())).code).toBe('sync.otherTimeline');
    expect(await timeline()).not.toBe(before);
  });

  test('each start begins at another version, also over what another start has stood on before', async () => {
    const begun: number[] = [];
    const { kysely } = current();
    for (let start = 0; start < 3; start += 1) {
      await leaveGap(writer);
      const row = await kysely
        .selectFrom('companyVersion')
        .select(['version', 'nextVersion'])
        .executeTakeFirstOrThrow();
      expect(Number(row.nextVersion)).toBeGreaterThan(row.version + 2 ** 31);
      begun.push(Number(row.nextVersion));
    }
    expect(new Set(begun).size).toBe(3);
    const [answer] = (await device.push(invoice())).answers;
    expect(answer?.version).toBe(begun[2]);
    const [next] = (await device.push(invoice())).answers;
    expect(next?.version).toBe((begun[2] ?? 0) + 1);
    expect((await device.pullAll()).at(-1)?.cursor.version).toBe(next?.version);
  });

  test('a history that began after the backup is known again by what it once was answered, under its code', async () => {
    const { deviceCode } = await device.signIn('north');
    const posted = invoice();
    const [answer] = (await device.push(posted)).answers;
    const { kysely } = current();
    await putBack({ version: (answer?.version ?? 0) - 1, seq: 0, hash: GENESIS_HASH });
    await kysely.deleteFrom('devices').where('id', '=', device.id).execute();
    expect((await refusedWith(device.push(posted))).code).toBe('auth.required');

    const admitted = await device.signIn('north', undefined, deviceCode);
    expect(admitted.deviceCode).toBe(deviceCode);

    const former = [{ commandId: posted.id, state: 'applied', legalNumbers: answer?.legalNumbers ?? [] }];
    const incarnation = newTestId();
    const body = { deviceId: device.id, incarnation, commands: [posted] };
    expect((await refusedWith(device.post('/v1/sync/push', body))).code).toBe('auth.required');
    const pushed = (await device.post('/v1/sync/push', { ...body, former, code: 'Q7' })) as { answers: unknown[] };
    expect(pushed.answers).toMatchObject([{ state: 'applied', legalNumbers: answer?.legalNumbers }]);
    const codes = await kysely.selectFrom('devices').select('code').orderBy('code').execute();
    expect(codes.map(({ code }) => code)).toEqual([deviceCode, 'Q7'].sort());
  });
});
