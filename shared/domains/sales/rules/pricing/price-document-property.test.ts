// R40 as laws, over books and documents that chance makes: few products and few dates, so that rows meet.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  askFor,
  contractPrice,
  customerPrice,
  listPrice,
  makeBook,
  makeProduct,
  priceList,
  promotion,
  promotionRule,
  terms,
} from '../../../../../tests/support/price-books.ts';
import { lineGross } from '../price-line.ts';
import type { PriceBook } from './price-book.ts';
import { type AskedLine, type PricedDocument, priceDocument } from './price-document.ts';

const PRODUCTS = ['mug', 'cup', 'tea'];
const products = fc.constantFrom(...PRODUCTS);
const days = fc.constantFrom('2026-11-01', '2026-11-23', '2026-11-24', '2026-12-31');
const untils = fc.option(days);
const ratios = fc.constantFrom(1, 6, 12);
const quantities = fc.constantFrom(0, 10_000, 120_000, 240_000);
const flags = fc.constantFrom(0 as const, 1 as const);
const known = {
  knownFrom: fc.integer({ min: 0, max: 1_100 }),
  knownUntil: fc.option(fc.integer({ min: 900, max: 1_200 })),
};
const unitPrice = fc.integer({ min: 1, max: 2_000_000 });
const rows = <Change, Row>(row: fc.Arbitrary<Change>, make: (change: Change & { id: string }) => Row) =>
  fc.array(row, { maxLength: 6 }).map((changes) => changes.map((change, index) => make({ ...change, id: `${index}` })));

const priceRow = {
  ...{
    productId: products,
    unitRatio: ratios,
    minQuantity: quantities,
    unitPrice,
    priority: fc.integer({ max: 2, min: 0 }),
  },
  ...{ validFrom: days, validUntil: untils, ...known },
};
const currency = fc.constantFrom('CNY', 'CNY', 'USD');
const rule = fc.record({
  ...{ productId: fc.option(products), minQuantity: quantities, minMinor: fc.constantFrom(0, 5_000) },
  ...{ discount: fc.integer({ min: 0, max: 10_000 }), amountMinor: fc.integer({ min: 0, max: 100_000 }) },
  ...{
    buyQuantity: quantities,
    freeQuantity: quantities,
    giftProductId: fc.option(products),
    giftQuantity: quantities,
  },
  limitTimes: fc.option(fc.integer({ min: 1, max: 3 })),
});
const promotions = rows(
  fc.record({
    kind: fc.constantFrom('percent' as const, 'amount' as const, 'freeGoods' as const, 'gift' as const),
    ...{ appliesTo: fc.constantFrom('line' as const, 'line' as const, 'document' as const), stacks: flags },
    ...{ validFrom: days, validUntil: untils, ...known, groupId: fc.option(fc.constantFrom('group', 'other')) },
    rules: fc
      .array(rule, { minLength: 1, maxLength: 3 })
      .map((all) => all.map((each, position) => promotionRule({ ...each, position }))),
  }),
  (change) => promotion(change),
);
const lists = fc.constant([
  priceList({ id: 'list' }),
  priceList({ id: 'all', isDefault: 1, priority: 1 }),
  priceList({ id: 'dollars', isDefault: 1, currency: 'USD' }),
  priceList({ id: 'hotels', kind: 'group', groupId: 'group' }),
]);
const books: fc.Arbitrary<PriceBook> = fc
  .record({
    contracts: rows(
      fc.record({
        ...{ productId: products, unitRatio: ratios, minQuantity: quantities, unitPrice, currency },
        ...{ leftQuantity: fc.option(quantities), leftMinor: fc.option(fc.integer({ min: 0, max: 1_000_000 })) },
        contractId: fc.constantFrom('x', 'y'),
      }),
      (change) => contractPrice(change),
    ),
    customerPrices: rows(fc.record({ ...priceRow, currency }), (change) => customerPrice(change)),
    listPrices: rows(
      fc.record({ ...priceRow, priceListId: fc.constantFrom('list', 'all', 'dollars', 'hotels') }),
      (change) => listPrice(change),
    ),
    ...{ promotions, lists },
  })
  .map((book) => makeBook({ ...book, gifts: PRODUCTS.map((id) => makeProduct({ id })) }));
