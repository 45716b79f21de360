import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkDigitOf, formsOfGtin, hasRightCheckDigit, innerGtin, isArticleLength, toGtin14 } from './check-digit.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const withCheck = (body: string) => body + String(checkDigitOf(body));

it.each(['6901234567892', '4006381333931', '96385074', '036000291452', '10614141000415', '00012345600012'])(
  'a printed number has the right check digit: %s',
  (code) => {
    expect(hasRightCheckDigit(code)).toBe(true);
  },
);

it('one wrong digit is always found, two neighbours that changed places mostly', () => {
  fc.assert(
    fc.property(digits(12), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
      const code = [...withCheck(body)];
      code[at] = String((Number(code[at]) + by) % 10);
      expect(hasRightCheckDigit(code.join(''))).toBe(false);
    }),
  );
});

it('a number is the same in all its lengths, and leading zeros do not change its check digit', () => {
  fc.assert(
    fc.property(fc.constantFrom(7, 11, 12, 13), fc.infiniteStream(fc.nat(9)), (length, stream) => {
      const body = [...stream.take(length)].join('');
      const code = withCheck(body);
      const gtin = toGtin14(code);
      expect(hasRightCheckDigit(gtin)).toBe(true);
      expect(formsOfGtin(gtin)).toContain(code);
      expect(formsOfGtin(gtin).every((form) => toGtin14(form) === gtin)).toBe(true);
    }),
  );
});

it('a box names the article inside it; a single article has nothing inside', () => {
  expect(innerGtin('16901234567899')).toBe('06901234567892');
  expect(innerGtin('06901234567892')).toBeNull();
  expect(innerGtin('96901234567891')).toBeNull();
  fc.assert(
    fc.property(digits(12), fc.integer({ min: 1, max: 8 }), (body, indicator) => {
      const single = withCheck(body);
      expect(innerGtin(withCheck(`${indicator}${body}`))).toBe(toGtin14(single));
    }),
  );
});

it('other lengths and letters are no article number', () => {
  expect(['1234567', '123456789', 'A2345678', '12345678 '].map(isArticleLength)).toEqual([false, false, false, false]);
});
