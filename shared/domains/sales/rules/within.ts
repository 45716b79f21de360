/**
 * A figure held between nothing and a whole, both included: of what is above zero never less than nothing, and never
 * more than there is; of what is below zero (a credit note) the mirror of it. Amounts and quantities alike.
 */
export function within(figure: number, whole: number): number {
  return whole < 0 ? Math.max(whole, Math.min(0, figure)) : Math.min(whole, Math.max(0, figure));
}
