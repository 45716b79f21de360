// R34 on both databases: points that are reckoned from demand are kept by the office, and hold everywhere.
import { beforeEach, expect, it } from 'vitest';
import { computedPoint } from '../../shared/domains/inventory/queries/computed-points.ts';
import { orderSuggestions } from '../../shared/domains/inventory/queries/order-suggestions.ts';
import { stockList } from '../../shared/domains/inventory/queries/stock-list.ts';
import { makeCompany, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { audited } from '../../tests/support/sample-rows.ts';
import { makeSimulation } from '../../tests/support/simulated-world.ts';
import { createCompany } from './create-company.ts';
import { keepReorderPoints } from './keep-reorder-points.ts';

const DAY_MS = 86_400_000;
const UNIT = 10_000;
const u = (pieces: number) => pieces * UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let writer: {
    readonly database: ReturnType<typeof current>;
    readonly world: ReturnType<typeof makeSimulation>['world'];
  };
  let now: number;
  const ruleId = newId();
  beforeEach(async () => {
    const { world } = makeSimulation(5);
    await createCompany({ database: current(), world }, { name: '行囊', currency: 'CNY', country: 'CN' });
    // The small company brings its own.
    await writeAs(current(), 'apply', (tx) => tx.deleteFrom('taxRates').execute());
    company = await makeCompany(current());
    writer = { database: current(), world };
    now = world.clock.now();
    const { mug, warehouseId } = company;
    // 180 of the mugs left within ninety days on each of which there were some: two a day, for ten days and five more.
    const move = (pieces: number, days: number) => ({
      ...{ id: newId(), productId: mug.id, warehouseId, quantity: u(pieces), documentId: null },
      ...{
        cause: pieces < 0 ? ('shipment' as const) : ('receipt' as const),
        occurredAt: now - days * DAY_MS,
        ...audited,
      },
    });
    const rule = {
      productId: mug.id,
      warehouseId,
      reorderPoint: u(9),
      maximum: u(20),
      multiple: u(12),
      supplierId: null,
    };
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('stockMovements')
        .values([move(300, 100), move(-180, 50)])
        .execute();
      await tx
        .insertInto('reorderRules')
        .values({
          id: ruleId,
          ...rule,
          safetyStock: u(5),
          leadDays: 10,
          isComputed: 1,
          ...audited,
          updatedAt: now - DAY_MS,
        })
        .execute();
    });
  });
  const pointOf = async () =>
    (await current().kysely.selectFrom('reorderRules').select('reorderPoint').executeTakeFirstOrThrow()).reorderPoint;
  const change = (set: object) =>
    writeAs(current(), 'command', (tx) => tx.updateTable('reorderRules').set(set).where('id', '=', ruleId).execute());
  const context = () => ({
    ...{ actor: { userId: company.userId, permissions: new Set<string>() }, now },
    ...{ search: async () => [], findByCodes: async () => [] },
  });
  const versionOf = async () =>
    (await current().kysely.selectFrom('companyVersion').select('version').executeTakeFirstOrThrow()).version;

  it('R34 the point that demand gives is written into its rule; list, suggestion and form show that one', async () => {
    const { mug, warehouseId } = company;
    const { changed, looked } = await keepReorderPoints(writer, null);
    expect([changed, await pointOf()]).toEqual([1, u(25)]);
    const asked = { productId: mug.id, warehouseId, leadDays: 10, supplierId: null, safetyStock: u(5) };
    expect(await computedPoint.run(current().kysely, asked, context())).toBe(u(25));
    // All but 20 are promised.
    await writeAs(current(), 'command', (tx) =>
      tx
        .updateTable('stockBalances')
        .set({ reserved: u(240) })
        .where('productId', '=', mug.id)
        .execute(),
    );
    const question = { search: '', warehouseId, category: null, withDiscontinued: false, expiringBy: '2026-12-23' };
    const page = { cursor: null, limit: 50, filter: 'toOrder' as const };
    const listed = (await stockList.run(current().kysely, { ...question, ...page }, context())).rows;
    const all = { warehouseId, today: looked.on, offsetMinutes: 480 };
    const suggested = await orderSuggestions.run(current().kysely, all, context());
    const row = listed.find(({ productId }) => productId === mug.id);
    expect(row).toMatchObject({ reorderPoint: u(25), onHand: u(260), reserved: u(240) });
    // The maximum has fallen behind the point: it is filled to last ten days more, 20 a piece of what is missing to 45, in twelves.
    expect(suggested.find(({ productId }) => productId === mug.id)).toMatchObject({
      ...{ reorderPoint: u(25), demandADay: u(2), leadDays: 10, suggested: u(36) },
    });
    // Asked again on the same day nothing is written, and no version made.
    const version = await versionOf();
    expect((await keepReorderPoints(writer, looked)).changed).toBe(0);
    expect((await keepReorderPoints(writer, null)).changed).toBe(0);
    expect(await versionOf()).toBe(version);
  });

  it('R34 a little more or less is left as it is until somebody sets the rule; what is set by hand always', async () => {
    await change({ reorderPoint: u(26) });
    const { changed, looked } = await keepReorderPoints(writer, null);
    expect([changed, await pointOf()]).toEqual([0, u(26)]);
    await change({ updatedAt: now + 1 });
    expect((await keepReorderPoints(writer, { ...looked, at: now })).changed).toBe(0);
    // Somebody set it since the last look: to the piece, but not what was set while it was reckoned.
    await change({ updatedAt: now });
    expect((await keepReorderPoints(writer, { ...looked, at: now - 1 })).changed).toBe(1);
    expect(await pointOf()).toBe(u(25));
    await change({ isComputed: 0, reorderPoint: u(9) });
    expect((await keepReorderPoints(writer, null)).changed).toBe(0);
    expect(await pointOf()).toBe(u(9));
  });
});
