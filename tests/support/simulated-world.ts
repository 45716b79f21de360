/**
 * Worlds in one hand: a clock that stands until it is moved, timers that are called in order, random bytes from a seed,
 * and a network whose every exchange can be cut. Several devices and a server share one simulation. No time passes by
 * itself, so a seed replays exactly.
 */

import { hash } from 'node:crypto';
import { crc32, gunzipSync } from 'node:zlib';
import { publicSealing } from '#db/keys/recovery-seal.ts';
import { type NetworkRequest, type NetworkResponse, NetworkUnreachable, type World } from '#shared/kernel/world.ts';

/** What befalls an exchange. `cutAfter`: the server acts, its answer is lost. */
export type Fault = 'none' | 'cutBefore' | 'cutAfter';

/** The other end of every simulated network. */
export interface SimulatedServer {
  /** Its database answers when it likes: time stands still until it has. */
  readonly isSlow?: boolean;
  answer(request: NetworkRequest): Promise<NetworkResponse>;
  /** Opens a stream; the returned function ends it at the server's side. */
  listen(request: Omit<NetworkRequest, 'body'>, onText: (chunk: string) => void): Promise<() => void>;
}

export interface SimulatedDeviceWorld extends World {
  /** No network at all while true. */
  isCut: boolean;
  /** Asked for each exchange; by default nothing befalls it. */
  fault: (request: NetworkRequest) => Fault;
  readonly requests: NetworkRequest[];
}

export interface Simulation {
  now(): number;
  /** The server's world: everything but a network. */
  readonly world: Omit<World, 'network'>;
  connect(server: SimulatedServer): void;
  /** The connected server. */
  server(): SimulatedServer;
  /** A world of its own clock skew, on the common network. */
  addDevice(skewMs?: number): SimulatedDeviceWorld;
  /** Lets everything happen that needs no time to pass. */
  settle(): Promise<void>;
  /** Lets time pass, timer by timer. */
  advance(byMs: number): Promise<void>;
  /** Lets time pass in which nothing runs: every computer slept, and its timers go on where they were. */
  sleep(byMs: number): Promise<void>;
  /** Runs the work while time passes as it needs to. */
  finish<T>(work: Promise<T>): Promise<T>;
}

/** Starts at 2026-11-23 08:00 in Wuhan. */
const START_MS = Date.UTC(2026, 10, 23);

