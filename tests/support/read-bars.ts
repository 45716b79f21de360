/** A barcode reader that is none of ours (ZXing): what a scanner would send of bars, or of a picture. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';

const wasmBinary = new Uint8Array(
  readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')),
).buffer;
prepareZXingModule({ overrides: { wasmBinary } });

const QUIET_MODULES = 11;
const MODULE_PX = 3;
const HEIGHT_PX = 40;
const WHITE = 255;

/** What was read, with the symbology as scanners announce it (ISO/IEC 15424). */
export interface ReadBars {
  readonly text: string;
  readonly symbology: string;
}

/** Reads modules (`1` for a bar) as if they were printed in black on white; null: it cannot be read. */
export async function readBars(modules: string): Promise<ReadBars | null> {
  const width = (modules.length + 2 * QUIET_MODULES) * MODULE_PX;
  const data = new Uint8ClampedArray(width * HEIGHT_PX * 4).fill(WHITE);
  for (let x = 0; x < modules.length * MODULE_PX; x += 1) {
    if (modules[Math.floor(x / MODULE_PX)] !== '1') continue;
    for (let y = 0; y < HEIGHT_PX; y += 1)
      data.fill(
        0,
        (y * width + x + QUIET_MODULES * MODULE_PX) * 4,
        (y * width + x + QUIET_MODULES * MODULE_PX) * 4 + 3,
      );
  }
  return (await readPicture({ data, width, height: HEIGHT_PX }))[0] ?? null;
}

/** Every barcode of a picture in red, green, blue and opacity, from top to bottom. */
export async function readPicture(picture: {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}): Promise<ReadBars[]> {
  const found = await readBarcodes(picture as ImageData, {
    formats: ['Code128', 'EAN13'],
    textMode: 'Plain',
    tryHarder: true,
    tryRotate: false,
  });
  const valid = found.filter(({ isValid }) => isValid);
  return valid
    .filter((part) => !valid.some((whole) => isWithin(part, whole)))
    .sort((left, right) => left.position.topLeft.y - right.position.topLeft.y)
    .map(({ text, symbologyIdentifier: symbology }) => ({ text, symbology }));
}

/**
 * The first bars of a Code 128 are now and then an EAN-13 by chance, without its quiet zone: a scanner's beam runs over the
 * whole symbol, so that what lies within a wider one was not read.
 */
function isWithin({ position: part }: ReadResult, { position: whole }: ReadResult): boolean {
  const widthOf = ({ topLeft, topRight }: ReadResult['position']) => topRight.x - topLeft.x;
  const isBeside = part.topRight.x < whole.topLeft.x || part.topLeft.x > whole.topRight.x;
  const isApart = part.bottomLeft.y < whole.topLeft.y || part.topLeft.y > whole.bottomLeft.y;
  return !isBeside && !isApart && widthOf(part) < widthOf(whole);
}
