// Long because every promise of the demo company is looked at in one place, by one way to make it.
/** The demo company as a server holds it: the same for the same seed, whole, and believable in both languages. */
import { expect, it } from 'vitest';
import { demoSizes, generateDemo } from '#db/demo/generate.ts';
import { checksum } from '#db/rows.ts';
import { COVER_LOOK_BACK_DAYS, coverDays } from '#shared/domains/inventory/rules/cover.ts';
import type { DemoLanguage } from '#shared/kernel/demo.ts';
import { addDays, daysBetween } from '#shared/kernel/instants.ts';
import type { Row, TableName } from '#shared/kernel/table.ts';
import { allTables, loadDemoParts } from '#shared/registry.ts';
import { eachDatabase, newSqlite } from '../../tests/support/databases.ts';
import { makeTestWorld } from '../../tests/support/server.ts';
import { checkPassword } from '../auth/password.ts';
import { readDevices } from '../devices/read-devices.ts';
import { DEMO_SEED } from '../open-demo.ts';
import { buildDemo } from './build-demo.ts';
import { checkBalances } from './check-balances.ts';

const TODAY = '2026-11-23';

async function generate(
  language: DemoLanguage,
  seed: number,
  today = TODAY,
): Promise<<T extends TableName>(table: T) => Row<T>[]> {
  const rows = new Map<string, unknown[]>();
  const options = { language, seed, size: demoSizes.small, today, parts: await loadDemoParts() };
  for await (const batch of generateDemo(options)) {
    rows.set(batch.table, [...(rows.get(batch.table) ?? []), ...batch.rows]);
  }
  return <T extends TableName>(table: T) => (rows.get(table) ?? []) as Row<T>[];
}

eachDatabase('server', (current, dialect) => {
  it('R33 the same seed and day make the same rows, balances are the sums of what moved, and people can sign in', async () => {
    const world = makeTestWorld();
    const first = { database: current(), world };
    const second = { database: await newSqlite('server'), world };
    const built = await buildDemo(first, { language: 'zh', seed: 7 });
    const again = await buildDemo(second, { language: 'zh', seed: 7 });
    expect(built.companyId).not.toBe(again.companyId);
    expect(built.counts).toEqual(again.counts);
    for (const table of allTables) {
      const [one, other] = [
        await checksum(first.database.kysely, table),
        await checksum(second.database.kysely, table),
      ];
      expect(one, `${table.name} on ${dialect} and on sqlite`).toBe(other);
    }
    expect((await checkBalances(first, false)).differences).toEqual([]);
    const stored = await current()
      .kysely.selectFrom('credentials')
      .innerJoin('users', 'users.id', 'credentials.userId')
      .select(['users.login', 'credentials.salt', 'credentials.verifier'])
      .orderBy('users.login')
      .execute();
    expect(stored.map(({ login }) => login)).toEqual(['chen', 'gao', 'he', 'lin', 'xu', 'zhang', 'zhou']);
    for (const { login, ...verifier } of stored) {
      expect(await checkPassword(world, `satchel-${login}`, verifier)).toBe(true);
    }
    const devices = await readDevices(current().kysely, { deviceId: '', schema: '' });
    const codes = new Map(devices.map(({ code, person }) => [code, person.login]));
    expect([codes.get('K1'), codes.get('M1'), codes.has('L1')]).toEqual(['zhou', 'chen', false]);
    expect(devices.map(({ state }) => state).sort()).toEqual([...Array(10).fill('open'), 'locked', 'wiped'].sort());
    for (const { person, holds, lastContactAt } of devices) {
      expect(lastContactAt, person.login).toBeLessThan(world.clock.now());
      expect(holds.find(({ scope }) => scope === 'company')?.rows, person.login).toBeGreaterThan(100);
      const costs = holds.some(({ scope }) => scope.endsWith('inventory.seeCost'));
      expect(costs, `R47 ${person.login}`).toBe(['gao', 'zhang', 'xu'].includes(person.login));
    }
    await second.database.close();
  });
});

it('another seed is another company', async () => {
  const [one, other] = [await generate('zh', 7), await generate('zh', 8)];
  expect(one('customers').map(({ name }) => name)).not.toEqual(other('customers').map(({ name }) => name));
  expect(one('orders').length).not.toBe(0);
});

