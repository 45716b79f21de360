import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import type { SessionState } from '#shared/protocol/bridge.ts';
import type { UpdateState } from '#shared/protocol/update-bridge.ts';
import type { Offer, UpdaterEngine } from './updater-engine.ts';
import { startUpdates, type UpdateParts, type Updates } from './updates.ts';

/** The network and the system, as the engine reports them. */
class FakeEngine implements UpdaterEngine {
  readonly asked: string[] = [];
  installs = 0;
  answer: () => Promise<Offer | null> = async () => ({ version: '0.2.0', bytes: 100 });
  file: (progress: (percent: number) => void) => Promise<void> = async () => {};
  installation: () => void = () => {};

  check(feed: string): Promise<Offer | null> {
    this.asked.push(feed);
    return this.answer();
  }
  download(progress: (percent: number) => void): Promise<void> {
    return this.file(progress);
  }
  install(): void {
    this.installs += 1;
    this.installation();
  }
}

const fail = (code: string) => () => Promise.reject(new Refusal(code));
const server: SessionState = {
  state: 'signedOut',
  server: 'https://s.example',
  known: [],
  demo: [],
  setAside: null,
};

let engine: FakeEngine;
let told: UpdateState[];
let unsafe: Reason | null;
let updates: Updates;

function start(change: Partial<UpdateParts> = {}): void {
  updates?.close();
  updates = startUpdates({
    engine: async () => engine,
    feed: null,
    now: () => 5,
    findUnsafeWork: async () => unsafe,
    tell: (state) => told.push(state),
    problem: () => {},
    ...change,
  });
}
const call = (name: 'check' | 'download' | 'install') => updates.calls[`updates.${name}`]();
const state = () => updates.calls['updates.state']();

beforeEach(() => {
  vi.useFakeTimers();
  engine = new FakeEngine();
  told = [];
  unsafe = null;
  start();
  updates.follow(server);
});
afterEach(() => {
  updates.close();
  vi.useRealTimers();
});

describe('looking', () => {
  it('happens by itself a while after the start and then now and then, and fetches nothing', async () => {
    await vi.advanceTimersByTimeAsync(19_000);
    expect(engine.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(engine.asked).toEqual(['https://s.example/v1/updates/']);
    expect(told).toEqual([{ state: 'checking' }, { state: 'available', version: '0.2.0', bytes: 100, problem: null }]);
    await vi.advanceTimersByTimeAsync(6 * 3_600_000);
    expect(engine.asked).toHaveLength(2);
    expect(engine.installs).toBe(0);
  });

  it('happens a while after somebody signed in, however late that is', async () => {
    start();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(engine.asked).toEqual([]);
    updates.follow(server);
    updates.follow(server);
    await vi.advanceTimersByTimeAsync(21_000);
    expect(engine.asked).toHaveLength(1);
  });

  it('asks the server of whoever signs in, or the feed that the build names', async () => {
    updates.follow({ ...server, server: 'https://other.example' });
    await call('check');
    start({ feed: 'https://maker.example/feed/' });
    await call('check');
    expect(engine.asked).toEqual(['https://other.example/v1/updates/', 'https://maker.example/feed/']);
  });

  it('is refused without a server, and by a build without a key', async () => {
    start();
    expect(await call('check')).toMatchObject({ ok: false, reason: { code: 'updates.noServer' } });
    start({ engine: { code: 'updates.noKey', params: {} } });
    expect(await state()).toEqual({ state: 'off', reason: { code: 'updates.noKey', params: {} } });
    for (const name of ['check', 'download', 'install'] as const) expect(await call(name)).toMatchObject({ ok: false });
    await vi.advanceTimersByTimeAsync(7 * 3_600_000);
    expect(engine.asked).toEqual([]);
  });

  it('notes what went wrong, and when nothing newer was there', async () => {
    engine.answer = async () => null;
    await call('check');
    expect(await state()).toEqual({ state: 'none', checkedAt: 5, problem: null });
    engine.answer = fail('updates.badSignature');
    expect(await call('check')).toMatchObject({ ok: false, reason: { code: 'updates.badSignature' } });
    expect(await state()).toEqual({
      state: 'none',
      checkedAt: 5,
      problem: { code: 'updates.badSignature', params: {} },
    });
  });

  it('keeps an offer while the server is gone, and takes it back when the feed is not signed any more', async () => {
    await call('check');
    engine.answer = fail('updates.unreachable');
    await call('check');
    expect(await state()).toMatchObject({ state: 'available', problem: { code: 'updates.unreachable' } });
    engine.answer = fail('updates.badSignature');
    await call('check');
    expect(await state()).toMatchObject({ state: 'none' });
  });
});

describe('a download', () => {
  it('tells how far it is, once for each step, and is done once', async () => {
    await call('check');
    engine.file = async (progress) => {
      for (const percent of [0, 10, 10, 55]) progress(percent);
    };
    await Promise.all([call('download'), call('download')]);
    expect(told.slice(2)).toEqual([
      { state: 'downloading', version: '0.2.0', percent: 0 },
      { state: 'downloading', version: '0.2.0', percent: 10 },
      { state: 'downloading', version: '0.2.0', percent: 55 },
      { state: 'ready', version: '0.2.0', problem: null },
    ]);
    expect(await call('check')).toEqual({ ok: true });
    expect(engine.asked).toHaveLength(1);
  });

  it('that failed can be asked for again', async () => {
    await call('check');
    engine.file = fail('updates.badHash');
    expect(await call('download')).toMatchObject({ ok: false, reason: { code: 'updates.badHash' } });
    expect(await state()).toMatchObject({ state: 'available', problem: { code: 'updates.badHash' } });
    engine.file = async () => {};
    await call('download');
    expect(await state()).toMatchObject({ state: 'ready' });
  });

  it('needs something that is available', async () => {
    expect(await call('download')).toMatchObject({ ok: false, reason: { code: 'updates.nothing' } });
  });
});

describe('installing', () => {
  const makeReady = async () => {
    await call('check');
    await call('download');
  };

  it('is refused while a restart would cost work, and can be asked for again', async () => {
    await makeReady();
    unsafe = { code: 'updates.firstLoad', params: { rows: 3 } };
    expect(await call('install')).toEqual({ ok: false, reason: unsafe });
    expect(await state()).toEqual({ state: 'ready', version: '0.2.0', problem: unsafe });
    expect(engine.installs).toBe(0);
    unsafe = null;
    expect(await call('install')).toEqual({ ok: true });
    expect(engine.installs).toBe(1);
    expect(await state()).toEqual({ state: 'installing', version: '0.2.0' });
  });

  it('happens once, however often it is asked for', async () => {
    await makeReady();
    await Promise.all([call('install'), call('install')]);
    expect(engine.installs).toBe(1);
  });

  it('that the system refused leaves Satchel as it is, and says so', async () => {
    await makeReady();
    engine.installation = () => {
      throw new Error('pkexec: not authorised');
    };
    expect(await call('install')).toMatchObject({ ok: false, reason: { code: 'updates.installFailed' } });
    expect(await state()).toMatchObject({ state: 'ready', problem: { code: 'updates.installFailed' } });
  });

  it('needs something that is here', async () => {
    await call('check');
    expect(await call('install')).toMatchObject({ ok: false, reason: { code: 'updates.nothing' } });
    expect(engine.installs).toBe(0);
  });
});
