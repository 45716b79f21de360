/**
 * When the device talks to its server. Guards:
 * - what waits is pushed before anything is pulled, but a push that is stuck never stops the pulls;
 * - after a fault it goes on by itself, later and later, never two devices in step;
 * - 60 s without progress while it should be online is said on screen, and the cycle starts over;
 * - some seconds without a byte from the server are said too, and only a byte that comes takes that back: bytes that go
 *   may be swallowed by whatever is in between;
 * - a cycle that was overtaken changes nothing any more.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import { NetworkUnreachable, type World } from '#shared/kernel/world.ts';
import { type LiveStream, listenLive } from './live.ts';
import type { CycleGuard, SyncSteps } from './sync-steps.ts';
import { noteTrouble } from './trouble.ts';

const PULL_EVERY_MS = 3 * 60_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
const STALLED_AFTER_MS = 60_000;
/** Longer than a slow line needs for an answer, shorter than a person looks at the screen in doubt. */
const SILENT_AFTER_MS = 6_000;
/** A burst of commands or pokes makes one cycle. */
const GATHER_MS = 30;

export interface SyncLoopState {
  readonly network: 'online' | 'offline' | 'syncing';
  readonly workOffline: boolean;
  readonly trouble: Reason | null;
  /** The server was asked, and nothing came back for some seconds; until a byte comes. */
  readonly silent: boolean;
}

export interface SyncLoop {
  readonly state: SyncLoopState;
  start(): void;
  /** Something waits to be sent, or to be fetched. */
  soon(): void;
  /** Syncs at once and says how it ended. */
  now(): Promise<Reason | null>;
  setWorkOffline(workOffline: boolean): void;
  /** Ends for good: what is still on its way changes nothing any more. */
  stop(): void;
}

class Overtaken extends Error {}

