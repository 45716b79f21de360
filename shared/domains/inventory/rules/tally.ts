// Long because what an operator does, and what is folded of it, read as one story.
/**
 * Goods that are told one scan after the other: received, put away, sent, taken in, counted. Guards:
 * - the same entries make the same tally: a killed device comes back to where its operator stood;
 * - the last entry can be taken back whatever it was, until it is booked;
 * - what was booked is not booked again, and what was scanned after it is: a tally may become several commands.
 */
import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';

export type TallyMode = 'receive' | 'putAway' | 'send' | 'takeIn' | 'count';

/** Who says the last day: the books, the label, the operator; or nobody: it is reckoned from the shelf life. */
export type DayFrom = 'books' | 'label' | 'typed' | 'reckoned';

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
      readonly dayFrom?: DayFrom;
      readonly serialId: string | null;
      readonly serialCode: string | null;
      /** When it was scanned: what was counted is compared with the books of this instant (R28). */
      readonly at: Instant;
      /** These goods alone are rejected, with this reason. */
      readonly rejectReason?: string;
      /** Put away: from where, as it was decided at the scan. */
      readonly from?: TallySource;
    }
  /** The lot of the goods that wait for it. */
  | {
      readonly kind: 'lot';
      readonly lotId: string | null;
      readonly lotCode: string;
      readonly expiresOn: CalendarDate | null;
      readonly dayFrom?: DayFrom;
      readonly from?: TallySource;
      readonly rejectReason?: string;
    }
  /** The number of one piece of the goods that wait for it, or whose numbers are being scanned. */
  | { readonly kind: 'serial'; readonly serialId: string | null; readonly serialCode: string; readonly at: Instant }
  /** Null: it lies at no place. */
  | {
      readonly kind: 'place';
      readonly locationId: string | null;
      readonly code: string | null;
      readonly isQuarantine?: boolean;
      /** Put away: what is in the hand is what was rejected of its kind, and not the good goods. */
      readonly takesRejected?: boolean;
    }
  /** Put away: what follows is taken from a place, and not from what waits for one. */
  | { readonly kind: 'source'; readonly source: TallySource }
  /** Count: what the books hold at the place and nobody scanned is not there. */
  | { readonly kind: 'nothingElse'; readonly shelves: readonly EmptyShelf[]; readonly at: Instant }
  /** The last day of a lot, typed; without its name: of the last goods. */
  | {
      readonly kind: 'expiry';
      readonly expiresOn: CalendarDate;
      readonly lot?: { readonly productId: string; readonly lotCode: string | null };
    }
  /** How many the line of the last goods has, typed. Not `isTotal` (kept by an older release): how many the last scan is. */
  | { readonly kind: 'quantity'; readonly quantity: Quantity; readonly isTotal?: true }
  /** A line that was told by mistake is out of the tally, by its `tallyLineKey`. */
  | { readonly kind: 'takeOut'; readonly key: string; readonly code: string; readonly name: string }
  /** The ids of what is about to be booked: a desk whose power goes meanwhile books the same once. */
  | {
      readonly kind: 'booking';
      readonly ids: readonly string[];
      readonly number: string | null;
      readonly at: Instant;
      /** The first of the tally's lines, as they stand then; left out: all of them. */
      readonly lines?: number;
    }
  /** What the bookings before it named is in the ledger: the tally goes on with the rest. */
  | { readonly kind: 'booked' }
  /** Receive, without an order: who brought the goods; null: nobody knows. */
  | { readonly kind: 'supplier'; readonly supplier: TallySupplier | null }
  /** From here on goods are good, or rejected with this reason. */
  | { readonly kind: 'quality'; readonly reason: string | null };