it.each([
  [1, 'zh'],
  [2, 'en'],
  [20_261_123, 'zh'],
] as const)('seed %i in %s shows every state, every class of ageing, and goods that expire', async (seed, language) => {
  const rows = await generate(language, seed);
  const orders = rows('orders');
  const some = (fits: (order: Row<'orders'>) => boolean) => expect(orders.some(fits)).toBe(true);
  for (const state of ['open', 'closed', 'cancelled', 'rejected']) some((order) => order.state === state);
  some((order) => order.state === 'open' && order.creditHold === 1);
  some((order) => order.state === 'open' && order.approvalHold === 1);
  some((order) => order.state === 'open' && order.backOrderedLines > 0);
  const open = new Set(orders.filter(({ state }) => state === 'open').map(({ id }) => id));
  const lines = rows('orderLines');
  expect(lines.some((line) => open.has(line.orderId) && line.shipped > 0)).toBe(true);
  for (const line of lines.filter((each) => open.has(each.orderId))) {
    expect(line.reserved + line.backOrdered + line.shipped).toBe(line.quantity);
  }
  const closed = new Set(orders.filter(({ state }) => state === 'closed').map(({ id }) => id));
  expect(lines.filter((line) => closed.has(line.orderId) && line.shipped !== line.quantity)).toEqual([]);

  const receivables = rows('exposureEntries').filter(({ kind }) => kind === 'receivable');
  const spans = [
    [TODAY, '9999-12-31'],
    [addDays(TODAY, -30), addDays(TODAY, -1)],
    [addDays(TODAY, -60), addDays(TODAY, -31)],
    [addDays(TODAY, -90), addDays(TODAY, -61)],
    ['0000-01-01', addDays(TODAY, -91)],
  ] as const;
  for (const [from, to] of spans) {
    expect(receivables.some(({ dueOn }) => dueOn !== null && dueOn >= from && dueOn <= to)).toBe(true);
  }
  const silentSince = addDays(TODAY, -90);
  const buyers = new Map(orders.map(({ customerId, orderedOn }) => [customerId, orderedOn]));
  expect([...buyers.values()].some((last) => last < silentSince)).toBe(true);
  const causes = new Set(rows('stockMovements').map(({ cause }) => cause));
  expect([...causes].sort()).toEqual(['count', 'openingBalance', 'receipt', 'return', 'scrap', 'shipment', 'transfer']);
  expect(rows('lots').some(({ expiresOn }) => expiresOn !== null && expiresOn < TODAY)).toBe(true);
});

/** Days for which each product lasts in each warehouse, where any left. */
function coversOf(rows: Awaited<ReturnType<typeof generate>>, today: string): number[] {
  const since = Date.parse(addDays(today, -COVER_LOOK_BACK_DAYS));
  const figures = new Map<string, { available: number; shipped: number }>();
  const of = ({ productId, warehouseId }: { productId: string; warehouseId: string }) => {
    const known = figures.get(`${productId} ${warehouseId}`) ?? { available: 0, shipped: 0 };
    figures.set(`${productId} ${warehouseId}`, known);
    return known;
  };
  for (const move of rows('stockMovements')) {
    of(move).available += move.quantity;
    if (move.cause === 'shipment' && move.occurredAt >= since) of(move).shipped -= move.quantity;
  }
  for (const promise of rows('reservations')) of(promise).available -= promise.quantity;
  return [...figures.values()].flatMap(({ available, shipped }) => coverDays(available, shipped) ?? []);
}

