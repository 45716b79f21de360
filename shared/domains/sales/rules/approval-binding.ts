/** What a word about an order binds (R9), and how far the limit of whoever gives it must reach. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  type BasisPoints,
  type CurrencyCode,
  FULL_PERCENT,
  type Minor,
  type UnitPrice,
} from '../../../kernel/money.ts';
import type { Reason } from '../../../kernel/refusal.ts';
import { type AgreedPrice, discountGiven } from './approval.ts';
import { lineGross } from './price-line.ts';

export type OrderWordKind = 'discount' | 'credit' | 'largeOrder';

/** By which limit of the decider a word goes. */
const limitKinds = { discount: 'discount', credit: 'creditRelease', largeOrder: 'approval' } as const;

interface BoundOrder {
  readonly customerId: string;
  readonly currency: string;
  readonly paymentTermsDays: number;
  /** What is taken off the document, as it came out (R41). */
  readonly documentDiscountMinor?: Minor;
  readonly roundedOffMinor?: Minor;
}

interface WordOrder extends BoundOrder {
  readonly id: string;
  readonly number: string;
  readonly customerName: string;
  readonly warehouseId: string;
  readonly totalMinor: number;
}

/** What a word about an order is asked with; the amount and the fingerprint are what it binds. */
export function orderAsking(
  kind: OrderWordKind,
  order: WordOrder,
  lines: readonly BoundLine[],
  why: { readonly limitValue: number; readonly reasons: readonly Reason[]; readonly note: string | null },
) {
  return {
    documentType: 'order',
    documentId: order.id,
    documentNumber: order.number,
    kind,
    customerId: order.customerId,
    customerName: order.customerName,
    warehouseId: order.warehouseId,
    amountMinor: order.totalMinor,
    currency: order.currency,
    limitKind: limitKinds[kind],
    ...why,
    fingerprint: bindingOf(kind, order, lines),
  };
}

interface BoundLine {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: UnitPrice;
  readonly listPrice: UnitPrice;
  readonly discount: BasisPoints;
  readonly taxRate: BasisPoints;
  readonly unitRatio?: number;
  readonly secondDiscount?: BasisPoints;
  readonly promotionDiscount?: BasisPoints;
  readonly promotionMinor?: Minor;
  readonly lineKind?: string;
}

/**
 * Stands for everything that a word about the order binds; the amount stands beside it. A word about prices, or about
 * the order as a whole: who buys what at which terms, in the order of the lines. A word about credit: who owes, in which currency, for how long.
 * What a document may have without having it is named only where it is there: words that stand go on binding.
 */
export function bindingOf(kind: OrderWordKind, order: BoundOrder, lines: readonly BoundLine[]): string {
  const head = [kind, order.customerId, order.currency];
  const bound =
    kind === 'credit'
      ? [...head, order.paymentTermsDays]
      : [
          ...head,
          ...told('documentDiscountMinor', order.documentDiscountMinor, 0),
          ...told('roundedOffMinor', order.roundedOffMinor, 0),
          ...lines.map((line) => {
            const { productId, quantity, unitPrice, listPrice, discount, taxRate } = line;
            return [productId, quantity, unitPrice, listPrice, discount, taxRate, ...besides(line)].join(' ');
          }),
        ];
  return bytesToHex(sha256(utf8ToBytes(bound.join('\n'))));
}

/** What a line has beside what every line has. */
function besides(line: BoundLine): string[] {
  return [
    ...told('unitRatio', line.unitRatio, 1),
    ...told('secondDiscount', line.secondDiscount, 0),
    ...told('promotionDiscount', line.promotionDiscount, 0),
    ...told('promotionMinor', line.promotionMinor, 0),
    ...told('lineKind', line.lineKind, 'goods'),
  ];
}

function told<Figure>(name: string, figure: Figure | undefined, usual: Figure): string[] {
  return figure === undefined || figure === usual ? [] : [`${name}=${figure}`];
}

/**
 * How much less than the list the cheapest line is, rounded up: a limit that reaches it reaches all. Free goods are no
 * discount: who may give them is asked elsewhere.
 */
export function deepestDiscount(
  lines: readonly (Pick<BoundLine, 'productId' | 'lineKind'> & AgreedPrice)[],
  listPriceOf: (productId: string) => UnitPrice | undefined = () => undefined,
  offDocument?: AgreedPrice['offDocument'],
): BasisPoints {
  const off = offDocument ? { offDocument } : {};
  return lines.reduce((deepest, line) => {
    if ((line.lineKind ?? 'goods') !== 'goods') return deepest;
    const listPrice = listPriceOf(line.productId) ?? line.listPrice;
    return Math.max(deepest, discountGiven({ ...line, ...off, listPrice }));
  }, 0);
}

/** What was taken off a document that stands, and of how much: each of its lines bears that part (R9, R41). */
export function offDocumentOf(
  {
    documentDiscount,
    documentDiscountMinor,
    currency,
  }: {
    readonly documentDiscount: BasisPoints;
    readonly documentDiscountMinor: Minor;
    readonly currency: CurrencyCode;
  },
  lines: readonly Parameters<typeof lineGross>[0][],
): NonNullable<AgreedPrice['offDocument']> {
  if (documentDiscount > 0) return { takenMinor: documentDiscount, wholeMinor: FULL_PERCENT };
  if (documentDiscountMinor === 0) return { takenMinor: 0, wholeMinor: 0 };
  return {
    takenMinor: documentDiscountMinor,
    wholeMinor: lines.reduce((sum, line) => sum + lineGross(line, currency), 0),
  };
}
