/** What an order that is taken must come to (R5, R6, R7, R9, R20, R22, R42, R54, R55), in every version. */
import { askAtOnce } from './approval-words.ts';
import { tooLargeOf } from './arithmetic.ts';
import { type BookLine, bookLine, judgeOrder, priceOrder, refusedPrice, sourceOf, taxCodeOf } from './book-orders.ts';
import type { PricedAsks } from './book-prices.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import {
  type Act,
  adjusted,
  applied,
  type Ended,
  type GivenReason,
  type ModelledRun,
  rejected,
} from './command-run.ts';
import { amountsOfOrder } from './count-order.ts';
import { noteDeviations } from './listed-prices.ts';
import type { Market } from './market.ts';
import {
  addressOf,
  countExposure,
  creditReason,
  freeNumber,
  insertLine,
  openOrdersOf,
  type Party,
  partyOf,
  paysItself,
  reserveLine,
  shareStock,
  userNameOf,
} from './order-commands.ts';
import { termsOf } from './order-terms.ts';
import { dayAt, offsetOf, openDayOf } from './posting.ts';
import { reachesCustomer } from './reach.ts';

type OrderLineArgs = BookLine & { readonly reservationId: string };

interface OrderArgs {
  readonly orderId: string;
  readonly number: string;
  readonly exposureEntryId: string;
  readonly customerId: string;
  readonly warehouseId: string;
  readonly currency: string;
  readonly requestedOn: string | null;
  readonly paymentTermsDays: number;
  readonly shipTo: string | null;
  readonly note: string | null;
  readonly promisedOn: string | null;
  readonly documentDiscount: number;
  readonly documentDiscountMinor: number;
  readonly roundedOffMinor: number;
  readonly lines: readonly OrderLineArgs[];
}

/** What is left out is plain. */
function asArgs(given: unknown): OrderArgs {
  const sent = given as OrderArgs & { readonly lines: readonly Parameters<typeof bookLine>[0][] };
  const plain = { promisedOn: null, documentDiscount: 0, documentDiscountMinor: 0, roundedOffMinor: 0 };
  return { ...plain, ...sent, lines: sent.lines.map(bookLine) };
}

/** How a version prices and judges. */
interface Pricing {
  refused(market: Market, args: OrderArgs, products: readonly ModelRow[]): GivenReason | null;
  judge(
    market: Market,
    args: OrderArgs,
    products: readonly ModelRow[],
    head: ModelRow,
    act: Act,
    note: (code: string, params: GivenReason['params']) => void,
  ): { readonly reasons: readonly GivenReason[]; readonly limitValue?: number };
  stored(market: Market, line: OrderLineArgs, product: ModelRow | undefined): ModelRow;
}

const isLive = (row: ModelRow): boolean => row.deletedAt === null;

function headOf(rows: BusinessRows, args: OrderArgs, party: Party, act: Act): ModelRow {
  const { currency: _, ...terms } = termsOf(rows, args.currency);
  return {
    id: args.orderId,
    importKey: null,
    state: 'open',
    creditHold: 0,
    approvalHold: 0,
    manualHold: 0,
    ...party,
    ...paysItself(party),
    shipTo: args.shipTo,
    warehouseId: args.warehouseId,
    currency: args.currency,
    ...terms,
    orderedOn: openDayOf(rows, dayAt(act.now, offsetOf(rows))),
    requestedOn: args.requestedOn,
    promisedOn: args.promisedOn,
    documentDiscount: args.documentDiscount,
    paymentTermsDays: args.paymentTermsDays,
    netMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    lineCount: 0,
    backOrderedLines: 0,
    note: args.note,
    confirmedAt: act.now,
    confirmedBy: act.userId,
    confirmedByName: userNameOf(rows, act.userId),
    deviceCode: act.deviceCode,
  };
}

const isOwn = (number: string, act: Act): boolean => {
  const code = number.split('-')[1] ?? '';
  return code === act.deviceCode || act.formerCodes.includes(code);
};

