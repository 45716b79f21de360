/** Pictures that a person brings, as both sides and the screens judge them: by their bytes alone. */
import type { Reason } from './refusal.ts';

/** What heads a document is small, and goes to every device. */
export const OWN_PICTURE_LIMIT_BYTES = 512 * 1024;
/** Width and height; unpacked a picture takes four bytes a pixel. */
const LIMIT_PX = 4_096;

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);

/** Refuses a file by its length alone, before anybody reads it; null: it may be read. */
export function refuseLarge(sizeBytes: number): Reason | null {
  if (sizeBytes <= OWN_PICTURE_LIMIT_BYTES) return null;
  const params = { sizeKb: kilobytes(sizeBytes), limitKb: kilobytes(OWN_PICTURE_LIMIT_BYTES) };
  return { code: 'files.tooLarge', params };
}

/**
 * Why a picture that a person brings is not taken; null: it is. Only PNG and JPEG: what is drawn by instructions (SVG)
 * could name other files, and no printed document needs it.
 */
export function whyNoPicture(bytes: Uint8Array): Reason | null {
  const refuse = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });
  const tooLarge = refuseLarge(bytes.byteLength);
  if (tooLarge) return tooLarge;
  const size = sizeOfPng(bytes) ?? sizeOfJpeg(bytes);
  if (!size || size.width === 0 || size.height === 0) return refuse('files.noPicture');
  const { width, height } = size;
  if (width <= LIMIT_PX && height <= LIMIT_PX) return null;
  return refuse('files.tooManyPixels', { width, height, limitPx: LIMIT_PX });
}

interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The first chunk of a PNG says it. */
function sizeOfPng(bytes: Uint8Array): PictureSize | null {
  if (bytes.byteLength < 33 || ![...'\x89PNG\r\n\x1a\n'].every((letter, at) => bytes[at] === letter.charCodeAt(0)))
    return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Segment by segment, to the first that begins a frame. */
function sizeOfJpeg(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (let at = 2; at + 9 <= bytes.byteLength; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return null;
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}
