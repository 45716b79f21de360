/**
 * The auditor's own arithmetic, written from the business rules (R41, R42, R44, R45, R54, R55) and not from the product's
 * code: whole numbers of any size, one rounding.
 */

/** Half up by magnitude. */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n;
  const magnitude = isNegative ? -numerator : numerator;
  const whole = magnitude / denominator;
  const rest = magnitude % denominator;
  const rounded = rest * 2n >= denominator ? whole + 1n : whole;
  return isNegative ? -rounded : rounded;
}

const decimalsOf: Readonly<Record<string, bigint>> = {
  JPY: 0n,
  KRW: 0n,
  VND: 0n,
  CLP: 0n,
  KWD: 3n,
  BHD: 3n,
  OMR: 3n,
  JOD: 3n,
  TND: 3n,
};

/** 10 to the power of the currency's decimals. */
const minorOf = (currency: string): bigint => 10n ** (decimalsOf[currency] ?? 2n);

export interface PricedLine {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  readonly taxRate: number;
  readonly unitRatio?: number;
  readonly secondDiscount?: number;
  readonly promotionDiscount?: number;
  readonly promotionMinor?: number;
}

export interface Terms {
  readonly currency: string;
  readonly priceMode: string;
  readonly taxRounding: string;
}

export interface Amounts {
  readonly lines: readonly { readonly netMinor: number; readonly taxMinor: number }[];
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

const SCALE = 10_000n;

/** What is left of 100 % after a discount. */
const leftAfter = (discount: number | undefined): bigint => SCALE - BigInt(discount ?? 0);

function exactLine(line: PricedLine, currency: string): { numerator: bigint; denominator: bigint } {
  const left = leftAfter(line.discount) * leftAfter(line.secondDiscount) * leftAfter(line.promotionDiscount);
  const numerator = BigInt(line.quantity) * BigInt(line.unitPrice) * minorOf(currency) * left;
  return { numerator, denominator: BigInt(line.unitRatio ?? 1) * SCALE ** 5n };
}

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** Of what is asked as much as there is, and of the same sign. */
function asFar(asked: bigint, there: bigint): bigint {
  if (asked === 0n || asked < 0n !== there < 0n) return 0n;
  return sizeOf(asked) > sizeOf(there) ? there : asked;
}

export const grossOf = (line: PricedLine, currency: string): bigint => {
  const { numerator, denominator } = exactLine(line, currency);
  const priced = roundHalfUp(numerator, denominator);
  return priced - asFar(BigInt(line.promotionMinor ?? 0), priced);
};

/** Net and tax of an amount at a rate. */
function splitAmount(gross: bigint, rate: number, mode: string): { net: bigint; tax: bigint } {
  if (mode === 'taxExclusive') return { net: gross, tax: roundHalfUp(gross * BigInt(rate), SCALE) };
  const net = roundHalfUp(gross * SCALE, SCALE + BigInt(rate));
  return { net, tax: gross - net };
}

interface Split {
  readonly rate: number;
  readonly net: bigint;
  readonly tax: bigint;
}

/** Tells net and tax of every line, once for each line or once for each rate. */
function splitLines(lines: readonly { rate: number; amount: bigint }[], mode: string, rounding: string): Split[] {
  const sums = new Map<number, { amount: bigint; tax: bigint }>();
  return lines.map(({ rate, amount }) => {
    if (rounding !== 'perDocument') return { rate, ...splitAmount(amount, rate, mode) };
    const sum = sums.get(rate) ?? { amount: 0n, tax: 0n };
    sums.set(rate, sum);
    sum.amount += amount;
    const { tax: taxSoFar } = splitAmount(sum.amount, rate, mode);
    const tax = taxSoFar - sum.tax;
    sum.tax = taxSoFar;
    return { rate, net: mode === 'taxExclusive' ? amount : amount - tax, tax };
  });
}

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

function asAmounts(lines: readonly Split[]): Amounts {
  const netMinor = Number(sumOf(lines.map((line) => line.net)));
  const taxMinor = Number(sumOf(lines.map((line) => line.tax)));
  return {
    lines: lines.map(({ net, tax }) => ({ netMinor: Number(net), taxMinor: Number(tax) })),
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
  };
}

const grossLines = (lines: readonly PricedLine[], currency: string) =>
  lines.map((line) => ({ rate: line.taxRate, amount: grossOf(line, currency) }));

/** Amounts of every line and of the document. */
export function amountsOf(lines: readonly PricedLine[], terms: Terms): Amounts {
  return asAmounts(splitLines(grossLines(lines, terms.currency), terms.priceMode, terms.taxRounding));
}

/**
 * R45: each line gives by its net, rounded; what is over or missing then is the largest line's (of several the first), as
 * far as it has it, then the next largest's. For documents whose lines have one sign.
 */
function giveOff(whole: bigint, lines: readonly { net: bigint; has: bigint }[]): bigint[] {
  const nets = sumOf(lines.map(({ net }) => sizeOf(net)));
  const given = lines.map(({ net, has }) => (nets === 0n ? 0n : asFar(roundHalfUp(whole * sizeOf(net), nets), has)));
  const order = lines.map((_, index) => index);
  while (sumOf(given) !== whole) {
    const open = whole - sumOf(given);
    const largest = order.reduce<number | null>((best, index) => {
      const { net, has } = lines[index] ?? { net: 0n, has: 0n };
      const now = given[index] ?? 0n;
      if (asFar(now + open, has) === now) return best;
      return best === null || sizeOf(net) > sizeOf(lines[best]?.net ?? 0n) ? index : best;
    }, null);
    if (largest === null) throw new Error('more is taken off than there is');
    given[largest] = asFar((given[largest] ?? 0n) + open, lines[largest]?.has ?? 0n);
  }
  return given;
}

/** What is taken off a document: percent of what its lines come to, or else an amount; and off the total with tax. */
export interface TakenOff {
  readonly documentDiscount: number;
  readonly documentDiscountMinor: number;
  readonly roundedOffMinor: number;
}

/** Amounts of a document with discounts of its own (R41, R45), and what each line gives of them. */
export function discountedAmounts(lines: readonly PricedLine[], terms: Terms, off: TakenOff) {
  const gross = grossLines(lines, terms.currency);
  const all = sumOf(gross.map(({ amount }) => amount));
  const percent = roundHalfUp(all * BigInt(off.documentDiscount), SCALE);
  const discount = asFar(off.documentDiscount > 0 ? percent : BigInt(off.documentDiscountMinor), all);
  const before = splitLines(gross, terms.priceMode, terms.taxRounding);
  const discounts = giveOff(
    discount,
    before.map(({ net }, index) => ({ net, has: gross[index]?.amount ?? 0n })),
  );
  const less = gross.map(({ rate, amount }, index) => ({ rate, amount: amount - (discounts[index] ?? 0n) }));
  const agreed = splitLines(less, terms.priceMode, terms.taxRounding);

  const rounding = asFar(BigInt(off.roundedOffMinor), sumOf(agreed.map(({ net, tax }) => net + tax)));
  const roundings = giveOff(
    rounding,
    agreed.map(({ net, tax }) => ({ net, has: net + tax })),
  );
  const paid = agreed.map(({ rate, net, tax }, index) => ({ rate, amount: net + tax - (roundings[index] ?? 0n) }));
  return {
    ...asAmounts(splitLines(paid, 'taxInclusive', terms.taxRounding)),
    documentDiscountMinor: Number(discount),
    roundedOffMinor: Number(rounding),
    discounts: discounts.map(Number),
    roundings: roundings.map(Number),
  };
}

const LIMIT = 10n ** 14n;

/** What is beyond what an amount may be (R54), as a refusal's parameters; null when nothing is. */
export function tooLargeOf(lines: readonly PricedLine[], terms: Terms, owedMinor: number) {
  const beyond = lines.findIndex((line) => {
    const { numerator, denominator } = exactLine(line, terms.currency);
    return numerator > LIMIT * denominator;
  });
  if (beyond >= 0) return { context: 'line', line: beyond + 1 };
  const gross = lines.reduce((sum, line) => sum + grossOf(line, terms.currency), 0n);
  if (gross > LIMIT) return { context: 'order' };
  const total = BigInt(amountsOf(lines, terms).totalMinor);
  if (total > LIMIT) return { context: 'order' };
  return BigInt(owedMinor) + total > LIMIT ? { context: 'exposure' } : null;
}

/** What was taken off a whole document, and of how much. */
export interface OffWhole {
  readonly taken: bigint;
  readonly whole: bigint;
}

/** What is paid for a unit, as a fraction of 10,000³ times the whole. */
function paidOf(line: PricedLine, { taken, whole }: OffWhole, withPromotions: boolean) {
  const promotions = withPromotions ? leftAfter(line.promotionDiscount) : SCALE;
  const left = leftAfter(line.discount) * leftAfter(line.secondDiscount) * promotions;
  return { paid: BigInt(line.unitPrice) * left * (whole - taken), of: SCALE ** 3n * whole };
}

export const nothingOff: OffWhole = { taken: 0n, whole: 1n };

/** R9: paid is less than the list allows. */
export function isBelowLimit(line: PricedLine, listPrice: number, limit: number, off = nothingOff): boolean {
  const { paid, of } = paidOf(line, off, false);
  return paid * SCALE < BigInt(listPrice) * (SCALE - BigInt(limit)) * of;
}

/** R9: paid is less than the goods may go for, promotions counted. */
export function isBelowPrice(line: PricedLine, price: number, off: OffWhole): boolean {
  const { paid, of } = paidOf(line, off, true);
  return paid < BigInt(price) * of;
}

/** Basis points below the list, rounded up. */
export function basisPointsBelow(line: PricedLine, listPrice: bigint, off: OffWhole): number {
  if (listPrice <= 0n) return 0;
  const { paid, of } = paidOf(line, off, false);
  const list = listPrice * of;
  const missing = (list - paid) * SCALE;
  return missing > 0n ? Number((missing + list - 1n) / list) : 0;
}

/** What was taken off a document that stands. */
export function offWhole(
  document: Pick<TakenOff, 'documentDiscount' | 'documentDiscountMinor'>,
  lines: readonly PricedLine[],
  currency: string,
): OffWhole {
  const { documentDiscount, documentDiscountMinor } = document;
  if (documentDiscount > 0) return { taken: BigInt(documentDiscount), whole: SCALE };
  if (documentDiscountMinor === 0) return nothingOff;
  return {
    taken: BigInt(documentDiscountMinor),
    whole: lines.reduce((sum, line) => sum + grossOf(line, currency), 0n),
  };
}

/** An amount in 1/10,000 of the major unit, in minor units; null where it has a fraction of one. */
export function minorUnits(amount: number, currency: string): number | null {
  const numerator = BigInt(amount) * minorOf(currency);
  if (numerator % SCALE !== 0n) return null;
  const minor = numerator / SCALE;
  return minor > LIMIT ? null : Number(minor);
}
