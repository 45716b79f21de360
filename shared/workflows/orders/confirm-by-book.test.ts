/** R31, R40, R41, R9: an order by price lists and promotions, in the units that the product has. */
import { expect, it } from 'vitest';
import type { Handle } from '#db/database.ts';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { orderArgs, orderArgsOfBefore } from '../../../tests/support/order-args.ts';
import { makePeople } from '../../../tests/support/people.ts';
import { setPersonLimit } from '../../domains/admin/commands/set-person-limit.ts';
import type { Row } from '../../kernel/table.ts';
import { confirmOrder, confirmOrderSecond } from './confirm-order.ts';

const audit = { createdAt: NOW, createdBy: 't', updatedAt: NOW, updatedBy: 't', deletedAt: null };
const known = { validFrom: '2026-01-01', validUntil: null, priority: 0, knownFrom: 0, knownUntil: null };
const MUG_PRICE = 62_5000;

eachDatabase('server', (current) => {
  const write = <Result>(run: (tx: Handle) => Promise<Result>) => writeAs(current(), 'command', run);

  /** What the customer pays for a mug. */
  const setPrice = (company: TestCompany, change: Partial<Row<'customerPrices'>> = {}) => {
    const { customerId, mug } = company;
    const unit = { soldUnit: null, unitRatio: 1, minQuantity: 0, unitPrice: 50_0000 };
    const row = { id: newId(), customerId, currency: 'CNY', productId: mug.id, ...unit, note: null, ...known };
    return write((tx) =>
      tx
        .insertInto('customerPrices')
        .values({ ...row, ...change, ...audit })
        .execute(),
    );
  };
  const addUnit = ({ mug }: TestCompany) => {
    const unit = { id: newId(), productId: mug.id, name: '箱', ratio: 12, forSale: 1, forPurchase: 0 } as const;
    return write((tx) =>
      tx
        .insertInto('productUnits')
        .values({ ...unit, ...audit })
        .execute(),
    );
  };
  async function addPromotion(head: Partial<Row<'promotions'>>, rule: Partial<Row<'promotionRules'>>): Promise<string> {
    const id = newId();
    await write(async (tx) => {
      await tx
        .insertInto('promotions')
        .values({
          ...{ id, seriesId: id, code: 'SPRING', name: 'Spring', kind: 'percent', appliesTo: 'line', stacks: 0 },
          ...{ currency: null, groupId: null, territoryId: null, minMinor: null, period: null, basis: null },
          ...{ note: null, ...known, validUntil: '2027-12-31', ...head, ...audit },
        })
        .execute();
      await tx
        .insertInto('promotionRules')
        .values({
          ...{
            id: newId(),
            promotionId: id,
            position: 1,
            productId: null,
            category: null,
            brand: null,
            minQuantity: 0,
          },
          ...{ discount: 0, amountMinor: 0, buyQuantity: 0, freeQuantity: 0, giftProductId: null, giftQuantity: 0 },
          ...{ minMinor: 0, limitTimes: null, ...rule, ...audit },
        })
        .execute();
    });
    return id;
  }
  const storedLines = (orderId: string) =>
    write((tx) => tx.selectFrom('orderLines').selectAll().where('orderId', '=', orderId).orderBy('position').execute());
  const storedOrder = (id: string) =>
    write((tx) => tx.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
  const mugs = (company: TestCompany, line: object, change: object = {}) =>
    orderArgs(company, [{ product: company.mug, pieces: 12, ...line }], change);

  it('R40 a line stores where its price comes from, and why', async () => {
    const company = await makeCompany(current());
    await setPrice(company, { id: 'own', minQuantity: 10_0000 });
    const args = mugs(company, { listPrice: 50_0000, unitPrice: 50_0000 });
    expect(await company.run(confirmOrder, args)).toMatchObject({ state: 'applied' });
    const [line] = await storedLines(args.orderId);
    expect(line).toMatchObject({ unitPrice: 50_0000, priceSource: 'customer', priceSourceId: 'own', netMinor: 600_00 });
    expect(JSON.parse(line?.priceReasons ?? '')).toEqual([
      { code: 'customer', params: { validUntil: null } },
      { code: 'break', params: { minQuantity: 10_0000 } },
    ]);
  });

  it('R9 a price that nobody gave waits; an older version goes by the product’s own as it always did', async () => {
    const company = await makeCompany(current());
    await setPrice(company);
    const args = mugs(company, {});
    expect(await company.run(confirmOrder, args)).toMatchObject({
      state: 'adjusted',
      adjustments: [
        { code: 'sales.priceNotListed', params: { listPrice: 50_0000, seenPrice: MUG_PRICE, context: 'changed' } },
      ],
    });
    expect((await storedLines(args.orderId))[0]).toMatchObject({ unitPrice: MUG_PRICE, priceSource: 'manual' });
    const before = orderArgsOfBefore(company, [{ product: company.mug, pieces: 1 }], { number: 'SO-K7-000124' });
    expect(await company.run(confirmOrderSecond, before)).toMatchObject({ state: 'applied' });
  });

  it('SYNC time: what was ended since is judged by what held when the order was taken', async () => {
    const company = await makeCompany(current());
    await setPrice(company, { knownUntil: NOW + 1 });
    await setPrice(company, { unitPrice: 40_0000, knownFrom: NOW + 1 });
    const args = mugs(company, { listPrice: 50_0000, unitPrice: 50_0000 });
    expect(await company.run(confirmOrder, args)).toMatchObject({ state: 'applied' });
  });

  it('R31 sold by the box it costs its pieces, and what nobody sells by is refused', async () => {
    const company = await makeCompany(current());
    const boxed = { soldUnit: '箱', unitRatio: 12, listPrice: 12 * MUG_PRICE, unitPrice: 12 * MUG_PRICE };
    expect(await company.run(confirmOrder, mugs(company, boxed))).toMatchObject({
      state: 'rejected',
      reason: { code: 'sales.unitGone', params: { line: 1, unit: '箱' } },
    });
    await addUnit(company);
    const args = mugs(company, boxed, { number: 'SO-K7-000125' });
    expect(await company.run(confirmOrder, args)).toMatchObject({ state: 'applied' });
    expect((await storedLines(args.orderId))[0]).toMatchObject({
      ...{ quantity: 12_0000, soldUnit: '箱', unitRatio: 12, unitPrice: 750_0000, netMinor: 750_00, reserved: 12_0000 },
    });
    const other = { ...boxed, unitRatio: 6, listPrice: 6 * MUG_PRICE, unitPrice: null };
    expect(await company.run(confirmOrder, mugs(company, other, { number: 'SO-K7-000126' }))).toMatchObject({
      state: 'rejected',
    });
  });

  it('R40 a promotion that holds is given, more than it gives waits, less may be agreed', async () => {
    const company = await makeCompany(current());
    const promotionId = await addPromotion({}, { discount: 1_000 });
    const given = mugs(company, { promotionId, promotionDiscount: 1_000 });
    expect(await company.run(confirmOrder, given)).toMatchObject({ state: 'applied' });
    expect((await storedLines(given.orderId))[0]).toMatchObject({
      promotionId,
      promotionDiscount: 1_000,
      netMinor: 675_00,
    });
    const more = mugs(company, { promotionId, promotionDiscount: 1_001 }, { number: 'SO-K7-000124' });
    expect(await company.run(confirmOrder, more)).toMatchObject({
      state: 'adjusted',
      result: { approvalHold: 1 },
      adjustments: [{ code: 'sales.promotionNotGiven', params: { line: 1 } }],
    });
    const less = mugs(company, {}, { number: 'SO-K7-000125' });
    expect(await company.run(confirmOrder, less)).toMatchObject({ state: 'applied' });
  });

  it('R40 free goods are lines at zero that take stock; more of them than was earned wait', async () => {
    const company = await makeCompany(current());
    const rule = { productId: company.mug.id, buyQuantity: 12_0000, freeQuantity: 1_0000 };
    const promotionId = await addPromotion({ kind: 'freeGoods' }, rule);
    const withFree = (quantity: number, number: string) => {
      const args = mugs(company, {}, { number });
      const [paid] = args.lines;
      const free = { id: newId(), productId: company.mug.id, quantity, listPrice: MUG_PRICE, taxRate: 1_300 };
      const line = { ...free, lineKind: 'free', freeForLineId: paid?.id, promotionId };
      return { ...args, lines: [...args.lines, line] };
    };
    const args = withFree(1_0000, 'SO-K7-000123');
    expect(await company.run(confirmOrder, args)).toMatchObject({ state: 'applied', result: { totalMinor: 847_50 } });
    const [paid, free] = await storedLines(args.orderId);
    expect(free).toMatchObject({
      ...{
        lineKind: 'free',
        freeForLineId: paid?.id,
        priceSource: 'free',
        unitPrice: 0,
        netMinor: 0,
        reserved: 1_0000,
      },
      priceReasons: expect.stringContaining('promotionFree'),
    });
    expect(await company.run(confirmOrder, withFree(1_0001, 'SO-K7-000124'))).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'sales.freeNotGiven', params: { line: 2 } }],
    });
  });

  it('R41 R45 what is taken off the document is spread over its lines, and counts against the person’s limit', async () => {
    const people = await makePeople(current());
    const { company, users, runAs } = people;
    await runAs('administrator', setPersonLimit, { id: newId(), userId: users.rep, kind: 'discount', value: 1_000 });
    let number = 100_000;
    const take = (change: object, line: object = {}) => {
      number += 1;
      const args = mugs(company, line, { number: `SO-K7-${number}`, ...change });
      return runAs('rep', confirmOrder, args).then((outcome) => ({ outcome, args }));
    };
    const { outcome, args } = await take({ documentDiscount: 1_000 });
    expect(outcome).toMatchObject({ state: 'applied', result: { totalMinor: 762_75 } });
    expect(await storedOrder(args.orderId)).toMatchObject({ documentDiscountMinor: 75_00, netMinor: 675_00 });
    expect((await storedLines(args.orderId))[0]).toMatchObject({ documentDiscountMinor: 75_00, netMinor: 675_00 });
    const beyond = {
      state: 'adjusted',
      adjustments: [{ code: 'sales.discountBeyondLimit', params: { limit: 1_000 } }],
    };
    expect((await take({ documentDiscountMinor: 75_00 })).outcome).toMatchObject({ state: 'applied' });
    expect((await take({ documentDiscountMinor: 75_01 })).outcome).toMatchObject(beyond);
    expect((await take({ documentDiscount: 500 }, { discount: 500 })).outcome).toMatchObject({ state: 'applied' });
    expect((await take({ documentDiscount: 500 }, { discount: 527 })).outcome).toMatchObject(beyond);
    expect((await take({}, { discount: 500, secondDiscount: 527 })).outcome).toMatchObject(beyond);
  });

  it('R41 抹零 is a person’s to give up to a limit of its own', async () => {
    const people = await makePeople(current());
    const { company, users, runAs } = people;
    await runAs('administrator', setPersonLimit, { id: newId(), userId: users.rep, kind: 'roundingDown', value: 50 });
    const given = mugs(company, {}, { roundedOffMinor: 50 });
    expect(await runAs('rep', confirmOrder, given)).toMatchObject({ state: 'applied', result: { totalMinor: 847_00 } });
    const beyond = mugs(company, {}, { roundedOffMinor: 51, number: 'SO-K7-000124' });
    expect(await runAs('rep', confirmOrder, beyond)).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'sales.roundedBeyondLimit', params: { amountMinor: 51, limitMinor: 50, currency: 'CNY' } }],
    });
  });
});