/** A supplier as an operator reads it. */
export interface TallySupplier {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

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
export interface TallyLine extends Omit<TallyGoods, 'kind' | 'text' | 'rejectReason'> {
  readonly locationId: string | null;
  readonly locationCode: string | null;
  /** Put away: the place sets goods apart (R20). */
  readonly isQuarantine?: boolean;
  /** Null: they are good. */
  readonly rejectReason: string | null;
  /** Count: pieces of this shelf were booked before, and these are beside them. */
  readonly isMore?: boolean;
}

export interface TallyState {
  /** In the order in which they were first scanned. */
  readonly lines: readonly TallyLine[];
  /** What was told last. */
  readonly last: TallyLine | null;
  /** Goods that wait for their lot, or for the number of a piece. */
  readonly waiting: TallyLine | null;
  /** Receive: the goods whose pieces are scanned by their numbers alone. */
  readonly open: TallyLine | null;
  /** Null: nobody has said where; its id is null where goods lie at no place. */
  readonly place: { readonly id: string | null; readonly code: string | null } | null;
  /** Put away: named by the operator; null: from what waits for a place. */
  readonly source: TallySource | null;
  readonly rejectReason: string | null;
  /** Receive: who brought goods that nobody ordered; null: nobody said. */
  readonly supplier: TallySupplier | null;
}

/** What makes two scans one line. */
export const tallyLineKey = (line: TallyLine): string =>
  [
    ...[line.productId, line.lotCode, line.serialCode, line.locationId, line.rejectReason],
    ...[line.from?.id, line.from?.condition],
  ].join('\n');
const keyOf = tallyLineKey;
const placeKey = ({ productId, locationId }: TallyLine): string => `${productId}\n${locationId}`;

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
  let open: TallyLine | null = null;
  let place: TallyState['place'] = null;
  let source: TallySource | null = null;
  let rejectReason: string | null = null;
  let supplier: TallySupplier | null = null;
  /** What is about to be booked, as it stood then. */
  let booking: readonly TallyLine[] = [];
  /** A shelf that is told again is counted on from here: a count says how much lies there, not how much more. */
  const counted = new Map<string, Quantity>();
  /** Shelves whose numbered pieces were booked in part. */
  const numbered = new Set<string>();
  const more = (line: TallyLine) => (line.serialCode !== null && numbered.has(placeKey(line)) ? { isMore: true } : {});
  const add = (line: TallyLine): void => {
    if (line.expiresOn !== null && line.dayFrom !== 'reckoned') {
      // A lot has one last day: what a label says later holds for what was reckoned before.
      const { productId, lotCode, expiresOn, dayFrom } = line;
      lines = lines.map((each) =>
        each.dayFrom === 'reckoned' && each.productId === productId && each.lotCode === lotCode
          ? { ...each, expiresOn, ...(dayFrom ? { dayFrom } : {}) }
          : each,
      );
    }
    const before = lines.find((each) => keyOf(each) === keyOf(line));
    lines = before
      ? lines.map((each) =>
          each === before ? { ...each, quantity: each.quantity + line.quantity, at: line.at } : each,
        )
      : [...lines, { ...line, ...more(line), quantity: line.quantity + (counted.get(keyOf(line)) ?? 0) }];
    last = lines.find((each) => keyOf(each) === keyOf(line)) ?? line;
    last = { ...last, quantity: line.quantity };
  };
  for (const entry of entries) {
    if (entry.kind === 'goods') {
      const { kind: _kind, text: _text, ...goods } = entry;
      const lies = mode === 'putAway' ? null : place;
      const why = goods.rejectReason ?? rejectReason;
      const line = { ...goods, locationId: lies?.id ?? null, locationCode: lies?.code ?? null, rejectReason: why };
      open = mode === 'receive' && needsSerial(line) ? line : null;
      if (needsLot(line) || open) waiting = line;
      else add(line);
    } else if (entry.kind === 'serial') {
      if (!open) continue;
      const { kind: _kind, ...piece } = entry;
      waiting = null;
      add({ ...(open as TallyLine), ...piece, rejectReason });
    } else if (entry.kind === 'lot') {
      if (!waiting) continue;
      const { kind: _kind, ...lot } = entry;
      const wanted: TallyLine = waiting;
      const line: TallyLine = { ...wanted, ...lot, rejectReason: lot.rejectReason ?? wanted.rejectReason };
      waiting = null;
      add(line);
    } else if (entry.kind === 'place') {
      place = { id: entry.locationId, code: entry.code };
      if (mode === 'putAway') {
        const { locationId, code: locationCode, isQuarantine = false, takesRejected = false } = entry;
        const there = { locationId, locationCode, isQuarantine };
        const asTaken = ({ from }: TallyLine) =>
          takesRejected && from ? { from: { ...from, condition: 'quarantine' as const } } : {};
        const put = lines.filter(isInHand).map((line) => ({ ...line, ...asTaken(line), ...there }));
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
      const lot = entry.lot ?? (last as TallyLine | null);
      if (!lot) continue;
      const day = { expiresOn: entry.expiresOn, dayFrom: 'typed' as const };
      const isOfIt = (each: TallyLine) => each.productId === lot.productId && each.lotCode === lot.lotCode;
      lines = lines.map((each) => (isOfIt(each) ? { ...each, ...day } : each));
      if (last && isOfIt(last)) last = { ...(last as TallyLine), ...day };
    } else if (entry.kind === 'takeOut') {
      lines = lines.filter((each) => keyOf(each) !== entry.key);
      if (last && keyOf(last) === entry.key) last = null;
    } else if (entry.kind === 'booking') {
      booking = lines.filter(({ quantity }) => quantity > 0 || mode === 'count').slice(0, entry.lines);
    } else if (entry.kind === 'booked') {
      if (mode === 'count') {
        for (const line of booking) counted.set(keyOf(line), line.quantity);
        for (const line of booking) if (line.serialCode !== null) numbered.add(placeKey(line));
      }
      lines = withoutBooked(lines, booking, mode);
      booking = [];
      last = null;
    } else if (entry.kind === 'supplier') {
      supplier = entry.supplier;
    } else if (entry.kind === 'quality') {
      rejectReason = entry.reason;
      if (waiting) waiting = { ...(waiting as TallyLine), rejectReason };
      // What is typed next is of the goods as they are told now, and never of those that were judged otherwise.
      const key: string | null = last && keyOf({ ...(last as TallyLine), rejectReason });
      last = lines.find((each) => keyOf(each) === key) ?? null;
    } else if (entry.kind === 'quantity' && last) {
      const line: TallyLine = last;
      const key = keyOf(line);
      const whole = lines.find((each) => keyOf(each) === key)?.quantity;
      const more = entry.quantity - (entry.isTotal === true && whole !== undefined ? whole : line.quantity);
      lines = lines.map((each) => (keyOf(each) === key ? { ...each, quantity: each.quantity + more } : each));
      last = { ...line, quantity: entry.quantity };
    }
  }
  return {
    lines: lines.filter(({ quantity }) => quantity > 0 || mode === 'count'),
    last,
    waiting,
    open,
    place,
    source,
    rejectReason,
    supplier,
  };
}

/** What was scanned since a booking was made stays; of a count the shelf as it stands now. */
function withoutBooked(lines: readonly TallyLine[], booked: readonly TallyLine[], mode: TallyMode): TallyLine[] {
  return lines.flatMap((line) => {
    const before = booked.find((each) => keyOf(each) === keyOf(line));
    if (!before) return [line];
    const more = line.quantity - before.quantity;
    if (mode === 'count') return more === 0 ? [] : [line];
    return more > 0 ? [{ ...line, quantity: more }] : [];
  });
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
const needsSerial = ({ tracking, serialCode }: TallyLine): boolean => tracking === 'serial' && serialCode === null;

/** R30: a lot that is kept by a shelf life, and whose last day nobody has said. */
export const needsDay = ({ tracking, lotCode, expiresOn, dayFrom, shelfLifeDays }: TallyLine): boolean =>
  tracking === 'lot' && lotCode !== null && (dayFrom === 'reckoned' || (shelfLifeDays !== null && expiresOn === null));

/** The line of what was told last, as it stands now; null where its quantity cannot be typed. */
export function lineAtHand({ lines, last, waiting }: TallyState): TallyLine | null {
  if (!last || waiting || last.tracking === 'serial') return null;
  return lines.find((each) => keyOf(each) === keyOf(last)) ?? null;
}

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
