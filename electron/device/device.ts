/**
 * A whole device: everything of the bridge but the desktop's own functions, over one profile folder. Plain Node, so that
 * tests and simulations run it as it is; device-thread.ts wraps it for the application.
 * Long because every call of the bridge has its place in it.
 */
import { mkdirSync } from 'node:fs';
import { openSqlite } from '#db/sqlite.ts';
import { makeId } from '#shared/kernel/ids.ts';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import type { ActionReply, FileKeepReply, SatchelBridge, SessionState, SyncStatus } from '#shared/protocol/bridge.ts';
import type { Registry } from '#shared/registry.ts';
import { askAudit } from './ask-audit.ts';
import { makeAway } from './away.ts';
import { type Care, makeCareInProcess } from './care.ts';
import { readValues } from './command-values.ts';
import { readDetail } from './deal-with.ts';
import { destroyLeftovers } from './destroy-person.ts';
import { makeDeviceDesk } from './device-desk.ts';
import type { Demo } from './device-messages.ts';
import type { DeviceFile } from './file-cache.ts';
import { forgetDemoHere } from './forget-demo.ts';
import { countStates, findEntryAbout, readLedger } from './ledger.ts';
import { makeListeners } from './listeners.ts';
import { type MainCalls, makeMainCalls } from './main-calls.ts';
import { openDatabase } from './open-database.ts';
import { openDeviceFiles, type PersonFiles } from './open-device-files.ts';
import { databasePath, numbersPath, openProfile, promisePath } from './profile.ts';
import type { MissingCommands } from './promise-mark.ts';
import { makeReadersInProcess, type Readers, whoAsks } from './readers.ts';
import { keepRecoveryCopy, ownReport } from './recovery-copy.ts';
import { makeRenewal } from './renewal.ts';
import { makeServerClient } from './server-client.ts';
import { makeSession } from './session.ts';
import type { Credentials, Opened } from './session-parts.ts';
import { makeSignedIn, type SignedIn } from './signed-in.ts';
import { noteTrouble } from './trouble.ts';
import { watchRevocation } from './watch-revocation.ts';

export interface DeviceOptions {
  readonly profileFolder: string;
  readonly world: World;
  readonly registry: Registry;
  /** 32 bytes that the operating system keeps for this application, or null where its key store is none. */
  readonly osSecret: Uint8Array | null;
  readonly appVersion: string;
  readonly deviceName: string;
  /** The server that the sign-in screen proposes. */
  readonly server?: string | null;
  /** Reader threads in the application; without it queries run in this thread. */
  readonly startReaders?: (path: string, key: Uint8Array, problem: (where: string, error: unknown) => void) => Readers;
  /** Threads for work on whole files; without it that runs in this thread too. */
  readonly care?: Care;
  readonly problem?: (where: string, error: unknown) => void;
}

export interface Device
  extends Omit<
    SatchelBridge,
    'desktop' | 'files' | 'start' | 'backup' | 'diagnostics' | 'proof' | 'labels' | 'papers' | 'updates'
  > {
  /** A file of the company, from this disk alone; null when it is not here: then it is asked for. @param hash 64 hexadecimal digits */
  readFile(hash: string): Promise<DeviceFile | null>;
  /** Takes a picture that a person brings. @param content base64 */
  keepFile(content: string): Promise<FileKeepReply>;
  /** Called with the hash of a file that has come. */
  onFile(listener: (hash: string) => void): () => void;
  /**
   * The demo company's server is there, or null: this device does not work with the demo. Whoever works in another demo
   * company is signed out and told, and what they had of it is removed.
   */
  setDemo(demo: Demo | null): Promise<void>;
  /** What main asks for itself. */
  readonly main: MainCalls;
  /** The machine woke up, or a network came: looks at once. */
  wake(): void;
  /** Finishes what runs and closes every file. */
  close(): Promise<void>;
}

