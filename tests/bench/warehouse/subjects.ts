/** What the measures of the warehouse ask about: things from the middle of all, found in the company's own rows. */
import { addDays, type CalendarDate, calendarDateAt } from '#shared/kernel/instants.ts';
import type { Database } from '../raw-sqlite.ts';

/** A question as a screen asks it. */
export interface Question {
  readonly label: string;
  readonly query: string;
  readonly args: object;
}

const PAGE_ROWS = 50;
const page = { cursor: null, limit: PAGE_ROWS };
const today = (): CalendarDate => calendarDateAt(Date.now(), 480);

function reader(raw: Database) {
  const text = (sql: string, ...values: string[]): string => {
    const found: unknown = raw
      .prepare(sql)
      .pluck()
      .get(...values);
    if (typeof found !== 'string') throw new Error(`the company has nothing for: ${sql}`);
    return found;
  };
  const warehouseId = text(`SELECT "id" FROM "warehouses" ORDER BY "code" DESC LIMIT 1`);
  const middle = (table: string, column: string): string => {
    const count = raw.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number;
    return text(`SELECT "${column}" FROM "${table}" ORDER BY "${column}" LIMIT 1 OFFSET ${Math.floor(count / 2)}`);
  };
  const code = middle('products', 'code');
  const productId = text(`SELECT "id" FROM "products" WHERE "code" = ?`, code);
  return { text, warehouseId, middle, code, productId };
}

/** The lists of the warehouse, a page of fifty rows each. */
export function listQuestions(raw: Database): Question[] {
  const { warehouseId, code, productId, text } = reader(raw);
  const category = text(`SELECT "category" FROM "products" WHERE "category" IS NOT NULL ORDER BY "id" LIMIT 1`);
  const all = { search: '', warehouseId: null, category: null, withDiscontinued: false };
  const stock = { ...all, expiringBy: addDays(today(), 30), filter: null, ...page };
  const within = { key: code, id: `${productId}:${warehouseId}` };
  const list = (label: string, args: object): Question => ({ label, query: 'inventory.stockList', args });
  const filters = ['toOrder', 'out', 'expiring', 'negative'];
  return [
    list('stock', stock),
    list('stock by key', { ...stock, cursor: within }),
    list('stock of a warehouse', { ...stock, warehouseId }),
    list('stock of a warehouse by key', { ...stock, warehouseId, cursor: within }),
    list('stock of a category', { ...stock, category }),
    ...filters.map((filter) => list(`stock ${filter}`, { ...stock, filter })),
    ...filters.map((filter) => list(`stock ${filter} of a warehouse`, { ...stock, warehouseId, filter })),
    { label: 'products', query: 'inventory.productList', args: { ...pick(all), warehouseId, filter: null, ...page } },
    { label: 'movements', query: 'inventory.stockMovements', args: { productId, warehouseId, ...page } },
    { label: 'counts', query: 'inventory.countList', args: { search: '', filter: null, warehouseId: null, ...page } },
    { label: 'what is due', query: 'inventory.expectedReceiptList', args: page },
  ];
}

const pick = ({ search, withDiscontinued }: { search: string; withDiscontinued: boolean }) => ({
  search,
  withDiscontinued,
});

/** What is typed into the stock list's search: the beginning of a code, a word of names. */
export function searchQuestions(raw: Database): Question[] {
  const { code, warehouseId, text } = reader(raw);
  const name = text(`SELECT "name" FROM "products" WHERE length("name") > 3 ORDER BY "id" LIMIT 1 OFFSET 7`);
  const stock = { category: null, withDiscontinued: false, expiringBy: addDays(today(), 30), ...page };
  return [code, code.slice(0, 3), name.slice(0, 2), name.slice(0, 3)].flatMap((search) =>
    [null, 'toOrder'].map((filter) => ({
      label: `${search} ${filter ?? ''}`,
      query: 'inventory.stockList',
      args: { ...stock, search, warehouseId, filter },
    })),
  );
}

