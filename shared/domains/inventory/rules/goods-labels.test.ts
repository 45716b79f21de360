import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBars } from '../../../../tests/support/read-bars.ts';
import { codeBars, codeText } from '../../../kernel/labels/draw-code.ts';
import type { LabelCode } from '../../../kernel/labels/label.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { checkDigitOf } from './check-digit.ts';
import { goodsCode, labelsFor, textCode } from './goods-labels.ts';
import { readScan } from './read-scan.ts';

const YEAR = 2026;
const gs1Characters = [...'!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'];
const gs1Code = fc.string({ unit: fc.constantFrom(...gs1Characters), minLength: 1, maxLength: 20 });
const gtin = (lengths: readonly number[]) =>
  fc
    .constantFrom(...lengths)
    .chain((length) => fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 2}}$`)))
    .map((digits) => digits + String(checkDigitOf(digits)));
const day = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2075-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** As a scanner sends it that announces what it read. */
async function scanOf(code: LabelCode | null): Promise<string> {
  const read = await readBars((code && codeBars(code)) ?? '');
  if (!read) throw new Error('these bars cannot be read');
  return read.symbology + read.text;
}

it('R112 what we print we read: article number, lot, serial number, day of expiry, from the bars themselves', async () => {
  await fc.assert(
    fc.asyncProperty(
      gtin([12, 13, 14]),
      fc.option(gs1Code),
      fc.option(gs1Code),
      fc.option(day),
      async (barcode, lotCode, serialCode, expiresOn) => {
        fc.pre(lotCode !== null || serialCode !== null || expiresOn !== null);
        const code = goodsCode({ code: 'A-100', barcode, lotCode, serialCode, expiresOn });
        expect(code?.kind).toBe('gs1');
        const read = readScan(await scanOf(code), YEAR);
        expect(read).toMatchObject({
          ...{ gtin: barcode.padStart(14, '0'), lot: lotCode, serial: serialCode, expiresOn, damage: null },
        });
      },
    ),
    { numRuns: 200 },
  );
});

it('R112 bars that happen to begin like another article number are read whole', async () => {
  const goods = { code: 'A-100', barcode: '490994418040', lotCode: null, serialCode: null, expiresOn: '2001-01-01' };
  const read = readScan(await scanOf(goodsCode(goods)), YEAR);
  expect(read).toMatchObject({ gtin: '00490994418040', expiresOn: '2001-01-01' });
});

it('R112 goods alone bear their article number as EAN-13, a box its fourteen digits as GS1, a small pack its eight', async () => {
  await fc.assert(
    fc.asyncProperty(gtin([8, 12, 13, 14]), async (barcode) => {
      const code = goodsCode({ code: 'A-100', barcode, lotCode: null, serialCode: null, expiresOn: null });
      const isBox = barcode.length === 14 && !barcode.startsWith('0');
      expect(code?.kind).toBe(barcode.length === 8 ? 'code128' : isBox ? 'gs1' : 'ean13');
      expect(readScan(await scanOf(code), YEAR).gtin).toBe(barcode.padStart(14, '0'));
    }),
    { numRuns: 60 },
  );
});

it('R112 what has no article number is found by its lot, its serial number or our own code', async () => {
  const bare = { code: 'A-100', barcode: null, lotCode: null, serialCode: null, expiresOn: null };
  const scanned = async (change: object) => readScan(await scanOf(goodsCode({ ...bare, ...change })), YEAR).text;
  expect(await scanned({})).toBe('A-100');
  expect(await scanned({ barcode: 'SHOP 17' })).toBe('SHOP 17');
  expect(await scanned({ lotCode: 'L-23', expiresOn: '2026-12-01' })).toBe('L-23');
  expect(await scanned({ lotCode: 'L-23', serialCode: 'S-7' })).toBe('S-7');
  // A number whose check digit is wrong is no article number: it must not look like one.
  expect(await scanned({ barcode: '6901234567890', lotCode: 'L-23' })).toBe('L-23');
});

it('R112 the last day of use is six digits, lot and serial number are parted by FNC1, fixed lengths go first', () => {
  const code = goodsCode({
    ...{ code: 'A-100', barcode: '6901234567892', lotCode: 'L-23', serialCode: 'S7', expiresOn: '2027-03-09' },
  });
  expect(code && codeText(code)).toBe('(01)06901234567892(17)270309(10)L-23(21)S7');
  expect(code).toMatchObject({
    elements: [{ isFixed: true }, { isFixed: true }, { isFixed: false }, { isFixed: false }],
  });
});

it('what no code holds, or what would be read as something else, has none', () => {
  for (const text of ['', ' A', '东-01', 'é', 'x'.repeat(41), '(10)L-23', ']C1abc']) expect(textCode(text)).toBeNull();
  const goods = { code: '杯', barcode: null, lotCode: '批次7', serialCode: null, expiresOn: null };
  expect(goodsCode(goods)).toBeNull();
  expect(goodsCode({ ...goods, barcode: '6901234567892' })).toBeNull();
});

it('R112 one label for each unit that came, for a part of a unit too, and no more than a job takes', () => {
  expect(labelsFor(12 * ONE_UNIT, 100)).toBe(12);
  expect(labelsFor(12 * ONE_UNIT + 1, 100)).toBe(13);
  expect(labelsFor(1_000 * ONE_UNIT, 100)).toBe(100);
  expect(labelsFor(0, 100)).toBe(0);
});