/** Opens a profile, making it when there is none. Nobody is signed in. */
export async function openDevice(options: DeviceOptions): Promise<Device> {
  const { world, registry } = options;
  const problem = options.problem ?? (() => {});
  mkdirSync(options.profileFolder, { recursive: true });
  destroyLeftovers(options.profileFolder, world.random);
  const profile = openProfile(options.profileFolder, world.clock.now());
  const plainClient = makeServerClient(world);
  const client = watchRevocation(plainClient, (of) => void inTurn(() => away.lockFor(of)));
  const changedListeners = makeListeners<readonly string[]>();
  const stateListeners = makeListeners<SessionState>();
  const statusListeners = makeListeners<SyncStatus>();
  const fileListeners = makeListeners<string>();
  const session = makeSession({
    world,
    profile,
    client,
    osSecret: options.osSecret,
    appVersion: options.appVersion,
    deviceName: options.deviceName,
    defaultServer: options.server ?? null,
    keyFound: () => away.others.soon(),
    async open(path, key, owner) {
      await away.comes(path);
      return openDatabase({ path, key, owner, registry });
    },
  });
  let current: { readonly signedIn: SignedIn; readonly opened: Opened; readonly files: PersonFiles } | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  /** Signing in and out, one after the other. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work, work);
    turn = next.catch(() => {});
    return next;
  }

  function state(): SessionState {
    if (!current) return session.signedOutState();
    const { person } = current.opened.folder;
    const { userId: id, login, name, roleCode, permissions } = person;
    return {
      state: 'signedIn',
      user: { id, login, name, roleCode, permissions },
      companyName: person.companyName,
      deviceCode: person.deviceCode,
      server: person.server,
      setAside: session.setAside,
    };
  }

  const tellState = (): void => stateListeners.tell(state());

  async function start(opened: Opened): Promise<void> {
    const path = databasePath(opened.folder);
    const readers =
      options.startReaders?.(path, opened.key, problem) ??
      makeReadersInProcess(openSqlite({ path, key: opened.key, readOnly: true }), registry);
    try {
      await startWith(opened, readers);
    } catch (error) {
      await Promise.allSettled([readers.close()]);
      throw error;
    }
  }

  async function startWith(opened: Opened, readers: Readers): Promise<void> {
    const files = openDeviceFiles({ world, registry, client, opened, arrived: fileListeners.tell, problem });
    const renewal = makeRenewal({ world, session, opened, signedIn: () => signedIn, changed: tellState });
    const signedIn: SignedIn = await makeSignedIn({
      world,
      registry,
      client,
      database: opened.database,
      readers,
      numbersFile: numbersPath(opened.folder),
      promiseFile: promisePath(opened.folder),
      person: () => opened.folder.person,
      token: () => opened.token,
      pushToken: () => (opened.token === '' ? opened.pushToken : opened.token),
      renewal,
      report: () => ownReport(profile, opened.folder, options),
      rightsChanged(permissions) {
        const { folder } = opened;
        opened.folder = profile.savePerson(folder, { ...folder.person, permissions: [...permissions] });
        admit();
        tellState();
      },
      changed(tables) {
        changedListeners.tell(tables);
        if (tables.includes('settings')) keepRecovery();
        files.tablesChanged(tables);
      },
      statusChanged: (status) => {
        noteUnsent(opened, status.waiting > 0);
        admit();
        statusListeners.tell(status);
        files.networkIs(status.network);
      },
      problem,
    });
    if (opened.answer) {
      signedIn.numbers.raise(opened.answer.numberHighWater);
      await signedIn.signedInAt(opened.answer);
    }
    const keepRecovery = (): void => {
      const { reader } = opened.database;
      keepRecoveryCopy(world, opened.folder, opened.key, reader.kysely).catch((error: unknown) => {
        if (current?.opened === opened) problem('recovery copy', error);
      });
    };
    current = { signedIn, opened, files };
    // Signed in without a network nothing else has a word to say, and the window still shows the status from before.
    void signedIn.status().then(
      (status) => current?.signedIn === signedIn && statusListeners.tell(status),
      (error: unknown) => problem('status', error),
    );
    if (signedIn.missing) session.tellLater(missingReason(signedIn.missing));
    keepRecovery();
    admit();
    signedIn.loop.start();
  }

  /** Who may ask the readers without this thread, whenever it may have become another: the rights, the corrected clock. */
  function admit(): void {
    if (!current) return;
    const { context, readers } = current.signedIn;
    readers.admit?.({ ...whoAsks(context), clockOffsetMs: context.now() - world.clock.now() });
  }

  /** For whoever looks at the profile while nobody is signed in; only when it becomes another. */
  function noteUnsent(opened: Opened, hasUnsent: boolean): void {
    const { folder } = opened;
    if (folder.person.hasUnsent === hasUnsent) return;
    try {
      const unsentCount = hasUnsent ? Math.max(1, folder.person.unsentCount) : 0;
      opened.folder = profile.savePerson(folder, { ...folder.person, hasUnsent, unsentCount });
    } catch (error) {
      problem('profile', error);
    }
  }

  async function end(): Promise<void> {
    const ending = current;
    if (!ending) return;
    await away.countUnsent(ending);
    current = null;
    ending.signedIn.readers.admit?.(null);
    session.seen();
    await ending.files.close();
    await ending.signedIn.close();
    away.isGone();
  }

  async function goOnWithDemo(demo: Demo): Promise<void> {
    const person = current?.opened.folder.person;
    if (person?.demo && person.companyId !== demo.companyId) {
      await end();
      session.tellLater({ code: 'session.demoReset', params: {} });
    }
    await forgetDemoHere(profile, demo.companyId, problem);
    // The demo's server may have come back at another address while someone works.
    if (current) session.followDemo(current.opened);
    tellState();
    current?.signedIn.loop.start();
  }

  const signIn = (credentials: Credentials): Promise<ActionReply> => enter(() => session.signIn(credentials));

  function enter(open: () => Promise<Opened>): Promise<ActionReply> {
    return inTurn(async () => {
      await away.leave();
      try {
        const opened = await open();
        try {
          await start(opened);
        } catch (error) {
          await Promise.allSettled([opened.database.close()]);
          throw error;
        }
        return { ok: true };
      } catch (error) {
        away.isGone();
        if (error instanceof Refusal) return { ok: false, reason: error.reason };
        return { ok: false, reason: noteTrouble(world, problem, 'sign in', error, 'session.failed') };
      } finally {
        tellState();
        away.others.soon();
      }
    });
  }

  const away = makeAway({
    ...{ world, registry, profile, session, client: plainClient, profileFolder: options.profileFolder },
    ...{ current: () => current, end, inTurn, stateChanged: tellState, problem },
  });

  const main = makeMainCalls({
    world,
    registry,
    profileFolder: options.profileFolder,
    profile,
    session,
    client,
    care: options.care ?? makeCareInProcess(world, registry),
    appVersion: options.appVersion,
    isOsKeeping: options.osSecret !== null,
    current: () => current,
    stateChanged: tellState,
    problem,
  });

  const desk = makeDeviceDesk({ client, current: () => current });
  const nobody: Reason = { code: 'device.signedOut', params: {} };
  const must = (): SignedIn => {
    if (!current) throw new Refusal(nobody.code);
    return current.signedIn;
  };
  const act = async (work: (signedIn: SignedIn) => Promise<ActionReply>): Promise<ActionReply> =>
    current ? work(current.signedIn) : { ok: false, reason: nobody };

  const askOffice = <Answer>(ask: (office: { server: string; token: string }) => Promise<Answer>) => {
    const token = current?.opened.token ?? '';
    const server = current?.opened.folder.person.server ?? '';
    const isOnline = current?.signedIn.loop.state.workOffline === false;
    return askAudit(isOnline && token !== '', () => ask({ server, token }));
  };

  away.others.soon();
  return {
    command: async (name, args, options) =>
      current?.signedIn.store.run(name, args, options) ?? { state: 'rejected', reason: nobody },
    dryRun: async (name, args, before) =>
      current?.signedIn.store.dryRun(name, args, before) ?? { state: 'rejected', reason: nobody },
    async query(name, args) {
      if (!current) return { ok: false, reason: nobody };
      const { context, readers } = current.signedIn;
      try {
        return await readers.ask({ ...whoAsks(context), name, args, now: context.now() });
      } catch (error) {
        return { ok: false, reason: noteTrouble(world, context.problem, name, error, 'device.queryFailed') };
      }
    },
    queryTables: async () =>
      Object.fromEntries([...registry.queries.values()].map((query) => [query.name, query.reads])),
    onChanged: changedListeners.listen,
    session: {
      state: async () => state(),
      signIn,
      join: (joining) => enter(() => session.join(joining)),
      signOut: () =>
        inTurn(async () => {
          await away.leave();
          tellState();
          away.others.soon();
          return { ok: true };
        }),
      onState: stateListeners.listen,
    },
    sync: {
      status: async () => current?.signedIn.status() ?? signedOutStatus,
      onStatus: statusListeners.listen,
      sendNow: () =>
        act(async (signedIn) => {
          const reason = await signedIn.sendNow();
          return reason ? { ok: false, reason } : { ok: true };
        }),
      setWorkOffline: (workOffline) =>
        act(async (signedIn) => {
          await signedIn.setWorkOffline(workOffline);
          return { ok: true };
        }),
      searchAudit: (asked) => askOffice(({ server, token }) => client.searchAudit(server, token, asked)),
      exportAudit: (asked) => askOffice(({ server, token }) => client.exportAudit(server, token, asked)),
      ledger: async (page) => {
        const { context, way } = must();
        return readLedger(context.reader.kysely, page, way());
      },
      ledgerCounts: async (asked) => {
        const { context, way } = must();
        return countStates(context.reader.kysely, asked, way());
      },
      entry: async (commandId) => {
        const { context, way } = must();
        return readDetail(context.reader.kysely, context, commandId, way());
      },
      values: async (commandId) => {
        const { context } = must();
        return readValues(context.reader.kysely, context.registry, commandId);
      },
      entryAbout: async (about) => {
        const { context, way } = must();
        return findEntryAbout(context.reader.kysely, about, way());
      },
      markSeen: (commandId) => act(({ dealings }) => dealings.markSeen(commandId)),
      drop: (commandId) => act(({ dealings }) => dealings.drop(commandId)),
      withdraw: (commandId) => act(({ dealings }) => dealings.withdraw(commandId)),
    },
    devices: desk,
    drafts: {
      list: async (kind) => must().drafts.list(kind),
      read: async (id) => must().drafts.read(id),
      save: (draft) => act(({ drafts }) => drafts.save(draft)),
      remove: (id) => act(({ drafts }) => drafts.remove(id)),
    },
    work: {
      sessions: async (mode) => must().work.sessions(mode),
      open: async (request) => must().work.open(request),
      keep: (request) => act(({ work }) => work.keep(request)),
      undo: (request) => act(({ work }) => work.undo(request)),
      close: (sessionId) => act(({ work }) => work.close(sessionId)),
    },
    newIds: async (count) =>
      Array.from({ length: count }, () =>
        makeId(current?.signedIn.context.now() ?? Math.max(0, world.clock.now()), world.random.bytes(16)),
      ),
    nextNumber: async (kind) => must().numbers.next(kind),
    readFile: async (hash) => current?.files.read(hash) ?? null,
    keepFile: async (content) => current?.files.keep(content) ?? { ok: false, reason: nobody },
    onFile: fileListeners.listen,
    async setDemo(demo) {
      session.setDemo(demo);
      if (demo) await inTurn(() => goOnWithDemo(demo));
      else tellState();
    },
    main,
    wake() {
      current?.signedIn.loop.start();
      away.others.soon();
    },
    close: () =>
      inTurn(async () => {
        await end();
        await away.others.close();
        await main.finished();
      }),
  };
}

const missingReason = ({ from, to }: MissingCommands): Reason => ({
  code: 'session.promisesMissing',
  params: { count: to - from + 1, from, to },
});

const signedOutStatus: SyncStatus = {
  network: 'offline',
  workOffline: false,
  waiting: 0,
  needsAttention: 0,
  rejected: 0,
  lastExchangeAt: null,
  dataAsOf: null,
  firstLoad: null,
  trouble: null,
  clockOffsetMs: 0,
  lease: null,
};