/** A refused order leaves its number behind on the server. */
function leaveStub(rows: BusinessRows, args: OrderArgs, act: Act): void {
  if (!act.leavesStub || rows.get('orders', args.orderId) || !isOwn(args.number, act)) return;
  // Removed or not: it was somebody's.
  const customer = rows.get('customers', args.customerId);
  const nobody = {
    customerId: args.customerId,
    customerCode: '',
    customerName: '',
    contactName: null,
    phone: null,
    territoryId: customer && reachesCustomer(customer, act) ? String(customer.territoryId) : '',
  };
  const number = freeNumber(rows, args.number);
  rows.insert('orders', { ...headOf(rows, args, nobody, act), number, state: 'rejected' }, act);
}

function takeOrder(rows: BusinessRows, args: OrderArgs, pricing: Pricing, act: Act): Ended {
  const reason = refusalOf(rows, args, pricing, act);
  if (reason) {
    leaveStub(rows, args, act);
    return rejected(reason.code, reason.params);
  }
  const customer = rows.get('customers', args.customerId) as ModelRow;
  const market = marketOf(rows, args, customer, act);
  const reasons: GivenReason[] = [];
  const note = (code: string, params: GivenReason['params']) => reasons.push({ code, params });
  const products = args.lines.map((line) => rows.get('products', line.productId) as ModelRow);
  const day = dayAt(act.now, offsetOf(rows));
  const openDay = openDayOf(rows, day);
  if (day !== openDay) note('admin.periodClosed', { day, openDay });
  const stock = shareStock(rows, args.warehouseId, args.lines, act);
  stock.forEach((share, at) => {
    if (share.backOrdered === 0) return;
    const { name: product = '', unit = '' } = products[at] ?? {};
    note('inventory.shortStock', { line: at + 1, product, unit, ...share });
  });
  const amounts = amountsOfOrder(
    { ...termsOf(rows, args.currency), ...offOf(args) },
    args.lines as unknown as ModelRow[],
  );
  const { documentDiscountMinor, roundedOffMinor } = amounts;
  const off = { documentDiscount: args.documentDiscount, documentDiscountMinor, roundedOffMinor: args.roundedOffMinor };
  const judged = pricing.judge(market, args, products, off, act, note);
  const credit = creditReason(rows, customer, args.currency, amounts.totalMinor, openDay);
  if (credit) note(credit.code, credit.params);
  const number = freeNumber(rows, args.number);
  if (number !== args.number) note('sales.numberTaken', { wanted: args.number, number });
  const shipped = { ...args, shipTo: args.shipTo ?? addressOf(customer) };
  const head = {
    ...headOf(rows, shipped, partyOf(customer), act),
    number,
    creditHold: credit ? 1 : 0,
    approvalHold: judged.reasons.length > 0 ? 1 : 0,
    documentDiscountMinor,
    roundedOffMinor,
    netMinor: amounts.netMinor,
    taxMinor: amounts.taxMinor,
    totalMinor: amounts.totalMinor,
    lineCount: args.lines.length,
    backOrderedLines: stock.filter((share) => share.backOrdered > 0).length,
    minimumLifeDays: customer.minimumLifeDays ?? 0,
  };
  rows.insert('orders', head, act);
  args.lines.forEach((line, at) => {
    const product = products[at];
    const { unitRatio, soldUnit, secondDiscount, promotionId, promotionDiscount, promotionMinor, lineKind } = line;
    const stored = {
      ...{ unitRatio, soldUnit, secondDiscount, promotionId, promotionDiscount, promotionMinor, lineKind },
      freeForLineId: line.freeForLineId,
      documentDiscountMinor: amounts.discounts[at] ?? 0,
      roundedOffMinor: amounts.roundings[at] ?? 0,
      ...pricing.stored(market, line, product),
    };
    const { priceSource = 'base' } = stored as ModelRow;
    const placed = { ...line, orderId: args.orderId, position: at + 1, priceSource: String(priceSource) };
    insertLine(rows, placed, product, amounts.lines[at], stock[at], act, stored);
  });
  for (const [at, line] of args.lines.entries()) reserveLine(rows, args, line, stock[at]?.reserved ?? 0, act);
  countExposure(rows, head, args.exposureEntryId, act);
  const why = { prices: judged.reasons, credit };
  const { limitValue } = judged;
  const lines = args.lines as unknown as readonly ModelRow[];
  askAtOnce(rows, head, lines, limitValue === undefined ? why : { ...why, limitValue }, act);
  return reasons.length === 0 ? applied : adjusted(reasons);
}

