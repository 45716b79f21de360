import { formsOfGtin, hasRightCheckDigit, isArticleLength, toGtin14 } from './check-digit.ts';

const kindsByLength: Readonly<Record<number, 'ean8' | 'upcA' | 'ean13' | 'gtin14'>> = {
  8: 'ean8',
  12: 'upcA',
  13: 'ean13',
  14: 'gtin14',
};

/** How a code is printed. Digits of an article number's length are one; everything else printable is Code 128. */
export type BarcodeKind = (typeof kindsByLength)[number] | 'code128';

/** What fits on a label of goods; a longer one no scanner reads at arm's length. */
const LONGEST_CODE_128 = 48;

/**
 * What kind of barcode a text is; null: none. Digits of an article number's length with the wrong last digit are none:
 * a scanner would never read them.
 */
export function barcodeKind(code: string): BarcodeKind | null {
  if (isArticleLength(code)) return hasRightCheckDigit(code) ? (kindsByLength[code.length] ?? null) : null;
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(code) && code.length <= LONGEST_CODE_128 ? 'code128' : null;
}

/**
 * Every spelling under which a scan finds the code: the lengths of an article number that mean the same one, capitals and
 * small letters. Two goods whose codes share a spelling could not be told apart.
 */
export function barcodeForms(code: string): string[] {
  if (isArticleLength(code) && hasRightCheckDigit(code)) return [...formsOfGtin(toGtin14(code))];
  return [...new Set([code, code.toUpperCase(), code.toLowerCase()])];
}
