/**
 * The real World of a device: the only file of electron/device that touches clock, timers, network, compression and
 * key derivation. Guards:
 * - an answer beyond its limit is cut off while it comes, before it is held in memory as a whole;
 * - no timer keeps the process alive;
 * - redirects are not followed: a token never goes to an address that the person did not choose.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
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
      const fail = (error: Error): void => reject(new NetworkUnreachable(error.message));
      let answered = false;
      const outgoing = open(request, (incoming) => {
        answered = true;
        collect(incoming).then(
          (body) => resolve({ status: incoming.statusCode ?? 0, headers: flatHeaders(incoming), body }),
          (error: unknown) => {
            outgoing.destroy();
            fail(error instanceof Error ? error : new Error('the answer could not be read'));
          },
        );
      });
      const timer = setTimeout(() => outgoing.destroy(new Error('timed out')), request.timeoutMs);
      outgoing.on('error', fail);
      outgoing.on('close', () => {
        clearTimeout(timer);
        // Once an answer comes, its reader alone says whether it was whole: the request closes before all is read.
        if (!answered) fail(new Error('closed before an answer came'));
      });
      outgoing.end(request.body);
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

function open(request: Omit<NetworkRequest, 'body'>, onAnswer: (incoming: IncomingMessage) => void): ClientRequest {
  const url = new URL(request.url);
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return start(url, { method: request.method, headers: { ...request.headers } }, onAnswer);
}

async function collect(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes: Uint8Array = chunk;
    size += bytes.byteLength;
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

const compression: Compression = {
  encodings: hasZstd ? ['zstd', 'gzip'] : ['gzip'],
  async compress(encoding, bytes) {
    if (encoding === 'zstd') return promisify<Uint8Array, Buffer>(zlib.zstdCompress)(bytes);
    return gzip(bytes);
  },
  async decompress(encoding, bytes, limitBytes) {
    if (encoding === 'zstd') {
      const zstd = promisify<Uint8Array, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);
      return zstd(bytes, { maxOutputLength: limitBytes });
    }
    return gunzip(bytes, { maxOutputLength: limitBytes });
  },
};

const keys: KeyDerivation = {
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
