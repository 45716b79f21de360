import { expect, it } from 'vitest';
import { pngPicture } from '../../tests/support/pictures.ts';
import { isFileAddress, serveFile } from './serve-file.ts';

const hash = 'a1'.repeat(32);
const asked: string[] = [];
const readFile = async (wanted: string) => {
  asked.push(wanted);
  return wanted === hash ? ({ bytes: pngPicture, mediaType: 'image/png' } as const) : null;
};
const get = (address: string, method = 'GET') => serveFile(readFile, method, address);

it('a picture comes with its kind, for showing alone', async () => {
  const answer = await get(`satchel://app/files/${hash}`);
  expect(answer.status).toBe(200);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(pngPicture);
  expect(Object.fromEntries(answer.headers)).toEqual({
    'content-type': 'image/png',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
});

it('what is not here is not there', async () => {
  expect((await get(`satchel://app/files/${'0'.repeat(64)}`)).status).toBe(404);
});

it('a device that has ended is answered for', async () => {
  const gone = () => Promise.reject(new Error('stopped'));
  expect((await serveFile(gone, 'GET', `satchel://app/files/${hash}`)).status).toBe(404);
});

it.each([
  'satchel://app/files/',
  'satchel://app/files/../index.html',
  `satchel://app/files/${hash.toUpperCase()}`,
  `satchel://app/files/${hash}/more`,
  `satchel://app/files/${hash}?1`,
  `satchel://app/files/${hash.slice(2)}`,
  `satchel://elsewhere/files/${hash}`,
  `https://app/files/${hash}`,
  'nothing',
])('%s is no file, and the device is not asked', async (address) => {
  asked.length = 0;
  expect((await get(address)).status).toBe(404);
  expect((await get(`satchel://app/files/${hash}`, 'POST')).status).toBe(404);
  expect(asked).toEqual([]);
});

it.each([
  [`satchel://app/files/${hash}`, true],
  ['satchel://app/assets/../files/x', true],
  ['satchel://app/index.html', false],
  ['satchel://app/files.js', false],
  ['nothing', false],
])('%s is an address of files: %s', (address, is) => {
  expect(isFileAddress(address)).toBe(is);
});
