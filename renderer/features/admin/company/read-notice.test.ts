import { expect, it } from 'vitest';
import { chineseHolidays } from '#shared/domains/admin/rules/chinese-holidays.ts';
import { readDays } from './read-days.ts';

const notice = `国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节:4月4日(周六)至6日(周一)放假,共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
鼓励单位和个人结合落实带薪年休假等制度，实际形成较长假期。`;

it('R80 the notice as it is published is read whole: what a new company starts with is what it says', () => {
  const { days, wrongLines } = readDays(notice);
  expect(wrongLines).toEqual([]);
  expect([...days].sort((a, b) => (a.day < b.day ? -1 : 1))).toEqual(chineseHolidays);
});

it('a holiday over two years says so itself, and one without a day is named by its line', () => {
  const text =
    '关于2031年部分节假日安排的通知\n一、元旦：2030年12月31日（周二）至2031年1月2日（周四）放假，共3天。\n二、春节：另行通知放假。';
  expect(readDays(text)).toEqual({
    days: ['2030-12-31', '2031-01-01', '2031-01-02'].map((day) => ({ day, name: '元旦', kind: 'holiday' })),
    wrongLines: [3],
  });
});

it('days that run backwards, or are none, are no days', () => {
  expect(readDays('2027年\n一、元旦：1月3日至1日放假。\n二、春节：2月30日放假。').wrongLines).toEqual([2, 3]);
});
