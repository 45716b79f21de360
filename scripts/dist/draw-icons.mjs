// `npm run icons`: makes packaging/icons/*.png, icon.ico and icon.icns of packaging/icon.svg, with
// the Electron that set-up found. Run it by hand after a change of the drawing; its results are in the repository, so
// that packaging needs neither a window nor a converter.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDisplay } from '../setup/display.mjs';
import { repositoryFolder, toolchainFile } from '../setup/paths.mjs';
import { runOrThrow } from '../setup/run-program.mjs';

const folder = join(repositoryFolder, 'packaging');
const PNG_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Apple's four letters for PNG images, by pixels; the second of a pair is the one for dense screens. */
const ICNS_TYPES = [
  ['icp4', 16],
  ['ic11', 32],
  ['icp5', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
];

const images = await draw([...new Set([...PNG_SIZES, ...ICO_SIZES, ...ICNS_TYPES.map(([, size]) => size)])]);
mkdirSync(join(folder, 'icons'), { recursive: true });
for (const size of PNG_SIZES) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), images[size]);
writeFileSync(join(folder, 'icon.ico'), makeIco(ICO_SIZES));
writeFileSync(join(folder, 'icon.icns'), makeIcns(ICNS_TYPES));

/** @returns {Promise<Record<number, Buffer>>} PNG by size */
async function draw(sizes) {
  const toolchain = JSON.parse(readFileSync(toolchainFile, 'utf8'));
  const display = await openDisplay();
  const program = dirname(join(import.meta.dirname, 'draw-icons-in-electron/index.mjs'));
  const svg = join(folder, 'icon.svg');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const output = await runOrThrow(
    toolchain.electronPath,
    [...sandbox, '--disable-gpu', program, svg, sizes.join(',')],
    {
      timeoutMs: 60_000,
    },
  );
  await display.close();
  const line = output.split('\n').find((text) => text.startsWith('{'));
  const drawn = Object.entries(JSON.parse(line));
  return Object.fromEntries(drawn.map(([size, base64]) => [size, Buffer.from(base64, 'base64')]));
}

/** An .ico of PNG images (Windows Vista and later): header, directory, images. */
function makeIco(sizes) {
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  for (const [index, size] of sizes.entries()) {
    const entry = 6 + 16 * index;
    // 256 does not fit into its byte: the format writes 0 for it.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(images[size].length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += images[size].length;
  }
  return Buffer.concat([head, ...sizes.map((size) => images[size])]);
}

/** An .icns: each image behind its four letters and its length, both counted in. */
function makeIcns(types) {
  const parts = types.map(([letters, size]) => chunk(letters, images[size]));
  return chunk('icns', Buffer.concat(parts));
}

function chunk(letters, content) {
  const head = Buffer.alloc(8);
  head.write(letters, 'latin1');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}
