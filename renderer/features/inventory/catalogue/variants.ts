/** Variants as a table makes them: every combination of what the axes can be. */

export interface Axis {
  readonly name: string;
  /** Comma-separated, as typed: white, celadon. */
  readonly values: string;
}

/** So many variants a table shows; more is a slip of the finger. */
export const LIMIT_VARIANTS = 200;

/** What was typed, one value each; twice the same counts once. Both commas and the Chinese stop divide. */
export function valuesOf(typed: string): string[] {
  return [...new Set(typed.split(/[,，、;；]/).map((value) => value.trim()))].filter((value) => value !== '');
}

/** Every combination, the last axis fastest; none while an axis has no value. Null: more than LIMIT_VARIANTS. */
export function combine(axes: readonly Axis[]): string[][] | null {
  let rows: string[][] = axes.length === 0 ? [] : [[]];
  for (const { values } of axes) {
    const own = valuesOf(values);
    if (rows.length * own.length > LIMIT_VARIANTS) return null;
    rows = rows.flatMap((row) => own.map((value) => [...row, value]));
  }
  return rows;
}

/** The SKU that a variant is offered: the family's code and a number of its own. */
export function variantCode(familyCode: string, at: number): string {
  return `${familyCode.trim()}-${String(at + 1).padStart(2, '0')}`;
}
