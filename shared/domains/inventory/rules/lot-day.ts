/**
 * The last day of a lot that comes in (R29, R30). Guards:
 * - goods with a shelf life have one: where no label says it, it is reckoned, and the operator is asked;
 * - a lot has one last day: a label that says another one than the lot has is no right scan.
 */
import { addDays, type CalendarDate } from '../../../kernel/instants.ts';
import type { ScanReading } from './read-scan.ts';
import type { ScannedLot } from './scanned.ts';
import type { DayFrom, TallyEntry, TallyState } from './tally.ts';
import type { TallyDecision, TallyRules } from './tally-decision.ts';

interface LotGoods {
  readonly productId: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly lotCode: string | null;
  readonly shelfLifeDays: number | null;
}

export interface LotDay {
  readonly expiresOn: CalendarDate | null;
  readonly dayFrom?: DayFrom;
  /** What the label says instead. */
  readonly said?: CalendarDate;
}

/** What a label that says only when it was made promises. */
export function freshUntil(producedOn: CalendarDate | null, shelfLifeDays: number | null): CalendarDate | null {
  return producedOn === null || shelfLifeDays === null ? null : addDays(producedOn, shelfLifeDays);
}

/**
 * The last day of goods that are received: what this tally or the books know of their lot, what the label says, or what
 * the shelf life promises from today on.
 */
export function lastDayOf(
  goods: LotGoods,
  lot: ScannedLot | undefined,
  { expiresOn: printed, producedOn }: ScanReading,
  { lines }: TallyState,
  today: CalendarDate,
): LotDay {
  const { productId, lotCode, shelfLifeDays, tracking } = goods;
  const told = lines.find((line) => {
    const isOfIt = line.productId === productId && line.lotCode === lotCode && lotCode !== null;
    return isOfIt && line.expiresOn !== null && line.dayFrom !== 'reckoned';
  });
  const known = told?.expiresOn ?? lot?.expiresOn ?? null;
  if (known !== null) {
    const dayFrom = told?.dayFrom ?? 'books';
    return { expiresOn: known, dayFrom, ...(printed !== null && printed !== known ? { said: printed } : {}) };
  }
  const said = printed ?? freshUntil(producedOn, shelfLifeDays);
  if (said !== null) return { expiresOn: said, dayFrom: 'label' };
  if (tracking !== 'lot' || lotCode === null || shelfLifeDays === null) return { expiresOn: null };
  return { expiresOn: freshUntil(today, shelfLifeDays), dayFrom: 'reckoned' };
}

/** What is kept of goods whose label says another day: the lot's day, the label's, or rejected goods. */
export function settleDay(
  { entry, line, known, said }: Extract<TallyDecision, { kind: 'dayDiffers' }>,
  choice: { readonly day: 'lot' | 'label' } | { readonly rejectReason: string },
  { today }: TallyRules,
): { readonly entries: readonly TallyEntry[] } | Extract<TallyDecision, { kind: 'refused' }> {
  if ('rejectReason' in choice) return { entries: [{ ...entry, ...choice }] };
  const expiresOn = choice.day === 'lot' ? known : said;
  const { code, name, unit, productId, lotCode } = line;
  if (expiresOn < today) return { kind: 'refused', why: 'lotExpired', params: { code, name, unit, expiresOn } };
  const lot = { productId, lotCode };
  return { entries: choice.day === 'lot' ? [entry] : [entry, { kind: 'expiry', expiresOn, lot }] };
}
