/**
 * Codes that one person reads to another: letters and digits that are not taken for each other, in groups. Guards: however
 * it is typed (small letters, blanks, hyphens, full width), a code is the same code, and only its hash is kept.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** No I, O, 0, 1: 32 of them, so that five bits of chance are one character. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUP = 5;

/** Characters of a code: 50 bits, of which few may be tried. */
export const CODE_LENGTH = 10;

/** @param random at least CODE_LENGTH bytes of chance */
export function makeCode(random: Uint8Array): string {
  if (random.length < CODE_LENGTH) throw new Error('a code needs more chance than that');
  return [...random.subarray(0, CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
}

/** The code as it is meant, without what stands between; empty where it cannot be one. */
export function readCode(typed: string): string {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{P}]/gu, '');
  const isCode = code.length === CODE_LENGTH && [...code].every((character) => ALPHABET.includes(character));
  return isCode ? code : '';
}

/** As people read it: ABCDE-FGHJK. */
export function writeCode(code: string): string {
  return code.replace(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$&-');
}

/** SHA-256 in hexadecimal digits of a code as `readCode` gives it. */
export function hashCode(code: string): string {
  return bytesToHex(sha256(utf8ToBytes(code)));
}

const LINK = 'satchel://join';

/** What an invitation's picture holds: where the company is, and the code. */
export function writeJoinLink({ server, code }: { readonly server: string; readonly code: string }): string {
  return `${LINK}?server=${encodeURIComponent(server)}&code=${code}`;
}

/** The server and the code of a link that was pasted, also from the middle of a message; null where there is none. */
export function readJoinLink(pasted: string): { readonly server: string; readonly code: string } | null {
  const found = /satchel:\/\/join\?server=([^&\s]{1,900})&code=([\w-]{1,40})/.exec(pasted);
  const code = readCode(found?.[2] ?? '');
  if (!found?.[1] || code === '') return null;
  try {
    return { server: decodeURIComponent(found[1]), code };
  } catch {
    return null;
  }
}
