import type { ApprovalLine } from '#shared/domains/admin/queries/approval.ts';
import { type BasisPoints, FULL_PERCENT, ONE_UNIT, type UnitPrice } from '#shared/kernel/money.ts';

/** How much less than the list a line is, price and discount together, rounded; negative where it is more. */
export function belowList({ unitPrice, listPrice, discount }: ApprovalLine): BasisPoints {
  if (listPrice <= 0) return 0;
  return Math.round(FULL_PERCENT - (unitPrice * (FULL_PERCENT - discount)) / listPrice);
}

/** What is paid for one after the discount, in 1/10,000 of the major unit. */
export function paidForOne({ unitPrice, discount }: ApprovalLine): UnitPrice {
  return Math.round((unitPrice * (FULL_PERCENT - discount)) / FULL_PERCENT);
}

/** Whether what is paid for one is under the floor. */
export function isUnderFloor({ unitPrice, discount, floorPrice }: ApprovalLine): boolean {
  return (
    floorPrice !== null &&
    BigInt(unitPrice) * BigInt(FULL_PERCENT - discount) < BigInt(floorPrice) * BigInt(FULL_PERCENT)
  );
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
