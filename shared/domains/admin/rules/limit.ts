import type { LimitKind, Settings } from '../model.ts';

/** A row of roleLimits or userLimits. */
interface Limit {
  readonly kind: LimitKind;
  /** Basis points of a discount; minor units of the company's currency of every other kind. */
  readonly value: number;
}

/**
 * How far a person may go without asking (R9): as far as was agreed with that person, else with the role, else as far as
 * the company's settings say, which say nothing of most kinds: 0.
 */
export function limitFrom(
  kind: LimitKind,
  { own, ofRole, settings }: { own: readonly Limit[]; ofRole: readonly Limit[]; settings: Settings },
): number {
  const agreed = own.find((limit) => limit.kind === kind) ?? ofRole.find((limit) => limit.kind === kind);
  return agreed?.value ?? (kind === 'discount' ? settings['sales.discountLimit'] : 0);
}
