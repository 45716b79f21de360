/** Lines of goods that a person writes before they become a document. */
import { z } from 'zod';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { toBaseUnits } from '#shared/domains/inventory/rules/units.ts';
import { formatDecimal, parseDecimal, QUANTITY_LIMIT, UNIT_PRICE_LIMIT } from '#shared/kernel/money.ts';

export interface WrittenLine {
  readonly id: string;
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  /** The product's own unit. */
  readonly baseUnit: string;
  /** Null: the base unit. */
  readonly unitId: string | null;
  readonly ratio: number;
  /** As typed, in the chosen unit. */
  readonly quantity: string;
  /** As typed, of one base unit; empty: nothing is said. */
  readonly cost: string;
}

const SCALE = 4;

/** What was typed, in base units; null where it is no quantity above zero. */
export function quantityOf({ quantity, ratio }: WrittenLine): number | null {
  const typed = parseDecimal(quantity, SCALE);
  if (typed === null || typed <= 0) return null;
  const base = toBaseUnits(typed, ratio);
  return base <= QUANTITY_LIMIT ? base : null;
}

/** What was typed as a cost; `undefined` where it cannot be read, null where nothing is said. */
export function costOf({ cost }: WrittenLine): number | null | undefined {
  if (cost.trim() === '') return null;
  const typed = parseDecimal(cost, SCALE);
  return typed === null || typed < 0 || typed > UNIT_PRICE_LIMIT ? undefined : typed;
}

/** A stored figure as a person would type it. */
export const typedFigure = (value: number): string => formatDecimal(value, SCALE);

const sentLines = z.object({
  lines: z.array(z.object({ id: z.string(), productId: z.string(), quantity: z.int(), unitCost: z.int().nullish() })),
});

/** The products of a command's lines. */
export function productsOfLines(args: unknown): readonly string[] {
  const read = sentLines.safeParse(args);
  return read.success ? [...new Set(read.data.lines.map(({ productId }) => productId))] : [];
}

/** The lines of a command as they were typed, in base units; without those whose product is not here any more. */
export function linesWithin(args: unknown, products: readonly ProductListRow[]): readonly WrittenLine[] {
  const read = sentLines.safeParse(args);
  if (!read.success) return [];
  const byId = new Map(products.map((product) => [product.id, product]));
  return read.data.lines.flatMap(({ id, productId, quantity, unitCost }) => {
    const product = byId.get(productId);
    if (!product) return [];
    const { code, name, unit: baseUnit } = product;
    const cost = typeof unitCost === 'number' ? typedFigure(unitCost) : '';
    return [{ id, productId, code, name, baseUnit, unitId: null, ratio: 1, quantity: typedFigure(quantity), cost }];
  });
}
