/**
 * Which price a line has before anybody types one (R40). Guards:
 * - level by level: contract, customer, group, the customer's list, the lists for everybody, base; the first that has a
 *   row that holds wins, whatever the others say;
 * - within a level the order of rows is total, so that device and server choose the same;
 * - a price of another unit is exact: a box is its pieces, multiplied, and nothing is ever divided (R31).
 */
import type { Id } from '../../../../kernel/ids.ts';
import {
  divideHalfUp,
  extendPrice,
  FULL_PERCENT,
  isBeyondAmounts,
  type Minor,
  type Quantity,
  UNIT_PRICE_LIMIT,
  type UnitPrice,
} from '../../../../kernel/money.ts';
import type { Reason } from '../../../../kernel/refusal.ts';
import {
  type ContractPrice,
  holds,
  isValidOn,
  type PriceBook,
  type PricedProduct,
  type PricingTerms,
} from './price-book.ts';

export type PriceSource = 'contract' | 'customer' | 'group' | 'list' | 'base';

export interface FoundPrice {
  /** Of one unit as the line is sold. */
  readonly unitPrice: UnitPrice;
  readonly source: PriceSource;
  /** The row that says so; null: the product's own. */
  readonly sourceId: Id | null;
  readonly reasons: readonly Reason[];
}

export interface PricedUnit {
  readonly product: PricedProduct;
  /** R31: base units in one unit as it is sold. */
  readonly unitRatio: number;
  /** In base units: of this line. */
  readonly quantity: Quantity;
  /** In base units: of the product in the whole document; quantity breaks go by it. */
  readonly askedQuantity: Quantity;
  /** A line of a contract that the person chose; none: from no contract; null: whichever fits. */
  readonly contractLineId: Id | 'none' | null;
}

/** What the document has called off from contracts so far, as money by contract. */
export type CalledOff = Map<Id, Minor>;

/**
 * The price of a line, and what it has called off.
 * @param called what the lines before have called off; a price of a contract adds this line's
 * @returns null where the product is in another currency and nobody said what it is worth
 */
export function findPrice(
  line: PricedUnit,
  book: PriceBook,
  terms: PricingTerms,
  called: CalledOff,
): FoundPrice | null {
  const contract = fromContract(line, book, terms, called);
  if ('unitPrice' in contract) return contract;
  const found = fromCustomer(line, book, terms) ?? fromLists(line, book, terms) ?? fromProduct(line, book, terms);
  return found && { ...found, reasons: [...found.reasons, ...contract.reasons] };
}

interface Candidate {
  readonly id: Id;
  readonly unitRatio: number;
  readonly minQuantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly priority: number;
  /** Of the list that the row stands in. */
  readonly listPriority: number;
  readonly knownFrom: number;
}

/** Those that can be had for this line, the one that counts first. */
function inOrder<Row extends Candidate>(rows: readonly Row[], { unitRatio, askedQuantity }: PricedUnit): Row[] {
  const isOfUnit = (row: Row): 0 | 1 => (row.unitRatio === unitRatio ? 1 : 0);
  return rows
    .filter((row) => row.unitRatio === unitRatio || row.unitRatio === 1)
    .filter(
      (row) => row.minQuantity <= askedQuantity && row.unitPrice * (unitRatio / row.unitRatio) <= UNIT_PRICE_LIMIT,
    )
    .sort(
      (left, right) =>
        isOfUnit(right) - isOfUnit(left) ||
        right.minQuantity - left.minQuantity ||
        right.listPriority - left.listPriority ||
        right.priority - left.priority ||
        right.knownFrom - left.knownFrom ||
        (left.id < right.id ? 1 : -1),
    );
}

/** A row is of the line's unit, or of the base unit. */
const ofUnit = (row: Candidate, { unitRatio }: PricedUnit): UnitPrice => row.unitPrice * (unitRatio / row.unitRatio);

const breakReason = ({ minQuantity }: Candidate): Reason[] =>
  minQuantity > 0 ? [{ code: 'break', params: { minQuantity } }] : [];

