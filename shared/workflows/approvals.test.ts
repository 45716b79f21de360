// Long because every way to a word, and every way out of one, starts from the same held order, on both databases.
/** Words about orders that are on hold: asked, given, refused, read out over the phone, void; on both databases. */
import { expect, it } from 'vitest';
import { programSchema } from '#db/migrations/schema-mark.ts';
import { endReleases } from '../../server/approvals/end-releases.ts';
import { giveSecrets } from '../../server/approvals/give-secrets.ts';
import {
  makeCompany,
  NOW,
  newId,
  type RunOptions,
  type TestCompany,
  type TestProduct,
} from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { orderArgs } from '../../tests/support/order-args.ts';
import { makeSpokenCode } from '../domains/admin/rules/spoken-code.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './orders/confirm-order.ts';
import { settleShortage } from './settle-shortage.ts';
import { askForApproval } from './words/ask-approval.ts';
import { decideApproval } from './words/decide-approval.ts';
import { enterApprovalCode } from './words/enter-approval-code.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };

interface People {
  readonly boss: string;
  readonly second: string;
  readonly junior: string;
  readonly clerk: string;
}

eachDatabase('server', (current) => {
  const from = () => current().kysely;
  const orderOf = (id: string) =>
    from().selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const wordsOf = (id: string) =>
    from().selectFrom('approvals').selectAll().where('documentId', '=', id).orderBy('id').execute();

  /** Two managers to 25 % and 50,000.00, a junior to 10 % and nothing, and a clerk who may decide nothing. */
  async function hire(): Promise<People> {
    const people = { boss: newId(), second: newId(), junior: newId(), clerk: newId() };
    await writeAs(current(), 'command', async (tx) => {
      const roles = [
        { id: newId(), code: 'manager', discount: 2_500, release: 5_000_000, rights: true },
        { id: newId(), code: 'junior', discount: 1_000, release: null, rights: true },
        { id: newId(), code: 'clerk', discount: null, release: null, rights: false },
      ] as const;
      for (const { id, code, discount, release, rights } of roles) {
        await tx
          .insertInto('roles')
          .values({ id, code, name: code, ...audit })
          .execute();
        for (const permission of rights ? ['sales.approveDiscount', 'billing.releaseCredit'] : []) {
          await tx
            .insertInto('rolePermissions')
            .values({ id: newId(), roleId: id, permission, ...audit })
            .execute();
        }
        const limits = [
          { kind: 'discount' as const, value: discount },
          { kind: 'creditRelease' as const, value: release },
        ];
        for (const { kind, value } of limits) {
          if (value === null) continue;
          await tx
            .insertInto('roleLimits')
            .values({ id: newId(), roleId: id, kind, value, ...audit })
            .execute();
        }
      }
      const roleOf = { boss: roles[0].id, second: roles[0].id, junior: roles[1].id, clerk: roles[2].id };
      for (const [login, id] of Object.entries(people)) {
        const roleId = roleOf[login as keyof typeof roleOf];
        await tx
          .insertInto('users')
          .values({ id, login, name: login, roleId, active: 1, ...audit })
          .execute();
      }
    });
    return people;
  }

  /** An order of ten mugs, and of jugs beyond the stock, held for its discount unless another hold is wished. */
  async function held(company: TestCompany, line: { readonly pieces?: number; readonly discount?: number } = {}) {
    const { pieces = 10, discount = 1_800 } = line;
    const args = orderArgs(company, [
      { product: company.mug, pieces, discount },
      { product: company.jug, pieces: 40 },
    ]);
    expect(await company.run(confirmOrder, args)).toMatchObject({ state: 'adjusted' });
    return { orderId: args.orderId, lines: args.lines, word: `${args.orderId}:discount:1` };
  }

  const decide = (
    company: TestCompany,
    approvalId: string,
    userId: string,
    change: object = {},
    options: RunOptions = {},
  ) =>
    company.run(
      decideApproval,
      { approvalId, decision: 'approve', reason: '老客户', validUntil: null, ...change },
      { now: NOW + HOUR, userId, ...options },
    );

  it('R9 confirming beyond the limit asks by itself: what, how much, why, and how far a limit must reach', async () => {
    const company = await makeCompany(current());
    const { orderId, word } = await held(company);
    expect(await wordsOf(orderId)).toMatchObject([
      {
        id: word,
        documentType: 'order',
        documentNumber: 'SO-K7-000123',
        kind: 'discount',
        customerName: '武汉恒通百货有限公司',
        amountMinor: (await orderOf(orderId)).totalMinor,
        limitKind: 'discount',
        limitValue: 1_800,
        state: 'asked',
        askedBy: company.userId,
        askedByName: '周文斌',
        askedAt: NOW,
        reasons: '[{"code":"sales.discountBeyondLimit","params":{"limit":1000,"line":1,"product":"产品 A-100"}}]',
      },
    ]);
    const plain = orderArgs(company, [{ product: company.mug, pieces: 1 }], { number: 'SO-K7-000124' });
    await company.run(confirmOrder, plain);
    expect(await wordsOf(plain.orderId)).toEqual([]);
  });

  it('R9 a manager whose limit reaches approves, and the order goes on', async () => {
    const company = await makeCompany(current());
    const { boss } = await hire();
    const { orderId, word } = await held(company);
    expect(await decide(company, word, boss)).toMatchObject({ state: 'applied', result: { number: 'SO-K7-000123' } });
    expect(await orderOf(orderId)).toMatchObject({ approvalHold: 0, state: 'open' });
    expect(await wordsOf(orderId)).toMatchObject([
      {
        state: 'approved',
        decidedBy: boss,
        decidedByName: 'boss',
        decidedAt: NOW + HOUR,
        decisionNote: '老客户',
        byCode: 0,
      },
    ]);
  });

  it('R9 a refusal keeps the order on hold; asked anew it is another round', async () => {
    const company = await makeCompany(current());
    const { boss } = await hire();
    const { orderId, word } = await held(company);
    expect(await decide(company, word, boss, { decision: 'refuse', reason: '太低' })).toMatchObject({
      state: 'applied',
    });
    expect(await orderOf(orderId)).toMatchObject({ approvalHold: 1 });
    const again = { orderId, kind: 'discount', note: '客户加单' };
    expect(await company.run(askForApproval, again, { now: NOW + DAY })).toMatchObject({ state: 'applied' });
    expect(await wordsOf(orderId)).toMatchObject([
      { state: 'refused', decisionNote: '太低' },
      { id: `${orderId}:discount:2`, state: 'asked', note: '客户加单', limitValue: 1_800, askedAt: NOW + DAY },
    ]);
    expect(await decide(company, word, boss)).toMatchObject({ reason: { code: 'admin.alreadyDecided' } });
  });

  it('R9 who asks while it is asked adds a note; who is not held has nothing to ask', async () => {
    const company = await makeCompany(current());
    const { orderId } = await held(company);
    await company.run(askForApproval, { orderId, kind: 'discount', note: '月底结清' });
    expect(await wordsOf(orderId)).toMatchObject([{ state: 'asked', note: '月底结清' }]);
    expect(await company.run(askForApproval, { orderId, kind: 'credit', note: null })).toMatchObject({
      reason: { code: 'sales.orderNotHeld' },
    });
  });

  it('R9 R113 not one’s own, not without the right, not beyond the limit, not out of sight', async () => {
    const company = await makeCompany(current());
    const { boss, junior, clerk } = await hire();
    const { orderId, word } = await held(company);
    const code = async (reply: Promise<unknown>) => ((await reply) as { reason?: { code: string } }).reason?.code;
    expect(await code(decide(company, word, company.userId))).toBe('admin.ownRequest');
    expect(await code(decide(company, word, clerk))).toBe('admin.mayNotDecide');
    expect(await code(decide(company, word, junior))).toBe('admin.beyondYourLimit');
    expect(await code(decide(company, word, boss, {}, { scopes: ['company'] }))).toBe('sales.orderGone');
    expect(await code(decide(company, word, boss, {}, { permissions: [] }))).toBe('kernel.notPermitted');
    // One's own order stays one's own when somebody else asks for it.
    const own = orderArgs(company, [{ product: company.mug, pieces: 1, discount: 1_800 }], { number: 'SO-K7-000200' });
    await company.run(confirmOrder, own, { userId: junior });
    await decide(company, `${own.orderId}:discount:1`, boss, { decision: 'refuse' });
    await company.run(askForApproval, { orderId: own.orderId, kind: 'discount', note: null }, { now: NOW + DAY });
    expect(await code(decide(company, `${own.orderId}:discount:2`, junior))).toBe('admin.ownRequest');
    expect((await wordsOf(orderId))[0]?.state).toBe('asked');
  });

  it('R113 a deputy decides in the name of whom he stands in for, on the days of the absence alone', async () => {
    const company = await makeCompany(current());
    const { boss, clerk } = await hire();
    const { orderId, word } = await held(company);
    const today = new Date(NOW).toISOString().slice(0, 10);
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('absences')
        .values({ id: newId(), userId: boss, deputyId: clerk, startsOn: today, endsOn: today, note: null, ...audit })
        .execute(),
    );
    expect(await decide(company, word, clerk, {}, { now: NOW + 2 * DAY })).toMatchObject({
      reason: { code: 'admin.mayNotDecide' },
    });
    expect(await decide(company, word, clerk)).toMatchObject({ state: 'applied' });
    expect(await wordsOf(orderId)).toMatchObject([{ state: 'approved', decidedBy: clerk, onBehalfOf: boss }]);
  });

  it('R57 a release from credit hold lasts a stated time, and ends by itself', async () => {
    const company = await makeCompany(current());
    const { boss } = await hire();
    const { orderId } = await overCredit(company);
    const word = `${orderId}:credit:1`;
    const total = (await orderOf(orderId)).totalMinor;
    expect(await wordsOf(orderId)).toMatchObject([{ id: word, limitKind: 'creditRelease', limitValue: total }]);
    for (const validUntil of [null, NOW, NOW + 91 * DAY]) {
      expect(await decide(company, word, boss, { validUntil })).toMatchObject({
        reason: { code: 'admin.releaseNeedsTime' },
      });
    }
    expect(await decide(company, word, boss, { validUntil: NOW + 3 * DAY })).toMatchObject({ state: 'applied' });
    expect(await orderOf(orderId)).toMatchObject({ creditHold: 0 });
    await openBooks();
    expect(await endReleases(writerAt(NOW + 3 * DAY - 1))).toBe(0);
    expect(await endReleases(writerAt(NOW + 3 * DAY))).toBe(1);
    expect(await orderOf(orderId)).toMatchObject({ creditHold: 1 });
    expect(await wordsOf(orderId)).toMatchObject([{ state: 'voided', validUntil: NOW + 3 * DAY }]);
    expect(await endReleases(writerAt(NOW + 4 * DAY))).toBe(0);
  });

  it('R9 a change of the document voids the word, asked or given, and asks anew', async () => {
    const company = await makeCompany(current());
    const { boss } = await hire();
    const { orderId, lines, word } = await held(company);
    await decide(company, word, boss);
    const cut = { changeId: newId(), lineId: lines[1]?.id ?? '', backOrderedSeen: 20_000, choice: 'cutLine' };
    expect(await company.run(settleShortage, { orderId, lines: [cut] }, { now: NOW + 2 * HOUR })).toMatchObject({
      state: 'applied',
    });
    expect(await orderOf(orderId)).toMatchObject({ approvalHold: 1 });
    const [before, now] = await wordsOf(orderId);
    expect(before).toMatchObject({ id: word, state: 'voided', decisionNote: '老客户' });
    expect(now).toMatchObject({ id: `${orderId}:discount:2`, state: 'asked', askedAt: NOW + 2 * HOUR });
    expect(now?.fingerprint).not.toBe(before?.fingerprint);
    expect(now?.amountMinor).toBeLessThan(before?.amountMinor ?? 0);
    expect(now?.reasons).toBe(before?.reasons);
    expect(await decide(company, word, boss)).toMatchObject({ reason: { code: 'admin.approvalVoided' } });
  });

  it('R9 what leaves the price as it was leaves the word; less owed leaves the release', async () => {
    const company = await makeCompany(current());
    const { boss } = await hire();
    const { orderId, lines } = await overCredit(company);
    await decide(company, `${orderId}:credit:1`, boss, { validUntil: NOW + 3 * DAY });
    const lineId = lines[1]?.id ?? '';
    const settle = (choice: object, at: number) =>
      company.run(
        settleShortage,
        { orderId, lines: [{ changeId: newId(), lineId, backOrderedSeen: 20_000, ...choice }] },
        { now: NOW + at * HOUR },
      );
    await settle({ choice: 'keepBackOrder' }, 2);
    await settle({ choice: 'cutLine' }, 3);
    expect(await orderOf(orderId)).toMatchObject({ creditHold: 0 });
    expect(await wordsOf(orderId)).toMatchObject([{ state: 'approved' }]);
  });

  it('R9 cancelling voids what is asked', async () => {
    const company = await makeCompany(current());
    const { boss } = await hire();
    const { orderId, word } = await held(company);
    await company.run(cancelOrder, { orderId });
    expect(await wordsOf(orderId)).toMatchObject([{ state: 'voided' }]);
    expect(await decide(company, word, boss)).toMatchObject({ reason: { code: 'sales.orderNotOpen' } });
  });

  it('R9 of two who decide apart the first stands, and the second hears who it was', async () => {
    const company = await makeCompany(current());
    const { boss, second } = await hire();
    const { orderId, word } = await held(company);
    await decide(company, word, boss);
    expect(await decide(company, word, second, { decision: 'refuse' }, { now: NOW + 2 * HOUR })).toEqual({
      state: 'rejected',
      reason: {
        code: 'admin.alreadyDecided',
        params: { number: 'SO-K7-000123', context: 'approved', by: 'boss', at: NOW + HOUR },
      },
    });
    expect(await orderOf(orderId)).toMatchObject({ approvalHold: 0 });
  });

  it('R9 a spoken code is looked at by the office: the right one releases', async () => {
    const company = await makeCompany(current());
    const { boss } = await hire();
    const { orderId } = await held(company);
    const code = makeSpokenCode(await secretOf(boss), await about(orderId, boss), NOW, 4);
    const entered = { orderId, kind: 'discount', approverId: boss, code };
    expect(await company.run(enterApprovalCode, entered, { now: NOW + HOUR })).toMatchObject({
      state: 'applied',
      result: { isReleased: true },
    });
    expect(await orderOf(orderId)).toMatchObject({ approvalHold: 0 });
    expect(await wordsOf(orderId)).toMatchObject([
      { state: 'approved', byCode: 1, decidedBy: boss, codeCheckedAt: NOW + HOUR, wrongCodes: 0 },
    ]);
  });

  it('R9 a wrong code keeps the hold and is told; after five none is taken, not even the right one', async () => {
    const company = await makeCompany(current());
    const { boss, second } = await hire();
    const { orderId } = await held(company);
    const secret = await secretOf(boss);
    const right = makeSpokenCode(secret, await about(orderId, boss), NOW, 4);
    const other = makeSpokenCode(secret, { ...(await about(orderId, boss)), documentNumber: 'SO-K7-000999' }, NOW, 4);
    const amount = makeSpokenCode(secret, { ...(await about(orderId, boss)), amountMinor: 1 }, NOW, 4);
    const enter = (code: string, approverId = boss) =>
      company.run(enterApprovalCode, { orderId, kind: 'discount', approverId, code }, { now: NOW + HOUR });
    const wrong = (left: number) => ({
      state: 'adjusted',
      adjustments: [{ code: 'admin.codeWrong', params: { left } }],
    });
    expect(await enter(other)).toMatchObject(wrong(4));
    expect(await enter(amount)).toMatchObject(wrong(3));
    // Made by one, said to be the other's.
    expect(await enter(right, second)).toMatchObject(wrong(2));
    expect(await enter(other)).toMatchObject(wrong(1));
    expect(await enter(other)).toMatchObject(wrong(0));
    expect(await enter(right)).toMatchObject({ reason: { code: 'admin.codesUsedUp' } });
    expect(await orderOf(orderId)).toMatchObject({ approvalHold: 1 });
    expect(await wordsOf(orderId)).toMatchObject([{ state: 'asked', wrongCodes: 5 }]);
  });

  it('R9 right, limit and time of the approver are looked at too', async () => {
    const company = await makeCompany(current());
    const { boss, junior, clerk } = await hire();
    const { orderId } = await held(company);
    const enter = async (approverId: string, at = NOW + HOUR) => {
      const code = makeSpokenCode('00'.repeat(32), await about(orderId, approverId), NOW, 4);
      return company.run(enterApprovalCode, { orderId, kind: 'discount', approverId, code }, { now: at });
    };
    expect(await enter(junior)).toMatchObject({ reason: { code: 'admin.approverBeyondLimit' } });
    expect(await enter(clerk)).toMatchObject({ reason: { code: 'admin.approverMayNot' } });
    expect(await enter(company.userId)).toMatchObject({ reason: { code: 'admin.approverMayNot' } });
    expect(await enter(boss, NOW + 6 * HOUR)).toMatchObject({ reason: { code: 'admin.codeNotNow' } });
    expect(await wordsOf(orderId)).toMatchObject([{ wrongCodes: 0, state: 'asked' }]);
  });

  it('R9 on a device, which has no secret, the order goes on until the office has looked', async () => {
    const company = await makeCompany(current());
    const { boss } = await hire();
    const { orderId } = await held(company);
    const code = makeSpokenCode('00'.repeat(32), await about(orderId, boss), NOW, 4);
    const entered = { orderId, kind: 'discount', approverId: boss, code };
    await company.run(enterApprovalCode, entered, { now: NOW + HOUR, version: 0 });
    expect(await orderOf(orderId)).toMatchObject({ approvalHold: 0 });
    expect(await wordsOf(orderId)).toMatchObject([{ state: 'approved', byCode: 1, codeCheckedAt: null }]);
  });

  it('R9 who may decide gets a secret from the server, and loses it with the right', async () => {
    await makeCompany(current());
    const { boss, second, junior } = await hire();
    await openBooks();
    expect(await giveSecrets(writerAt(NOW))).toBe(3);
    expect(await giveSecrets(writerAt(NOW))).toBe(0);
    const rows = await from().selectFrom('approvalSecrets').select(['id', 'secret']).orderBy('id').execute();
    expect(rows.map(({ id }) => id)).toEqual([boss, second, junior].sort());
    expect(new Set(rows.map(({ secret }) => secret)).size).toBe(3);
    const scopes = await from()
      .selectFrom('scopeLog')
      .select(['scope', 'rowId'])
      .where('tableName', '=', 'approvalSecrets')
      .orderBy('rowId')
      .execute();
    expect(scopes).toEqual([boss, second, junior].sort().map((id) => ({ scope: `user:${id}`, rowId: id })));
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('users').set({ active: 0 }).where('id', '=', junior).execute(),
    );
    expect(await giveSecrets(writerAt(NOW))).toBe(1);
    const gone = await from().selectFrom('approvalSecrets').selectAll().where('id', '=', junior).executeTakeFirst();
    expect(gone).toMatchObject({ secret: '', deletedAt: NOW });
  });

  /** Beyond the credit limit of 80,000.00 at list prices; two jugs on back-order. */
  async function overCredit(company: TestCompany) {
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('creditAccounts').set({ limitMinor: 100_000 }).where('id', '=', company.customerId).execute(),
    );
    const wish = (product: TestProduct, pieces: number) => ({ product, pieces });
    const args = orderArgs(company, [wish(company.mug, 10), wish(company.jug, 40)]);
    expect(await company.run(confirmOrder, args)).toMatchObject({ state: 'adjusted' });
    return { orderId: args.orderId, lines: args.lines };
  }

  async function about(orderId: string, approverId: string) {
    const { number: documentNumber, totalMinor: amountMinor, currency } = await orderOf(orderId);
    return { approverId, documentNumber, kind: 'discount', amountMinor, currency };
  }

  async function secretOf(userId: string): Promise<string> {
    await openBooks();
    await giveSecrets(writerAt(NOW));
    const row = await from()
      .selectFrom('approvalSecrets')
      .select('secret')
      .where('id', '=', userId)
      .executeTakeFirstOrThrow();
    return row.secret;
  }

  /** The row that the server's own writes count in. */
  async function openBooks(): Promise<void> {
    const there = await from().selectFrom('companyVersion').select('id').execute();
    if (there.length > 0) return;
    await from()
      .insertInto('companyVersion')
      .values({ id: 1, companyId: newId(), timeline: newId(), version: 1, schema: programSchema() } as never)
      .execute();
  }

  const writerAt = (now: number) =>
    ({
      database: current(),
      world: { clock: { now: () => now }, random: { bytes: randomBytes } },
    }) as unknown as Parameters<typeof giveSecrets>[0];
});

let drawn = 0;
function randomBytes(count: number): Uint8Array {
  drawn += 1;
  return Uint8Array.from({ length: count }, (_, place) => (drawn * 31 + place * 7) % 256);
}
