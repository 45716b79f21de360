/**
 * A line between a device and its server, as bytes: thin, slow, lossy, cut, silent. Every byte that passes is counted;
 * with TLS in front of the server that is what a real line carries, but for the headers of TCP and IP.
 */
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../crash/server-process.ts';

/** What a line is like. Changed while it runs, it holds for what passes from then on. */
export interface LineNature {
  readonly upBytesPerSecond: number;
  readonly downBytesPerSecond: number;
  /** One way. */
  readonly latencyMs: number;
  /** Of a hundred packets so many are lost: TCP sends them again, and all behind them waits. */
  readonly lostPercent: number;
}

export const GOOD_LINE: LineNature = { upBytesPerSecond: 1e9, downBytesPerSecond: 1e9, latencyMs: 0, lostPercent: 0 };

export interface Line {
  readonly port: number;
  readonly counts: { up: number; down: number; connections: number };
  nature: LineNature;
  /** Ends every connection at once, with a reset. */
  cut(): void;
  /** Cuts once more so many bytes have gone in a direction. */
  cutAfter(direction: 'up' | 'down', bytes: number): void;
  /** What is connected now never hears of the other side again, and is told nothing; new connections work. */
  freeze(): void;
  /** Nobody is there: new connections are reset. */
  isRefusing: boolean;
  close(): void;
}

const PACKET_BYTES = 1_400;
/** A router holds no more than this; then the sender has to wait. */
const QUEUED_BYTES = 32 * 1024;

export async function openLine(
  target: { host: string; port: number },
  host: string,
  random: () => number,
): Promise<Line> {
  const port = await freePort();
  const ends = new Set<() => void>();
  const freezes = new Set<() => void>();
  let cutAt: { direction: 'up' | 'down'; left: number } | null = null;
  const line: Line = {
    port,
    counts: { up: 0, down: 0, connections: 0 },
    nature: GOOD_LINE,
    isRefusing: false,
    cut() {
      for (const end of [...ends]) end();
    },
    cutAfter(direction, bytes) {
      cutAt = { direction, left: bytes };
    },
    freeze() {
      for (const freeze of freezes) freeze();
    },
    close() {
      line.cut();
      server.close();
    },
  };

  /** Whether the line was cut by these bytes. */
  function passes(direction: 'up' | 'down', bytes: number): boolean {
    line.counts[direction] += bytes;
    if (cutAt?.direction !== direction) return true;
    cutAt.left -= bytes;
    if (cutAt.left > 0) return true;
    cutAt = null;
    line.cut();
    return false;
  }

  const server = createServer((device) => {
    device.on('error', () => {});
    if (line.isRefusing) {
      device.resetAndDestroy();
      return;
    }
    line.counts.connections += 1;
    const far = connect(target);
    far.on('error', () => {});
    let isFrozen = false;
    const end = (): void => {
      ends.delete(end);
      freezes.delete(freeze);
      device.resetAndDestroy();
      far.destroy();
    };
    const freeze = (): void => {
      isFrozen = true;
      freezes.delete(freeze);
      far.destroy();
    };
    ends.add(end);
    freezes.add(freeze);
    const hears = (): boolean => !isFrozen;
    carry(
      device,
      far,
      () => line.nature.upBytesPerSecond,
      line,
      random,
      (bytes) => hears() && passes('up', bytes),
      hears,
    );
    carry(
      far,
      device,
      () => line.nature.downBytesPerSecond,
      line,
      random,
      (bytes) => hears() && passes('down', bytes),
      hears,
    );
    device.on('close', () => {
      far.destroy();
      ends.delete(end);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return line;
}

function carry(
  from: Socket,
  to: Socket,
  rate: () => number,
  line: Pick<Line, 'nature'>,
  random: () => number,
  passes: (bytes: number) => boolean,
  hears: () => boolean,
): void {
  const waiting: { readonly packet: Buffer | null; readonly at: number }[] = [];
  let queued = 0;
  /** When the last packet is through. */
  let freeAt = 0;
  let arrivesAt = 0;
  let timer: NodeJS.Timeout | null = null;

  /** All go in order. */
  function deliver(): void {
    timer = null;
    for (let [first] = waiting; first; [first] = waiting) {
      const left = first.at - performance.now();
      if (left > 0) {
        timer = setTimeout(deliver, left);
        return;
      }
      waiting.shift();
      if (first.packet === null) {
        if (hears()) to.end();
        continue;
      }
      queued -= first.packet.length;
      if (queued <= QUEUED_BYTES) from.resume();
      if (passes(first.packet.length) && !to.destroyed) to.write(first.packet);
    }
  }

  function send(packet: Buffer | null): void {
    waiting.push({ packet, at: arrivesAt });
    if (timer === null) deliver();
  }

  from.on('data', (chunk: Buffer) => {
    queued += chunk.length;
    if (queued > QUEUED_BYTES) from.pause();
    for (let at = 0; at < chunk.length; at += PACKET_BYTES) {
      const packet = chunk.subarray(at, at + PACKET_BYTES);
      const { latencyMs, lostPercent } = line.nature;
      freeAt = Math.max(freeAt, performance.now()) + (packet.length / rate()) * 1_000;
      // The first repetition comes after a second or so.
      const repeatedMs = random() * 100 < lostPercent ? 600 + random() * 900 : 0;
      arrivesAt = Math.max(arrivesAt, freeAt + latencyMs + repeatedMs);
      send(packet);
    }
  });
  from.on('end', () => send(null));
}
