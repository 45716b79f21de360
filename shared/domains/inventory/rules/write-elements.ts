/**
 * What GS1-128 on our own labels says (GS1 General Specifications 3): the other end of read-elements.ts. Guards: what is
 * written is read back as it was, by any scanner that knows GS1; what the standard has no room for is not written at all.
 */
import type { CalendarDate } from '../../../kernel/instants.ts';
import { elementPattern, type LabelElement } from '../../../kernel/labels/label.ts';
import { hasRightCheckDigit, isArticleLength, toGtin14 } from './check-digit.ts';

/** What goods are told by; null: they have none, or it is unknown. */
export interface GoodsIdentity {
  /** Article number as in the catalogue: 8, 12, 13 or 14 digits. */
  readonly barcode: string | null;
  readonly lotCode: string | null;
  readonly serialCode: string | null;
  readonly expiresOn: CalendarDate | null;
}

const LONGEST_CODE = 20;

/** The article number in 14 digits; null: the catalogue's barcode is none. */
export function gtinOf(barcode: string | null): string | null {
  if (barcode === null || !isArticleLength(barcode) || !hasRightCheckDigit(barcode)) return null;
  return toGtin14(barcode);
}

/** YYMMDD: the century is told by the reader's year. */
function writeDate(date: CalendarDate): string {
  return date.slice(2).replaceAll('-', '');
}

const isCode = (code: string): boolean => code.length <= LONGEST_CODE && elementPattern.test(code);

/**
 * Article number, last day of use, lot, serial number: fixed lengths first, so that FNC1 is needed once at most. Null where
 * GS1 has no word for it: no article number, or a lot or serial number with characters that it does not know.
 */
export function writeElements({ barcode, lotCode, serialCode, expiresOn }: GoodsIdentity): LabelElement[] | null {
  const gtin = gtinOf(barcode);
  if (gtin === null || [lotCode, serialCode].some((code) => code !== null && !isCode(code))) return null;
  const elements: LabelElement[] = [{ ai: '01', value: gtin, isFixed: true }];
  if (expiresOn !== null) elements.push({ ai: '17', value: writeDate(expiresOn), isFixed: true });
  if (lotCode !== null) elements.push({ ai: '10', value: lotCode, isFixed: false });
  if (serialCode !== null) elements.push({ ai: '21', value: serialCode, isFixed: false });
  return elements;
}
