/**
 * The real World of a device: the only file of electron/device that touches clock, timers, network, compression and
 * key derivation. Guards:
 * - an answer beyond its limit is cut off while it comes, before it is held in memory as a whole;
 * - an exchange has the time that a slow line needs for its bytes, and no more: one that stands still ends;
 * - after an exchange that came to nothing no connection that was kept is trusted: the network may be another;
 * - no timer keeps the process alive;
 * - redirects are not followed: a token never goes to an address that the person did not choose.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { publicSealing } from '#db/keys/recovery-seal.ts';
import {
  type Compression,
  type KeyDerivation,
  type Network,
  type NetworkRequest,
  NetworkUnreachable,
  type World,
} from '#shared/kernel/world.ts';
import { BODY_LIMIT_BYTES } from '#shared/protocol/limits.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What a guess at a password costs: chosen to be slow. */
export const SCRYPT_COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** The thinnest line that is worth waiting for: so much time each byte buys. What goes up is not seen to arrive. */
const MS_A_BYTE = { up: 1, down: 10 } as const;
/** A body goes out in pieces, so that each is seen to go. */
const PIECE_BYTES = 16 * 1024;
/** A connection is kept for the next exchange: a new one costs two round trips and a certificate. Servers keep it longer. */
const KEPT_MS = 55_000;
const kept = { keepAlive: true, timeout: KEPT_MS, scheduling: 'lifo' } as const;
const agents = { http: new HttpAgent(kept), https: new HttpsAgent(kept) };

/** The World of production. */
export function makeRealWorld(): World {
  return {
    clock: { now: () => Date.now(), monotonicMs: () => performance.now() },
    random: { bytes: (count) => new Uint8Array(randomBytes(count)) },
    timers: {
      after(delayMs, callback) {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
    },
    network,
    compression,
    keys,
  };
}

const network: Network = {
  request(request) {
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        dropKept();
        reject(new NetworkUnreachable(error.message));
      };
      const { body, onProgress = () => {} } = request;
      let answered = false;
      const outgoing = open(request, (incoming) => {
        answered = true;
        const received = (bytes: number): void => {
          patience.received(bytes);
          onProgress('came');
        };
        collect(incoming, received).then(
          (body) => resolve({ status: incoming.statusCode ?? 0, headers: flatHeaders(incoming), body }),
          (error: unknown) => {
            outgoing.destroy();
            fail(error instanceof Error ? error : new Error('the answer could not be read'));
          },
        );
      });
      const patience = makePatience(request.timeoutMs, body?.byteLength ?? 0, () =>
        outgoing.destroy(new Error('timed out')),
      );
      outgoing.on('error', fail);
      outgoing.on('close', () => {
        patience.end();
        // Once an answer comes, its reader alone says whether it was whole: the request closes before all is read.
        if (!answered) fail(new Error('closed before an answer came'));
      });
      for (let from = 0; body && from < body.byteLength; from += PIECE_BYTES) {
        outgoing.write(body.subarray(from, from + PIECE_BYTES), (error) => {
          // Told of a connection that never came to be, too.
          if (!error) onProgress('went');
        });
      }
      outgoing.end();
    });
  },

  stream(request, onText) {
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(new NetworkUnreachable(error.message));
      const timer = setTimeout(() => outgoing.destroy(new Error('timed out')), request.timeoutMs);
      const outgoing = open(request, (incoming) => {
        clearTimeout(timer);
        if (incoming.statusCode !== 200) {
          outgoing.destroy();
          fail(new Error(`answered ${incoming.statusCode}`));
          return;
        }
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => onText(chunk));
        const ended = new Promise<void>((end) => {
          incoming.on('close', end);
          incoming.on('error', () => end());
        });
        resolve({ ended, close: () => outgoing.destroy() });
      });
      outgoing.on('error', fail);
      outgoing.on('close', () => {
        clearTimeout(timer);
        fail(new Error('closed before an answer came'));
      });
      outgoing.end();
    });
  },
};

function open(request: NetworkRequest, onAnswer: (incoming: IncomingMessage) => void): ClientRequest {
  const url = new URL(request.url);
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const length = request.body === undefined ? {} : { 'content-length': request.body.byteLength };
  const agent = url.protocol === 'https:' ? agents.https : agents.http;
  return start(url, { method: request.method, headers: { ...request.headers, ...length }, agent }, onAnswer);
}

function dropKept(): void {
  for (const { freeSockets } of Object.values(agents)) {
    for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
  }
}

/**
 * Ends an exchange that stands still: when its bytes would have come on the thinnest line, and when an answer that has
 * begun stops for `timeoutMs`.
 */
function makePatience(timeoutMs: number, sentBytes: number, end: () => void) {
  const began = performance.now();
  let boughtMs = sentBytes * MS_A_BYTE.up;
  let lastAt: number | null = null;
  const leftMs = (): number => {
    const whole = began + timeoutMs + boughtMs;
    const still = lastAt === null ? whole : Math.min(whole, lastAt + timeoutMs);
    return still - performance.now();
  };
  const look = (): void => {
    const left = leftMs();
    if (left <= 0) end();
    else timer = setTimeout(look, Math.ceil(left));
  };
  let timer = setTimeout(look, Math.ceil(leftMs()));
  return {
    received(count: number): void {
      boughtMs += count * MS_A_BYTE.down;
      lastAt = performance.now();
    },
    end: () => clearTimeout(timer),
  };
}

async function collect(incoming: IncomingMessage, received: (bytes: number) => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes: Uint8Array = chunk;
    size += bytes.byteLength;
    received(bytes.byteLength);
    if (size > BODY_LIMIT_BYTES) throw new Error(`the answer is larger than ${BODY_LIMIT_BYTES} bytes`);
    chunks.push(bytes);
  }
  if (!incoming.complete) throw new Error('the answer was cut');
  return Buffer.concat(chunks);
}

function flatHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

// Node 20 (Electron 33) has no zstd.
const hasZstd = typeof zlib.zstdCompress === 'function';
const gzip = promisify(zlib.gzip);
const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** What is unpacked comes in few pieces: each is a buffer and a turn of the loop. Rows are five times as long unpacked. */
const pieceBytes = (packed: Uint8Array): number => Math.min(Math.max(packed.byteLength * 4, 4_096), 1 << 20);

const compression: Compression = {
  encodings: hasZstd ? ['zstd', 'gzip'] : ['gzip'],
  async compress(encoding, bytes) {
    if (encoding === 'zstd') return promisify<Uint8Array, Buffer>(zlib.zstdCompress)(bytes);
    return gzip(bytes);
  },
  async decompress(encoding, bytes, limitBytes) {
    const options = { maxOutputLength: limitBytes, chunkSize: pieceBytes(bytes) };
    if (encoding === 'zstd') {
      const zstd = promisify<Uint8Array, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);
      return zstd(bytes, options);
    }
    return gunzip(bytes, options);
  },
};

const keys: KeyDerivation = {
  toPublic: publicSealing,
  scrypt(password, salt) {
    return new Promise((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, 32, SCRYPT_COST, (error, key) => {
        if (error) reject(error);
        else resolve(new Uint8Array(key));
      });
    });
  },
  seal(key, plain) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return new Uint8Array(Buffer.concat([nonce, body, cipher.getAuthTag()]));
  },
  open(key, sealed) {
    if (sealed.byteLength < NONCE_BYTES + TAG_BYTES) return null;
    const tagAt = sealed.byteLength - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(sealed.subarray(tagAt));
    try {
      return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, tagAt)), decipher.final()]));
    } catch {
      return null;
    }
  },
};
