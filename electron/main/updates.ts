/**
 * Keeps Satchel itself up to date. Guards:
 * - asked, not forced: looking is all that happens by itself, and a feed that is down is quiet;
 * - nothing is installed while a restart would cost work;
 * - one thing at a time: what is asked twice is done once.
 */
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import type { ActionReply, SessionState } from '#shared/protocol/bridge.ts';
import type { UpdateState } from '#shared/protocol/update-bridge.ts';
import { feedAddress } from './update-feed.ts';
import type { UpdaterEngine } from './updater-engine.ts';

/** After the start, which has better things to do. */
const FIRST_LOOK_MS = 20_000;
const LOOK_EVERY_MS = 6 * 3_600_000;

export interface UpdateParts {
  /** The engine, or why there is none in this build. */
  readonly engine: (() => Promise<UpdaterEngine>) | Reason;
  /** Address of a feed that the build names; null: the company's server has it. */
  readonly feed: string | null;
  readonly now: () => number;
  /** Why the application must not end now, or null. */
  readonly findUnsafeWork: () => Promise<Reason | null>;
  readonly tell: (state: UpdateState) => void;
  readonly problem: (message: string) => void;
}

export interface Updates {
  readonly calls: {
    readonly 'updates.state': () => Promise<UpdateState>;
    readonly 'updates.check': () => Promise<ActionReply>;
    readonly 'updates.download': () => Promise<ActionReply>;
    readonly 'updates.install': () => Promise<ActionReply>;
  };
  /** The session says which server to ask. */
  follow(session: SessionState): void;
  close(): void;
}

/** Starts to look for updates, a while after the start and then now and then. */
export function startUpdates(parts: UpdateParts): Updates {
  let state: UpdateState =
    typeof parts.engine === 'function'
      ? { state: 'none', checkedAt: null, problem: null }
      : { state: 'off', reason: parts.engine };
  let engine: Promise<UpdaterEngine> | null = null;
  let server: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  lookIn(FIRST_LOOK_MS);

  function become(next: UpdateState): void {
    state = next;
    parts.tell(next);
  }

  function open(): Promise<UpdaterEngine> {
    if (typeof parts.engine !== 'function') return Promise.reject(new Refusal(parts.engine.code, parts.engine.params));
    engine ??= parts.engine();
    return engine;
  }

  const noteReason = (error: unknown): Reason => {
    const { reason } = error instanceof Refusal ? error : new Refusal('updates.unreachable');
    parts.problem(error instanceof Refusal ? reason.code : String(error));
    return reason;
  };

  /** By itself: what goes wrong is noted in the state, and nobody is disturbed. */
  function lookIn(delayMs: number): void {
    if (state.state === 'off') return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      lookIn(LOOK_EVERY_MS);
      void check();
    }, delayMs);
  }

  async function check(): Promise<ActionReply> {
    if (state.state === 'off') return { ok: false, reason: state.reason };
    // Asking again would throw away what is on its way or here.
    if (state.state !== 'none' && state.state !== 'available') return { ok: true };
    const before = state;
    const feed = parts.feed ?? (server === null ? null : feedAddress(server));
    if (feed === null) return { ok: false, reason: { code: 'updates.noServer', params: {} } };
    become({ state: 'checking' });
    try {
      const offer = await (await open()).check(feed);
      become(
        offer
          ? { state: 'available', ...offer, problem: null }
          : { state: 'none', checkedAt: parts.now(), problem: null },
      );
      return { ok: true };
    } catch (error) {
      const reason = noteReason(error);
      // What was found before is not forgotten because the server is gone for a while, but nothing unsigned stays offered.
      const isGone = reason.code === 'updates.unreachable';
      const checkedAt = before.state === 'none' ? before.checkedAt : null;
      become(
        before.state === 'available' && isGone
          ? { ...before, problem: reason }
          : { state: 'none', checkedAt, problem: reason },
      );
      return { ok: false, reason };
    }
  }

  async function download(): Promise<ActionReply> {
    if (state.state === 'downloading' || state.state === 'ready') return { ok: true };
    if (state.state !== 'available') return { ok: false, reason: { code: 'updates.nothing', params: {} } };
    const { version } = state;
    const offer = state;
    become({ state: 'downloading', version, percent: 0 });
    try {
      await (await open()).download((percent) => {
        if (state.state === 'downloading' && percent > state.percent) become({ ...state, percent });
      });
      become({ state: 'ready', version, problem: null });
      return { ok: true };
    } catch (error) {
      const reason = noteReason(error);
      become({ ...offer, problem: reason });
      return { ok: false, reason };
    }
  }

  async function install(): Promise<ActionReply> {
    if (state.state === 'installing') return { ok: true };
    if (state.state !== 'ready') return { ok: false, reason: { code: 'updates.nothing', params: {} } };
    const { version } = state;
    become({ state: 'installing', version });
    try {
      const unsafe = await parts.findUnsafeWork();
      if (unsafe) throw new Refusal(unsafe.code, unsafe.params);
      (await open()).install();
      return { ok: true };
    } catch (error) {
      const reason = error instanceof Refusal ? error.reason : new Refusal('updates.installFailed').reason;
      parts.problem(error instanceof Refusal ? reason.code : String(error));
      become({ state: 'ready', version, problem: reason });
      return { ok: false, reason };
    }
  }

  return {
    calls: {
      'updates.state': async () => state,
      'updates.check': check,
      'updates.download': download,
      'updates.install': install,
    },
    follow(session) {
      if (session.state === 'failed' || session.server === null || session.server === server) return;
      server = session.server;
      lookIn(FIRST_LOOK_MS);
    },
    close() {
      if (timer) clearTimeout(timer);
    },
  };
}
