/** Lengths of the numbers that goods bear: EAN-8, UPC-A, EAN-13, GTIN-14. */
const ARTICLE_LENGTHS: ReadonlySet<number> = new Set([8, 12, 13, 14]);

/** The last digit of a GS1 number whose other digits are given (GS1 General Specifications 7.9: weights 3 and 1 from the right). */
export function checkDigitOf(digits: string): number {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/** Whether digits have the length of an article number: as they stand, they may still be something else. */
export function isArticleLength(text: string): boolean {
  return /^\d+$/.test(text) && ARTICLE_LENGTHS.has(text.length);
}

/** Whether the last digit is the one that the others ask for: a smudged or cut code seldom passes. */
export function hasRightCheckDigit(digits: string): boolean {
  return Number(digits.at(-1)) === checkDigitOf(digits.slice(0, -1));
}

/** An article number in the one form in which all lengths are compared: 14 digits. */
export function toGtin14(digits: string): string {
  return digits.padStart(14, '0');
}

/** How the same article number may stand in a catalogue: 14 digits, and the shorter ones that its leading zeros allow. */
export function formsOfGtin(gtin: string): string[] {
  return [14, 13, 12, 8]
    .filter((length) => /^0*$/.test(gtin.slice(0, 14 - length)))
    .map((length) => gtin.slice(14 - length));
}

/**
 * The single article inside of a box with a number of its own (GTIN-14 with an indicator from 1 to 8); null: it is no box.
 * How many are inside the number does not say.
 */
export function innerGtin(gtin: string): string | null {
  if (!/^[1-8]/.test(gtin)) return null;
  const inner = `0${gtin.slice(1, 13)}`;
  return inner + String(checkDigitOf(inner));
}
