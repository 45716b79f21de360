/**
 * Goods that are told one scan after the other: received, put away, sent, taken in, counted. Guards:
 * - the same entries make the same tally: a killed device comes back to where its operator stood;
 * - the last entry can be taken back whatever it was.
 */
import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';

export type TallyMode = 'receive' | 'putAway' | 'send' | 'takeIn' | 'count';

/** One thing that the operator did, as the device keeps it. */
export type TallyEntry =
  | {
      readonly kind: 'goods';
      readonly text: string;
      readonly productId: string;
      readonly code: string;
      readonly name: string;
      readonly unit: string;
      readonly tracking: 'none' | 'lot' | 'serial';
      readonly shelfLifeDays: number | null;
      readonly quantity: Quantity;
      readonly lotId: string | null;
      readonly lotCode: string | null;
      readonly expiresOn: CalendarDate | null;
      readonly serialId: string | null;
      readonly serialCode: string | null;
      /** When it was scanned: what was counted is compared with the books of this instant (R28). */
      readonly at: Instant;
      /** Put away: from where, as it was decided at the scan. */
      readonly from?: TallySource;
    }
  /** The lot of the goods that wait for it. */
  | {
      readonly kind: 'lot';
      readonly lotId: string | null;
      readonly lotCode: string;
      readonly expiresOn: CalendarDate | null;
      readonly from?: TallySource;
    }
  /** Null: it lies at no place. */
  | {
      readonly kind: 'place';
      readonly locationId: string | null;
      readonly code: string | null;
      readonly isQuarantine?: boolean;
    }
  /** Put away: what follows is taken from a place, and not from what waits for one. */
  | { readonly kind: 'source'; readonly source: TallySource }
  /** Count: what the books hold at the place and nobody scanned is not there. */
  | { readonly kind: 'nothingElse'; readonly shelves: readonly EmptyShelf[]; readonly at: Instant }
  /** The last day of the last goods, typed. */
  | { readonly kind: 'expiry'; readonly expiresOn: CalendarDate }
  /** How many the last goods are, typed. */
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
  /** The ids of what is about to be booked: a desk whose power goes meanwhile books the same once. */
  | { readonly kind: 'booking'; readonly ids: readonly string[]; readonly number: string | null; readonly at: Instant }
  /** From here on goods are good, or rejected with this reason. */
  | { readonly kind: 'quality'; readonly reason: string | null };

export type TallyGoods = Extract<TallyEntry, { kind: 'goods' }>;

/** Where goods are taken from that are put away; id null: they lie at no place yet. */
export interface TallySource {
  readonly id: string | null;
  readonly code: string | null;
  readonly condition: 'saleable' | 'quarantine';
}

/** A shelf on which nothing was found. */
export interface EmptyShelf {
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly lotId: string | null;
  readonly lotCode: string | null;
}

/** Goods of one kind, lot, place and condition. */
export interface TallyLine extends Omit<TallyGoods, 'kind' | 'text'> {
  readonly locationId: string | null;
  readonly locationCode: string | null;
  /** Put away: the place sets goods apart (R20). */
  readonly isQuarantine?: boolean;
  /** Null: they are good. */
  readonly rejectReason: string | null;
}

export interface TallyState {
  /** In the order in which they were first scanned. */
  readonly lines: readonly TallyLine[];
  /** What was told last. */
  readonly last: TallyLine | null;
  /** Goods that wait for their lot. */
  readonly waiting: TallyLine | null;
  /** Null: nobody has said where; its id is null where goods lie at no place. */
  readonly place: { readonly id: string | null; readonly code: string | null } | null;
  /** Put away: named by the operator; null: from what waits for a place. */
  readonly source: TallySource | null;
  readonly rejectReason: string | null;
}

/** What makes two scans one line. */
export const tallyLineKey = (line: TallyLine): string =>
  [
    ...[line.productId, line.lotCode, line.serialCode, line.locationId, line.rejectReason],
    ...[line.from?.id, line.from?.condition],
  ].join('\n');
const keyOf = tallyLineKey;

/** Put away: goods in the hand that no place has taken yet. */
export const isInHand = ({ locationId }: TallyLine): boolean => locationId === null;

/**
 * Where a tally stands after what was kept of it. When goods are put away, a place takes everything that was scanned
 * since the place before; else it is where what follows lies.
 */
