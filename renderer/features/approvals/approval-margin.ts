import type { ApprovalLine } from '#shared/domains/admin/queries/approval.ts';
import { isBelowFloor } from '#shared/domains/sales/rules/approval.ts';
import { offDocumentOf } from '#shared/domains/sales/rules/approval-binding.ts';
import { type BasisPoints, FULL_PERCENT, ONE_UNIT, type UnitPrice } from '#shared/kernel/money.ts';

/** A line with the part that it bears of what was taken off the whole document (R41). */
export interface BearingLine extends ApprovalLine {
  readonly offDocument: { readonly takenMinor: number; readonly wholeMinor: number };
}

/** @param order null where it is not here: then nothing is known of what was taken off it */
export function asBearing(
  order: Parameters<typeof offDocumentOf>[0] | null,
  lines: readonly ApprovalLine[],
): readonly BearingLine[] {
  const off = order && offDocumentOf(order, lines);
  return lines.map((line) => ({ ...line, offDocument: off ?? { takenMinor: 0, wholeMinor: 0 } }));
}

/** What is left of 1 after a person's discounts. */
function leftOf({ discount, secondDiscount, offDocument: { takenMinor, wholeMinor } }: BearingLine): number {
  const ofDocument = takenMinor === 0 ? 1 : 1 - takenMinor / wholeMinor;
  return (1 - discount / FULL_PERCENT) * (1 - secondDiscount / FULL_PERCENT) * ofDocument;
}

/** How much less than the list a line is, prices and discounts together, rounded; negative where it is more. */
export function belowList(line: BearingLine): BasisPoints {
  if (line.listPrice <= 0 || line.lineKind !== 'goods') return 0;
  return Math.round(FULL_PERCENT - (line.unitPrice * leftOf(line) * FULL_PERCENT) / line.listPrice);
}

/** What is paid for one, as it is sold, after a person's discounts, in 1/10,000 of the major unit. */
export function paidForOne(line: BearingLine): UnitPrice {
  return Math.round(line.unitPrice * leftOf(line));
}

/** Whether what is paid for one is under the floor, promotions counted. */
export function isUnderFloor(line: BearingLine): boolean {
  const { floorPrice, unitRatio, promotionDiscount: offByPromotions, lineKind } = line;
  if (floorPrice === null || lineKind !== 'goods') return false;
  return isBelowFloor({ ...line, offByPromotions }, floorPrice * unitRatio);
}

/** What is left of the net of lines after their costs, and of how many lines the cost is not known. */
export interface Margin {
  readonly netMinor: number;
  readonly share: BasisPoints | null;
  readonly unknownLines: number;
}

/**
 * The margin of lines whose costs are known.
 * @param decimals of the currency: a cost is stored in 1/10,000 of the major unit
 */
export function marginOf(lines: readonly ApprovalLine[], decimals: number): Margin {
  let netMinor = 0;
  let costMinor = 0;
  let unknownLines = 0;
  for (const { netMinor: net, quantity, unitCost } of lines) {
    if (unitCost === null) unknownLines += 1;
    else {
      netMinor += net;
      costMinor += ((quantity / ONE_UNIT) * unitCost * 10 ** decimals) / ONE_UNIT;
    }
  }
  const share = netMinor > 0 ? Math.round(((netMinor - costMinor) / netMinor) * FULL_PERCENT) : null;
  return { netMinor, share, unknownLines };
}
