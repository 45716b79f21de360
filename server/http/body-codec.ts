/**
 * Bodies on the wire: bytes ↔ JSON. Guards:
 * - nothing is parsed before its decompressed size is known to be within the limit;
 * - only well-formed UTF-8 JSON gets through, and none so deep that reading it would end the stack.
 */
import type { ServerWorld } from '../server-world.ts';
import { HttpRefusal } from './http-refusal.ts';

type Encoding = 'zstd' | 'gzip';

/** Below this a compressed answer saves nothing. */
const COMPRESS_FROM_BYTES = 200;

/** Objects and lists within each other; an order of an import lies eight deep. */
const LIMIT_LEVELS = 32;

/**
 * Decompresses and parses a request body.
 * @param encoding the Content-Encoding header
 * @param limitBytes largest body, decompressed
 * @throws HttpRefusal with the http.* code of what is wrong
 */
export async function decodeBody(
  world: ServerWorld,
  encoding: string | undefined,
  bytes: Uint8Array,
  limitBytes: number,
): Promise<unknown> {
  const plain = await decompress(world, (encoding ?? 'identity').trim().toLowerCase(), bytes, limitBytes);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  } catch {
    throw new HttpRefusal('http.notJson');
  }
  if (isDeeperThan(LIMIT_LEVELS, body)) throw new HttpRefusal('http.tooDeep', { limitLevels: LIMIT_LEVELS });
  return body;
}

/** Goes no deeper than the levels that it allows. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(levels - 1, part));
}

async function decompress(
  world: ServerWorld,
  encoding: string,
  bytes: Uint8Array,
  limitBytes: number,
): Promise<Uint8Array> {
  if (encoding === 'identity' || encoding === '') return bytes;
  const known = world.compression.encodings.find((name) => name === encoding);
  if (!known) throw new HttpRefusal('http.unsupportedEncoding', { encoding: encoding.slice(0, 40) });
  try {
    return await world.compression.decompress(known, bytes, limitBytes);
  } catch (error) {
    // Node reports an output beyond the limit as a RangeError, damage as an Error.
    if (error instanceof RangeError) throw tooLarge(limitBytes);
    throw new HttpRefusal('http.damagedBody', { encoding: known });
  }
}

/** The refusal of a body beyond the limit. */
export function tooLarge(limitBytes: number): HttpRefusal {
  return new HttpRefusal('http.bodyTooLarge', { limitBytes });
}

/**
 * The best encoding that both sides know, or null for plain bytes.
 * @param accepted the Accept-Encoding header; an encoding with q=0 is not accepted
 */
export function chooseEncoding(world: ServerWorld, accepted: string | undefined, byteCount: number): Encoding | null {
  if (!accepted || byteCount < COMPRESS_FROM_BYTES) return null;
  const names = new Set(
    accepted
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((piece) => piece.trim()))
      .filter(([, ...options]) => !options.some((option) => /^q=0(\.0*)?$/.test(option)))
      .map(([name]) => name),
  );
  return world.compression.encodings.find((name) => names.has(name)) ?? null;
}
