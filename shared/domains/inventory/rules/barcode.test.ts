import { expect, it } from 'vitest';
import { barcodeForms, barcodeKind } from './barcode.ts';

it.each([
  ['6901028075763', 'ean13'],
  ['96385074', 'ean8'],
  ['036000291452', 'upcA'],
  ['16901028075760', 'gtin14'],
  ['A-100/24', 'code128'],
  ['12345', 'code128'],
])('%s is printed as %s', (code, kind) => {
  expect(barcodeKind(code)).toBe(kind);
});

it.each(['6901028075764', '036000291453', '', ' A', 'A ', '瓷杯', 'x'.repeat(49), 'A\tB'])(
  '"%s" is no barcode',
  (code) => {
    expect(barcodeKind(code)).toBeNull();
  },
);

it('a UPC and the EAN-13 with a nought before it are the same goods', () => {
  expect(barcodeForms('036000291452')).toContain('0036000291452');
  expect(barcodeForms('0036000291452')).toContain('036000291452');
  expect(barcodeForms('box-1')).toEqual(['box-1', 'BOX-1']);
});
