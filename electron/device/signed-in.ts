/**
 * Everything that works while one person is signed in, put together around one open database.
 * Long because each of its parts is put into the others' hands here.
 */
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import { PULL_LIMIT_ROWS, SNAPSHOT_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import type { DivergedHistory, PullResponse } from '#shared/protocol/sync.ts';
import type { WorkBridge } from '#shared/protocol/work-bridge.ts';
import { hasAnsweredElsewhere } from './answered-elsewhere.ts';
import { claimDatabase, settleHistory } from './claim-database.ts';
import type { Comparing } from './compare.ts';
import { countLedger } from './count-ledger.ts';
import { type Dealings, makeDealings } from './deal-with.ts';
import type { DeviceContext } from './device-context.ts';
import { type DocumentNumbers, openDocumentNumbers } from './document-numbers.ts';
import { type Drafts, makeDrafts } from './drafts.ts';
import { findAcknowledged } from './find-lost.ts';
import { makeHearing } from './hear-rejections.ts';
import { type IdleWork, startIdleWork } from './idle-work.ts';
import { openLease } from './lease.ts';
import type { OnTheWay } from './ledger.ts';
import type { LoadedPage } from './load.ts';
import { progressOf } from './load-state.ts';
import { makeMachineClock } from './machine-clock.ts';
import { deviceSchema, isDamage } from './open-database.ts';
import { lastIssuedAt } from './outbox.ts';
import { makePagePace } from './page-pace.ts';
import { readRights, rightsTables, sameRights } from './person-rights.ts';
import { type MissingCommands, openPromiseMark } from './promise-mark.ts';
import { pullChanges } from './pull.ts';
import { pullRequest } from './pull-request.ts';
import { type PushParts, pushPending, resendLost } from './push.ts';
import { makePushPace } from './push-pace.ts';
import type { Readers } from './readers.ts';
import { beginHistory, replayAfterUpgrade } from './rebase.ts';
import { sendBatch } from './send-batch.ts';
import type { SignInAnswer } from './session-parts.ts';
import type { SignedInParts } from './signed-in-parts.ts';
import { inTransaction, makeStore, type Store } from './store.ts';
import { makeSyncLoop, type SyncLoop } from './sync-loop.ts';
import { readState, readStates, wantComparison, writeState } from './sync-state.ts';
import type { CycleGuard } from './sync-steps.ts';
import { makeTelling } from './tell-server.ts';
import { makeWorkSessions } from './work-sessions.ts';
import { makeWriteLock } from './write-lock.ts';

const LOOK_AT_LEASE_MS = 10 * 60_000;

export interface SignedIn {
  readonly context: DeviceContext;
  readonly store: Store;
  readonly readers: Readers;
  readonly drafts: Drafts;
  readonly work: WorkBridge;
  readonly numbers: DocumentNumbers;
  readonly loop: SyncLoop;
  way(): OnTheWay;
  readonly dealings: Dealings;
  status(): Promise<SyncStatus>;
  /** Compares with the server as soon as nothing is in the way. */
  compareSoon(): Promise<void>;
  /** Exchanges at once, and asks for everything that is asked for from time to time; says how it ended. */
  sendNow(): Promise<Reason | null>;
  /** Remembered over a restart. */
  setWorkOffline(workOffline: boolean): Promise<void>;
  /** The server has taken the person's password: the lease begins anew. */
  signedInAt(answer: Pick<SignInAnswer, 'serverTime' | 'leaseDays' | 'askedAt'>): Promise<void>;
  /** The same server has told its time to somebody else of this machine; whose lease that was is not ours. */
  heardTime(serverTime: Instant, askedAt: Instant): Promise<void>;
  /** The number of the last command that was issued here. */
  lastSeq(): Promise<number>;
  /** What this database once promised and no longer has. */
  readonly missing: MissingCommands | null;
  /** Goes on under a new history. @param adopt writes it to the profile, inside the transaction */
  startOver(adopt: () => void, diverged: readonly DivergedHistory[]): Promise<void>;
  close(): Promise<void>;
}

type StatusStates = Awaited<ReturnType<typeof readStates<'firstLoadRows' | 'cursor' | 'load' | 'dataAsOf'>>>;
type StatusCounts = Awaited<ReturnType<typeof countLedger>> & StatusStates;

/** Starts work; sync begins when the caller starts `loop`. */
export async function makeSignedIn(parts: SignedInParts): Promise<SignedIn> {
  const { world, database } = parts;
  const { writer, reader } = database;
  const person = parts.person();
  const lock = makeWriteLock();
  const knownOffsetMs = (await readState(reader.kysely, 'clockOffsetMs')) ?? 0;
  const machineClock = makeMachineClock(world, knownOffsetMs, await lastIssuedAt(reader.kysely));
  /** As it is found again after a restart. */
  let keptOffsetMs = knownOffsetMs;
  let permissions: ReadonlySet<string> = new Set(person.permissions);
  let inFlight: ReadonlySet<string> = new Set();
  const sentAt = new Map<string, Instant>();
  const triedAt = new Map<string, Instant>();
  let lastExchangeAt: Instant | null = null;
  let lastTriedAt: Instant | null = null;
  let isClosed = false;
  let idleWork: IdleWork | null = null;
  const searched = new Set(parts.registry.tables.filter(({ search }) => search).map(({ name }) => name));
  let counted: { readonly version: number; readonly counts: StatusCounts } | null = null;
  let isTelling = false;
  let isToldAgain = false;
  let isFinishing = false;
  let lastTold = '';

  const context: DeviceContext = {
    world,
    registry: parts.registry,
    writer,
    reader,
    lock,
    deviceId: person.deviceId,
    get incarnation() {
      return parts.person().incarnation;
    },
    get deviceCode() {
      return parts.person().deviceCode;
    },
    get formerCodes() {
      return parts.person().formerCodes;
    },
    userId: person.userId,
    sentAt,
    permissions: () => permissions,
    now: machineClock.now,
    changed(tables) {
      const names = [...new Set(tables)].sort();
      if (names.length > 0) parts.changed(names);
      if (names.some((name) => searched.has(name))) idleWork?.indexSoon();
      if (names.some((name) => rightsTables.has(name))) void refreshRights();
      // Counting what waits takes longer than the answer that the person waits for.
      world.timers.after(0, tell);
    },
    finishing(isNow) {
      isFinishing = isNow;
      tell();
    },
    problem: (where, error) => {
      if (isDamage(error)) database.suspect();
      if (!isClosed) parts.problem(where, error);
    },
  };
  await claimDatabase(context, person);
  await replayAfterUpgrade(context);
  const lease = await openLease(world, reader.kysely, context.now);

  const saveLease = (): Promise<void> => lock.hold('sync', () => lease.save(writer.kysely));

  /** Time goes by with nothing else to tell of it: the end of the lease comes nearer. */
  let stopLease: () => void = () => {};
  const lookAtLease = (): void => {
    stopLease = world.timers.after(LOOK_AT_LEASE_MS, () => {
      if (lease.isDue()) void saveLease().catch((error: unknown) => context.problem('lease', error));
      tell();
      lookAtLease();
    });
  };
  lookAtLease();
  if (lease.isDue()) await saveLease();

  async function refreshRights(): Promise<void> {
    try {
      const rights = await readRights(reader.kysely, person.userId);
      if (isClosed || rights === null || sameRights(rights, permissions)) return;
      permissions = new Set(rights);
      parts.rightsChanged(rights);
    } catch (error) {
      context.problem('rights', error);
    }
  }

  /** What could not be kept (a full disk) is kept with the next exchange. */
  async function keepCorrection(): Promise<void> {
    const { offsetMs } = machineClock;
    if (offsetMs === keptOffsetMs) return;
    tell();
    await lock.hold('sync', () => writeState(writer.kysely, 'clockOffsetMs', offsetMs));
    keptOffsetMs = offsetMs;
  }

  async function noteServerTime(serverTime: Instant, askedAt: Instant, leaseDays: number | null = null): Promise<void> {
    lastExchangeAt = Math.max(lastExchangeAt ?? 0, serverTime);
    machineClock.hear(serverTime, askedAt);
    const wasOpen = lease.status().state === 'open';
    // By the clock as it is corrected now.
    if (lease.renew(serverTime, leaseDays)) await saveLease();
    if (!wasOpen) tell();
    await keepCorrection();
  }

  /** A status is told several times between two commits: what the database says is read once. */
  async function countOnce(): Promise<StatusCounts> {
    // Asked before what it stands for is read: a commit in between is seen the next time.
    const version = reader.dataVersion();
    if (counted?.version === version) return counted.counts;
    const ledger = await countLedger(reader.kysely);
    const states = await readStates(reader.kysely, ['firstLoadRows', 'cursor', 'load', 'dataAsOf']);
    counted = { version, counts: { ...ledger, ...states } };
    return counted.counts;
  }

  async function status(): Promise<SyncStatus> {
    const { waiting, needsAttention, rejected, unshown, firstLoadRows, cursor, load, dataAsOf } = await countOnce();
    if (waiting === 0) for (const known of [sentAt, triedAt]) known.clear();
    return {
      ...loop.state,
      waiting,
      needsAttention,
      rejected,
      unshown,
      finishing: isFinishing,
      lastExchangeAt: lastExchangeAt ?? dataAsOf,
      ...(waiting === 0 || lastTriedAt === null ? {} : { triedAt: lastTriedAt }),
      dataAsOf,
      clockOffsetMs: machineClock.offsetMs,
      lease: lease.status(),
      firstLoad: cursor === null || firstLoadRows !== null ? { rows: firstLoadRows ?? 0 } : null,
      loading: load ? progressOf(load) : null,
    };
  }

  /** Tells the newest status once, however many reasons there were. */
  function tell(): void {
    if (isClosed) return;
    if (isTelling) {
      isToldAgain = true;
      return;
    }
    isTelling = true;
    void status()
      .then((next) => {
        const text = JSON.stringify(next);
        if (isClosed || text === lastTold) return;
        lastTold = text;
        parts.statusChanged(next);
      })
      .catch((error: unknown) => context.problem('status', error))
      .finally(() => {
        isTelling = false;
        if (!isToldAgain) return;
        isToldAgain = false;
        tell();
      });
  }

  const pace = makePushPace(world.clock);
  const atPullPace = makePagePace<PullResponse>(world.clock, PULL_LIMIT_ROWS);
  const telling = makeTelling(context, parts.report);
  const atLoadPace = makePagePace<LoadedPage>(world.clock, SNAPSHOT_LIMIT_ROWS);
  let pulledVersion = 0;
  /** Of the exchange that was begun last: what an overtaken cycle hears is never looked at. */
  let askedAt = 0;
  const ask = <T>(exchange: Promise<T>): Promise<T> => {
    askedAt = world.clock.now();
    return exchange;
  };
  const pushParts = (guard: CycleGuard): PushParts => ({
    context,
    pace,
    send: (batch, incarnation, left) =>
      ask(
        sendBatch(parts.client, parts.person(), parts.pushToken(), batch, incarnation, (way) => {
          guard.progress(way);
          left();
        }),
      ),
    async heard(serverTime) {
      guard.progress('came');
      await noteServerTime(serverTime, askedAt);
    },
    progress: tell,
    tried(ids) {
      for (const id of ids) triedAt.set(id, context.now());
      // Offline it was before, and is still: nothing else of the status says that a try came to nothing.
      lastTriedAt = context.now();
      tell();
    },
    inFlight(ids) {
      inFlight = new Set(ids);
      // Nothing came back since the first of them left: that is when it left, and what is not answered since.
      for (const id of ids) if (!loop.state.silent || !sentAt.has(id)) sentAt.set(id, context.now());
      tell();
    },
    startOver: () => parts.renewal.startOver([]),
    stillCurrent: guard.stillCurrent,
  });

  const own = () => ({ deviceId: context.deviceId, incarnation: context.incarnation, schema: deviceSchema() });
  const comparing: Comparing = { triedAt: null };
  const hearing = makeHearing(context, (asked) => parts.client.rejections(parts.person().server, parts.token(), asked));
  let isAllSent = false;
  const loop = makeSyncLoop(
    world,
    {
      prepare: () => parts.renewal.renew(),
      async push(guard) {
        // A push that is cut has sent nothing.
        isAllSent = false;
        await settleHistory(context);
        const stuck = await pushPending(pushParts(guard));
        isAllSent = stuck === null;
        return stuck;
      },
      async pull(guard) {
        const stuck = await pullChanges({
          context,
          acknowledged: () => findAcknowledged(reader.kysely, context.incarnation),
          leave: (diverged) => parts.renewal.startOver(diverged),
          fetch: (cursor, scopes, acknowledged = []) =>
            telling((told) =>
              atPullPace((limit) => {
                const request = { ...pullRequest(context, cursor, scopes, acknowledged), ...limit, ...told };
                return ask(parts.client.pull(parts.person().server, parts.token(), request, guard.progress));
              }),
            ),
          fetchPage: ({ scopes, tables }, place) =>
            atLoadPace((limit) =>
              ask(
                parts.client.snapshot(
                  parts.person().server,
                  parts.token(),
                  { ...own(), scopes, tables, place, ...limit },
                  guard.progress,
                ),
              ),
            ),
          fetchChecksums: ({ timeline, version, scopes }) =>
            parts.client.checksums(parts.person().server, parts.token(), { ...own(), timeline, version, scopes }),
          comparing,
          again: () => loop.soon(),
          resend: (lost) => resendLost(pushParts(guard), lost),
          async progress(serverTime) {
            guard.progress('came');
            await noteServerTime(serverTime, askedAt);
          },
          // A long load is progress too, step by step.
          stillCurrent() {
            guard.stillCurrent();
            guard.progress('worked');
          },
        });
        if (stuck === null) await hearing.hear(guard.stillCurrent);
        pulledVersion = (await readState(reader.kysely, 'cursor'))?.version ?? 0;
        // Yet another history takes the password: a server that was put back may ask for one.
        if (isAllSent && (await hasAnsweredElsewhere(reader.kysely, context.incarnation))) loop.soon();
        else if (stuck === null && isAllSent) parts.renewal.allSent();
        return stuck;
      },
      pulledVersion: () => pulledVersion,
      openLive: (onText) => parts.client.live(parts.person().server, parts.token(), onText),
      problem: (where, error) => context.problem(where, error),
    },
    tell,
  );
  loop.setWorkOffline((await readState(reader.kysely, 'workOffline')) ?? false);

  /** What cannot be closed in order, on a full disk say, is as after a crash: nobody stays signed in for it. */
  async function closePart(where: string, close: () => Promise<void>): Promise<void> {
    try {
      await close();
    } catch (error) {
      parts.problem(`close ${where}`, error);
    }
  }

  const numbers = await openDocumentNumbers(context, parts.numbersFile);
  idleWork = startIdleWork(context);
  const lastSeq = async (): Promise<number> => (await readState(reader.kysely, 'lastSeq')) ?? 0;
  const mark = openPromiseMark(parts.promiseFile, context.incarnation, await lastSeq(), context.problem);
  const issued = (seq: number): void => {
    mark.note(context.incarnation, seq);
    loop.soon();
  };
  const store = makeStore(context, issued, lease.refusalOf);
  /** What nothing comes back of is on no way: it waits here. */
  const way = (): OnTheWay => ({ inFlight: loop.state.silent ? new Set() : inFlight, sentAt, triedAt });
  return {
    context,
    store,
    readers: parts.readers,
    drafts: makeDrafts(context),
    work: makeWorkSessions(context),
    numbers,
    loop,
    way,
    dealings: makeDealings(context, store, way, () => {
      tell();
      // The office hears what was seen: the person's other computers tell it no more.
      loop.soon();
    }),
    status,
    async compareSoon() {
      comparing.triedAt = null;
      await lock.hold('sync', () => wantComparison(writer.kysely));
      loop.soon();
    },
    sendNow() {
      hearing.wanted();
      return loop.now();
    },
    async setWorkOffline(workOffline) {
      await lock.hold('person', () => writeState(writer.kysely, 'workOffline', workOffline));
      loop.setWorkOffline(workOffline);
    },
    signedInAt: ({ serverTime, askedAt, leaseDays }) => noteServerTime(serverTime, askedAt, leaseDays),
    async heardTime(serverTime, askedAt) {
      if (isClosed) return;
      machineClock.hear(serverTime, askedAt);
      await keepCorrection();
    },
    lastSeq,
    missing: mark.missing,
    async startOver(adopt, diverged) {
      const tables = await lock.hold('sync', async () => {
        const changed = await inTransaction(context, async (tx) => {
          adopt();
          await tx.deleteFrom('documentNumbers').execute();
          return beginHistory(context, tx, diverged);
        });
        numbers.restart();
        mark.note(context.incarnation, await lastSeq());
        return changed;
      });
      context.changed(tables);
    },
    async close() {
      loop.stop();
      idleWork?.end();
      stopLease();
      await closePart('lease', () => lock.hold('person', () => lease.save(writer.kysely)));
      await closePart('document numbers', () => numbers.close());
      mark.close();
      isClosed = true;
      // Whoever holds the lock finishes; a sync that comes back from the network finds itself overtaken.
      await lock.hold('person', async () => {
        await closePart('readers', () => parts.readers.close());
        await closePart('database', () => database.close());
      });
    },
  };
}
