import type { Minor } from '#shared/kernel/money.ts';

/** Tax of a stored order by rate, highest first; the stored amounts are added, nothing is computed anew (R44). */
export function taxByRate(
  lines: readonly { readonly taxRate: number; readonly taxMinor: Minor }[],
): { taxRate: number; taxMinor: Minor }[] {
  const byRate = new Map<number, Minor>();
  for (const { taxRate, taxMinor } of lines) byRate.set(taxRate, (byRate.get(taxRate) ?? 0) + taxMinor);
  return [...byRate].map(([taxRate, taxMinor]) => ({ taxRate, taxMinor })).sort((a, b) => b.taxRate - a.taxRate);
}
