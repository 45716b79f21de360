import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chineseAmount, englishAmount } from './amount-in-words.ts';

it.each([
  [0, '人民币零元整'],
  [6, '人民币陆分'],
  [60, '人民币陆角整'],
  [100, '人民币壹元整'],
  [106, '人民币壹元零陆分'],
  [140950, '人民币壹仟肆佰零玖元伍角整'],
  [600714, '人民币陆仟零柒元壹角肆分'],
  [168032, '人民币壹仟陆佰捌拾元叁角贰分'],
  [10700053, '人民币壹拾万柒仟元伍角叁分'],
  [1640902, '人民币壹万陆仟肆佰零玖元零贰分'],
  [1005006, '人民币壹万零伍拾元零陆分'],
  [10000000100, '人民币壹亿零壹元整'],
  [100000000000, '人民币壹拾亿元整'],
  [10010000000, '人民币壹亿零壹拾万元整'],
  [-120000, '人民币负壹仟贰佰元整'],
])('R112 %i is written %s', (minor, text) => {
  expect(chineseAmount(minor, 'CNY')).toBe(text);
});

it.each([
  [0, 'CNY zero and 00/100 only'],
  [6, 'CNY zero and 06/100 only'],
  [1005006, 'CNY ten thousand and fifty and 06/100 only'],
  [12345678, 'CNY one hundred and twenty-three thousand four hundred and fifty-six and 78/100 only'],
  [100000000, 'CNY one million and 00/100 only'],
  [-2000, 'CNY minus twenty and 00/100 only'],
])('R112 %i is written %s', (minor, text) => {
  expect(englishAmount(minor, 'CNY')).toBe(text);
});

it('R112 what has no smaller unit has none in words', () => {
  expect(chineseAmount(1_200, 'JPY')).toBe('JPY 壹仟贰佰元整');
  expect(englishAmount(1_200, 'JPY')).toBe('JPY one thousand two hundred only');
});

const digits = '零壹贰叁肆伍陆柒捌玖';
const places: Readonly<Record<string, number>> = { 拾: 10, 佰: 100, 仟: 1_000 };

/** Read back in the other direction, by other rules than it was written. */
function readWords(text: string): number {
  let sum = 0;
  let group = 0;
  let digit = 0;
  for (const character of text.replace('人民币', '').replace('整', '')) {
    const value = digits.indexOf(character);
    if (value >= 0) digit = value;
    else if (character in places) {
      group += digit * (places[character] ?? 0);
      digit = 0;
    } else if (character === '万' || character === '亿') {
      // 万亿: what stands before both counts twice over.
      const whole = group + digit;
      sum = whole === 0 ? sum * 10_000 : sum + whole * (character === '万' ? 10_000 : 100_000_000);
      if (whole === 0 && character === '亿') sum *= 10_000;
      group = 0;
      digit = 0;
    } else if (character === '元') {
      sum = (sum + group + digit) * 100;
      group = 0;
      digit = 0;
    } else if (character === '角') {
      sum += digit * 10;
      digit = 0;
    } else if (character === '分') {
      sum += digit;
      digit = 0;
    }
  }
  return sum;
}

it('R112 the words say the amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999_999_99 }), (minor) => {
      const text = chineseAmount(minor, 'CNY');
      expect(readWords(text)).toBe(minor);
      expect(text).not.toMatch(/零零|零[元万亿角分](?!整)/);
    }),
  );
});