export function foldTally(entries: readonly TallyEntry[], mode: TallyMode): TallyState {
  let lines: TallyLine[] = [];
  let last: TallyLine | null = null;
  let waiting: TallyLine | null = null;
  let place: TallyState['place'] = null;
  let source: TallySource | null = null;
  let rejectReason: string | null = null;
  const add = (line: TallyLine): void => {
    const same = lines.find((each) => keyOf(each) === keyOf(line));
    lines = same
      ? lines.map((each) => (each === same ? { ...each, quantity: each.quantity + line.quantity, at: line.at } : each))
      : [...lines, line];
    last = line;
  };
  for (const entry of entries) {
    if (entry.kind === 'goods') {
      const { kind: _kind, text: _text, ...goods } = entry;
      const lies = mode === 'putAway' ? null : place;
      const line = { ...goods, locationId: lies?.id ?? null, locationCode: lies?.code ?? null, rejectReason };
      if (needsLot(line)) waiting = line;
      else add(line);
    } else if (entry.kind === 'lot') {
      if (!waiting) continue;
      const { kind: _kind, ...lot } = entry;
      const line: TallyLine = { ...(waiting as TallyLine), ...lot };
      waiting = null;
      add(line);
    } else if (entry.kind === 'place') {
      place = { id: entry.locationId, code: entry.code };
      if (mode === 'putAway') {
        const { locationId, code: locationCode, isQuarantine = false } = entry;
        const there = { locationId, locationCode, isQuarantine };
        const put = lines.filter(isInHand).map((line) => ({ ...line, ...there }));
        const kept: TallyLine | null = last;
        lines = lines.filter((line) => !isInHand(line));
        for (const line of put) add(line);
        last = kept && isInHand(kept) ? { ...(kept as TallyLine), ...there } : kept;
        source = null;
      }
    } else if (entry.kind === 'source') {
      source = entry.source;
    } else if (entry.kind === 'nothingElse') {
      for (const shelf of entry.shelves) {
        lines = [...lines, emptyLine(shelf, place, entry.at)];
      }
    } else if (entry.kind === 'expiry') {
      if (!last) continue;
      const key = keyOf(last);
      const { expiresOn } = entry;
      lines = lines.map((each) => (keyOf(each) === key ? { ...each, expiresOn } : each));
      last = { ...(last as TallyLine), expiresOn };
    } else if (entry.kind === 'quality') rejectReason = entry.reason;
    else if (entry.kind === 'quantity' && last) {
      const line: TallyLine = last;
      const more = entry.quantity - line.quantity;
      const key = keyOf(line);
      lines = lines.map((each) => (keyOf(each) === key ? { ...each, quantity: each.quantity + more } : each));
      last = { ...line, quantity: entry.quantity };
    }
  }
  return {
    lines: lines.filter(({ quantity }) => quantity > 0 || mode === 'count'),
    last,
    waiting,
    place,
    source,
    rejectReason,
  };
}

function emptyLine(shelf: EmptyShelf, place: TallyState['place'], at: Instant): TallyLine {
  const { lotId, lotCode, ...goods } = shelf;
  return {
    ...{ ...goods, lotId, lotCode, tracking: lotId === null ? 'none' : 'lot', shelfLifeDays: null, quantity: 0 },
    ...{ expiresOn: null, serialId: null, serialCode: null, at, rejectReason: null },
    ...{ locationId: place?.id ?? null, locationCode: place?.code ?? null },
  };
}

const needsLot = ({ tracking, lotCode }: TallyLine): boolean => tracking === 'lot' && lotCode === null;

/** How much of a product was told so far. */
export function tallied({ lines }: TallyState, productId: string): Quantity {
  return lines.reduce((sum, line) => (line.productId === productId ? sum + line.quantity : sum), 0);
}

/** One line of a paper, and how much of it is still open. */
export interface PaperLine {
  readonly id: string;
  readonly productId: string;
  readonly open: Quantity;
}

/**
 * Goods on the lines of their paper: the first line of a product is filled first, what is more than all of them goes to
 * the last.
 * @returns each part with its paper's line; null where the paper has no such product
 */
export function spreadOverPaper<Line extends { readonly productId: string; readonly quantity: Quantity }>(
  lines: readonly Line[],
  paper: readonly PaperLine[],
): { readonly line: Line; readonly paperLineId: string | null; readonly quantity: Quantity }[] {
  const open = new Map(paper.map((each) => [each.id, Math.max(0, each.open)]));
  return lines.flatMap((line) => {
    const own = paper.filter(({ productId }) => productId === line.productId);
    if (own.length === 0) return [{ line, paperLineId: null, quantity: line.quantity }];
    let left = line.quantity;
    const parts: { line: Line; paperLineId: string | null; quantity: Quantity }[] = [];
    for (const [index, { id }] of own.entries()) {
      const isLast = index === own.length - 1;
      const quantity = isLast ? left : Math.min(left, open.get(id) ?? 0);
      if (quantity <= 0) continue;
      open.set(id, (open.get(id) ?? 0) - quantity);
      left -= quantity;
      parts.push({ line, paperLineId: id, quantity });
    }
    return parts;
  });
}
