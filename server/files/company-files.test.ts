import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mediaTypeOf } from '#shared/protocol/files.ts';
import { FILE_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import { pngPicture, svgPicture } from '../../tests/support/pictures.ts';
import { makeRealWorld } from '../real-world.ts';
import { makeCompanyFiles } from './company-files.ts';

let folder = '';
const said: unknown[] = [];
beforeEach(() => {
  said.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'satchel-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const log = (...words: unknown[]) => void said.push(words);
const files = (databaseKey: Uint8Array | null = new Uint8Array(32)) =>
  makeCompanyFiles({ folder, databaseKey }, makeRealWorld(), { error: log, warn: log });
const bytesOf = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))));

test('a picture comes back with its kind', async () => {
  const svg = svgPicture('mug');
  expect(await files().get(await files().put(svg, 'image/svg+xml'))).toEqual({
    bytes: Buffer.from(svg),
    mediaType: 'image/svg+xml',
  });
  expect(await files().get(await files().put(pngPicture, 'image/png'))).toMatchObject({ mediaType: 'image/png' });
  expect(await files().get('0'.repeat(64))).toBeNull();
  expect(said).toEqual([]);
});

test('a file that is damaged on the disk is not handed out, and the log says which', async () => {
  const hash = await files().put(pngPicture, 'image/png');
  writeFileSync(join(folder, hash.slice(0, 2), hash), 'something else');
  expect(await files().get(hash)).toBeNull();
  expect(said).toEqual([[{ hash }, expect.stringContaining('damaged')]]);
});

test.each([
  ['a page that says it is a picture', bytesOf('<!doctype html><svg></svg>'), 'image/svg+xml'],
  ['a picture of another kind', pngPicture, 'image/jpeg'],
  ['a kind that is not kept', bytesOf('%PDF-1.7'), 'application/pdf'],
  ['nothing', new Uint8Array(), 'image/png'],
  ['an SVG with entities of its own', bytesOf('<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>'), 'image/svg+xml'],
])('%s is refused', async (_what, bytes, mediaType) => {
  await expect(files().put(bytes, mediaType)).rejects.toMatchObject({ code: 'files.foreignType', status: 415 });
});

test('the largest file is taken, one byte more is not', async () => {
  const largest = new Uint8Array(FILE_LIMIT_BYTES);
  largest.set(pngPicture);
  expect(await files().put(largest, 'image/png')).toHaveLength(64);
  const larger = new Uint8Array(FILE_LIMIT_BYTES + 1);
  larger.set(pngPicture);
  await expect(files().put(larger, 'image/png')).rejects.toMatchObject({
    code: 'files.tooLarge',
    status: 413,
    params: { sizeBytes: FILE_LIMIT_BYTES + 1, limitBytes: FILE_LIMIT_BYTES },
  });
});

test.each([
  ['image/jpeg', bytesOf([0xff, 0xd8, 0xff, 0xe0], 'JFIF')],
  ['image/webp', bytesOf('RIFF', [1, 0, 0, 0], 'WEBPVP8 ')],
  ['image/svg+xml', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['image/svg+xml', bytesOf('<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b">\n<svg></svg>')],
  [null, bytesOf('RIFF', [1, 0, 0, 0], 'WAVEfmt ')],
  [null, bytesOf('<svgx>')],
])('bytes say themselves that they are %s', (mediaType, bytes) => {
  expect(mediaTypeOf(bytes)).toBe(mediaType);
});
