/**
 * An in-memory SatchelBridge, for component tests and the preview: the border of the screens, not the application.
 * Queries answer from functions that a test gives; commands are remembered, and applied unless a test says otherwise.
 * Long because every call of the bridge has an answer here.
 */
import type {
  ActionReply,
  CommandOptions,
  CommandReply,
  Draft,
  FileKeepReply,
  QueryReply,
  SatchelBridge,
  SessionState,
  SyncStatus,
} from '#shared/protocol/bridge.ts';
import type { StartState } from '#shared/protocol/desktop-bridge.ts';
import type { LedgerDetail, LedgerEntry, LedgerFilter, ToldRow } from '#shared/protocol/ledger-bridge.ts';
import type { UpdateState } from '#shared/protocol/update-bridge.ts';
import { type FakeDesktopOptions, makeFakeDesktop } from './fake-desktop.ts';
import { fakeDevices } from './fake-devices.ts';
import { makeFakeWork } from './fake-work.ts';

export interface FakeBridgeOptions extends FakeDesktopOptions {
  readonly session?: SessionState;
  readonly status?: Partial<SyncStatus>;
  readonly queries?: Readonly<Record<string, (args: never) => unknown>>;
  readonly commands?: Readonly<Record<string, (args: never) => CommandReply>>;
  readonly tables?: Readonly<Record<string, readonly string[]>>;
  readonly ledger?: readonly LedgerEntry[];
  /** What hangs on a command of the ledger, by its id. */
  readonly details?: Readonly<Record<string, Partial<LedgerDetail>>>;
  /** Where the office has other values than a command made, by its id. */
  readonly values?: Readonly<Record<string, readonly ToldRow[]>>;
  readonly drafts?: readonly Draft[];
  readonly devices?: Partial<SatchelBridge['devices']>;
  readonly demo?: boolean;
  readonly update?: UpdateState;
  readonly updateReplies?: Partial<Pick<SatchelBridge['updates'], 'check' | 'download' | 'install'>>;
  /** Addresses of the files that are here, by hash; a test adds those that come later. */
  readonly pictures?: Readonly<Record<string, string>>;
  readonly keepFile?: (content: string) => FileKeepReply;
}

export interface FakeBridge extends SatchelBridge {
  setUpdate(update: UpdateState): void;
  /** Every command that a screen ran, in order. */
  readonly ran: readonly { readonly name: string; readonly args: unknown; readonly options?: CommandOptions }[];
  /** Commands that a screen took back. */
  readonly withdrawn: readonly string[];
  /** Every query that a screen asked, in order. */
  readonly asked: readonly { readonly name: string; readonly args: unknown }[];
  change(tables: readonly string[]): void;
  /** Says that a file has come. */
  arrive(hash: string): void;
  setStatus(status: Partial<SyncStatus>): void;
  setSession(session: SessionState): void;
  setStart(start: Partial<StartState>): void;
}

export const signedIn: Extract<SessionState, { state: 'signedIn' }> = {
  state: 'signedIn',
  user: {
    id: '01930000-0000-7000-8000-000000000001',
    login: 'zhou',
    name: 'Zhou Wenbin',
    roleCode: 'rep',
    permissions: ['crm.see', 'inventory.see', 'sales.see', 'billing.see', 'sales.confirmOrder', 'crm.importCustomers'],
  },
  companyName: 'Northwind',
  deviceCode: 'K7',
  server: 'http://127.0.0.1:7420',
  setAside: null,
};

const ok: ActionReply = { ok: true };

function isAsked(entry: LedgerEntry, { from = null, until = null, search = '' }: Partial<LedgerFilter>): boolean {
  const words = [entry.subject.document, entry.subject.party].join(' ').toLowerCase();
  return (
    (from === null || entry.issuedAt >= from) &&
    (until === null || entry.issuedAt < until) &&
    words.includes(search.toLowerCase())
  );
}

function isOfState(entry: LedgerEntry, state: LedgerFilter['state']): boolean {
  if (state === 'all') return true;
  if (state === 'needYou') return entry.needsAttention;
  return entry.state === state;
}