it.each([
  ['zh', '2026-11-22'],
  ['en', '2026-11-22'],
  ['zh', '2026-11-25'],
  ['en', '2027-02-19'],
] as const)('the company that the application shows, in %s on %s, is one that works', async (language, today) => {
  const rows = await generate(language, DEMO_SEED, today);
  const onHand = new Map<string, number>();
  for (const { lotId, warehouseId, quantity } of rows('stockMovements')) {
    if (lotId !== null) onHand.set(`${lotId} ${warehouseId}`, (onHand.get(`${lotId} ${warehouseId}`) ?? 0) + quantity);
  }
  const expiry = new Map(rows('lots').map(({ id, expiresOn }) => [id, expiresOn ?? '9999-12-31']));
  const inStock = [...onHand].flatMap(([key, left]) => (left > 0 ? (expiry.get(key.split(' ')[0] ?? '') ?? []) : []));
  expect(inStock.filter((date) => date < today)).toEqual([]);
  expect(inStock.filter((date) => date <= addDays(today, 30)).length).toBeGreaterThan(1);

  const covers = coversOf(rows, today);
  const within = (least: number, most: number): number =>
    covers.filter((days) => days >= least && days <= most).length / covers.length;
  expect(within(10, 120)).toBeGreaterThan(0.7);
  expect(within(201, Number.MAX_SAFE_INTEGER)).toBeLessThan(0.1);

  const orders = rows('orders');
  expect(orders.filter(({ state }) => state === 'rejected')).toHaveLength(1);
  expect(orders.every(({ state, orderedOn }) => state !== 'rejected' || orderedOn < addDays(today, -14))).toBe(true);
  const open = orders.filter(({ state }) => state === 'open');
  expect(open.filter(({ requestedOn }) => requestedOn === today).length).toBeGreaterThan(1);
  const late = open.filter(({ requestedOn }) => requestedOn !== null && requestedOn < today).length;
  expect(late).toBeGreaterThan(0);
  expect(late).toBeLessThan(5);
  const byDevice = new Map<string, number>();
  for (const { number, confirmedAt } of [...orders].sort((a, b) => (a.number < b.number ? -1 : 1))) {
    const device = number.split('-')[1] ?? '';
    expect(confirmedAt).toBeGreaterThanOrEqual(byDevice.get(device) ?? 0);
    byDevice.set(device, confirmedAt);
  }

  const overdueDays = rows('exposureEntries').flatMap(({ kind, dueOn }) =>
    kind === 'receivable' && dueOn !== null ? [daysBetween(dueOn, today)] : [],
  );
  const classes = overdueDays.map((days) => (days <= 0 ? 0 : Math.min(4, Math.ceil(days / 30))));
  expect([...new Set(classes)].sort()).toEqual([0, 1, 2, 3, 4]);

  const words = rows('approvals');
  const orderStates = new Map(orders.map(({ id, state }) => [id, state]));
  for (const state of ['asked', 'approved', 'refused', 'voided']) {
    expect(words.filter((word) => word.state === state).length, state).toBeGreaterThan(0);
  }
  expect(words.filter((word) => word.byCode === 1 && word.codeCheckedAt !== null).length).toBeGreaterThan(0);
  const waiting = new Set(words.filter(({ state }) => state === 'asked').map(({ documentId }) => documentId));
  for (const { id, state, creditHold, approvalHold } of orders) {
    if (waiting.has(id)) expect([state, creditHold + approvalHold > 0]).toEqual(['open', true]);
  }
  // Whoever signs in as the first rep finds what was decided for him, each way.
  const [zhou] = rows('users').filter(({ login }) => login === 'zhou');
  const lately = Date.parse(addDays(today, -7));
  const told = words.filter(({ askedBy, decidedAt }) => askedBy === zhou?.id && (decidedAt ?? 0) > lately);
  expect([...new Set(told.map(({ state }) => state))].sort()).toEqual(expect.arrayContaining(['approved', 'refused']));
  expect(told.find(({ state }) => state === 'refused')?.documentId).toSatisfy((id) => orderStates.get(id) === 'open');

  const heads = rows('contacts').filter(({ title }) => title === '总经理' || title === 'General Manager');
  expect(heads.length).toBeGreaterThan(0);
  expect(new Set(heads.map(({ customerId }) => customerId)).size).toBe(heads.length);
});

it('R22 R29 R30 nothing is promised twice, every piece of tracked goods is of a lot, and none leaves when it is over', async () => {
  const rows = await generate('zh', 11);
  const products = new Map(rows('products').map((product) => [product.id, product]));
  const lots = new Map(rows('lots').map((lot) => [lot.id, lot]));
  const onHand = new Map<string, number>();
  const inTime = rows('stockMovements').sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
  for (const move of inTime) {
    const lot = move.lotId === null ? undefined : lots.get(move.lotId);
    expect(lot !== undefined).toBe(products.get(move.productId)?.tracking === 'lot');
    const date = new Date(move.occurredAt + 480 * 60_000).toISOString().slice(0, 10);
    const isOver = lot?.expiresOn !== undefined && lot.expiresOn !== null && lot.expiresOn < date;
    expect(isOver && move.cause === 'shipment').toBe(false);
    for (const key of [
      `${move.productId} ${move.warehouseId}`,
      `${move.warehouseId} ${move.lotId ?? move.productId}`,
    ]) {
      onHand.set(key, (onHand.get(key) ?? 0) + move.quantity);
      expect(onHand.get(key)).toBeGreaterThanOrEqual(0);
    }
  }
  const reserved = new Map<string, number>();
  for (const { productId, warehouseId, quantity } of rows('reservations')) {
    const key = `${productId} ${warehouseId}`;
    reserved.set(key, (reserved.get(key) ?? 0) + quantity);
  }
  for (const [key, quantity] of reserved) expect(quantity).toBeLessThanOrEqual(onHand.get(key) ?? 0);
});