export function makeSyncLoop(world: World, steps: SyncSteps, changed: () => void): SyncLoop {
  let state: SyncLoopState = { network: 'offline', workOffline: false, trouble: null, silent: false };
  let generation = 0;
  let running: Promise<Reason | null> | null = null;
  let isWantedAgain = false;
  /** What the live stream spoke of while a cycle ran, which mostly is what this device itself has just sent. */
  let pokedVersion = 0;
  let isStopped = false;
  let failures = 0;
  /** The last one in which nothing came back for a while. */
  let silentCycle = 0;
  let live: LiveStream | null = null;
  let isLiveOpening = false;
  let liveFailures = 0;
  let cancelTimer: () => void = () => {};
  let cancelWatchdog: () => void = () => {};
  let cancelSilence: () => void = () => {};

  const set = (next: Partial<SyncLoopState>): void => {
    const merged = { ...state, ...next };
    const isSame =
      merged.network === state.network &&
      merged.workOffline === state.workOffline &&
      merged.silent === state.silent &&
      JSON.stringify(merged.trouble) === JSON.stringify(state.trouble);
    state = merged;
    if (!isSame) changed();
  };

  const schedule = (delayMs: number): void => {
    cancelTimer();
    if (isStopped || state.workOffline) return;
    cancelTimer = world.timers.after(delayMs, () => void run());
  };

  /** Doubles up to a minute; between half and the whole, so that devices do not come back in step. */
  const retryDelayMs = (tries = failures): number => {
    const longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 10));
    return Math.round(longest * (0.5 + (world.random.bytes(1)[0] ?? 0) / 512));
  };

  /** What passes by itself, a server's database starting anew say, is asked again soon; what needs somebody, seldom. */
  const troubleDelayMs = ({ code }: Reason): number => {
    const passes = /^server\.|^session\.serverTrouble$|^sync\.pushStuck$/.test(code);
    return passes ? retryDelayMs() : Math.max(retryDelayMs(), LAST_RETRY_MS / 2);
  };

  const armWatchdog = (own: number): void => {
    cancelWatchdog();
    cancelWatchdog = world.timers.after(STALLED_AFTER_MS, () => {
      if (own !== generation || running === null) return;
      generation += 1;
      running = null;
      failures += 1;
      set({ network: 'offline', trouble: { code: 'sync.stalled', params: { seconds: STALLED_AFTER_MS / 1000 } } });
      schedule(retryDelayMs());
    });
  };

  const armSilence = (own: number): void => {
    cancelSilence();
    cancelSilence = world.timers.after(SILENT_AFTER_MS, () => {
      if (own !== generation || running === null) return;
      silentCycle = own;
      set({ network: 'offline', silent: true });
    });
  };

  function run(): Promise<Reason | null> {
    if (isStopped || state.workOffline) return Promise.resolve({ code: 'sync.workingOffline', params: {} });
    if (running) {
      isWantedAgain = true;
      return running;
    }
    cancelTimer();
    generation += 1;
    const own = generation;
    const cycle = runCycle(own).finally(() => {
      if (own !== generation) return;
      cancelWatchdog();
      cancelSilence();
      running = null;
      const isNew = pokedVersion > steps.pulledVersion();
      pokedVersion = 0;
      if (isWantedAgain || isNew) {
        isWantedAgain = false;
        if (state.network === 'online') schedule(0);
      }
    });
    running = cycle;
    return cycle;
  }

  async function runCycle(own: number): Promise<Reason | null> {
    let isOver = false;
    const watch = (): void => {
      armWatchdog(own);
      armSilence(own);
    };
    const guard: CycleGuard = {
      stillCurrent() {
        if (own !== generation) throw new Overtaken();
      },
      progress(what) {
        // A byte that is counted late must not wake a cycle that is over.
        if (own !== generation || isOver) return;
        if (what === 'came') set({ network: 'syncing', silent: false });
        else if (what === 'went' && !state.silent) set({ network: 'syncing' });
        watch();
      },
    };
    if (state.network === 'online') set({ network: 'syncing' });
    watch();
    try {
      const prepared = await prepare(own, guard);
      guard.stillCurrent();
      const pushed = await guarded(own, () => steps.push(guard));
      guard.stillCurrent();
      const pulled = await steps.pull(guard);
      guard.stillCurrent();
      const trouble = prepared ?? pushed ?? pulled;
      failures = trouble ? failures + 1 : 0;
      set({ network: 'online', trouble, silent: false });
      schedule(trouble ? troubleDelayMs(trouble) : PULL_EVERY_MS);
      void openLive(own);
      return trouble;
    } catch (error) {
      return failed(own, error);
    } finally {
      isOver = true;
    }
  }

  function failed(own: number, error: unknown): Reason {
    const unreachable: Reason = { code: 'sync.unreachable', params: {} };
    if (error instanceof Overtaken || own !== generation) return unreachable;
    failures += 1;
    closeLive();
    schedule(retryDelayMs());
    if (error instanceof NetworkUnreachable) {
      // Where it failed at once, there is no way to the server: that is known, and no silence.
      set({ network: 'offline', trouble: null, silent: silentCycle === own });
      return unreachable;
    }
    const trouble = noteTrouble(world, steps.problem, 'sync', error, 'sync.failed');
    set({ network: 'offline', trouble });
    return trouble;
  }

  /** Without a fresh token the old one may still do. */
  async function prepare(own: number, guard: CycleGuard): Promise<Reason | null> {
    try {
      return await steps.prepare(guard);
    } catch (error) {
      if (error instanceof NetworkUnreachable || error instanceof Overtaken || own !== generation) throw error;
      return noteTrouble(world, steps.problem, 'renewal', error, 'sync.failed');
    }
  }

  /** A push that finds no way may be the push's own trouble: the pull tells. */
  async function guarded(own: number, push: () => Promise<Reason | null>): Promise<Reason | null> {
    try {
      return await push();
    } catch (error) {
      if (own !== generation) throw new Overtaken();
      if (!(error instanceof NetworkUnreachable)) steps.problem('push', error);
      return { code: 'sync.pushStuck', params: {} };
    }
  }

  async function openLive(own: number): Promise<void> {
    if (live || isLiveOpening) return;
    isLiveOpening = true;
    try {
      const opened = await listenLive(world, steps.openLive, poked, () => {
        live = null;
        // Either the server stopped or the network went: one look tells, and brings the stream back.
        if (!isStopped && state.network !== 'offline') schedule(GATHER_MS);
      });
      if (isStopped || state.workOffline || own > generation) opened.close();
      else {
        live = opened;
        liveFailures = 0;
        // Between the last pull and now a poke would have been missed.
        loop.soon();
      }
    } catch (error) {
      if (!(error instanceof NetworkUnreachable)) steps.problem('live', error);
      // The network may have gone in just this moment, and without the stream nothing else would tell.
      liveFailures += 1;
      if (own === generation && state.network === 'online') schedule(retryDelayMs(liveFailures));
    } finally {
      isLiveOpening = false;
    }
  }

  function poked(version: number): void {
    if (running) pokedVersion = Math.max(pokedVersion, version);
    else if (version > steps.pulledVersion()) loop.soon();
  }

  function closeLive(): void {
    live?.close();
    live = null;
  }

  const loop: SyncLoop = {
    get state() {
      return state;
    },
    start: () => schedule(0),
    soon() {
      if (running) isWantedAgain = true;
      else if (state.network !== 'offline') schedule(GATHER_MS);
    },
    async now() {
      const inFront = running;
      if (inFront) await inFront;
      return run();
    },
    setWorkOffline(workOffline) {
      if (workOffline === state.workOffline) return;
      if (workOffline) {
        generation += 1;
        running = null;
        cancelTimer();
        cancelWatchdog();
        cancelSilence();
        closeLive();
        set({ workOffline, network: 'offline', trouble: null, silent: false });
        return;
      }
      failures = 0;
      set({ workOffline });
      schedule(0);
    },
    stop() {
      isStopped = true;
      generation += 1;
      cancelTimer();
      cancelWatchdog();
      cancelSilence();
      closeLive();
    },
  };
  return loop;
}
