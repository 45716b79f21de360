import type { Quantity } from '../../../kernel/money.ts';

/** How much lines come to, by unit in their order: bottles and boxes add up to nothing. */
export function sumsByUnit(
  lines: readonly { readonly unit: string; readonly quantity: Quantity }[],
): { readonly unit: string; readonly quantity: Quantity }[] {
  const sums = new Map<string, Quantity>();
  for (const { unit, quantity } of lines) sums.set(unit, (sums.get(unit) ?? 0) + quantity);
  return [...sums].map(([unit, quantity]) => ({ unit, quantity }));
}
