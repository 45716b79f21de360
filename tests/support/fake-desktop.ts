/** The parts of the fake bridge that main answers in the application: first start, backups, diagnostics. */
import type { ActionReply, SatchelBridge, SessionState } from '#shared/protocol/bridge.ts';
import type { Diagnostics, StartState } from '#shared/protocol/desktop-bridge.ts';

export interface FakeDesktopOptions {
  readonly start?: StartState;
  /** Stand in for single functions. */
  readonly desktop?: {
    readonly [Part in 'start' | 'backup' | 'diagnostics' | 'proof' | 'labels' | 'papers']?: Partial<
      SatchelBridge[Part]
    >;
  };
}

export interface FakeDesktop
  extends Pick<SatchelBridge, 'start' | 'backup' | 'diagnostics' | 'proof' | 'labels' | 'papers'> {
  setStart(start: Partial<StartState>): void;
}

const ok: ActionReply = { ok: true };
const signedOut: SessionState = { state: 'signedOut', server: null, known: [], demo: [], setAside: null };
const BACKUP_FILE = '/data/zhou.satchel-backup';
const SAVED_AT = 1_764_000_000_000;

/** What a sound laptop with a small company says of itself. */
const soundDiagnostics: Diagnostics = {
  versions: {
    app: '0.1.0',
    electron: '33.2.1',
    chromium: '130.0.6723.137',
    node: '20.18.1',
    sqlite: '3.53.1',
    cipher: 'aegis',
    schema: '0008-sales-orders',
    protocol: 'v1',
  },
  platform: {
    name: 'linux',
    release: '6.8.0',
    architecture: 'x64',
    memoryBytes: 16 * 1024 ** 3,
    locale: 'en-GB',
  },
  profile: {
    name: 'default',
    path: '/data/.config/Satchel/profiles/default',
    bytes: 64 * 1024 ** 2,
    freeDiskBytes: 120 * 1024 ** 3,
    start: 'demo',
    people: 1,
    keysBy: 'operatingSystem',
    language: 'en',
    zoomLevel: 0,
  },
  database: {
    bytes: 42 * 1024 ** 2,
    walBytes: 1024 ** 2,
    schema: '0008-sales-orders',
    deviceCode: 'K7',
    roleCode: 'rep',
    server: 'http://127.0.0.1:7420',
    rows: { customers: 320, products: 480, orders: 1_260, outbox: 0, commandJournal: 31 },
    status: {
      network: 'online',
      workOffline: false,
      waiting: 0,
      needsAttention: 0,
      rejected: 0,
      lastExchangeAt: 1_764_000_000_000,
      dataAsOf: 1_764_000_000_000,
      firstLoad: null,
      trouble: null,
      clockOffsetMs: 40,
      lease: null,
    },
  },
};

/** @param setSession resetting the demo signs out */
export function makeFakeDesktop(options: FakeDesktopOptions, setSession: (session: SessionState) => void): FakeDesktop {
  const listeners = new Set<(state: StartState) => void>();
  let start: StartState = options.start ?? { choice: 'demo', server: null, demo: { state: 'ready' } };
  const setStart = (change: Partial<StartState>) => {
    start = { ...start, ...change };
    for (const listener of listeners) listener(start);
  };
  return {
    setStart,
    start: {
      state: async () => start,
      onState(listener) {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
      async tryDemo() {
        setStart({ choice: 'demo', demo: { state: 'ready' } });
        return ok;
      },
      async joinCompany({ server }) {
        setStart({ choice: 'company', server });
        return ok;
      },
      async backToChoice() {
        setStart({ choice: 'none', server: null, demo: { state: 'off' } });
        return ok;
      },
      async resetDemo() {
        setStart({ demo: { state: 'building' } });
        setSession(signedOut);
        setStart({ demo: { state: 'ready' } });
        return ok;
      },
      ...options.desktop?.start,
    },
    backup: {
      save: async () => ({ ok: true, path: BACKUP_FILE }),
      choose: async () => ({ ok: true, file: { path: BACKUP_FILE, bytes: 12_000_000, modifiedAt: SAVED_AT } }),
      restore: async ({ password }) =>
        password === 'wrong'
          ? { ok: false, reason: { code: 'backup.wrongPassword', params: {} } }
          : {
              ok: true,
              login: 'zhou',
              name: 'Zhou Wenbin',
              companyName: 'Northwind',
              server: 'http://127.0.0.1:7420',
              savedAt: SAVED_AT,
              waiting: 1,
            },
      recover: async () => ({
        ok: true,
        person: { login: 'zhou', name: 'Zhou Wenbin', companyName: 'Northwind', server: 'http://127.0.0.1:7420' },
      }),
      ...options.desktop?.backup,
    },
    labels: {
      print: async () => ok,
      savePdf: async ({ name }) => ({ ok: true, path: `/${name}.pdf` }),
      saveZpl: async ({ name }) => ({ ok: true, path: `/${name}.zpl` }),
      send: async () => ok,
      ...options.desktop?.labels,
    },
    papers: {
      printers: async () => ({ ok: true, printers: [{ name: 'office', label: 'Office' }] }),
      preview: async ({ job }) => ({ ok: true, html: `<p>${job.document.number}</p>`, pages: 1 }),
      print: async () => ({ ok: true, isPrinted: true, pages: 1 }),
      savePdf: async ({ name }) => ({ ok: true, path: `/${name}.pdf` }),
      openPdf: async () => ok,
      ...options.desktop?.papers,
    },
    proof: { export: async () => ({ ok: true, path: '/ledger.jsonl' }), ...options.desktop?.proof },
    diagnostics: {
      read: async () => soundDiagnostics,
      checkDatabase: async () => ({
        ok: true,
        problems: [],
        checked: ['file', 'commandChain', 'search', 'balances'],
        durationMs: 840,
      }),
      exportLog: async () => ({ ok: true, path: '/data/satchel-log.txt' }),
      openLogFolder: async () => ok,
      openLicenses: async () => ok,
      ...options.desktop?.diagnostics,
    },
  };
}
