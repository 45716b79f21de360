/**
 * Commands that wait and whose effect is not on the screens: their replay on the office's rows broke or was refused. What
 * is kept beside them says why, in words for a person. Guards:
 * - who made one hears of it once for each reason; having looked at it is no end, it is told as long as it is so;
 * - the words of a broken program stay in the log and in what the office is told; no sentence has them.
 */
import type { ExpressionBuilder } from 'kysely';
import type { Handle } from '#db/database.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Tables } from '#shared/kernel/table.ts';
import { UNSHOWN_LIMIT_COMMANDS, type UnshownCommand } from '#shared/protocol/devices.ts';
import type { DeviceContext } from './device-context.ts';
import type { OutboxRow } from './outbox.ts';

const DETAIL_LIMIT_CHARS = 300;
/** Before every mark: what has none is null. */
const NO_MARK = '';

/** Why a command has no effect on the screens. */
export interface Unshown {
  readonly reason: Reason;
  /** Of what broke: what the program says. */
  readonly detail?: string;
}

/** What broke says itself to nobody but the log: `device.replayBroke` names the command, under which the log has it. */
export function brokenBy(error: unknown, { commandId }: Pick<OutboxRow, 'commandId'>): Unshown {
  const text = error instanceof Error ? error.message : String(error);
  return {
    reason: { code: 'device.replayBroke', params: { errorId: commandId } },
    detail: text.slice(0, DETAIL_LIMIT_CHARS),
  };
}

/** Notes beside a command how its replay ended; where nothing has changed it writes nothing. */
export async function noteReplay(
  context: Pick<DeviceContext, 'problem'>,
  tx: Handle,
  command: Pick<OutboxRow, 'seq' | 'commandId' | 'name' | 'replayError'>,
  unshown: Unshown | null,
): Promise<void> {
  const mark = unshown && JSON.stringify(unshown);
  if (mark === command.replayError) return;
  if (unshown?.detail !== undefined)
    context.problem(`replay of ${command.name} [${command.commandId}]`, new Error(unshown.detail));
  const needsAttention = mark === null ? 0 : 1;
  await tx.updateTable('outbox').set({ replayError: mark, needsAttention }).where('seq', '=', command.seq).execute();
}

/** Why a command that the office has not ended is not shown; null: it is. */
export function unshownOf({ replayError, answerState }: Pick<OutboxRow, 'replayError' | 'answerState'>): Reason | null {
  if (replayError === null || (answerState !== null && answerState !== 'failed')) return null;
  return (JSON.parse(replayError) as Unshown).reason;
}

/** Of what waits and is not shown: how many nobody has looked at. */
export async function countUnshown(db: Handle): Promise<number> {
  const [counted] = await countUnseen(db, {});
  return counted?.count ?? 0;
}

/** Not shown, without its end, and not looked at. The index of marks has only those that bear one. */
export const isUnseen = (where: ExpressionBuilder<Tables, 'outbox'>) =>
  where.and([isUnended(where), where('needsAttention', '=', 1)]);

const isUnended = (where: ExpressionBuilder<Tables, 'outbox'>) =>
  where.and([
    where('replayError', '>', NO_MARK),
    where.or([where('answerState', 'is', null), where('answerState', '=', 'failed')]),
  ]);

// Asked after every commit.
const countUnseen = prepareQuery((tx) =>
  tx
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(isUnseen),
);

/** What the administrator is told of, oldest first. */
export async function readUnshown(db: Handle): Promise<UnshownCommand[]> {
  const rows = await findUnshown(db, {});
  return rows.map(({ commandId, name, version, replayError }) => {
    const { reason, detail } = JSON.parse(replayError ?? '') as Unshown;
    return { commandId, name, version, code: reason.code, ...(detail === undefined ? {} : { detail }) };
  });
}

const findUnshown = prepareQuery((tx) =>
  tx
    .selectFrom('outbox')
    .select(['commandId', 'name', 'version', 'replayError'])
    .where(isUnended)
    .orderBy('seq')
    .limit(UNSHOWN_LIMIT_COMMANDS),
);
