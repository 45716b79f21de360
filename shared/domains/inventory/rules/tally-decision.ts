/** What a tally is decided by, and what is decided of a scan (`tally-scan.ts`). */
import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import type { LotChoice } from './lot-code.ts';
import type { PartsUnderWay } from './parts-under-way.ts';
import type { TallyEntry, TallyGoods, TallyLine, TallyMode } from './tally.ts';

export interface TallyRules {
  readonly mode: TallyMode;
  readonly warehouseId: string;
  readonly today: CalendarDate;
  readonly now: Instant;
  /** What the paper allows of each product, the tolerance added; null: there is no paper. */
  readonly allowed: ReadonlyMap<string, Quantity> | null;
  /** Take in: which lots and pieces of each product are under way; none of a product: it is not told apart. */
  readonly underWay?: ReadonlyMap<string, PartsUnderWay>;
  /** The warehouse has places, and goods are counted or put away by them. */
  readonly hasPlaces: boolean;
  /** How a code of a place looks there (A-01-01). */
  readonly placeExample?: string | null;
  /** Put away: where the scanned goods lie by the books. */
  readonly shelves?: readonly TallyShelf[];
  /** Count: the zones that it is about; null: the whole warehouse. */
  readonly zoneIds?: ReadonlySet<string> | null;
  /** Count: the goods that it is about; null: whatever lies there. */
  readonly countedIds?: ReadonlySet<string> | null;
  /** Count: shelves that this person counted and another one has to count again, by `shelfKey` (R28). */
  readonly ownRecounts?: ReadonlySet<string>;
}

/** Goods of one lot at one place, as the books hold them. */
export interface TallyShelf {
  /** Left out: of the goods that are scanned. */
  readonly productId?: string;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly expiresOn: CalendarDate | null;
  readonly locationId: string | null;
  readonly locationCode: string | null;
  readonly quantity: Quantity;
  readonly condition: 'saleable' | 'quarantine';
  /** At no place, or where goods come in: it waits to be put away. */
  readonly isWaiting: boolean;
}

/** A product, lot and place as a count names them. */
export const shelfKey = (shelf: {
  readonly productId: string;
  readonly lotId: string | null;
  readonly locationId: string | null;
}): string => `${shelf.productId}:${shelf.lotId ?? ''}:${shelf.locationId ?? ''}`;

/** Why nothing was taken; the screen has a sentence for each. */
export type TallyRefusal =
  | 'damaged'
  | 'unknown'
  | 'foreign'
  | 'unknownPack'
  | 'notOnPaper'
  | 'tooMuch'
  | 'tooLarge'
  | 'codeTooLong'
  | 'goodsFirst'
  | 'lotFirst'
  | 'serialFirst'
  | 'lotOfOther'
  | 'lotExpired'
  | 'needsSerial'
  | 'serialTwice'
  | 'serialKnown'
  | 'serialNotHere'
  | 'serialNotSent'
  | 'lotNotSent'
  | 'onePieceOnly'
  | 'unknownPlace'
  | 'noPlaceNorGoods'
  | 'foreignPlace'
  | 'closedPlace'
  | 'placeFirst'
  | 'otherZone'
  | 'notCounted'
  | 'notWaiting'
  | 'setApart'
  | 'goodAndRejected'
  | 'unknownLot'
  | 'recountByAnother'
  | 'full'
  | 'otherDocument';

export type TallyDecision =
  | {
      readonly kind: 'taken';
      readonly entry: TallyEntry;
      readonly line: TallyGoods | TallyLine;
    }
  /** Receive: the label says another last day than the lot has; what is kept is the operator's to say (`settleDay`). */
  | {
      readonly kind: 'dayDiffers';
      readonly entry: DayEntry;
      readonly line: TallyGoods | TallyLine;
      readonly known: CalendarDate;
      readonly said: CalendarDate;
    }
  /** Receive: the code may be read in several ways, or as no lot at all; which one is the operator's to say. */
  | {
      readonly kind: 'asksLot';
      readonly code: string;
      readonly name: string;
      readonly choices: readonly LotChoice[];
    }
  /** Goods that are kept by lots: their lot is scanned next. */
  | { readonly kind: 'lotNext'; readonly entry: TallyGoods }
  /** Receive: goods whose pieces have numbers of their own: these are scanned next. */
  | { readonly kind: 'serialNext'; readonly entry: TallyGoods }
  | { readonly kind: 'placed'; readonly entry: TallyEntry; readonly place: string; readonly lines: number }
  /** Put away: good goods at a place of quarantine; `mayBeRejected`: as many of them wait there as rejected ones. */
  | {
      readonly kind: 'asksApart';
      readonly entry: Extract<TallyEntry, { kind: 'place' }>;
      readonly place: string;
      readonly lines: number;
      readonly mayBeRejected: boolean;
    }
  /** Put away: what follows is taken from there. */
  | { readonly kind: 'source'; readonly entry: TallyEntry; readonly place: string }
  | {
      readonly kind: 'refused';
      readonly why: TallyRefusal;
      readonly params: Readonly<Record<string, string | number | null>>;
    };

type DayEntry = Extract<TallyEntry, { kind: 'goods' | 'lot' }>;

/** Nothing is taken. */
export const refuse = (
  why: TallyRefusal,
  params: Readonly<Record<string, string | number | null>> = {},
): TallyDecision => ({
  kind: 'refused',
  why,
  params,
});
