// The ledger's one way in, on both databases: counts, serial numbers, what is below zero, and what it is worth.
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { defineCommand } from '../../kernel/command.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { postMovements, type StockMovement } from './post-movements.ts';

const HOUR = 3_600_000;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };

/** Books what a document would. */
const post = defineCommand({
  name: 'test.post',
  version: 1,
  kind: 'fact',
  permission: 'inventory.see',
  args: z.strictObject({
    documentId: z.string(),
    occurredAt: z.int(),
    bookedOn: z.iso.date().nullable(),
    movements: z.array(z.unknown()),
  }),
  reads: ['settings', 'lots', 'productCosts', 'serials', 'stockBalances', 'transfers', 'transferLines'],
  writes: [
    ...(['stockMovements', 'stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const),
    ...(['movementCosts', 'productCosts', 'serials', 'stockFlags', 'countLines'] as const),
  ],
  refusals: { 'inventory.belowZero': 'flag', 'inventory.serialElsewhere': 'flag' },
  async run(tx, { documentId, occurredAt, bookedOn, movements }, context) {
    const paper = { documentId, documentNumber: 'T-1', occurredAt, bookedOn };
    for (const { kind, params } of await postMovements(tx, movements as StockMovement[], paper, context))
      context.flag(`inventory.${kind}`, params);
  },
  tellWithoutRight: async () => {},
});

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
  });
  const movement = (pieces: number, change: Partial<StockMovement> = {}): StockMovement => ({
    id: newId(),
    product: { id: company.mug.id, name: '马克杯', currency: 'CNY' },
    warehouseId: company.warehouseId,
    quantity: pieces * ONE_UNIT,
    cause: pieces > 0 ? 'receipt' : 'shipment',
    lotId: null,
    serialId: null,
    locationId: null,
    condition: 'saleable',
    unitCost: null,
    ...change,
  });
  const run = (movements: StockMovement[], occurredAt = NOW, bookedOn: string | null = null) =>
    company.run(post, { documentId: newId(), occurredAt, bookedOn, movements }, { now: NOW + 2 * HOUR });
  const balance = async (productId = company.mug.id) =>
    current()
      .kysely.selectFrom('stockBalances')
      .select(['onHand', 'quarantined'])
      .where('id', '=', `${productId}:${company.warehouseId}`)
      .executeTakeFirst();
  const flags = () => current().kysely.selectFrom('stockFlags').selectAll().orderBy('id').execute();

  it('R33 the balance is the sum of movements, in quarantine or not', async () => {
    await run([movement(10), movement(4, { condition: 'quarantine' }), movement(-30)]);
    expect(await balance()).toEqual({ onHand: 124 * ONE_UNIT, quarantined: 4 * ONE_UNIT });
    const moves = [movement(-4, { condition: 'quarantine', cause: 'move' }), movement(4, { cause: 'move' })];
    expect(await run(moves)).toEqual({ state: 'applied', result: undefined });
    expect(await balance()).toEqual({ onHand: 124 * ONE_UNIT, quarantined: 0 });
  });

  it('R33 below zero is recorded and flagged until it is explained, once for a document', async () => {
    const outcome = await run([movement(-141), movement(-1)]);
    const told = { code: 'inventory.belowZero', params: { product: '马克杯', missing: 2 * ONE_UNIT } };
    expect(outcome).toMatchObject({ state: 'adjusted', flags: [told] });
    expect(await balance()).toMatchObject({ onHand: -2 * ONE_UNIT });
    expect(await flags()).toMatchObject([{ kind: 'belowZero', state: 'open', quantity: -2 * ONE_UNIT }]);
  });

  it('R28 a movement from before a posted count leaves the shelf as it was counted', async () => {
    await writeAs(current(), 'command', async (tx) => {
      const countId = newId();
      const ended = { postedAt: NOW + HOUR, postedByName: '何志强', note: null };
      const head = {
        number: 'CC-K7-000001',
        warehouseId: company.warehouseId,
        startedAt: NOW,
        startedByName: '何志强',
      };
      await tx
        .insertInto('stockCounts')
        .values({ id: countId, ...head, state: 'posted', basis: 'all', lineCount: 1, ...ended, ...audit })
        .execute();
      const line = {
        id: newId(),
        countId,
        warehouseId: company.warehouseId,
        position: 1,
        unit: '件',
        ...audit,
      };
      const product = { productId: company.mug.id, productCode: company.mug.code, productName: '马克杯' };
      const nowhere = { lotId: null, lotCode: null, locationId: null, locationCode: null };
      const count = { counted: 140 * ONE_UNIT, countedAt: NOW + HOUR, countedBy: newId(), countedByName: '何志强' };
      const rest = { book: 140 * ONE_UNIT, firstCounted: null, firstCountedByName: null, reason: null };
      await tx
        .insertInto('countLines')
        .values({ ...line, ...product, ...nowhere, ...count, ...rest, state: 'posted' })
        .execute();
    });
    await run([movement(-5)], NOW);
    expect(await balance()).toMatchObject({ onHand: 140 * ONE_UNIT });
    await run([movement(-5)], NOW + 2 * HOUR);
    expect(await balance()).toMatchObject({ onHand: 135 * ONE_UNIT });
    const causes = await current()
      .kysely.selectFrom('stockMovements')
      .select(['cause', 'quantity'])
      .orderBy('id')
      .execute();
    expect(causes.filter(({ cause }) => cause === 'count')).toEqual([{ cause: 'count', quantity: 5 * ONE_UNIT }]);
  });

  it('R29 a serial number is in one place: what disagrees is flagged, and not lost', async () => {
    const serialId = newId();
    await writeAs(current(), 'command', async (tx) => {
      const nowhere = { lotId: null, warehouseId: null, locationId: null, documentId: null };
      await tx
        .insertInto('serials')
        .values({
          id: serialId,
          productId: company.box.id,
          code: 'S-1',
          state: 'shipped',
          ...nowhere,
          movedAt: NOW,
          ...audit,
        })
        .execute();
    });
    const product = { id: company.box.id, name: '箱', currency: 'CNY' };
    const serial = () => current().kysely.selectFrom('serials').selectAll().executeTakeFirstOrThrow();
    expect((await run([movement(1, { product, serialId })])).state).toBe('applied');
    expect(await serial()).toMatchObject({ state: 'inStock', warehouseId: company.warehouseId });
    expect((await run([movement(-1, { product, serialId })])).state).toBe('applied');
    expect(await serial()).toMatchObject({ state: 'shipped', warehouseId: null });
    expect(await run([movement(1), movement(-1, { product, serialId })])).toMatchObject({
      state: 'adjusted',
      flags: [{ code: 'inventory.serialElsewhere' }, { code: 'inventory.belowZero' }],
    });
    expect((await flags()).map(({ kind }) => kind).sort()).toEqual(['belowZero', 'serialElsewhere']);
  });

  it('R29 what is told late of a piece does not bring it back to where it was before', async () => {
    const serialId = newId();
    const nowhere = { lotId: null, warehouseId: null, locationId: null, documentId: null };
    const piece = { id: serialId, productId: company.box.id, code: 'S-1', state: 'shipped' as const, ...nowhere };
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('serials')
        .values({ ...piece, movedAt: NOW - 9 * HOUR, ...audit })
        .execute(),
    );
    const of = { product: { id: company.box.id, name: '箱', currency: 'CNY' }, serialId };
    const { otherWarehouseId: elsewhere } = company;
    const moved = [movement(-1, { ...of, cause: 'move' }), movement(1, { ...of, cause: 'move' })];
    const serial = () => current().kysely.selectFrom('serials').selectAll().executeTakeFirstOrThrow();
    expect((await run([movement(1, of)], NOW - 8 * HOUR)).state).toBe('applied');
    expect((await run([movement(-1, { ...of, cause: 'scrap' })], NOW - 5 * HOUR)).state).toBe('applied');
    // It was put away before it was thrown away.
    expect((await run(moved, NOW - 6 * HOUR)).state).toBe('applied');
    expect(await serial()).toMatchObject({ state: 'scrapped', warehouseId: null, movedAt: NOW - 5 * HOUR });
    // It cannot have been sent before it was thrown away.
    expect(await run([movement(-1, of)], NOW - 7 * HOUR)).toMatchObject({
      flags: [{ code: 'inventory.serialElsewhere' }, { code: 'inventory.belowZero' }],
    });
    expect(await serial()).toMatchObject({ state: 'scrapped', movedAt: NOW - 5 * HOUR });
    // What the destination told first is what holds; that it left is only told later.
    expect((await run([movement(1, { ...of, warehouseId: elsewhere })], NOW - 3 * HOUR)).state).toBe('applied');
    expect((await run([movement(1, of)], NOW - 4 * HOUR)).state).toBe('adjusted');
    const wasAsked = (await flags()).length;
    expect(await run([movement(-1, of)], NOW - 4 * HOUR)).toMatchObject({ flags: [{ code: 'inventory.belowZero' }] });
    expect(await flags()).toHaveLength(wasAsked + 1);
    expect(await serial()).toMatchObject({ state: 'inStock', warehouseId: elsewhere, movedAt: NOW - 3 * HOUR });
  });

  it('R32 a receipt moves the average, an issue leaves it, and each movement keeps what it was worth', async () => {
    await run([movement(60, { unitCost: 20_0000 })]);
    const cost = () => current().kysely.selectFrom('productCosts').select('averageCost').executeTakeFirst();
    // 140 pieces lay there of which nobody ever said what they cost.
    expect(await cost()).toEqual({ averageCost: 20_0000 });
    await run([movement(-100)]);
    expect(await cost()).toEqual({ averageCost: 20_0000 });
    await run([movement(100, { unitCost: 26_0000 })]);
    expect(await cost()).toEqual({ averageCost: 23_0000 });
    const worth = await current()
      .kysely.selectFrom('movementCosts')
      .selectAll()
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    expect(worth.map(({ quantity, unitCost, averageAfter }) => [quantity / ONE_UNIT, unitCost, averageAfter])).toEqual([
      [60, 20_0000, 20_0000],
      [-100, 20_0000, 20_0000],
      [100, 26_0000, 23_0000],
    ]);
  });

  it('R12 R32 what came late to a closed month changes no average of it: it holds from the day of the books on', async () => {
    const october = Date.UTC(2026, 9, 20);
    const november = Date.UTC(2026, 10, 1) - 8 * HOUR;
    const [first, late, later] = [60, 100, 30].map((pieces) => movement(pieces, { unitCost: (pieces + 20) * 1_0000 }));
    if (!first || !late || !later) return;
    await run([first], october);
    await run([late], october + HOUR, '2026-11-01');
    await run([later], october + 2 * HOUR, '2026-11-01');
    // What is dated to a day of its own, later than the closed month, keeps its instant.
    const own = movement(-1);
    await run([own], november + 9 * HOUR);
    const worth = await current().kysely.selectFrom('movementCosts').select(['id', 'occurredAt']).execute();
    const since = new Map(worth.map(({ id, occurredAt }) => [id, occurredAt]));
    expect([first, late, later, own].map(({ id }) => since.get(id))).toEqual([
      october,
      november,
      november + 1,
      november + 9 * HOUR,
    ]);
    const real = await current()
      .kysely.selectFrom('stockMovements')
      .select(['occurredAt', 'bookedOn'])
      .where('id', '=', late.id)
      .executeTakeFirst();
    expect(real).toEqual({ occurredAt: october + HOUR, bookedOn: '2026-11-01' });
  });

  it('R47 a device writes nothing of what goods are worth', async () => {
    const { movements } = { movements: [movement(60, { unitCost: 20_0000 })] };
    await company.run(post, { documentId: newId(), occurredAt: NOW, bookedOn: null, movements }, { version: 0 });
    expect(await current().kysely.selectFrom('movementCosts').selectAll().execute()).toEqual([]);
  });
});