/** What a scan asks in the work modes, and what a person who promises asks of a product. */
export function scanQuestions(raw: Database): Question[] {
  const { warehouseId, productId, text, middle } = reader(raw);
  const barcode = text(`SELECT "barcode" FROM "products" WHERE "barcode" IS NOT NULL ORDER BY "id" LIMIT 1 OFFSET 99`);
  const lot = text(`SELECT "lotId" FROM "lotBalances" WHERE "onHand" > 0 ORDER BY "id" LIMIT 1 OFFSET 99`);
  const lotCode = text(`SELECT "code" FROM "lots" WHERE "id" = ?`, lot);
  const list = text(`SELECT "id" FROM "pickLists" WHERE "state" = 'released' ORDER BY "id" LIMIT 1`);
  const line = text(
    `SELECT "id" FROM "pickLines" WHERE "pickListId" = ? AND "lotId" IS NOT NULL ORDER BY "position" LIMIT 1`,
    list,
  );
  const waiting = text(
    `SELECT "productId" FROM "stockBalances" b WHERE "warehouseId" = ? AND "onHand" > 0 AND NOT EXISTS
      (SELECT 1 FROM "locationBalances" l WHERE l."productId" = b."productId") ORDER BY "productId" LIMIT 1`,
    warehouseId,
  );
  const count = text(`SELECT "id" FROM "stockCounts" WHERE "state" = 'open' ORDER BY "id" LIMIT 1`);
  const scan = (label: string, scanned: string): Question => ({
    label,
    query: 'inventory.scanned',
    args: { text: scanned, warehouseId },
  });
  return [
    scan('goods', barcode),
    scan('box', middle('productBarcodes', 'code')),
    scan('goods with lot', `01${barcode.padStart(14, '0')}10${lotCode}`),
    scan('lot', lotCode),
    scan('place', middle('locations', 'code')),
    scan('document', middle('shipments', 'number')),
    scan('unknown', 'NOBODY-17'),
    { label: 'pick list', query: 'inventory.pickWork', args: { pickListId: list } },
    { label: 'other shelves', query: 'inventory.pickShelves', args: { pickLineId: line, today: today() } },
    { label: 'where to put', query: 'inventory.putAwayAdvice', args: { warehouseId, productId: waiting, lotId: null } },
    { label: 'to put away', query: 'inventory.goodsToPutAway', args: { warehouseId } },
    { label: 'count', query: 'inventory.stockCount', args: { id: count } },
    { label: 'trace of a lot', query: 'inventory.lotTrace', args: { id: lot } },
    { label: 'product', query: 'inventory.productCard', args: { id: productId } },
    { label: 'lots', query: 'inventory.stockLots', args: { productId: waiting, warehouseId: null, today: today() } },
    {
      label: 'promises by day',
      query: 'inventory.promises',
      args: { productId, warehouseId, on: null, wanted: 10_000 },
    },
  ];
}

/** The eight reports of the warehouse over a year, as their pages open. */
export function reportQuestions(raw: Database): Question[] {
  const last = raw.prepare(`SELECT max("occurredAt") FROM "stockMovements"`).pluck().get() as number;
  const to = calendarDateAt(last, 480);
  const all = { warehouseId: null, category: null, slice: null, limitRows: 500 };
  const year = { from: addDays(to, -364), to };
  const { category: _category, ...freight } = { ...all, ...year };
  const report = (label: string, name: string, args: object): Question => ({ label, query: `inventory.${name}`, args });
  return [
    report('stock at a date', 'stockAtDate', { ...all, on: addDays(to, -90) }),
    report('cover', 'stockCover', { ...all, lookBackDays: 90 }),
    report('slow movers', 'slowStock', { ...all, minIdleDays: 30 }),
    report('ageing of lots', 'lotAgeing', all),
    report('expiring', 'expiryOutlook', { ...all, withinDays: 60 }),
    report('accuracy of counts', 'countAccuracy', { ...all, ...year }),
    report('fill rate', 'fillRate', { ...all, ...year, dueDays: 3, by: 'customer' }),
    report('freight', 'freightCost', freight),
  ];
}
