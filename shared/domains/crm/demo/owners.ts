/** Who has the demo's customers: their reps, a team, nobody; and how it came to that. */
import { type Demo, type DemoSource, type InBoth, madeBy } from '../../../kernel/demo.ts';
import type { Instant } from '../../../kernel/instants.ts';
import type { Row } from '../../../kernel/table.ts';

type Territory = Demo['story']['territories'][number];

export interface DemoHolding {
  /** What happened last; null: it was always the rep's. */
  readonly came: 'assigned' | 'claimed' | 'givenBack' | 'recycled' | 'handedOver' | null;
  readonly ownerId: string | null;
  readonly ownerTeamId: string | null;
  readonly heldSince: Instant | null;
}

/** The server itself, as it stands in the rows that nobody made. */
const SYSTEM_ID = '00000000-0000-7000-8000-000000000000';

/** Why a rep gave a customer back. */
const reasons: readonly [InBoth, ...InBoth[]] = [
  { zh: '改由总部统一采购', en: 'Buys through its head office now' },
  { zh: '路太远，每月只去一次', en: 'Too far, visited once a month' },
  { zh: '半年没有联系上', en: 'Not reached for half a year' },
];
const leaving: InBoth = { zh: '唐波离职', en: 'Tang Bo has left' };

/** The first ones are looked at most, and stay with their reps. */
const FIRST_REPS = 12;
/** Ago: when the leaver's customers were handed over. */
const LEFT_DAYS = 96;
const LEAVERS_PERCENT = 30;
/** Whose customers have gone silent (see `buyerOf`): of every eighteen one was silent for so long that the rule took it. */
const SILENT = { of: 18, at: 4 } as const;
const DAY_MS = 86_400_000;

/** @param index of the customer */
export function holdingOf(demo: Demo, { random }: DemoSource, { rep, code }: Territory, index: number): DemoHolding {
  const today = demo.days[demo.days.length - 1]?.at(11 * 60) ?? 0;
  const lately = today - random.between(2, 50) * DAY_MS - random.between(0, 300) * 60_000;
  const nobodys = { ownerId: null, ownerTeamId: null };
  const reps = { ownerId: rep.id, ownerTeamId: null };
  if (index >= FIRST_REPS) {
    // The rule works at night, and did so in the last days.
    const night = today - random.between(1, 12) * DAY_MS - 7 * 60 * 60_000;
    if (index % SILENT.of === SILENT.at) return { came: 'recycled', ...nobodys, heldSince: night };
    if (index % 11 === 7) return { came: 'givenBack', ...nobodys, heldSince: lately };
    if (code === 'HB' && index % 8 === 4) {
      return { came: 'assigned', ownerId: null, ownerTeamId: demo.story.team.id, heldSince: lately };
    }
    if (index % 13 === 6) return { came: 'claimed', ...reps, heldSince: lately };
  }
  if (code === 'HN' && random.chance(LEAVERS_PERCENT)) {
    return { came: 'handedOver', ...reps, heldSince: today - LEFT_DAYS * DAY_MS };
  }
  return { came: null, ...reps, heldSince: null };
}

/** How the customer came to where it is now; null where it never changed hands. */
export function changeOf(
  demo: Demo,
  { newId, random }: DemoSource,
  { id: customerId, code: customerCode, name: customerName }: Row<'customers'>,
  { rep }: Territory,
  { came, ownerId: toOwnerId, ownerTeamId: toTeamId, heldSince }: DemoHolding,
): Row<'ownerChanges'> | null {
  if (came === null || heldSince === null) return null;
  const { manager, team, person } = demo.story;
  const rule = { id: SYSTEM_ID, name: '', deviceCode: '' };
  const by = { assigned: manager, claimed: rep, givenBack: rep, recycled: rule, handedOver: person('gao') }[came];
  const from = came === 'claimed' ? null : came === 'handedOver' ? person('tang') : rep;
  return {
    id: newId(heldSince),
    customerId,
    customerCode,
    customerName,
    kind: came,
    fromOwnerId: from?.id ?? null,
    fromOwnerName: from?.name ?? null,
    fromTeamId: null,
    fromTerritoryName: null,
    toOwnerId,
    toOwnerName: toTeamId ? team.name : toOwnerId ? rep.name : null,
    toTeamId,
    toTerritoryName: null,
    reason:
      came === 'givenBack'
        ? random.oneOf(reasons)[demo.language]
        : came === 'handedOver'
          ? leaving[demo.language]
          : null,
    changedAt: heldSince,
    changedBy: by.id,
    changedByName: by.name,
    deviceCode: by.deviceCode,
    ...madeBy(by.id, heldSince),
  };
}
