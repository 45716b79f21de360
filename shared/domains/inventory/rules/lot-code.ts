/**
 * What of a scan is the code of a lot (R29). Guards:
 * - digits as long as an article number may be a lot as well, and a lot may end in digits that read as a last day whose
 *   separator was not sent: only who holds the goods can tell, and is asked once of each lot;
 * - a lot that the books or this tally know under one of the readings is that one, and is not asked about;
 * - what a code says of others is left to those who decide on it.
 */
import type { CalendarDate } from '../../../kernel/instants.ts';
import { isArticleLength } from './check-digit.ts';
import type { Scanned } from './scanned.ts';
import type { TallyMode, TallyState } from './tally.ts';

/** Characters of a lot's or a piece's own code that the books take. */
export const LONGEST_CODE = 60;

/** An eight-digit number may be a lot as well as an article. */
export const SHORT_ARTICLE = 8;

/** One way to read a code. */
export interface LotChoice {
  readonly lotCode: string;
  /** What this reading says of its last day; null: nothing. */
  readonly expiresOn: CalendarDate | null;
  /** The scan, read so. */
  readonly found: Scanned;
}

const sameCode = (one: string | null, other: string): boolean => one?.toUpperCase() === other.toUpperCase();

/**
 * The scan as its lot is known to be read, or the readings between which the operator chooses.
 * @returns one reading: it is what it is
 */
export function readingsOfLot(state: TallyState, found: Scanned, mode: TallyMode): readonly LotChoice[] {
  const asIs = [choiceOf(found)];
  const goods = state.waiting ?? found.products[0];
  if (goods?.tracking !== 'lot') return asIs;
  const productId = 'productId' in goods ? goods.productId : goods.id;
  const isKnown = (code: string): boolean =>
    found.lots.some((lot) => lot.productId === productId && sameCode(lot.code, code)) ||
    state.lines.some((line) => line.productId === productId && sameCode(line.lotCode, code));
  const { reading } = found;
  const { glued, text, lot } = reading;
  if (glued && lot !== null) {
    if (isKnown(lot)) return asIs;
    const apart = choiceOf({ ...found, reading: { ...reading, ...glued, glued: null } });
    if (isKnown(glued.lot)) return [apart];
    return mode === 'receive' ? [apart, ...asIs] : asIs;
  }
  const isOther = found.products.length + found.locations.length + found.documents.length > 0;
  if (!state.waiting || isOther || lot !== null || text.length <= SHORT_ARTICLE || !isArticleLength(text)) return asIs;
  const asLot = choiceOf({ ...found, reading: { ...reading, gtin: null, damage: null, lot: text } });
  if (isKnown(text)) return [asLot];
  return mode === 'receive' ? [asLot, ...asIs] : asIs;
}

const choiceOf = (found: Scanned): LotChoice => ({
  lotCode: found.reading.lot ?? found.reading.text,
  expiresOn: found.reading.expiresOn,
  found,
});
