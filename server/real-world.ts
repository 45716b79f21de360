/**
 * The server's World in production: the only file of server/ that reads the machine's clock, random source, timers,
 * compression and key derivation.
 */
import { spawn } from 'node:child_process';
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { publicSealing } from '#db/keys/recovery-seal.ts';
import type { Compression, KeyDerivation } from '#shared/kernel/world.ts';
import type { RunProgram, ServerWorld } from './server-world.ts';

const SCRYPT_COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Rows compress almost as well at a low level, and the answer is not kept waiting. */
const GZIP_LEVEL = 5;
/** A page comes out in one piece or few: each is a buffer and a turn of the loop. What comes out is a fifth of what goes in. */
const pieceBytes = (plain: Uint8Array): number => Math.min(Math.max(plain.byteLength >> 2, 4_096), 1 << 20);

const gzip = promisify(zlib.gzip);
const gunzip = promisify(zlib.gunzip);

/** zstd came with Node 22.15; the utility process of an older Electron has gzip alone. */
function makeCompression(): Compression {
  const hasZstd = typeof zlib.zstdCompress === 'function';
  const zstd = hasZstd ? { compress: promisify(zlib.zstdCompress), decompress: promisify(zlib.zstdDecompress) } : null;
  return {
    encodings: zstd ? ['zstd', 'gzip'] : ['gzip'],
    async compress(encoding, bytes) {
      if (encoding === 'gzip') return gzip(bytes, { level: GZIP_LEVEL, chunkSize: pieceBytes(bytes) });
      if (!zstd) throw new Error('zstd is not in this Node');
      return zstd.compress(bytes, { chunkSize: pieceBytes(bytes), pledgedSrcSize: bytes.byteLength });
    },
    async decompress(encoding, bytes, limitBytes) {
      if (encoding === 'gzip') return gunzip(bytes, { maxOutputLength: limitBytes });
      if (!zstd) throw new Error('zstd is not in this Node');
      return zstd.decompress(bytes, { maxOutputLength: limitBytes });
    },
  };
}

const keys: KeyDerivation = {
  toPublic: publicSealing,
  scrypt: (password, salt) =>
    new Promise((resolve, reject) => {
      scrypt(password, salt, KEY_BYTES, SCRYPT_COST, (error, key) => (error ? reject(error) : resolve(key)));
    }),
  seal(key, plain) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  open(key, sealed) {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    try {
      return Buffer.concat([
        decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)),
        decipher.final(),
      ]);
    } catch {
      return null;
    }
  },
};

/** Makes the World that a server process runs in. */
export function makeRealWorld(): ServerWorld {
  return {
    clock: { now: () => Date.now(), monotonicMs: () => performance.now() },
    random: { bytes: (count) => randomBytes(count) },
    timers: {
      after(delayMs, callback) {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
    },
    compression: makeCompression(),
    keys,
  };
}

/** Programs of this machine. */
export const runProgram: RunProgram = (file, args, environment = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      complaint += String(chunk);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, complaint }));
  });