/** Makes a bridge; what a test does not give answers as an empty company would. */
export function makeFakeBridge(options: FakeBridgeOptions = {}): FakeBridge {
  const ran: { name: string; args: unknown; options?: CommandOptions }[] = [];
  const withdrawn: string[] = [];
  const asked: { name: string; args: unknown }[] = [];
  const drafts = new Map<string, Draft>((options.drafts ?? []).map((draft) => [draft.id, draft]));
  const changeListeners = new Set<(tables: readonly string[]) => void>();
  const fileListeners = new Set<(hash: string) => void>();
  const statusListeners = new Set<(status: SyncStatus) => void>();
  const sessionListeners = new Set<(state: SessionState) => void>();
  let ledger = [...(options.ledger ?? [])];
  let session: SessionState = options.session ?? signedIn;
  let status: SyncStatus = {
    network: 'online',
    workOffline: false,
    waiting: 0,
    needsAttention: 0,
    rejected: 0,
    lastExchangeAt: Date.now(),
    dataAsOf: Date.now(),
    firstLoad: null,
    trouble: null,
    clockOffsetMs: 0,
    lease: null,
    ...options.status,
  };
  let ids = 0;
  let numbers = 122;

  const listen =
    <Value>(listeners: Set<(value: Value) => void>) =>
    (listener: (value: Value) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    };
  const setStatus = (change: Partial<SyncStatus>) => {
    status = { ...status, ...change };
    for (const listener of statusListeners) listener(status);
  };
  const changeEntry = (commandId: string, change: Partial<LedgerEntry>) => {
    ledger = ledger.map((entry) => (entry.commandId === commandId ? { ...entry, ...change } : entry));
    const left = ledger.filter((entry) => entry.needsAttention);
    setStatus({ needsAttention: left.length, rejected: left.filter((entry) => entry.state === 'rejected').length });
  };
  const setSession = (next: SessionState) => {
    session = next;
    for (const listener of sessionListeners) listener(next);
  };
  let update: UpdateState = options.update ?? { state: 'none', checkedAt: null, problem: null };
  const updateListeners = new Set<(state: UpdateState) => void>();
  const { setStart, ...desktop } = makeFakeDesktop(options, setSession);
  const command = async (name: string, args: unknown): Promise<CommandReply> => {
    const answer = options.commands?.[name];
    if (answer) return answer(args as never);
    return { state: 'applied', result: {}, commandId: 'command', sequence: ran.length };
  };

  return {
    ran,
    withdrawn,
    asked,
    change(tables) {
      for (const listener of changeListeners) listener(tables);
    },
    arrive(hash) {
      for (const listener of fileListeners) listener(hash);
    },
    setStatus,
    setSession,
    setStart,
    setUpdate(next) {
      update = next;
      for (const listener of updateListeners) listener(next);
    },
    updates: {
      state: async () => update,
      onState: listen(updateListeners),
      check: async () => ok,
      download: async () => ok,
      install: async () => ok,
      ...options.updateReplies,
    },
    command(name, args, options) {
      ran.push(options ? { name, args, options } : { name, args });
      return command(name, args);
    },
    dryRun: command,
    files: {
      address: (hash) => options.pictures?.[hash] ?? 'data:,',
      keep: async (content) => options.keepFile?.(content) ?? { ok: true, hash: 'f'.repeat(64) },
      onArrived: listen(fileListeners),
    },
    async query(name, args): Promise<QueryReply> {
      asked.push({ name, args });
      const answer = options.queries?.[name];
      return answer
        ? { ok: true, rows: answer(args as never) }
        : { ok: false, reason: { code: 'device.unknownQuery', params: { query: name } } };
    },
    queryTables: async () => options.tables ?? {},
    onChanged: listen(changeListeners),
    session: {
      state: async () => session,
      async signIn({ login, password }) {
        if (password === 'wrong') return { ok: false, reason: { code: 'auth.wrongPassword', params: {} } };
        setSession({ ...signedIn, user: { ...signedIn.user, login } });
        return ok;
      },
      async join({ code }) {
        if (code.includes('WRONG')) return { ok: false, reason: { code: 'session.badInvitation', params: {} } };
        setSession(signedIn);
        return ok;
      },
      async signOut() {
        setSession({ state: 'signedOut', server: null, known: [], demo: [], setAside: null });
        return ok;
      },
      onState: listen(sessionListeners),
    },
    sync: {
      status: async () => status,
      onStatus: listen(statusListeners),
      sendNow: async () => ok,
      searchAudit: async () => ({ ok: false, reason: { code: 'audit.unreachable', params: {} } }),
      exportAudit: async () => ({ ok: false, reason: { code: 'audit.unreachable', params: {} } }),
      async setWorkOffline(workOffline) {
        setStatus({ workOffline, network: workOffline ? 'offline' : 'online' });
        return ok;
      },
      ledger: async (page) =>
        ledger
          .filter((entry) => isAsked(entry, page) && isOfState(entry, page.state ?? 'all'))
          .filter(({ sequence }) => page.beforeSequence === null || sequence < page.beforeSequence)
          .filter(({ sequence }) => sequence >= (page.fromSequence ?? Number.NEGATIVE_INFINITY))
          .slice(0, page.fromSequence == null ? page.limitRows : undefined),
      async ledgerCounts({ since, ...asked }) {
        const found = ledger.filter((entry) => isAsked(entry, asked));
        const count = (state: LedgerFilter['state']) => found.filter((entry) => isOfState(entry, state)).length;
        const isNarrow = asked.from !== null || asked.until !== null || asked.search !== '';
        return {
          all: found.filter((entry) => isNarrow || entry.issuedAt >= since).length,
          needYou: count('needYou'),
          waiting: count('waiting'),
          sent: count('sent'),
          applied: count('applied'),
          adjusted: count('adjusted'),
          rejected: count('rejected'),
          failed: count('failed'),
          oldestOpen: found.findLast((entry) => isOfState(entry, 'waiting'))?.sequence ?? null,
        };
      },
      async entry(commandId) {
        const entry = ledger.find((each) => each.commandId === commandId);
        if (!entry) return null;
        const proof = { hash: 'a'.repeat(64), incarnation: signedIn.user.id, companyVersion: 7 };
        return { entry, proof, dependants: [], withdrawal: 'none', ...options.details?.[commandId] };
      },
      values: async (commandId) => options.values?.[commandId] ?? [],
      entryAbout: async ({ name, id }) =>
        ledger.find(
          (entry) =>
            (name === null ? ['waiting', 'sent', 'failed'].includes(entry.state) : entry.name === name) &&
            JSON.stringify(entry.args).includes(`"${id}"`),
        ) ?? null,
      async markSeen(commandId) {
        changeEntry(commandId, { needsAttention: false });
        return ok;
      },
      async drop(commandId) {
        changeEntry(commandId, { needsAttention: false, droppedAt: Date.now() });
        return ok;
      },
      async withdraw(commandId) {
        withdrawn.push(commandId);
        return ok;
      },
    },
    devices: { ...fakeDevices, ...options.devices },
    drafts: {
      list: async (kind) => [...drafts.values()].filter((draft) => draft.kind === kind),
      read: async (id) => drafts.get(id) ?? null,
      async save(draft) {
        drafts.set(draft.id, { ...draft, updatedAt: Date.now() });
        return ok;
      },
      async remove(id) {
        drafts.delete(id);
        return ok;
      },
    },
    work: makeFakeWork(),
    newIds: async (count) =>
      Array.from({ length: count }, () => {
        ids += 1;
        return `01930000-0000-7000-8000-${String(ids).padStart(12, '0')}`;
      }),
    async nextNumber() {
      numbers += 1;
      return `SO-K7-${String(numbers).padStart(6, '0')}`;
    },
    desktop: {
      about: async () => ({
        platform: 'linux',
        appVersion: '0.1.0',
        electronVersion: '33.2.1',
        demo: options.demo ?? true,
        profile: 'default',
      }),
      openSecondDevice: async () => ok,
      setLanguage: async () => ok,
    },
    ...desktop,
  };
}
