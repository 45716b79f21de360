import type { Instant } from './instants.ts';

/**
 * Everything by which device and server touch the world outside their database. Production hands in the real one
 * (electron/device/real-world.ts, server/real-world.ts), a simulation its own, so that a seed replays exactly.
 */
export interface World {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly timers: Timers;
  readonly network: Network;
  readonly compression: Compression;
  readonly keys: KeyDerivation;
}

export interface Clock {
  /** Wall time in milliseconds UTC; may jump and go back. */
  now(): Instant;
  /** Milliseconds that only grow, for measuring durations. */
  monotonicMs(): number;
}

export interface RandomSource {
  /** Cryptographically strong in production. */
  bytes(count: number): Uint8Array;
}

export interface Timers {
  /** Calls once after `delayMs`; the returned function takes it back. */
  after(delayMs: number, callback: () => void): () => void;
}

/** `went`: handed to a connection, which says nothing of its arrival; `came`: the other side speaks. */
export type ByteWay = 'went' | 'came';

export interface NetworkRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Without a byte of an answer it ends after this, and what a slow line needs for the bytes that move. */
  readonly timeoutMs: number;
  /** Told while bytes move, and in which direction: a slow exchange is none that hangs. */
  readonly onProgress?: (way: ByteWay) => void;
}

export interface NetworkResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface NetworkStream {
  /** Settles when the stream ended, by either side or by a fault. */
  readonly ended: Promise<void>;
  close(): void;
}

export interface Network {
  /** Rejects with `NetworkUnreachable` when no whole answer came. */
  request(request: NetworkRequest): Promise<NetworkResponse>;
  /** Opens a long answer and hands its text over as it comes; rejects like `request` when it cannot be opened. */
  stream(request: Omit<NetworkRequest, 'body' | 'onProgress'>, onText: (chunk: string) => void): Promise<NetworkStream>;
}

/** No whole answer came: no route, refused, cut, timed out. Says nothing about whether the other side acted. */
export class NetworkUnreachable extends Error {
  constructor(cause: string) {
    super(cause);
    this.name = 'NetworkUnreachable';
  }
}

export interface Compression {
  /** Encodings that this side can read, best first; the wire's names. */
  readonly encodings: readonly ('zstd' | 'gzip')[];
  compress(encoding: 'zstd' | 'gzip', bytes: Uint8Array): Promise<Uint8Array>;
  /** Rejects when the result would exceed `limitBytes` (a bomb) or the bytes are damaged. */
  decompress(encoding: 'zstd' | 'gzip', bytes: Uint8Array, limitBytes: number): Promise<Uint8Array>;
}

export interface KeyDerivation {
  /** scrypt with N=2^15, r=8, p=1: 32 bytes from a password and a salt. */
  scrypt(password: string, salt: Uint8Array): Promise<Uint8Array>;
  /** AES-256-GCM with a fresh nonce in front; `open` returns null when the key is wrong or the bytes are damaged. */
  seal(key: Uint8Array, plain: Uint8Array): Uint8Array;
  open(key: Uint8Array, sealed: Uint8Array): Uint8Array | null;
  readonly toPublic: PublicSealing;
}

/** Sealing to a public key: who seals cannot open. `purpose` is what it is for; under another it does not open. */
export interface PublicSealing {
  makePair(): { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };
  seal(publicKey: Uint8Array, plain: Uint8Array, purpose: string): Uint8Array;
  /** Null when the key is another, the purpose is another, or the bytes are damaged. */
  open(privateKey: Uint8Array, sealed: Uint8Array, purpose: string): Uint8Array | null;
}
