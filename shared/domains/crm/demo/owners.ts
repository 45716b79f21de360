/** Who has the demo's customers: their reps, a team, nobody; and how it came to that. */
import { type Demo, type DemoSource, type InBoth, madeBy } from '../../../kernel/demo.ts';
import type { Instant } from '../../../kernel/instants.ts';
import type { Row } from '../../../kernel/table.ts';

type Territory = Demo['story']['territories'][number];

export interface DemoHolding {
  readonly kind: 'rep' | 'team' | 'pool';
  readonly ownerId: string | null;
  readonly ownerTeamId: string | null;
  readonly heldSince: Instant | null;
}

/** Why a rep gave a customer back. */
const reasons: readonly [InBoth, ...InBoth[]] = [
  { zh: '改由总部统一采购', en: 'Buys through its head office now' },
  { zh: '路太远，每月只去一次', en: 'Too far, visited once a month' },
  { zh: '半年没有联系上', en: 'Not reached for half a year' },
];

/** The first ones are looked at most, and stay with their reps. */
const FIRST_REPS = 12;
const DAY_MS = 86_400_000;

/** @param index of the customer */
export function holdingOf(demo: Demo, { random }: DemoSource, { rep, code }: Territory, index: number): DemoHolding {
  const today = demo.days[demo.days.length - 1]?.at(11 * 60) ?? 0;
  const heldSince = today - random.between(2, 50) * DAY_MS - random.between(0, 300) * 60_000;
  if (index >= FIRST_REPS && index % 11 === 7) return { kind: 'pool', ownerId: null, ownerTeamId: null, heldSince };
  if (index >= FIRST_REPS && code === 'HB' && index % 8 === 4) {
    return { kind: 'team', ownerId: null, ownerTeamId: demo.story.team.id, heldSince };
  }
  return { kind: 'rep', ownerId: rep.id, ownerTeamId: null, heldSince: null };
}

/** How the customer came to where it is now; null where it never changed hands. */
export function changeOf(
  demo: Demo,
  { newId, random }: DemoSource,
  { id: customerId, code: customerCode, name: customerName }: Row<'customers'>,
  { rep }: Territory,
  { kind, ownerTeamId: toTeamId, heldSince }: DemoHolding,
): Row<'ownerChanges'> | null {
  if (kind === 'rep' || heldSince === null) return null;
  const { manager, team } = demo.story;
  const isTeam = kind === 'team';
  const by = isTeam ? manager : rep;
  return {
    id: newId(heldSince),
    customerId,
    customerCode,
    customerName,
    kind: isTeam ? 'assigned' : 'givenBack',
    fromOwnerId: rep.id,
    fromOwnerName: rep.name,
    fromTeamId: null,
    fromTerritoryName: null,
    toOwnerId: null,
    toOwnerName: isTeam ? team.name : null,
    toTeamId,
    toTerritoryName: null,
    reason: isTeam ? null : random.oneOf(reasons)[demo.language],
    changedAt: heldSince,
    changedBy: by.id,
    changedByName: by.name,
    deviceCode: by.deviceCode,
    ...madeBy(by.id, heldSince),
  };
}