it('R12 R47 R66 R113 the office has its life too: months closed, costs, a pool, people who come and go', async () => {
  const rows = await generate('zh', DEMO_SEED);
  expect(rows('periods').map(({ month }) => month)).toEqual([
    '2025-11',
    '2025-12',
    ...Array.from({ length: 10 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`),
  ]);
  const costs = new Map(rows('productCosts').map(({ productId, averageCost }) => [productId, averageCost]));
  for (const { id, basePrice, floorPrice } of rows('products')) {
    const cost = costs.get(id) ?? 0;
    expect(cost).toBeGreaterThan(basePrice / 2);
    expect(cost).toBeLessThan(floorPrice ?? 0);
  }
  const kinds = new Set(rows('ownerChanges').map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['assigned', 'claimed', 'givenBack', 'handedOver', 'recycled']);
  const pool = rows('customers').filter(({ ownerId, ownerTeamId }) => ownerId === null && ownerTeamId === null);
  expect(new Set(pool.map(({ territoryId }) => territoryId)).size).toBeGreaterThan(2);
  const people = new Map(rows('users').map((user) => [user.id, user]));
  const [away, ...more] = rows('absences').filter(({ startsOn, endsOn }) => startsOn <= TODAY && TODAY <= endsOn);
  expect(more).toEqual([]);
  expect(people.get(away?.deputyId ?? '')?.active).toBe(1);
  const now = Date.parse(TODAY);
  const invited = rows('invitations').map(({ userId, expiresAt }) => [people.get(userId)?.login, expiresAt > now]);
  expect(invited).toEqual([
    ['luo', true],
    ['song', false],
  ]);
  expect([...people.values()].filter(({ active }) => active === 0).map(({ login }) => login)).toEqual(['tang']);
  const teams = new Set(rows('teamMembers').map(({ teamId }) => teamId));
  expect([...teams].sort()).toEqual(
    rows('teams')
      .map(({ id }) => id)
      .sort(),
  );
});

const texts = (row: object, columns: readonly string[]): string[] =>
  columns.map((column) => String((row as Record<string, unknown>)[column] ?? ''));

it('no language is mixed into the other', async () => {
  const columns = {
    customers: ['name', 'contactName', 'contactTitle', 'address', 'city', 'region', 'country'],
    contacts: ['name', 'title', 'note'],
    territories: ['name'],
    teams: ['name'],
    absences: ['note'],
    periods: ['changedByName'],
    warehouses: ['name'],
    users: ['name'],
    suppliers: ['name', 'contactName', 'address', 'city', 'country'],
    ownerChanges: ['reason', 'fromOwnerName', 'toOwnerName', 'changedByName'],
    approvals: ['note', 'decisionNote', 'decidedByName'],
    products: ['name', 'category', 'unit', 'packaging'],
    orders: ['customerName', 'contactName', 'shipTo', 'note', 'confirmedByName'],
  } as const;
  const [zh, en] = [await generate('zh', 5), await generate('en', 5)];
  // Measures are written with Latin letters in Chinese too.
  const measure = /\d(ml|L|cm|kg|g)\b/g;
  for (const [table, names] of Object.entries(columns) as [keyof typeof columns, readonly string[]][]) {
    const inChinese = zh(table).flatMap((row) => texts(row, names));
    const inEnglish = en(table).flatMap((row) => texts(row, names));
    expect(inChinese.filter((text) => /[A-Za-z]/.test(text.replaceAll(measure, '')))).toEqual([]);
    expect(inEnglish.filter((text) => /\p{Script=Han}|[，。、（）：]/u.test(text))).toEqual([]);
    expect(inChinese.length).toBe(inEnglish.length);
  }
});

it('goods have valid barcodes, codes and names of their own, and pictures; the well-known ones are there', async () => {
  const products = (await generate('zh', 5))('products');
  const isEan = (code: string) =>
    [...code].reduce((sum, digit, place) => sum + Number(digit) * (place % 2 === 0 ? 1 : 3), 0) % 10 === 0;
  expect(products.filter(({ barcode }) => !/^690\d{10}$/.test(barcode ?? '') || !isEan(barcode ?? ''))).toEqual([]);
  for (const column of ['code', 'name', 'barcode'] as const) {
    expect(new Set(products.map((product) => product[column])).size).toBe(products.length);
  }
  expect(products.filter(({ pictureHash }) => !/^[0-9a-f]{64}$/.test(pictureHash ?? ''))).toEqual([]);
  expect(products.map(({ code }) => code)).toEqual(expect.arrayContaining(['A-100', 'B-020', 'D-412', 'H-012']));
});

it('a large range still has one name and one code for each of its goods', async () => {
  const products: Row<'products'>[] = [];
  const parts = (await loadDemoParts()).filter(({ name }) => /^(admin\.company|inventory\.products)$/.test(name));
  const size = { ...demoSizes.small, products: 20_000 };
  for await (const batch of generateDemo({ language: 'en', seed: 1, size, today: TODAY, parts })) {
    if (batch.table === 'products') products.push(...batch.rows);
  }
  expect(products).toHaveLength(20_000);
  expect(new Set(products.map(({ name }) => name)).size).toBe(20_000);
  expect(new Set(products.map(({ code }) => code)).size).toBe(20_000);
});