const documents: fc.Arbitrary<AskedLine[]> = fc
  .array(
    fc.record({
      ...{ product: products, unitRatio: ratios, units: fc.integer({ min: 1, max: 50 }), isSample: fc.boolean() },
      manualPrice: fc.option(unitPrice, { freq: 4 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) =>
    lines.map(({ product, units, unitRatio, ...line }, index) =>
      askFor({
        key: `${index}`,
        product: makeProduct({ id: product }),
        unitRatio,
        quantity: units * unitRatio * 10_000,
        ...line,
      }),
    ),
  );

const reversed = <Item>(items: readonly Item[]): Item[] => [...items].reverse();

it('R40 the order of the rows of a book never matters', () => {
  fc.assert(
    fc.property(books, documents, (book, asked) => {
      const turned: PriceBook = {
        ...book,
        contracts: reversed(book.contracts),
        customerPrices: reversed(book.customerPrices),
        lists: reversed(book.lists),
        listPrices: reversed(book.listPrices),
        promotions: reversed(book.promotions),
        gifts: reversed(book.gifts),
      };
      expect(priceDocument(asked, turned, terms)).toEqual(priceDocument(asked, book, terms));
    }),
  );
});

it('R40 rows of other products change nothing: a device prices by the rows of the document, the server by its own', () => {
  fc.assert(
    fc.property(books, documents, (book, asked) => {
      const has = new Set(asked.map(({ product }) => product.id));
      const ofThem = <Row extends { readonly productId: string }>(all: readonly Row[]) =>
        all.filter(({ productId }) => has.has(productId));
      const less: PriceBook = {
        ...book,
        contracts: ofThem(book.contracts),
        customerPrices: ofThem(book.customerPrices),
        listPrices: ofThem(book.listPrices),
      };
      expect(priceDocument(asked, less, terms)).toEqual(priceDocument(asked, book, terms));
    }),
  );
});

it('R40 a row of a lower level never changes a price', () => {
  fc.assert(
    fc.property(books, documents, (book, asked) => {
      const before = priceDocument(asked, book, terms).lines;
      const withoutLists = priceDocument(asked, { ...book, listPrices: [] }, terms).lines;
      before.forEach((line, index) => {
        if (line.priceSource === 'contract' || line.priceSource === 'customer')
          expect(withoutLists[index]?.unitPrice).toBe(line.unitPrice);
      });
    }),
  );
});

/** What the customer pays for the lines, in minor units. */
function paid(asked: readonly AskedLine[], { lines, documentPromotion }: PricedDocument): number {
  const gross = lines.map((line, index) =>
    lineGross(
      {
        ...line,
        quantity: asked[index]?.quantity ?? 0,
        unitRatio: asked[index]?.unitRatio ?? 1,
        discount: 0,
      },
      'CNY',
    ),
  );
  return gross.reduce((sum, each) => sum + each, 0) - (documentPromotion?.amountMinor ?? 0);
}

it('R40 a promotion is never worse for the customer than none, and a price is never below zero', () => {
  fc.assert(
    fc.property(books, documents, (book, asked) => {
      const priced = priceDocument(asked, book, terms);
      const without = priceDocument(asked, { ...book, promotions: [] }, terms);
      expect(paid(asked, priced)).toBeLessThanOrEqual(paid(asked, without));
      expect(paid(asked, priced)).toBeGreaterThanOrEqual(-asked.length);
      expect(priced.lines.map(({ unitPrice: price }) => price)).toEqual(
        without.lines.map(({ unitPrice: price }) => price),
      );
    }),
  );
});

it('R40 free goods are never more than is earned by what is paid', () => {
  const times = fc.record({ buy: fc.integer({ min: 1, max: 20 }), free: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(times, documents, ({ buy, free }, asked) => {
      const given = promotion({
        kind: 'freeGoods',
        rules: [promotionRule({ buyQuantity: buy * 10_000, freeQuantity: free * 10_000 })],
      });
      const priced = priceDocument(asked, makeBook({ promotions: [given] }), terms);
      for (const product of PRODUCTS) {
        const bought = asked.filter(
          (line) => line.product.id === product && line.manualPrice === null && !line.isSample,
        );
        const quantity = bought.reduce((sum, line) => sum + line.quantity, 0);
        const got = priced.free
          .filter(({ productId }) => productId === product)
          .reduce((sum, line) => sum + line.quantity, 0);
        expect(got * buy).toBeLessThanOrEqual(quantity * free);
        expect(got).toBe(Math.floor(quantity / (buy * 10_000)) * free * 10_000);
      }
    }),
  );
});

it('R40 goods cost the same on one line or on two', () => {
  const halves = fc.record({
    units: fc.integer({ min: 1, max: 30 }),
    more: fc.integer({ min: 1, max: 30 }),
    unitRatio: ratios,
  });
  fc.assert(
    fc.property(books, halves, (book, { units, more, unitRatio }) => {
      // What is left of a contract as money is a line's own matter; as goods it is not.
      const withoutMoney = { ...book, contracts: book.contracts.map((row) => ({ ...row, leftMinor: null })) };
      const of = (key: string, count: number) => askFor({ key, unitRatio, quantity: count * unitRatio * 10_000 });
      const whole = priceDocument([of('a', units + more)], withoutMoney, terms);
      const parts = priceDocument([of('a', units), of('b', more)], withoutMoney, terms);
      const [line] = whole.lines;
      for (const part of parts.lines)
        expect([part.unitPrice, part.promotionDiscount]).toEqual([line?.unitPrice, line?.promotionDiscount]);
      expect(parts.free).toEqual(whole.free);
      const amount = parts.lines.reduce((sum, part) => sum + part.promotionMinor, 0);
      expect(amount).toBe(line?.promotionMinor);
    }),
  );
});
