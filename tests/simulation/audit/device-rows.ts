/**
 * What lies in a device's database, against what must. Guards:
 * - without the touches of its pending commands it holds the server's rows of its scopes at its cursor, byte for byte,
 *   and not one more (1, 4, 6);
 * - what its screens show is that with the pending commands run on top, in order, as the auditor itself runs them (1);
 * - balances are the sums of what they are made of, where all of that is here (5).
 */
import type { Handle } from '#db/database.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { Reader } from '#shared/kernel/table.ts';
import '#db/side-tables/device.ts';
import type { Registry } from '#shared/registry.ts';
import type { Verdict } from '../contract.ts';
import { canonicalJson } from './canonical-json.ts';
import type { BusinessRows, ModelRow } from './model/business-rows.ts';
import type { Act, GivenReason } from './model/command-run.ts';
import { permissionsOf, runModelled } from './model/run-modelled.ts';
import { firstDifference, readTables } from './read-tables.ts';
import type { ServerMirror } from './server-mirror.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

export interface PendingCommand {
  readonly seq: number;
  readonly commandId: string;
  readonly name: string;
  readonly version: number;
  readonly args: string;
  readonly userId: string;
  readonly issuedAt: number;
  readonly answerState: string | null;
  readonly answerReasons: string | null;
  readonly predicted: string;
  readonly replayError: string | null;
  readonly needsAttention: number;
}

export interface FinishedCommand {
  readonly commandId: string;
  readonly answerState: string | null;
  readonly answerReasons: string | null;
  readonly answerVersion: number | null;
  readonly answeredAt: number | null;
  readonly predicted: string;
  readonly needsAttention: number;
}

/** A device's database as it is committed in one moment. */
export interface DeviceImage {
  readonly shown: BusinessRows;
  /** Without what pending commands did. */
  readonly base: BusinessRows;
  /** Who it says that it is; null before its first sign-in. */
  readonly own: { readonly deviceId: string; readonly incarnation: string } | null;
  readonly pending: readonly PendingCommand[];
  readonly finished: readonly FinishedCommand[];
  readonly cursor: { readonly version: number; readonly timeline: string; readonly table: string } | null;
  /** Not everything that its person sees is here: the first load, or that of a scope seen newly, is not through. */
  readonly isLoading: boolean;
}

export async function readImage(db: Reader, registry: Registry): Promise<DeviceImage> {
  const shown = await readTables(db, registry);
  const handle = db as Handle;
  const states = await findStates(handle, {});
  const state = new Map(states.map((row) => [row.key, JSON.parse(row.value) as unknown]));
  const held = (state.get('scopes') as string[] | undefined) ?? [];
  const seen = (state.get('seenScopes') as string[] | undefined) ?? held;
  const touches = await findTouches(handle, {});
  const text = (key: string): string => String(state.get(key) ?? '');
  return {
    shown,
    base: withoutTouches(shown, touches, columnsOf(registry)),
    own: text('deviceId') === '' ? null : { deviceId: text('deviceId'), incarnation: text('incarnation') },
    pending: await findPending(handle, {}),
    finished: await findFinished(handle, {}),
    cursor: (state.get('cursor') as DeviceImage['cursor']) ?? null,
    isLoading: state.has('firstLoadRows') || seen.some((scope) => !held.includes(scope)),
  };
}

// Asked at every look at every device.
const findStates = prepareQuery((tx) => tx.selectFrom('syncState').selectAll().orderBy('key'));
const findTouches = prepareQuery((tx) => tx.selectFrom('touches').selectAll().orderBy('place'));
const findPending = prepareQuery((tx) => tx.selectFrom('outbox').selectAll().orderBy('seq'));
const findFinished = prepareQuery((tx) =>
  tx
    .selectFrom('commandJournal')
    .select(['commandId', 'answerState', 'answerReasons', 'answerVersion', 'answeredAt', 'predicted', 'needsAttention'])
    .orderBy('commandId'),
);

/** The first touch of a row has it as the server has it. */
function withoutTouches(
  shown: BusinessRows,
  touches: readonly { tableName: string; rowId: string; image: string | null }[],
  columns: ReadonlyMap<string, ReadonlySet<string>>,
): BusinessRows {
  const base = shown.copy();
  const seen = new Set<string>();
  for (const { tableName, rowId, image } of touches) {
    const key = `${tableName} ${rowId}`;
    if (seen.has(key)) continue;
    seen.add(key);
    base.place(tableName, rowId, image === null ? null : rowOf(image, columns.get(tableName)));
  }
  return base;
}

/** A later version of the product may have columns that nobody here knows. */
function rowOf(image: string, known: ReadonlySet<string> | undefined): ModelRow {
  const row = JSON.parse(image) as ModelRow;
  const entries = Object.entries(row);
  return !known || entries.length <= known.size ? row : Object.fromEntries(entries.filter(([name]) => known.has(name)));
}

const columnSets = new WeakMap<Registry, ReadonlyMap<string, ReadonlySet<string>>>();

function columnsOf(registry: Registry): ReadonlyMap<string, ReadonlySet<string>> {
  let sets = columnSets.get(registry);
  if (!sets) {
    sets = new Map(registry.tables.map(({ name, columns }) => [name, new Set(Object.keys(columns))]));
    columnSets.set(registry, sets);
  }
  return sets;
}

/**
 * A command stays in the replay until the device has the rows that the server made of it: its effect never blinks away.
 * @param wentBack the server was put back: what it had answered it hears again, and may set aside while its numbers are
 * closed; the journal says so until it was run again (seed 6010049)
 */
