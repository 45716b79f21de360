/**
 * What a rejection ends beside its own command. Guards:
 * - what its person took back and the office rejected has its end by itself: nobody is needed for either;
 * - what hangs on a rejected command that waits for a person is no decision of its own; once another command stands in
 *   the place of that one, it is.
 */
import { commandKey } from '#shared/kernel/command.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { canonicalArgs } from '#shared/protocol/envelope.ts';
import type { Registry } from '#shared/registry.ts';
import type { OutboxRow } from './outbox.ts';

/** Of the rejected ones, newest first, as many are looked through. */
const REJECTED_LIMIT_ROWS = 1_000;
const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A command as it is kept. */
export interface Kept {
  readonly name: string;
  readonly version: number;
  /** JSON. */
  readonly args: string;
}

/** The command that takes another one back; null: nothing does. */
export function withdrawalOf(registry: Registry, row: Kept): { readonly name: string; readonly args: unknown } | null {
  const definition = registry.commands.get(commandKey(row.name, row.version));
  return definition?.withdraw?.(definition.args.parse(JSON.parse(row.args))) ?? null;
}

/** Ids of what a command makes. */
export function madeBy(registry: Registry, { name, version, args }: Kept): readonly string[] {
  const definition = registry.commands.get(commandKey(name, version));
  if (!definition?.makes) return [];
  const parsed = definition.args.safeParse(JSON.parse(args));
  return parsed.success ? definition.makes(parsed.data) : [];
}

/** Whether a command names what others made. */
export function names(command: Kept, made: ReadonlySet<string>): boolean {
  return (command.args.match(idPattern) ?? []).some((id) => made.has(id));
}

/**
 * After commands have come into the journal: those that a rejection, theirs or another's, leaves without a decision need
 * nobody.
 * @param ended the commands that came into the journal now
 * @param waiting those that are still in the queue
 */
export async function endRejected(
  tx: Tx,
  registry: Registry,
  ended: readonly OutboxRow[],
  waiting: readonly OutboxRow[],
  now: Instant,
): Promise<void> {
  const fresh = new Set(ended.filter((row) => row.answerState === 'rejected').map(({ commandId }) => commandId));
  if (fresh.size === 0) return;
  const later = new Map([...ended, ...waiting].map((row) => [`${row.name} ${row.args}`, row]));
  /** Made by what waits for a person, and by what its person took back. */
  const open = new Set<string>();
  const gone = new Set<string>();
  for (const row of await readRejected(tx)) {
    if (row.replacedBy !== null) continue;
    const isFresh = fresh.has(row.commandId);
    const withdrawal = withdrawalOf(registry, row);
    const taking = withdrawal && later.get(`${withdrawal.name} ${canonicalArgs(withdrawal.args)}`);
    if (taking && taking.seq > row.seq) {
      // Its own answer may come later: then it is rejected as well, there was nothing to take back.
      await letGo(tx, [row.commandId, taking.commandId], now);
      for (const id of madeBy(registry, row)) gone.add(id);
    } else if (row.droppedAt === null && isFresh && names(row, gone)) {
      await letGo(tx, [row.commandId], now);
    } else if (row.droppedAt === null) {
      const hangs = names(row, open);
      if (hangs && isFresh) await quieten(tx, row.commandId);
      if (hangs || row.needsAttention === 1) for (const id of madeBy(registry, row)) open.add(id);
    }
  }
}

async function quieten(tx: Tx, commandId: string): Promise<void> {
  await tx.updateTable('commandJournal').set({ needsAttention: 0 }).where('commandId', '=', commandId).execute();
}

/** Oldest first. */
async function readRejected(tx: Tx) {
  const rows = await tx
    .selectFrom('commandJournal')
    .select(['seq', 'commandId', 'name', 'version', 'args', 'needsAttention', 'replacedBy', 'droppedAt'])
    .where('answerState', '=', 'rejected')
    .orderBy('seq', 'desc')
    .limit(REJECTED_LIMIT_ROWS)
    .execute();
  return rows.reverse();
}

/** What is still in the queue is let go of when it comes into the journal. */
async function letGo(tx: Tx, commandIds: readonly string[], now: Instant): Promise<void> {
  await tx
    .updateTable('commandJournal')
    .set({ droppedAt: now, needsAttention: 0, takenBack: 1 })
    .where('commandId', 'in', [...commandIds])
    .where('answerState', '=', 'rejected')
    .where('droppedAt', 'is', null)
    .where('replacedBy', 'is', null)
    .execute();
}

/** After another command was sent in its place: what hung on the rejected one has a decision of its own now. */
export async function raiseHanging(tx: Tx, registry: Registry, commandId: string): Promise<void> {
  const rejected = await readRejected(tx);
  const at = rejected.findIndex((row) => row.commandId === commandId);
  const replaced = rejected[at];
  if (!replaced) return;
  const made = new Set(madeBy(registry, replaced));
  const hanging = rejected.slice(at + 1).filter((row) => names(row, made));
  await tx
    .updateTable('commandJournal')
    .set({ needsAttention: 1 })
    .where(
      'commandId',
      'in',
      hanging.map((row) => row.commandId),
    )
    .where('droppedAt', 'is', null)
    .where('replacedBy', 'is', null)
    .execute();
}
