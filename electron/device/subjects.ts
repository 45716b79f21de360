/** What stands beside a command that was made here: what it is told by, and the rejected one that it is sent in place of. */
import type { Handle } from '#db/database.ts';
import type { AnyCommand, Subject } from '#shared/kernel/command.ts';
import { fold } from '#shared/kernel/fold.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { insertRows } from '#shared/kernel/prepared.ts';
import type { Tx } from '#shared/kernel/table.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { Registry } from '#shared/registry.ts';
import { raiseHanging } from './end-rejected.ts';
import { seeElsewhere } from './rejected-elsewhere.ts';

/** Letters that a search finds a command by. */
const WORDS_LIMIT_CHARS = 300;

/** What a command is told by; a command that cannot say it is kept all the same. */
export function subjectOf(definition: AnyCommand, args: unknown, result: unknown): Subject {
  if (!definition.subject) return {};
  // As it was parsed for the run: defaults and all.
  return definition.subject(definition.args.parse(args), result);
}

/** The same of a rejected command, which gave nothing; one that cannot say it, or that nobody here knows, says nothing. */
export function subjectOfRejected(definition: AnyCommand | undefined, args: unknown): Subject {
  try {
    return definition ? subjectOf(definition, args, {}) : {};
  } catch {
    return {};
  }
}

export async function keepSubject(
  tx: Handle,
  { id, issuedAt }: { readonly id: Id; readonly issuedAt: Instant },
  subject: Subject,
): Promise<void> {
  const words = fold([subject.document, subject.party].filter((word) => word !== undefined).join(' '));
  await insertRows(tx, 'commandSubjects', [
    {
      commandId: id,
      issuedAt,
      groupId: subject.group ?? null,
      words: words.slice(0, WORDS_LIMIT_CHARS),
      subject: JSON.stringify(subject),
    },
  ]);
}

/**
 * Names, in the transaction of the new command, the command that it is sent in place of: that one needs nobody any more.
 * One that was made on another device is one of them. A command that was not rejected, or was replaced before, is not
 * replaced: the new one then stands for itself.
 * @returns the envelope's field
 */
export async function linkReplaced(
  tx: Tx,
  registry: Registry,
  replaces: Id | undefined,
  commandId: Id,
): Promise<{ readonly replaces?: Id }> {
  if (replaces === undefined) return {};
  const linked = await tx
    .updateTable('commandJournal')
    .set({ replacedBy: commandId, needsAttention: 0 })
    .where('commandId', '=', replaces)
    .where('answerState', '=', 'rejected')
    .where('replacedBy', 'is', null)
    .executeTakeFirst();
  if (linked.numUpdatedRows === 0n) return (await seeElsewhere(tx, replaces)) ? { replaces } : {};
  await raiseHanging(tx, registry, replaces);
  return { replaces };
}

/** What commands are told by, with their place among the commands of one import. */
export async function readSubjects(
  db: Handle,
  commandIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly subject: Subject; readonly part: LedgerEntry['part'] }>> {
  if (commandIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('commandSubjects')
    .select(['commandId', 'groupId', 'subject'])
    .where('commandId', 'in', [...commandIds])
    .orderBy('commandId')
    .execute();
  const groups = [...new Set(rows.flatMap(({ groupId }) => groupId ?? []))];
  const members = groups.length === 0 ? [] : await readMembers(db, groups);
  return new Map(
    rows.map(({ commandId, groupId, subject }) => {
      const group = members.filter((member) => member.groupId === groupId).map((member) => member.commandId);
      const part = group.length > 1 ? { at: group.indexOf(commandId) + 1, of: group.length } : null;
      return [commandId, { subject: JSON.parse(subject) as Subject, part }];
    }),
  );
}

/** Ids are in the order of time. */
function readMembers(db: Handle, groups: readonly string[]): Promise<{ commandId: string; groupId: string | null }[]> {
  return db
    .selectFrom('commandSubjects')
    .select(['commandId', 'groupId'])
    .where('groupId', 'in', [...groups])
    .orderBy('commandId')
    .execute();
}
