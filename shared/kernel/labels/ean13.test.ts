import { expect, it } from 'vitest';
import { ean13Bars } from './ean13.ts';

it('draws the bars of the standard’s example', () => {
  // 5 901234 123457 as the encyclopaedias print it: start, six left digits, centre, six right digits, end.
  const left = ['0001011', '0100111', '0110011', '0010011', '0111101', '0011101'];
  const right = ['1100110', '1101100', '1000010', '1011100', '1001110', '1000100'];
  expect(ean13Bars('5901234123457')).toBe(`101${left.join('')}01010${right.join('')}101`);
});

it('is 95 modules long whatever the first digit is', () => {
  expect([...'0123456789'].map((first) => ean13Bars(withCheckDigit(`${first}12345678901`))?.length)).toEqual(
    Array.from({ length: 10 }, () => 95),
  );
});

it.each(['5901234123456', '590123412345', '59012341234571', 'A901234123457', ''])('%s is none', (value) => {
  expect(ean13Bars(value)).toBeNull();
});

function withCheckDigit(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}
