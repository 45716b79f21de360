/**
 * A company's opening from a folder of tables: what each table is, the dry run of all of them in order, the run under one
 * import id, and whether the sums agree. Lives outside of React, so that a run goes on while its tab is hidden. Guards:
 * - nothing is written before a dry run of the very same tables, columns and defaults;
 * - a run that stopped goes on after the last command that was answered, under the same id; rows that a command did not
 *   take change nothing when they come again;
 * - parts of which the dry run found everything unchanged are not sent.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ImportResult } from '#shared/kernel/import-fields.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { CommandReply, SatchelBridge } from '#shared/protocol/bridge.ts';
import type { BuiltRow } from '../import/build-rows.ts';
import type { RowProblem } from '../import/check-rows.ts';
import { type RunCounts, type RunOutcome, type RunProgress, runImport } from '../import/import-run.ts';
import { importTargets } from '../import/import-targets.ts';
import { matchColumns, unmatchedFields } from '../import/match-columns.ts';
import { type ImportDefaults, nameCommandProblems, sortProblems } from '../import/plan-import.ts';
import type { PickedFile } from '../import/read-file.ts';
import type { Sheet, SheetReply } from '../import/sheet.ts';
import {
  afterDryRun,
  makeForerunners,
  type OpeningPart,
  type OpeningTable,
  openingArgs,
  planParts,
  sourcesOf,
} from './opening-plan.ts';
import { compareSums, type SumLine, type SumsQuestion } from './opening-sums.ts';
import { readRemembered } from './read-remembered.ts';
import {
  type Confidence,
  fieldsOfKind,
  headingsKey,
  type RememberedMapping,
  recogniseTable,
  type TableKind,
} from './recognise-table.ts';

export interface SessionTable extends OpeningTable {
  readonly confidence: Confidence;
  /** Kind or columns were set by a person: worth remembering. */
  readonly byHand: boolean;
}

export interface PartResult {
  readonly part: OpeningPart;
  /** Rows of the table, or orders. */
  readonly read: number;
  readonly outcome: RunOutcome;
  readonly problems: readonly RowProblem[];
}

export interface OpeningState {
  readonly tables: readonly SessionTable[];
  /** Files that are no tables, with the reason. */
  readonly refused: readonly { readonly name: string; readonly reason: Reason }[];
  readonly reading: number;
  readonly defaults: ImportDefaults | null;
  readonly phase: 'open' | 'checking' | 'checked' | 'running' | 'stopped' | 'finished';
  readonly progress:
    | (RunProgress & { readonly part: number; readonly parts: number; readonly target: OpeningPart['target'] })
    | null;
  readonly results: readonly PartResult[];
  readonly sums: readonly SumLine[] | null;
  readonly stopAsked: boolean;
  readonly trouble: Reason | null;
}

export type OpeningBridge = Pick<SatchelBridge, 'command' | 'dryRun' | 'newIds' | 'query'>;

export interface OpeningSession {
  readonly store: StoreApi<OpeningState>;
  takeFiles(files: readonly PickedFile[]): Promise<void>;
  dropTable(id: string): void;
  setKind(id: string, kind: TableKind | null): void;
  setColumn(id: string, field: string, column: number | null): void;
  setDefaults(change: Partial<ImportDefaults>): void;
  check(): Promise<void>;
  run(): Promise<void>;
  stop(): void;
}

const unexpected: Reason = { code: 'unexpected', params: {} };
const IDS_PER_CALL = 500;
const start: OpeningState = {
  tables: [],
  refused: [],
  reading: 0,
  defaults: null,
  phase: 'open',
  progress: null,
  results: [],
  sums: null,
  stopAsked: false,
  trouble: null,
};

/** Fields that a table needs and that no column is chosen for. */
export const missingFields = (table: OpeningTable) =>
  table.kind === null ? [] : unmatchedFields(fieldsOfKind(table.kind), table.columns);

/** Whether all that is brought can be tried: every table complete, orders with their lines. */
export function canCheck({ tables, defaults, reading, phase }: OpeningState): boolean {
  const used = tables.filter((table) => table.kind !== null);
  const isWhole = used.every((table) => missingFields(table).length === 0);
  const parts = sourcesOf(tables);
  const heads = used.filter((table) => table.kind !== 'orderLines').length;
  const isBusy = phase === 'checking' || phase === 'running';
  return !isBusy && reading === 0 && defaults !== null && used.length > 0 && isWhole && parts.length === heads;
}

