/**
 * One import screen's state and its steps: files in, columns matched, dry run, run. It lives outside of React, so that a
 * run goes on while its tab is hidden. Guards:
 * - nothing is written before a dry run of the very same files, columns and defaults went through;
 * - an answer to older files, columns or defaults is dropped;
 * - while a run goes on nothing of it can be changed.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import type { FileRole, RowProblem } from './check-rows.ts';
import { type RunOutcome, type RunProgress, runImport } from './import-run.ts';
import { importTargets, type TargetKind } from './import-targets.ts';
import { type ColumnMatch, matchColumns, unmatchedFields } from './match-columns.ts';
import {
  commandArgs,
  type ImportDefaults,
  type ImportPlan,
  type ImportSource,
  nameCommandProblems,
  planImport,
  sortProblems,
  withoutProblems,
} from './plan-import.ts';
import { type PickedFile, readFile } from './read-file.ts';
import type { Encoding, Sheet } from './sheet.ts';

export interface FileSlot {
  readonly file: PickedFile | null;
  readonly reading: boolean;
  readonly sheet: Sheet | null;
  readonly refusal: Reason | null;
  readonly columns: ColumnMatch;
}

export interface CheckOutcome {
  /** What can be sent: rows that the dry run left out are no longer in it. */
  readonly plan: ImportPlan;
  readonly counts: RunOutcome;
}

export interface FinishedRun {
  readonly outcome: RunOutcome;
  /** Everything that was not taken, found before and by the run. */
  readonly problems: readonly RowProblem[];
}

export interface ImportState {
  readonly target: TargetKind;
  readonly files: Readonly<Record<FileRole, FileSlot>>;
  readonly defaults: ImportDefaults | null;
  readonly phase: 'open' | 'checking' | 'checked' | 'running' | 'finished';
  readonly progress: RunProgress | null;
  readonly check: CheckOutcome | null;
  readonly finished: FinishedRun | null;
  readonly stopAsked: boolean;
  /** The check could not be made at all. */
  readonly trouble: Reason | null;
}

export type ImportBridge = Pick<SatchelBridge, 'command' | 'dryRun' | 'newIds'>;

export interface ImportSession {
  readonly store: StoreApi<ImportState>;
  /** `keepFile` takes the main file along: products and their stock come from one file. */
  setTarget(target: TargetKind, keepFile?: boolean): void;
  takeFiles(files: readonly PickedFile[], role?: FileRole): Promise<void>;
  dropFile(role: FileRole): void;
  setEncoding(role: FileRole, encoding: Encoding): Promise<void>;
  setColumn(role: FileRole, field: string, column: number | null): void;
  setDefaults(change: Partial<ImportDefaults>): void;
  run(): Promise<FinishedRun | null>;
  stop(): void;
}

const emptySlot: FileSlot = { file: null, reading: false, sheet: null, refusal: null, columns: {} };
const CHECK_DELAY_MS = 250;
/** Ids asked for at once. */
const IDS_PER_CALL = 500;

export const fieldsOf = (target: TargetKind, role: FileRole) =>
  role === 'main' ? importTargets[target].fields : (importTargets[target].lineFields ?? []);

/** Rows that would write something; the others are here already as they are. */
export const newRowsOf = ({ counts }: CheckOutcome): number => counts.created + counts.updated;

/** The rows of both files with their columns, once every required column is chosen; else null. */
export function sourceOf({ target, files }: Pick<ImportState, 'target' | 'files'>): ImportSource | null {
  const part = (role: FileRole) => {
    const { sheet, columns } = files[role];
    return sheet && unmatchedFields(fieldsOf(target, role), columns).length === 0 ? { sheet, columns } : null;
  };
  const main = part('main');
  const needsLines = importTargets[target].lineFields !== null;
  const lines = needsLines ? part('lines') : null;
  return main && (!needsLines || lines) ? { target: importTargets[target], main, lines } : null;
}

function defaultsFit(target: TargetKind, defaults: ImportDefaults | null): defaults is ImportDefaults {
  if (!defaults) return false;
  return importTargets[target].defaults.every((name) => defaults[name] !== null && defaults[name] !== '');
}

