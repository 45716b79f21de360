import { expect, it } from 'vitest';
import { nameBegins, nameSpans } from './name-match.ts';

const marked = (name: string, typed: string) => nameSpans(name, typed).map(({ from, to }) => name.slice(from, to));

it('what was typed is marked as written, at the start of a word before within one', () => {
  expect(marked('Ceramic mug 350 ml', 'MUG')).toEqual(['mug']);
  expect(marked('Swuhan, Wuhan', 'wu')).toEqual(['Wu']);
  expect(nameSpans('Swuhan, Wuhan', 'wu')).toEqual([{ from: 8, to: 10 }]);
  expect(marked('Queso Cabrales é', 'e')).toEqual(['é']);
  expect(marked('Café noir', 'cafe')).toEqual(['Café']);
  expect(marked('陶瓷碗 6 寸', '瓷碗')).toEqual(['瓷碗']);
  expect(marked('Wuhan Hengtong Store', 'wuh store')).toEqual(['Wuh', 'Store']);
  expect(marked('Mug', 'x')).toEqual([]);
  expect(marked('Mug', ' ')).toEqual([]);
});

it('pinyin and initials mark the hanzi that they speak', () => {
  expect(marked('陶瓷碗 6 寸 汤碗', 'tcw')).toEqual(['陶瓷碗']);
  expect(marked('不锈钢保温壶 1.5L', 'baowen')).toEqual(['保温']);
  expect(marked('不锈钢保温壶 1.5L', 'bwh')).toEqual(['保温壶']);
  expect(marked('武汉恒通百货有限公司', 'hengt')).toEqual(['恒通']);
  expect(marked('武汉恒通百货有限公司', 'wuhan heng')).toEqual(['武汉恒']);
  expect(marked('女士杯', 'nv')).toEqual(['女']);
  expect(marked('女士杯', 'nu')).toEqual(['女']);
  expect(marked('𠮷陶', 'tao')).toEqual(['陶']);
});

it('a name begins with what was typed, written or spoken', () => {
  expect(nameBegins('Wuhan Hengtong', 'wu')).toBe(true);
  expect(nameBegins('武汉恒通百货', 'wu')).toBe(true);
  expect(nameBegins('武汉恒通百货', 'whht')).toBe(true);
  expect(nameBegins('武汉恒通百货', '武汉')).toBe(true);
  expect(nameBegins('单雄', 'shan')).toBe(true);
  expect(nameBegins('Hubei Wuhan Store', 'wu')).toBe(false);
  expect(nameBegins('湖北武汉百货', 'wu')).toBe(false);
  expect(nameBegins('Wuhan', ' ')).toBe(false);
  expect(nameBegins('武汉恒通百货', 'wuhanhengt')).toBe(true);
  expect(nameBegins('武汉恒通百货', "wu'han h")).toBe(true);
  expect(nameBegins('武汉恒通百货', 'wuhant')).toBe(false);
  expect(nameBegins('武汉恒通百货', 'wht')).toBe(false);
  expect(nameBegins('武汉', 'whht')).toBe(false);
  expect(nameBegins('女士杯', 'nushi')).toBe(true);
  expect(nameBegins('女士杯', 'nvshi')).toBe(true);
  expect(nameBegins('重庆火锅', 'chongqing')).toBe(true);
  expect(nameBegins('重庆火锅', 'cqhg')).toBe(true);
  expect(nameBegins('A 武汉', 'wu')).toBe(false);
  expect(nameBegins('武 A 汉', 'wuhan')).toBe(true);
  expect(nameBegins('武汉恒通百货', '13')).toBe(false);
});
