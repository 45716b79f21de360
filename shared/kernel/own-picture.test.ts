import { expect, it } from 'vitest';
import { pngPicture, svgPicture } from '../../tests/support/pictures.ts';
import { OWN_PICTURE_LIMIT_BYTES, refuseLarge, whyNoPicture } from './own-picture.ts';

/** A JPEG's first segments: one that says nothing of the size, then the frame's head. */
const jpeg = (width: number, height: number, marker = 0xc0): Uint8Array =>
  new Uint8Array([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xff, marker, 0, 11, 8],
    ...[height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0, 0, 0],
  ]);
const png = (width: number, height: number): Uint8Array => {
  const bytes = pngPicture.slice();
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
};
const code = (bytes: Uint8Array) => whyNoPicture(bytes)?.code ?? null;

it('R102 PNG and JPEG are taken, told by their bytes', () => {
  expect(code(pngPicture)).toBeNull();
  expect(code(jpeg(640, 480))).toBeNull();
  expect(code(jpeg(640, 480, 0xc2))).toBeNull();
});

it('what is drawn by instructions, cut short or empty is no picture', () => {
  for (const bytes of [svgPicture('x'), new Uint8Array(), pngPicture.slice(0, 20), jpeg(640, 480).slice(0, 8)]) {
    expect(code(bytes)).toBe('files.noPicture');
  }
  // No segment is shorter than its own length; a table is no frame.
  expect(code(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0, 0]))).toBe('files.noPicture');
  expect(code(jpeg(640, 480, 0xc4))).toBe('files.noPicture');
  expect(code(png(0, 5))).toBe('files.noPicture');
});

it('a picture has its limits, in bytes and in pixels', () => {
  expect(code(png(4_096, 4_096))).toBeNull();
  expect(code(png(4_097, 1))).toBe('files.tooManyPixels');
  expect(code(jpeg(1, 5_000))).toBe('files.tooManyPixels');
  expect(refuseLarge(OWN_PICTURE_LIMIT_BYTES)).toBeNull();
  expect(refuseLarge(OWN_PICTURE_LIMIT_BYTES + 1)).toEqual({
    code: 'files.tooLarge',
    params: { sizeKb: 513, limitKb: 512 },
  });
});
