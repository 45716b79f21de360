import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitOf } from './check-digit.ts';
import { readElementDate } from './read-elements.ts';
import { readScan } from './read-scan.ts';

const GS = '\u001d';
const read = (text: string) => readScan(text, 2026);
const mug = '06901234567892';

describe('article numbers', () => {
  it.each([
    ['6901234567892', mug],
    ['96385074', '00000096385074'],
    ['036000291452', '00036000291452'],
    ['16901234567899', '16901234567899'],
    [']E06901234567892', mug],
  ])('%s is the article %s', (text, gtin) => {
    expect(read(text)).toMatchObject({ gtin, damage: null, lot: null, count: null });
  });

  it('a wrong check digit is no article, and the text stays for whatever else may bear it', () => {
    expect(read('6901234567893')).toMatchObject({ gtin: null, damage: 'checkDigit', text: '6901234567893' });
    expect(read('20260918')).toMatchObject({ gtin: null, damage: 'checkDigit' });
  });

  it.each(['A-03-12', 'L260918', 'PK-K7-000012', '12345', 'https://example.com/?a=1'])('%s is a text', (text) => {
    expect(read(text)).toMatchObject({ text, gtin: null, damage: null });
  });
});

describe('element strings', () => {
  const whole = {
    gtin: mug,
    lot: 'L260918',
    serial: 'S-77',
    expiresOn: '2026-12-31',
    producedOn: '2026-06-01',
    count: 12,
    damage: null,
  };

  it.each([
    [`]C101${mug}17261200112606013012${GS}10L260918${GS}21S-77`],
    [`]d201${mug}10L260918${GS}21S-77${GS}3012${GS}1726120011260601`],
    [`${GS}01${mug}10L260918${GS}21S-77${GS}3012${GS}1126060117261231`],
    [`(01)${mug}(10)L260918(17)261231(11)260601(21)S-77(30)12`],
  ])('%j says article, lot, serial, days and how many', (text) => {
    expect(read(text)).toMatchObject(whole);
  });

  it('R30 best before is the last day where no day of expiry is on the label, which wins over it', () => {
    const day = { gtin: mug, lot: 'L1', damage: null };
    expect(read(`]C101${mug}1527053110L1`)).toMatchObject({ ...day, expiresOn: '2027-05-31' });
    expect(read(`(01)${mug}(11)260600(15)280200(10)L1`)).toMatchObject({
      ...{ ...day, producedOn: '2026-06-30' },
      // Day 00 is the last of its month here too.
      expiresOn: '2028-02-29',
    });
    for (const both of ['1527053117270630', '1727063015270531', '1527130117270630']) {
      expect(read(`]C101${mug}${both}10L1`)).toMatchObject({ ...day, expiresOn: '2027-06-30' });
    }
    expect(read(`]C101${mug}1527130110L1`)).toMatchObject({ gtin: null, lot: null, damage: 'elements' });
    expect(read(`]C101${mug}1126060110L1`)).toMatchObject({ ...day, expiresOn: null, producedOn: '2026-06-01' });
  });

  it('without any mark it is one when it begins with an article and reads whole', () => {
    expect(read(`01${mug}10L260918`)).toMatchObject({ gtin: mug, lot: 'L260918' });
    expect(read(`02${mug}3724`)).toMatchObject({ gtin: mug, count: 24 });
    // Another article's digit: then it is some text of sixteen figures and letters.
    expect(read('010690123456789310L260918')).toMatchObject({ gtin: null, damage: null });
  });

  it('an element that nobody asks for is passed over, whatever its length', () => {
    const text = `]C101${mug}3103001250${GS}8008260918${GS}240X-1${GS}10L1`;
    expect(read(text)).toMatchObject({ gtin: mug, lot: 'L1', damage: null });
  });

  it('what does not read whole is damaged, never half a lot', () => {
    for (const text of [
      `]C101${mug.slice(0, 9)}`,
      `]C101${mug}17261399`,
      `]C101${mug}30`,
      `]C101${mug}30x`,
      `]C101${mug}300`,
      `]C101${mug}10${'L'.repeat(21)}`,
      `]C101${mug}10L1${GS}10L2`,
      '(01)',
      ']C1',
      // As the books would keep it for a lot, a day that there is not and all.
      `01${mug}1726993110L79`,
    ])
      expect(read(text)).toMatchObject({ gtin: null, lot: null, damage: 'elements' });
    expect(read(']C10106901234567893')).toMatchObject({ gtin: null, damage: 'checkDigit' });
  });

  it('whatever is written into elements, in whatever order, is read out of them', () => {
    const code = fc.stringMatching(/^[A-Za-z0-9./_-]{1,20}$/);
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true });
    const iso = (date: Date) => date.toISOString().slice(0, 10);
    const yymmdd = (date: Date) => iso(date).replaceAll('-', '').slice(2);
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{13}$/),
        ...([code, code, day, day, fc.integer({ min: 1, max: 99_999_999 }), fc.nat()] as const),
        (body, lot, serial, expires, produced, count, turn) => {
          const gtin = body + String(checkDigitOf(body));
          const elements = [
            `10${lot}${GS}`,
            `21${serial}${GS}`,
            `17${yymmdd(expires)}`,
            `11${yymmdd(produced)}`,
            `30${count}${GS}`,
          ];
          const at = turn % elements.length;
          const mixed = [...elements.slice(at), ...elements.slice(0, at)].join('');
          const expected = {
            gtin,
            lot,
            serial,
            expiresOn: iso(expires),
            producedOn: iso(produced),
            count,
            damage: null,
          };
          expect(read(`]C101${gtin}${mixed}`)).toMatchObject(expected);
          expect(read(`]d2${mixed}01${gtin}`)).toMatchObject(expected);
        },
      ),
    );
  });

  it('nothing that a scanner sends breaks it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(read(text).text.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

it('days of elements: the century nearest to this year, and the last of a month for day 00', () => {
  expect(readElementDate('260200', 2026)).toBe('2026-02-28');
  expect(readElementDate('280200', 2026)).toBe('2028-02-29');
  expect(readElementDate('760101', 2026)).toBe('2076-01-01');
  expect(readElementDate('770101', 2026)).toBe('1977-01-01');
  expect(readElementDate('050101', 2060)).toBe('2105-01-01');
  expect(readElementDate('260230', 2026)).toBeNull();
  expect(readElementDate('261301', 2026)).toBeNull();
});
