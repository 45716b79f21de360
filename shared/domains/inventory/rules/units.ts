import type { Quantity } from '../../../kernel/money.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';

/**
 * R31: so many boxes in base units; there and back nothing is lost, since a ratio is a whole number.
 * @param ratio base units in one of the unit
 */
export function toBaseUnits(quantity: Quantity, ratio: number): Quantity {
  return quantity * ratio;
}

/** A quantity as people count it: whole boxes, and what is left over in base units. */
export interface UnitSplit {
  /** Whole ones, a plain number. */
  readonly units: number;
  readonly rest: Quantity;
}

/** R31: how many whole boxes a quantity of base units makes. Of what is below zero both parts are. */
export function splitIntoUnits(quantity: Quantity, ratio: number): UnitSplit {
  const units = Math.trunc(quantity / (ratio * ONE_UNIT));
  return { units, rest: quantity - units * ratio * ONE_UNIT };
}

/** R31: whether a quantity of base units is a whole number of the unit. */
export function isWholeUnits(quantity: Quantity, ratio: number): boolean {
  return quantity % (ratio * ONE_UNIT) === 0;
}