/** Starts a screen's import; `ask` is the bridge. */
export function createImportSession(target: TargetKind, ask: ImportBridge): ImportSession {
  const store = createStore<ImportState>(() => ({
    target,
    files: { main: emptySlot, lines: emptySlot },
    defaults: null,
    phase: 'open',
    progress: null,
    check: null,
    finished: null,
    stopAsked: false,
    trouble: null,
  }));
  const set = (change: Partial<ImportState>) => store.setState(change);
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const newIds = async (count: number): Promise<readonly string[]> => {
    const ids: string[] = [];
    while (ids.length < count) ids.push(...(await ask.newIds(Math.min(IDS_PER_CALL, count - ids.length))));
    return ids;
  };

  /** What changes makes every earlier check void; the next begins when the person pauses. */
  const changed = (change: Partial<ImportState>) => {
    turn += 1;
    if (timer !== null) clearTimeout(timer);
    set({ ...change, phase: 'open', check: null, finished: null, progress: null, stopAsked: false, trouble: null });
    const state = store.getState();
    if (sourceOf(state) === null || !defaultsFit(state.target, state.defaults)) return;
    set({ phase: 'checking' });
    const ours = turn;
    timer = setTimeout(() => {
      check(ours).catch(() => {
        if (ours === turn) set({ phase: 'open', progress: null, trouble: { code: 'unexpected', params: {} } });
      });
    }, CHECK_DELAY_MS);
  };

  const check = async (ours: number) => {
    const state = store.getState();
    const source = sourceOf(state);
    if (!source || !defaultsFit(state.target, state.defaults)) return;
    const { defaults } = state;
    const isOld = () => ours !== turn;
    const plan = await planImport(source, newIds);
    const counts = await runImport({
      chunks: plan.chunks,
      send: (rows) => ask.dryRun(source.target.command, commandArgs(source.target, 'dry-run', defaults, rows)),
      isStopped: isOld,
      onProgress: (progress) => {
        if (!isOld()) set({ progress });
      },
    });
    if (isOld()) return;
    const found = nameCommandProblems(plan, counts.problems);
    set({ phase: 'checked', progress: null, check: { plan: withoutProblems(plan, found), counts } });
  };

  const putSheet = async (role: FileRole, file: PickedFile, encoding: Encoding | null) => {
    const ours = { ...emptySlot, file, reading: true };
    const { files } = store.getState();
    changed({ files: { ...files, [role]: ours } });
    const reply = await readFile(file, encoding);
    const now = store.getState();
    if (now.files[role] !== ours) return;
    const slot: FileSlot = reply.ok
      ? {
          ...emptySlot,
          file,
          sheet: reply.sheet,
          columns: matchColumns(fieldsOf(now.target, role), reply.sheet.headings),
        }
      : { ...emptySlot, file, refusal: reply.reason };
    changed({ files: sortIntoRoles(now, role, slot) });
  };

  const isRunning = () => store.getState().phase === 'running';

  return {
    store,
    setTarget(next, keepFile = false) {
      if (isRunning()) return;
      const { sheet, file } = store.getState().files.main;
      const kept: FileSlot = sheet
        ? { ...emptySlot, file, sheet, columns: matchColumns(fieldsOf(next, 'main'), sheet.headings) }
        : emptySlot;
      changed({ target: next, files: { main: keepFile ? kept : emptySlot, lines: emptySlot } });
    },
    async takeFiles(files, role) {
      if (isRunning()) return;
      const roles: readonly FileRole[] = importTargets[store.getState().target].lineFields
        ? ['main', 'lines']
        : ['main'];
      const freeRole = () => roles.find((each) => store.getState().files[each].sheet === null);
      for (const [index, file] of files.slice(0, roles.length).entries()) {
        await putSheet((index === 0 ? role : undefined) ?? freeRole() ?? 'main', file, null);
      }
    },
    dropFile(role) {
      if (!isRunning()) changed({ files: { ...store.getState().files, [role]: emptySlot } });
    },
    async setEncoding(role, encoding) {
      const { file } = store.getState().files[role];
      if (file && !isRunning()) await putSheet(role, file, encoding);
    },
    setColumn(role, field, column) {
      if (isRunning()) return;
      const { files } = store.getState();
      const slot = { ...files[role], columns: { ...files[role].columns, [field]: column } };
      changed({ files: { ...files, [role]: slot } });
    },
    setDefaults(change) {
      if (isRunning()) return;
      const { defaults } = store.getState();
      const whole: ImportDefaults = { ...(defaults ?? noDefaults), ...change };
      changed({ defaults: whole });
    },
    async run() {
      const { phase, check: checked, defaults } = store.getState();
      if (phase !== 'checked' || !checked || !defaults || checked.counts.refusal) return null;
      const { plan } = checked;
      const { target: goal } = plan.source;
      set({ phase: 'running', progress: null, stopAsked: false });
      const [importId = ''] = await ask.newIds(1);
      const outcome = await runImport({
        chunks: plan.chunks,
        send: (rows) => ask.command(goal.command, commandArgs(goal, importId, defaults, rows)),
        isStopped: () => store.getState().stopAsked,
        onProgress: (progress) => set({ progress }),
      });
      const problems = sortProblems([...plan.problems, ...nameCommandProblems(plan, outcome.problems)]);
      const finished = { outcome, problems };
      set({ phase: 'finished', progress: null, finished });
      return finished;
    },
    stop() {
      if (isRunning()) set({ stopAsked: true });
    },
  };
}

const noDefaults: ImportDefaults = {
  territoryId: null,
  warehouseId: null,
  paymentTermsDays: 30,
  currency: 'CNY',
  unit: '',
  taxCode: '',
  today: '',
};

/** Of two files for orders each goes where its columns fit, whichever was dropped where. */
function sortIntoRoles(
  { target, files }: ImportState,
  role: FileRole,
  slot: FileSlot,
): Readonly<Record<FileRole, FileSlot>> {
  const other: FileRole = role === 'main' ? 'lines' : 'main';
  const otherFields = fieldsOf(target, other);
  const asPut = { ...files, [role]: slot };
  if (!slot.sheet || otherFields.length === 0 || unmatchedFields(fieldsOf(target, role), slot.columns).length === 0) {
    return asPut;
  }
  const columns = matchColumns(otherFields, slot.sheet.headings);
  if (unmatchedFields(otherFields, columns).length > 0) return asPut;
  const moved = files[other];
  const back =
    moved.sheet === null
      ? emptySlot
      : { ...moved, columns: matchColumns(fieldsOf(target, role), moved.sheet.headings) };
  return { ...files, [other]: { ...slot, columns }, [role]: back };
}