/** @param startMs when it begins, for one that goes on with the files of another */
export function makeSimulation(seed: number, startMs = START_MS): Simulation {
  let now = startMs;
  let ticks = 0;
  let order = 0;
  const timers = new Set<{ at: number; readonly order: number; readonly callback: () => void }>();
  let server: SimulatedServer | null = null;
  const random = seededBytes(seed);

  const after = (delayMs: number, callback: () => void): (() => void) => {
    order += 1;
    const timer = { at: now + Math.max(0, delayMs), order, callback };
    timers.add(timer);
    return () => timers.delete(timer);
  };

  const nextTimer = (until: number) => {
    let first: { at: number; order: number; callback: () => void } | null = null;
    for (const timer of timers) {
      const isEarlier = first === null || timer.at < first.at || (timer.at === first.at && timer.order < first.order);
      if (timer.at <= until && isEarlier) first = timer;
    }
    return first;
  };

  let answering = 0;
  async function answered(from: SimulatedServer, request: NetworkRequest): Promise<NetworkResponse> {
    answering += 1;
    try {
      return await from.answer(request);
    } finally {
      answering -= 1;
    }
  }

  async function advanceTo(until: number): Promise<void> {
    for (;;) {
      await flush();
      while (server?.isSlow && answering > 0) await flush();
      const timer = nextTimer(until);
      if (!timer) break;
      timers.delete(timer);
      now = Math.max(now, timer.at);
      timer.callback();
    }
    now = until;
  }

  const makeWorld = (skewMs: number): Omit<World, 'network'> => ({
    // Each look takes a moment, so that long work notices that time passes.
    clock: {
      now: () => now + skewMs,
      monotonicMs: () => {
        ticks += 1;
        return now + ticks;
      },
    },
    random: { bytes: random },
    timers: { after },
    compression: {
      encodings: ['gzip'],
      compress: async (_encoding, bytes) => gzipStored(bytes),
      decompress: async (_encoding, bytes, limitBytes) =>
        new Uint8Array(gunzipSync(bytes, { maxOutputLength: limitBytes })),
    },
    keys: {
      scrypt: async (password, salt) => sha256(new Uint8Array([...salt, ...new TextEncoder().encode(password)])),
      seal: (key, plain) => new Uint8Array([...sha256(new Uint8Array([...key, ...plain])), ...mask(key, plain)]),
      open(key, sealed) {
        const plain = mask(key, sealed.subarray(32));
        const proof = sha256(new Uint8Array([...key, ...plain]));
        return proof.every((byte, at) => byte === sealed[at]) ? plain : null;
      },
      // Real, but for its random bytes, which no seed decides and nothing depends on.
      toPublic: publicSealing,
    },
  });

  return {
    now: () => now,
    world: makeWorld(0),
    connect(connected) {
      server = connected;
    },
    server() {
      if (!server) throw new Error('no server is connected');
      return server;
    },
    addDevice(skewMs = 0) {
      const world: SimulatedDeviceWorld = {
        ...makeWorld(skewMs),
        isCut: false,
        fault: () => 'none',
        requests: [],
        network: {
          async request(request) {
            world.requests.push(request);
            const fault = world.fault(request);
            if (!server || world.isCut || fault === 'cutBefore') throw new NetworkUnreachable('cut before');
            request.onProgress?.('went');
            const answer = await answered(server, request);
            if (world.isCut || fault === 'cutAfter') throw new NetworkUnreachable('cut after');
            return answer;
          },
          async stream(request, onText) {
            if (!server || world.isCut) throw new NetworkUnreachable('cut before');
            let finish: () => void = () => {};
            const ended = new Promise<void>((resolve) => {
              finish = resolve;
            });
            const stop = await server.listen(request, (chunk) => {
              if (!world.isCut) onText(chunk);
            });
            return {
              ended,
              close() {
                stop();
                finish();
              },
            };
          },
        },
      };
      return world;
    },
    settle: () => advanceTo(now),
    advance: (byMs) => advanceTo(now + byMs),
    async sleep(byMs) {
      await advanceTo(now);
      now += byMs;
      for (const timer of timers) timer.at += byMs;
    },
    async finish(work) {
      let isDone = false;
      void work.then(
        () => {
          isDone = true;
        },
        () => {
          isDone = true;
        },
      );
      for (let turns = 0; turns < 10_000; turns += 1) {
        await flush();
        while (server?.isSlow && answering > 0) await flush();
        if (isDone) return work;
        const timer = nextTimer(Number.POSITIVE_INFINITY);
        if (timer) await advanceTo(Math.max(now, timer.at));
      }
      throw new Error('it does not come to an end');
    },
  };
}

/** Everything in these worlds goes on by promises and timers of the simulation alone: one turn empties the promises. */
function flush(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A cheap stream cipher: tests need keys that fit or not, not secrets. */
function mask(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => byte ^ (key[at % key.length] ?? 0));
}

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', bytes, 'buffer'));

/** mulberry32: small, and the same everywhere. */
function seededBytes(seed: number): (count: number) => Uint8Array {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 24;
  };
  return (count) => Uint8Array.from({ length: count }, next);
}

const STORED_MOST = 65_535;
const GZIP_HEAD = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** Real gzip of real bytes, without the stream that zlib would make for each: blocks that are stored as they are. */
function gzipStored(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / STORED_MOST));
  const file = new Uint8Array(GZIP_HEAD.length + bytes.length + blocks * 5 + 8);
  const view = new DataView(file.buffer);
  file.set(GZIP_HEAD);
  let at = GZIP_HEAD.length;
  for (let block = 0; block < blocks; block += 1) {
    const part = bytes.subarray(block * STORED_MOST, (block + 1) * STORED_MOST);
    file[at] = block === blocks - 1 ? 1 : 0;
    view.setUint16(at + 1, part.length, true);
    view.setUint16(at + 3, ~part.length & 0xffff, true);
    file.set(part, at + 5);
    at += 5 + part.length;
  }
  view.setUint32(at, crc32(bytes), true);
  view.setUint32(at + 4, bytes.length, true);
  return file;
}