interface SessionOptions {
  readonly ask: OpeningBridge;
  /** Reads all tables of a file, away from the window where it can. */
  readonly readTables: (file: PickedFile) => Promise<readonly SheetReply[]>;
  readonly warehouses: () => SumsQuestion['warehouses'];
}

export function createOpeningSession({ ask, readTables, warehouses }: SessionOptions): OpeningSession {
  const store = createStore<OpeningState>(() => start);
  const get = () => store.getState();
  const set = (change: Partial<OpeningState>) => store.setState(change);
  let remembered: Promise<readonly RememberedMapping[]> | null = null;
  let ids = 0;
  /** Of the run that can go on: its id, and how many chunks of each part were answered. */
  let resumable: { importId: string; done: number[]; counts: RunCounts[] } | null = null;
  const isBusy = () => get().phase === 'running' || get().phase === 'checking';
  const changed = (change: Partial<OpeningState>) => {
    resumable = null;
    set({ ...change, phase: 'open', progress: null, results: [], sums: null, stopAsked: false, trouble: null });
  };
  const change = (id: string, to: (table: SessionTable) => SessionTable) => {
    if (!isBusy()) changed({ tables: get().tables.map((table) => (table.id === id ? to(table) : table)) });
  };
  const newIds = async (count: number): Promise<readonly string[]> => {
    const taken: string[] = [];
    while (taken.length < count) taken.push(...(await ask.newIds(Math.min(IDS_PER_CALL, count - taken.length))));
    return taken;
  };
  const addTable = (sheet: Sheet, known: readonly RememberedMapping[]) => {
    ids += 1;
    const table = { id: `table ${ids}`, sheet, byHand: false, ...recogniseTable(sheet, known) };
    changed({ tables: [...get().tables, table] });
  };

  /** Runs all parts, dry or for good; stops at the first refusal. */
  const runParts = async (parts: readonly OpeningPart[], defaults: ImportDefaults, importId: string | null) => {
    const contactsFollow = parts.some((part) => part.target === 'contacts');
    const argsOf = (target: OpeningPart['target'], rows: readonly unknown[]) =>
      openingArgs(importTargets[target], importId ?? 'dry-run', defaults, rows, contactsFollow);
    const before = makeForerunners(parts, (target, rows) => argsOf(target.kind, rows));
    const results: PartResult[] = [];
    for (const [at, part] of parts.entries()) {
      const { command } = importTargets[part.target];
      const done = importId === null ? 0 : (resumable?.done[at] ?? 0);
      const byRow = new Map(part.plan.rows.map((row) => [row.row, row]));
      const builtRows = (rows: readonly unknown[]): BuiltRow[] => rows.flatMap((row) => byRow.get(row) ?? []);
      const news: boolean[] = [];
      const outcome = await runImport({
        chunks: part.plan.chunks.slice(done),
        send: async (rows) => {
          const args = argsOf(part.target, rows);
          const reply = importId
            ? await ask.command(command, args)
            : await ask.dryRun(command, args, before(part.target, builtRows(rows)));
          news.push(writesAnything(reply));
          if (importId && reply.state !== 'rejected' && resumable) resumable.done[at] = (resumable.done[at] ?? 0) + 1;
          return reply;
        },
        isStopped: () => get().stopAsked,
        onProgress: (progress) =>
          set({ progress: { ...progress, part: at + 1, parts: parts.length, target: part.target } }),
      });
      const found = nameCommandProblems(part.plan, outcome.problems);
      const tried = importId === null ? afterDryRun(part, found, news) : part;
      const problems = importId === null ? tried.plan.problems : sortProblems([...part.plan.problems, ...found]);
      const earlier = (importId === null ? undefined : resumable?.counts[at]) ?? none;
      const counted = addCounts(outcome, earlier);
      if (importId !== null && resumable) resumable.counts[at] = counted;
      const unchanged = counted.unchanged + part.unchanged;
      // What a dry run found is in the plan from there on, among what it leaves out.
      const counts = { ...outcome, ...counted, unchanged, problems: importId === null ? [] : outcome.problems };
      results.push({ part: tried, read: part.plan.source.main.sheet.rows.length, outcome: counts, problems });
      if (outcome.refusal || outcome.stopped) break;
    }
    return results;
  };

  const remember = async () => {
    for (const table of get().tables.filter((each) => each.byHand && each.kind !== null)) {
      const [id] = await ask.newIds(1);
      const args = { id, kind: table.kind, headings: headingsKey(table.sheet.headings), columns: table.columns };
      await ask.command('admin.rememberMapping', args);
    }
    remembered = null;
    set({ tables: get().tables.map((table) => ({ ...table, byHand: false })) });
  };

  return {
    store,
    async takeFiles(files) {
      if (isBusy()) return;
      remembered ??= readRemembered(ask);
      set({ reading: get().reading + files.length });
      for (const file of files) {
        const replies = await readTables(file).catch((): SheetReply[] => [{ ok: false, reason: unexpected }]);
        const known = await remembered;
        for (const reply of replies) {
          if (reply.ok) addTable(reply.sheet, known);
          else changed({ refused: [...get().refused, { name: file.name, reason: reply.reason }] });
        }
        set({ reading: get().reading - 1 });
      }
    },
    dropTable(id) {
      if (!isBusy()) changed({ tables: get().tables.filter((table) => table.id !== id) });
    },
    setKind(id, kind) {
      change(id, (table) => {
        const same = kind === null ? table.columns : recogniseColumns(table.sheet, kind);
        return { ...table, kind, columns: same, byHand: true };
      });
    },
    setColumn(id, field, column) {
      change(id, (table) => ({ ...table, columns: { ...table.columns, [field]: column }, byHand: true }));
    },
    setDefaults(part) {
      if (!isBusy()) changed({ defaults: { ...(get().defaults ?? emptyDefaults), ...part } });
    },
    async check() {
      const { tables, defaults } = get();
      if (!canCheck(get()) || !defaults) return;
      changed({ phase: 'checking' });
      set({ phase: 'checking' });
      try {
        const results = await runParts(await planParts(tables, newIds), defaults, null);
        set({ phase: get().stopAsked ? 'open' : 'checked', results, progress: null, stopAsked: false });
      } catch {
        set({ phase: 'open', progress: null, trouble: unexpected });
      }
    },
    async run() {
      const { phase, results, defaults } = get();
      const canRun =
        (phase === 'checked' || phase === 'stopped') &&
        results.every((each) => each.outcome.refusal === null || phase === 'stopped');
      if (!canRun || !defaults) return;
      set({ phase: 'running', stopAsked: false, trouble: null, sums: null });
      try {
        const [importId = ''] = resumable ? [resumable.importId] : await ask.newIds(1);
        resumable ??= { importId, done: [], counts: [] };
        await remember();
        const parts = (checkedParts.get(results) ?? results).map((each) => each.part);
        const ran = await runParts(parts, defaults, importId);
        const isWhole = ran.length === parts.length && ran.every(({ outcome }) => !outcome.stopped && !outcome.refusal);
        checkedParts.set(ran, checkedParts.get(results) ?? results);
        const sums = isWhole
          ? await compareSums({ parts, defaults, warehouses: warehouses(), query: ask.query })
          : null;
        set({ phase: isWhole ? 'finished' : 'stopped', results: ran, sums, progress: null });
      } catch {
        set({ phase: 'stopped', progress: null, trouble: unexpected });
      }
    },
    stop() {
      if (isBusy()) set({ stopAsked: true });
    },
  };
}

/** What a run that stopped was to do, by what it came to. */
const checkedParts = new WeakMap<readonly PartResult[], readonly PartResult[]>();

const none: RunCounts = { created: 0, updated: 0, unchanged: 0 };

const addCounts = (a: RunCounts, b: RunCounts): RunCounts => ({
  created: a.created + b.created,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
});

function writesAnything(reply: CommandReply): boolean {
  if (reply.state === 'rejected') return false;
  const { created, updated } = reply.result as ImportResult;
  return created + updated > 0;
}

const recogniseColumns = (sheet: Sheet, kind: TableKind) => matchColumns(fieldsOfKind(kind), sheet.headings);

const emptyDefaults: ImportDefaults = {
  territoryId: null,
  warehouseId: null,
  paymentTermsDays: 30,
  currency: 'CNY',
  unit: '',
  taxCode: '',
  today: '',
};
