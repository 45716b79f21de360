/**
 * The auditor's own arithmetic, written from the business rules (R42, R44, R54, R55) and not from the product's code:
 * whole numbers of any size, one rounding.
 */

/** Half up by magnitude. */
function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
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

function exactLine(line: PricedLine, currency: string): { numerator: bigint; denominator: bigint } {
  const numerator =
    BigInt(line.quantity) * BigInt(line.unitPrice) * minorOf(currency) * (SCALE - BigInt(line.discount));
  return { numerator, denominator: SCALE * SCALE * SCALE };
}

const grossOf = (line: PricedLine, currency: string): bigint => {
  const { numerator, denominator } = exactLine(line, currency);
  return roundHalfUp(numerator, denominator);
};

/** Net and tax of an amount at a rate. */
function splitAmount(gross: bigint, rate: number, mode: string): { net: bigint; tax: bigint } {
  if (mode === 'taxExclusive') return { net: gross, tax: roundHalfUp(gross * BigInt(rate), SCALE) };
  const net = roundHalfUp(gross * SCALE, SCALE + BigInt(rate));
  return { net, tax: gross - net };
}

/** Amounts of every line and of the document. */
export function amountsOf(lines: readonly PricedLine[], terms: Terms): Amounts {
  const split = lines.map((line) => ({
    gross: grossOf(line, terms.currency),
    rate: line.taxRate,
    net: 0n,
    tax: 0n,
  }));
  const sums = new Map<number, { gross: bigint; tax: bigint }>();
  for (const line of split) {
    if (terms.taxRounding === 'perDocument') {
      const sum = sums.get(line.rate) ?? { gross: 0n, tax: 0n };
      sum.gross += line.gross;
      const { tax } = splitAmount(sum.gross, line.rate, terms.priceMode);
      line.tax = tax - sum.tax;
      line.net = terms.priceMode === 'taxExclusive' ? line.gross : line.gross - line.tax;
      sum.tax = tax;
      sums.set(line.rate, sum);
    } else Object.assign(line, splitAmount(line.gross, line.rate, terms.priceMode));
  }
  const netMinor = Number(split.reduce((sum, line) => sum + line.net, 0n));
  const taxMinor = Number(split.reduce((sum, line) => sum + line.tax, 0n));
  return {
    lines: split.map(({ net, tax }) => ({ netMinor: Number(net), taxMinor: Number(tax) })),
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
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

/** R9: paid is less than the list allows. */
export function isBelowLimit(line: PricedLine, listPrice: number, limit: number): boolean {
  return BigInt(line.unitPrice) * (SCALE - BigInt(line.discount)) < BigInt(listPrice) * (SCALE - BigInt(limit));
}

/** An amount in 1/10,000 of the major unit, in minor units; null where it has a fraction of one. */
export function minorUnits(amount: number, currency: string): number | null {
  const numerator = BigInt(amount) * minorOf(currency);
  if (numerator % SCALE !== 0n) return null;
  const minor = numerator / SCALE;
  return minor > LIMIT ? null : Number(minor);
}