const offOf = ({ documentDiscount, documentDiscountMinor, roundedOffMinor }: OrderArgs) => ({
  ...{ documentDiscount, documentDiscountMinor, roundedOffMinor },
});

function marketOf(rows: BusinessRows, { currency }: OrderArgs, customer: ModelRow, act: Act): Market {
  return { rows, customer, currency, day: openDayOf(rows, dayAt(act.now, offsetOf(rows))), now: act.now };
}

/** The products' own prices, as versions of before went by them. */
const asListed: Pricing = {
  refused(_, { currency: wanted }, products) {
    const foreign = products.findIndex(({ currency }) => currency !== wanted);
    if (foreign < 0) return null;
    const { name: product = '', currency = '' } = products[foreign] ?? {};
    return { code: 'sales.productCurrencyDiffers', params: { line: foreign + 1, product, currency } };
  },
  judge: ({ rows }, args, products, _, act, note) => ({ reasons: noteDeviations(rows, args, products, act, note) }),
  stored: (_, line) => ({ priceSource: line.unitPrice === line.listPrice ? 'base' : 'manual' }),
};

const byBook = (): Pricing => {
  let priced: PricedAsks | null = null;
  const pricedIn = (market: Market, args: OrderArgs): PricedAsks => {
    priced ??= priceOrder(market, args.lines);
    return priced;
  };
  return {
    refused: (market, args) => refusedPrice(market, args.lines, pricedIn(market, args)),
    judge: (market, args, _, head, act, note) =>
      judgeOrder(market, args.lines, pricedIn(market, args), head as unknown as OrderArgs, act, note),
    stored: (market, line, product) => ({
      ...(priced ? sourceOf(market, line, priced) : {}),
      taxCode: taxCodeOf(market, product),
    }),
  };
};

export const runConfirmOrder: ModelledRun = (rows, given, act) => takeOrder(rows, asArgs(given), asListed, act);
export const runBookOrder: ModelledRun = (rows, given, act) => takeOrder(rows, asArgs(given), byBook(), act);

function refusalOf(rows: BusinessRows, args: OrderArgs, pricing: Pricing, act: Act): GivenReason | null {
  const refuse = (code: string, params: GivenReason['params'] = {}): GivenReason => ({ code, params });
  if (rows.get('orders', args.orderId)) return refuse('sales.orderExists', { number: args.number });
  if (!isOwn(args.number, act)) return refuse('sales.numberNotOwn', { number: args.number });
  const customer = rows.get('customers', args.customerId);
  if (!customer || !isLive(customer) || !reachesCustomer(customer, act)) return refuse('crm.customerGone');
  if (customer.currency !== args.currency)
    return refuse('sales.currencyDiffers', { currency: customer.currency ?? '' });
  const warehouse = rows.get('warehouses', args.warehouseId);
  if (!warehouse || !isLive(warehouse)) return refuse('inventory.warehouseGone');
  const products = args.lines.map((line) => rows.get('products', line.productId));
  // One that somebody took away is named before one that never was.
  const taken = products.findIndex((product) => product && !isLive(product));
  const gone = taken >= 0 ? taken : products.indexOf(undefined);
  if (gone >= 0) return refuse('inventory.productGone', { line: gone + 1 });
  const there = products.flatMap((product): ModelRow[] => (product ? [product] : []));
  const unpriced = pricing.refused(marketOf(rows, args, customer, act), args, there);
  if (unpriced) return unpriced;
  const owed = openOrdersOf(rows, args.customerId, args.currency);
  const tooLarge = tooLargeOf(args.lines, termsOf(rows, args.currency), owed);
  return tooLarge && refuse('sales.amountTooLarge', { ...tooLarge, limitMinor: 1e14, currency: args.currency });
}