export function checkFinished(
  image: DeviceImage,
  mirror: Pick<ServerMirror, 'logged'>,
  wentBack: boolean,
  who: string,
  say: Say,
): void {
  const reached = image.cursor?.version ?? 0;
  for (const { commandId, answerVersion, answeredAt, answerState } of image.finished) {
    if (answerState === 'failed' && !wentBack) say('lost', 2, `${who} takes ${commandId} for ended, which failed`);
    if (answerVersion === null || answerVersion <= reached) continue;
    const logged = mirror.logged(commandId);
    // Of a server that was put back since: it may have been given the same version again.
    if (logged?.companyVersion !== answerVersion || logged.answeredAt !== answeredAt) continue;
    say('diverged', 1, `${who} let go of ${commandId} (${answerVersion}) and has the rows of ${reached}`);
    return;
  }
}

/** @param expected the server's rows that this device's person sees, at the device's cursor */
export function compareBase(
  image: DeviceImage,
  expected: BusinessRows,
  registry: Registry,
  who: string,
  say: Say,
): void {
  for (const { name } of registry.tables) {
    const difference = firstDifference(name, expected.table(name), image.base.table(name));
    if (difference === null) continue;
    const isBeyond = difference.endsWith('should not be there');
    say('diverged', isBeyond ? 6 : 1, `${who} holds other rows than the server: ${difference}`);
    return;
  }
}

/** Codes that a device's documents may carry. */
export interface DeviceCodes {
  readonly code: string;
  readonly formerCodes: readonly string[];
  /**
   * Of histories after the database's own: where the disk had no room to begin one, what is foretold from then on has
   * its code already.
   */
  readonly laterCodes: readonly string[];
}

/** Runs what is pending on the server's rows as this device has them. */
export function comparePredictions(
  image: DeviceImage,
  device: DeviceCodes,
  registry: Registry,
  who: string,
  say: Say,
): void {
  const difference = differenceOf(image, device, registry, () => device.code);
  if (difference === null) return;
  // Who signs in after he gave a right away has it until the server, or a replay, says otherwise (seed 6040146).
  if (differenceOf(image, device, registry, () => device.code, image.base) === null) return;
  const isGoingOver = device.laterCodes.some((later) =>
    image.pending.some((_, from) => {
      const codeAt = (at: number): string => (at < from ? device.code : later);
      return differenceOf(image, device, registry, codeAt) === null;
    }),
  );
  if (isGoingOver) return;
  const pending = image.pending
    .map(({ seq, name, replayError }) => `${seq} ${name}${replayError ? ` (${replayError})` : ''}`)
    .join(', ');
  say(
    'diverged',
    1,
    `${who} does not show its pending commands on the server's rows: ${difference} (pending: ${pending})`,
  );
}

/**
 * @param codeAt the code under which each of the pending commands was foretold
 * @param rightsIn the rows that say what its person may do; those of the moment without it
 * @returns null when nothing differs
 */
function differenceOf(
  image: DeviceImage,
  { code, formerCodes, laterCodes }: DeviceCodes,
  registry: Registry,
  codeAt: (at: number) => string,
  rightsIn?: BusinessRows,
): string | null {
  const rows = image.base.copy();
  for (const [at, command] of image.pending.entries()) {
    // Whoever gives himself another role goes on with its rights.
    const permissions = permissionsOf(rightsIn ?? rows, command.userId);
    // Rights that went this moment: what was foretold under the old ones may still stand for a moment.
    if (permissions.size === 0) return null;
    const deviceCode = codeAt(at);
    const act: Act = {
      commandId: command.commandId,
      now: command.issuedAt,
      userId: command.userId,
      permissions,
      sees: () => true,
      deviceCode,
      formerCodes: [code, ...formerCodes, ...laterCodes].filter((each) => each !== deviceCode),
      leavesStub: false,
    };
    const args: unknown = JSON.parse(command.args);
    const before = rows.copy();
    const ended = runModelled(rows, { ...command, args }, act);
    if (ended?.state === 'rejected' && ended.reasons[0]?.code === 'kernel.notPermitted') return null;
    // And rights that came back: what was foretold without them stands until something that is pulled meets it.
    if (codeOfMark(command) === 'kernel.notPermitted' && ended !== null) return null;
    if (ended?.state === 'failed' && command.replayError === null) continue;
    if (ended?.state === 'failed') rows.become(before);
  }
  for (const { name } of registry.tables) {
    const difference = firstDifference(name, rows.table(name), image.shown.table(name));
    if (difference !== null) return difference;
  }
  return null;
}

/** Why a replay had no effect, by its code. */
function codeOfMark({ replayError }: Pick<PendingCommand, 'replayError'>): string | null {
  return replayError === null ? null : (JSON.parse(replayError) as { reason: { code: string } }).reason.code;
}

/** What an answer said beyond what the device had foretold needs a person's eye; what was rejected always does. */
export function needsEye(command: Pick<FinishedCommand, 'answerState' | 'answerReasons' | 'predicted'>): boolean {
  if (command.answerState === 'rejected') return true;
  if (command.answerState !== 'adjusted') return false;
  const foretold = (JSON.parse(command.predicted) as { reasons: GivenReason[] }).reasons;
  const answered = JSON.parse(command.answerReasons ?? '[]') as GivenReason[];
  return decisions(foretold) !== decisions(answered);
}

/** What reasons decide, in any order, without what only explains it: how it came about, and which sentence says so. */
function decisions(reasons: readonly GivenReason[]): string {
  return reasons
    .map(({ code, params }) => {
      const kept = Object.entries(params).filter(([name]) => !name.startsWith('office') && name !== 'context');
      return canonicalJson({ code, params: Object.fromEntries(kept) });
    })
    .sort()
    .join();
}
