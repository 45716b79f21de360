/**
 * A pick list at work (R24): what was kept of it tells where its operator stands. Guards:
 * - the same entries make the same state, so that a killed device comes back to the same line;
 * - the last entry can be taken back whatever it was: nothing is known but the entries.
 */
import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';

export type ShortReason = 'notFound' | 'damaged' | 'expired' | 'blocked';
export const shortReasons: readonly ShortReason[] = ['notFound', 'damaged', 'expired', 'blocked'];

/** What is to be taken from one place, as the pick list says. */
export interface PickLine {
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly expiresOn: CalendarDate | null;
  readonly locationId: string | null;
  readonly locationCode: string | null;
  readonly quantity: Quantity;
}

/** Where something lies: the line's own lot and place, or those that its operator chose instead. */
export type PickSource = Pick<PickLine, 'lotId' | 'lotCode' | 'expiresOn' | 'locationId' | 'locationCode'>;

/** One thing that the operator did, as the device keeps it. `text`: what was scanned. */
export type PickEntry =
  | {
      readonly kind: 'take';
      readonly lineId: string;
      readonly text: string | null;
      readonly quantity: Quantity;
      readonly serialId: string | null;
      readonly serialCode: string | null;
      /** Its lot is sure: the label said it, or the operator did. */
      readonly isLotTold?: boolean;
    }
  | ({ readonly kind: 'lot'; readonly lineId: string } & PickSource)
  | { readonly kind: 'short'; readonly lineId: string; readonly reason: ShortReason }
  | { readonly kind: 'skip'; readonly lineId: string }
  | { readonly kind: 'goTo'; readonly lineId: string; readonly text: string | null };

/** What was taken of one line from one source, or one piece of it. */
export interface PickedPart extends PickSource {
  readonly serialId: string | null;
  readonly quantity: Quantity;
}

export interface PickLineState {
  readonly line: PickLine;
  /** Where the next one is taken from. */
  readonly source: PickSource;
  readonly parts: readonly PickedPart[];
  readonly total: Quantity;
  readonly shortReason: ShortReason | null;
  /** Put off until all others are done. */
  readonly isSkipped: boolean;
  /** Something of it was scanned: its quantity may be typed. */
  readonly isScanned: boolean;
  /** Which lot is taken was told once: the bare code of the goods counts for it (R29). */
  readonly isLotTold: boolean;
}

export interface PickState {
  /** In the order of the list. */
  readonly lines: readonly PickLineState[];
  /** The line at hand, then those that follow it on the way; empty when everything is done. */
  readonly way: readonly PickLineState[];
}

/** Whether nothing more is taken for it. */
export function isLineDone({ line, total, shortReason }: PickLineState): boolean {
  return shortReason !== null || total >= line.quantity;
}

const sourceOf = ({ lotId, lotCode, expiresOn, locationId, locationCode }: PickSource): PickSource => ({
  lotId,
  lotCode,
  expiresOn,
  locationId,
  locationCode,
});

function addPart(parts: readonly PickedPart[], part: PickedPart): PickedPart[] {
  const isSame = (each: PickedPart): boolean =>
    part.serialId === null &&
    each.serialId === null &&
    each.lotId === part.lotId &&
    each.locationId === part.locationId;
  if (!parts.some(isSame)) return [...parts, part];
  return parts.map((each) => (isSame(each) ? { ...each, quantity: each.quantity + part.quantity } : each));
}

function take(state: PickLineState, entry: PickEntry): PickLineState {
  switch (entry.kind) {
    case 'take': {
      const part = { ...state.source, serialId: entry.serialId, quantity: entry.quantity };
      return {
        ...state,
        parts: addPart(state.parts, part),
        total: state.total + entry.quantity,
        isSkipped: false,
        isScanned: true,
        isLotTold: state.isLotTold || entry.isLotTold === true,
      };
    }
    case 'lot':
      return { ...state, source: sourceOf(entry), isScanned: false, isLotTold: true };
    case 'short':
      return { ...state, shortReason: entry.reason };
    case 'skip':
      return { ...state, isSkipped: true };
    case 'goTo':
      return { ...state, isSkipped: false };
  }
}

/** Where a list stands after what was kept of it. Entries of lines that it no longer has count for nothing. */
export function foldPick(lines: readonly PickLine[], entries: readonly PickEntry[]): PickState {
  const states = new Map<string, PickLineState>(
    lines.map((line) => [
      line.id,
      {
        line,
        source: sourceOf(line),
        parts: [],
        total: 0,
        shortReason: null,
        isSkipped: false,
        isScanned: false,
        isLotTold: false,
      },
    ]),
  );
  let chosenId: string | null = null;
  for (const entry of entries) {
    const state = states.get(entry.lineId);
    if (!state) continue;
    states.set(entry.lineId, take(state, entry));
    chosenId = entry.kind === 'skip' ? null : entry.lineId;
  }
  const all = [...states.values()];
  const open = all.filter((state) => !isLineDone(state));
  const chosen = open.find(({ line }) => line.id === chosenId);
  const inOrder = [...open.filter(({ isSkipped }) => !isSkipped), ...open.filter(({ isSkipped }) => isSkipped)];
  return { lines: all, way: chosen ? [chosen, ...inOrder.filter((state) => state !== chosen)] : inOrder };
}

/** The lines of `inventory.recordPick`: what was taken from where, and why something is missing. */
export function linesToRecord({ lines }: PickState) {
  // Of a line that nobody came to there is nothing to tell: it would count as not found.
  const told = lines.filter(({ total, shortReason }) => total > 0 || shortReason !== null);
  return told.map(({ line, parts, shortReason }) => ({
    pickLineId: line.id,
    picked: parts.map(({ lotId, serialId, locationId, quantity }) => ({ lotId, serialId, locationId, quantity })),
    shortReason,
  }));
}