/** R4: from a contract with enough left, in goods and in money; else what was used up. */
function fromContract(
  line: PricedUnit,
  { contracts }: PriceBook,
  { day, currency }: PricingTerms,
  called: CalledOff,
): FoundPrice | { readonly reasons: readonly Reason[] } {
  const { contractLineId, product, quantity } = line;
  if (contractLineId === 'none') return { reasons: [] };
  const rows = contracts
    .filter((row) => row.productId === product.id && row.currency === currency && isValidOn(row, day))
    .filter((row) => contractLineId === null || row.id === contractLineId)
    .map((row) => ({ ...row, unitPrice: afterDiscount(row), priority: 0, listPriority: 0 }));
  const ordered = inOrder(rows, line);
  for (const row of ordered) {
    const unitPrice = ofUnit(row, line);
    const isPriced = !isBeyondAmounts(quantity, unitPrice, [], currency, line.unitRatio);
    const grossMinor = isPriced ? extendPrice(quantity, unitPrice, [], currency, line.unitRatio) : 0;
    const calledMinor = (called.get(row.contractId) ?? 0) + grossMinor;
    const isEnough =
      (row.leftQuantity ?? line.askedQuantity) >= line.askedQuantity && (row.leftMinor ?? calledMinor) >= calledMinor;
    if (!isEnough) continue;
    called.set(row.contractId, calledMinor);
    const { id, number, minQuantity } = row;
    return {
      unitPrice,
      source: 'contract',
      sourceId: id,
      reasons: [{ code: 'contract', params: { number, minQuantity } }],
    };
  }
  const [usedUp] = ordered;
  return { reasons: usedUp ? [{ code: 'contractUsedUp', params: { number: usedUp.number } }] : [] };
}

/** What the contract takes off belongs to its price: nobody gives it anew with each order. */
function afterDiscount({ unitPrice, discount }: ContractPrice): UnitPrice {
  return divideHalfUp(BigInt(unitPrice) * BigInt(FULL_PERCENT - discount), BigInt(FULL_PERCENT));
}

function fromCustomer(line: PricedUnit, { customerPrices }: PriceBook, terms: PricingTerms): FoundPrice | null {
  const rows = customerPrices
    .filter((row) => row.productId === line.product.id && row.currency === terms.currency && holds(row, terms))
    .map((row) => ({ ...row, listPriority: 0 }));
  const [row] = inOrder(rows, line);
  if (!row) return null;
  const reason = { code: 'customer', params: { validUntil: row.validUntil } };
  return { unitPrice: ofUnit(row, line), source: 'customer', sourceId: row.id, reasons: [reason, ...breakReason(row)] };
}

/** The group's lists, then the customer's own, then those for everybody. */
function fromLists(line: PricedUnit, book: PriceBook, terms: PricingTerms): FoundPrice | null {
  const { customer, groupName, lists, listPrices } = book;
  const holding = lists.filter((list) => list.currency === terms.currency && isValidOn(list, terms.day));
  const ofProduct = listPrices.filter((row) => row.productId === line.product.id && holds(row, terms));
  const levels = [
    holding.filter(({ kind, groupId }) => kind === 'group' && groupId !== null && groupId === customer.groupId),
    holding.filter(({ kind, id }) => kind === 'list' && id === customer.priceListId),
    holding.filter(({ kind, isDefault }) => kind === 'list' && isDefault === 1),
  ];
  for (const level of levels) {
    const rows = level.flatMap((list) =>
      ofProduct
        .filter(({ priceListId }) => priceListId === list.id)
        .map((row) => ({ ...row, list, listPriority: list.priority })),
    );
    const [row] = inOrder(rows, line);
    if (!row) continue;
    const isGroup = row.list.kind === 'group';
    const name = isGroup ? (groupName ?? row.list.name) : row.list.name;
    return {
      unitPrice: ofUnit(row, line),
      source: isGroup ? 'group' : 'list',
      sourceId: row.id,
      reasons: [{ code: isGroup ? 'group' : 'list', params: { name } }, ...breakReason(row)],
    };
  }
  return null;
}

function fromProduct({ product, unitRatio }: PricedUnit, book: PriceBook, terms: PricingTerms): FoundPrice | null {
  const ofOne = exchanged(product.basePrice, product.currency, book, terms);
  if (!ofOne || ofOne.unitPrice * unitRatio > UNIT_PRICE_LIMIT) return null;
  const reasons = [{ code: 'base', params: {} }, ...ofOne.reasons];
  return { unitPrice: ofOne.unitPrice * unitRatio, source: 'base', sourceId: null, reasons };
}

/** R46: a price in the document's currency by the rates of the day; null: nobody said what it is worth. */
export function exchanged(
  unitPrice: UnitPrice,
  from: string,
  { exchangeRates }: Pick<PriceBook, 'exchangeRates'>,
  { currency }: Pick<PricingTerms, 'currency'>,
): { readonly unitPrice: UnitPrice; readonly reasons: readonly Reason[] } | null {
  if (from === currency) return { unitPrice, reasons: [] };
  const [known, wanted] = [exchangeRates[from], exchangeRates[currency]];
  if (known === undefined || wanted === undefined) return null;
  const value = BigInt(unitPrice) * BigInt(known);
  if (value > BigInt(UNIT_PRICE_LIMIT) * BigInt(wanted)) return null;
  return {
    unitPrice: divideHalfUp(value, BigInt(wanted)),
    reasons: [{ code: 'exchanged', params: { currency: from, price: unitPrice } }],
  };
}
