/** What a cycle of the sync loop does, one step after the other. */
import type { Reason } from '#shared/kernel/refusal.ts';
import type { ByteWay, World } from '#shared/kernel/world.ts';

export interface CycleGuard {
  /** Throws when this cycle was overtaken. */
  stillCurrent(): void;
  /** @param what `worked`: on this computer, which is no word of the server's */
  progress(what: ByteWay | 'worked'): void;
}

export interface SyncSteps {
  /** Renews the token where that is due; whatever it says or throws, only an unreachable server ends the cycle. */
  prepare(guard: CycleGuard): Promise<Reason | null>;
  push(guard: CycleGuard): Promise<Reason | null>;
  pull(guard: CycleGuard): Promise<Reason | null>;
  /** The company version up to which the device has everything. */
  pulledVersion(): number;
  openLive(onText: (chunk: string) => void): ReturnType<World['network']['stream']>;
  problem(where: string, error: unknown): void;
}
