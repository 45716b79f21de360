/**
 * Sends chunks one after the other, dry or for good. Guards: it stops only between chunks, so that each is whole; what
 * one chunk did is counted even when a later one is refused; a refusal ends the run and keeps its reason.
 */
import type { ImportProblem, ImportResult } from '#shared/kernel/import-fields.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import type { BuiltRow } from './build-rows.ts';

export interface RunCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

export interface RunProgress extends RunCounts {
  readonly rowsDone: number;
  readonly rowsTotal: number;
}

export interface RunOutcome extends RunProgress {
  /** Rows that the command left out. */
  readonly problems: readonly ImportProblem[];
  /** Why the run ended before its end; null when it went through or was stopped. */
  readonly refusal: Reason | null;
  readonly stopped: boolean;
  /** What commands did otherwise than the file says: orders that are held; the same of several commands is one. */
  readonly notes: readonly Reason[];
}

export interface RunRequest {
  readonly chunks: readonly (readonly BuiltRow[])[];
  /** Runs the command with these rows. */
  readonly send: (rows: readonly unknown[]) => Promise<CommandReply>;
  readonly onProgress?: (progress: RunProgress) => void;
  readonly isStopped?: () => boolean;
}

function isResult(value: unknown): value is ImportResult {
  return (
    typeof value === 'object' &&
    value !== null &&
    'created' in value &&
    'problems' in value &&
    Array.isArray(value.problems)
  );
}

/** Runs all chunks; never throws. A chunk that was sent but not answered counts as refused with `unexpected`. */
export async function runImport({ chunks, send, onProgress, isStopped }: RunRequest): Promise<RunOutcome> {
  const rowsTotal = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  let counts = { created: 0, updated: 0, unchanged: 0, rowsDone: 0, rowsTotal };
  const problems: ImportProblem[] = [];
  const notes: Reason[] = [];
  const end = (refusal: Reason | null, stopped: boolean): RunOutcome => ({
    ...counts,
    problems,
    refusal,
    stopped,
    notes,
  });
  for (const chunk of chunks) {
    if (isStopped?.()) return end(null, true);
    const reply = await sendSafely(send, chunk);
    if (reply.state === 'rejected') return end(reply.reason, false);
    if (!isResult(reply.result)) return end({ code: 'unexpected', params: {} }, false);
    const { created, updated, unchanged } = reply.result;
    problems.push(...reply.result.problems);
    if (reply.state === 'adjusted') addNotes(notes, reply.reasons);
    counts = {
      created: counts.created + created,
      updated: counts.updated + updated,
      unchanged: counts.unchanged + unchanged,
      rowsDone: counts.rowsDone + chunk.length,
      rowsTotal,
    };
    onProgress?.(counts);
  }
  return end(null, false);
}

/** Rows that were left out are named one by one; of everything else what is alike is counted together. */
function addNotes(notes: Reason[], reasons: readonly Reason[]): void {
  for (const reason of reasons) {
    if (reason.code === 'import.rowsLeftOut') continue;
    const { count } = reason.params;
    const at = typeof count === 'number' ? notes.findIndex(({ code }) => code === reason.code) : -1;
    const before = notes[at]?.params.count;
    if (typeof count !== 'number' || typeof before !== 'number') notes.push(reason);
    else notes[at] = { ...reason, params: { ...reason.params, count: before + count } };
  }
}

async function sendSafely(send: RunRequest['send'], chunk: readonly BuiltRow[]): Promise<CommandReply> {
  try {
    return await send(chunk.map((row) => row.row));
  } catch {
    return { state: 'rejected', reason: { code: 'unexpected', params: {} } };
  }
}
