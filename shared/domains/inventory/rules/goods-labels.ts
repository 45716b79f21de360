/**
 * Which code a label bears (R112), so that our own scan finds what it stands on: goods with a lot, a serial number or a day of
 * expiry GS1-128, and so a box's article number; goods alone theirs as EAN-13; whatever has no article number its own code in Code 128. Guards:
 * a code that our reading would take for something else is not printed.
 */
import type { LabelCode } from '../../../kernel/labels/label.ts';
import { ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
import { readScan } from './read-scan.ts';
import { type GoodsIdentity, gtinOf, writeElements } from './write-elements.ts';

/** A code that Code 128 holds and a person still types: our codes are no longer. */
const LONGEST_TEXT = 40;
const EAN_8 = 8;

/** No date stands in a code of one text: any year reads it alike. */
const ANY_YEAR = 2026;

/**
 * A code of ours as Code 128; null: it has characters that no such code holds (东-01), or a scan of it would be read as
 * something else.
 */
export function textCode(text: string): LabelCode | null {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) || text.length > LONGEST_TEXT) return null;
  const read = readScan(text, ANY_YEAR);
  const isItself = read.text === text && read.damage !== 'elements' && read.lot === null && read.serial === null;
  return isItself ? { kind: 'code128', text } : null;
}

/** @param code the product's own, for goods without an article number */
export function goodsCode(goods: GoodsIdentity & { readonly code: string }): LabelCode | null {
  const { barcode, lotCode, serialCode, expiresOn } = goods;
  const isPlain = lotCode === null && serialCode === null && expiresOn === null;
  const elements = isPlain ? null : writeElements(goods);
  if (elements) return { kind: 'gs1', elements };
  // A serial number or a lot is found by itself; the day of expiry stands on the label in words.
  const own = serialCode ?? lotCode;
  if (own !== null) return textCode(own);
  const gtin = gtinOf(barcode);
  // A box's number: it has a digit more than EAN-13 holds.
  if (gtin !== null && !gtin.startsWith('0')) {
    return { kind: 'gs1', elements: [{ ai: '01', value: gtin, isFixed: true }] };
  }
  // Eight digits are EAN-8 on the goods; as EAN-13 they would be another number's form.
  if (gtin?.startsWith('0') && barcode?.length !== EAN_8) return { kind: 'ean13', digits: gtin.slice(1) };
  return textCode(barcode ?? goods.code);
}

/** Labels for what came: one for each unit; a part of a unit has one too. A piece with a number of its own has one. */
export function labelsFor(quantity: Quantity, most: number): number {
  return Math.min(most, Math.max(0, Math.ceil(quantity / ONE_UNIT)));
}
