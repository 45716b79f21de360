import type { IssuedCommand, Verdict } from '../contract.ts';
import type { ServerMirror } from './server-mirror.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

/** A device that spoke with its server knows the time, but for the way of a message and what it does not correct. */
const CORRECTED_WITHIN_MS = 30_000;

/**
 * A command carries its own time (SYNC.md, time): of a device that has spoken with its server since its clock was moved,
 * that is the true time.
 */
export class ClockWatch {
  readonly #knows = new Set<string>();
  readonly #jumpedAtMs = new Map<string, number>();
  readonly #issued = new Map<string, { readonly device: string; readonly atMs: number }>();

  /** A whole answer. One that was long on its way, over a night too, or over a jump, leaves the device in doubt. */
  contact(device: string, askedAtMs: number, atMs: number): void {
    const isSharp = atMs - askedAtMs < CORRECTED_WITHIN_MS && askedAtMs > (this.#jumpedAtMs.get(device) ?? 0);
    if (isSharp) this.#knows.add(device);
  }

  jumped(device: string, atMs: number): void {
    this.#knows.delete(device);
    this.#jumpedAtMs.set(device, atMs);
  }

  issued({ device, atMs }: IssuedCommand, commandId: string): void {
    if (this.#knows.has(device)) this.#issued.set(commandId, { device, atMs });
  }

  check(mirror: ServerMirror, say: Say): void {
    for (const [commandId, { device, atMs }] of this.#issued) {
      const logged = mirror.logged(commandId);
      if (!logged) continue;
      this.#issued.delete(commandId);
      const off = logged.issuedAt - atMs;
      if (Math.abs(off) > CORRECTED_WITHIN_MS)
        say('broken', 0, `${logged.name} ${commandId} of ${device} says it was issued ${off} ms beside the true time`);
    }
  }
}
