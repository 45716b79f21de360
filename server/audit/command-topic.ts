/** What a command is about, as the audit keeps it beside the log (table `commandTopics`). */
import type { AnyCommand, Subject } from '#shared/kernel/command.ts';
import { fold, foldCode } from '#shared/kernel/fold.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { ServerTx } from '../sync/company-lock.ts';
import '#db/side-tables/server.ts';

export type Topic = Omit<Row<'commandTopics'>, 'seal'>;

/** Letters that a search finds a command by. */
const WORDS_LIMIT_CHARS = 2_000;

/** They say where, not what. */
const placeKeys: ReadonlySet<string> = new Set(['customerId', 'warehouseId', 'territoryId', 'importId']);

/**
 * What a command is about: what it says of itself, and what its arguments say where it had no effect and says nothing.
 * @param result what it gave; nothing where it was refused or broke
 */
export function topicOf(
  definition: AnyCommand | undefined,
  { id, args }: Pick<CommandEnvelope, 'id' | 'args'>,
  result: unknown,
): Topic {
  const given = isRecord(args) ? args : {};
  // As it was parsed for the run: defaults and all.
  const parsed = definition?.subject || definition?.makes ? definition.args.safeParse(args) : null;
  const told = definition && parsed?.success ? subjectOf(definition, parsed.data, result) : {};
  const made = parsed?.success ? definition?.makes?.(parsed.data)[0] : undefined;
  const document = told.document ?? textOf(given.number);
  const customerId = told.customerId ?? idOf(given.customerId);
  const subject: Subject = {
    ...told,
    ...(document === undefined ? {} : { document }),
    ...(customerId === undefined ? {} : { customerId }),
  };
  const words = [document, told.party, told.note, ...numbersWithin(given)].filter((word) => word !== undefined);
  return {
    commandId: id,
    documentKey: document === undefined ? null : storable(foldCode(document)),
    customerId: customerId ?? null,
    rowId: made ?? rowNamed(given),
    words: storable(fold(words.join(' '))),
    subject: JSON.stringify(subject),
  };
}

/** PostgreSQL keeps no NUL, and neither database half a surrogate pair. */
const storable = (words: string): string => words.slice(0, WORDS_LIMIT_CHARS).replace(/[\0\p{Surrogate}]/gu, '');

/** Of a command that ran again: what it is about now. */
export async function replaceTopic(tx: ServerTx, topic: Topic & { readonly seal: string }): Promise<void> {
  const { commandId, ...rest } = topic;
  await tx
    .insertInto('commandTopics')
    .values(topic)
    .onConflict((conflict) => conflict.column('commandId').doUpdateSet(rest))
    .execute();
}

/** A command says what it is about from its result; one that gave none may have nothing to say. */
function subjectOf(definition: AnyCommand, args: unknown, result: unknown): Subject {
  try {
    const told = definition.subject?.(args, result ?? {}) ?? {};
    return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  } catch {
    return {};
  }
}

/** The first row that the arguments name. */
function rowNamed(given: Readonly<Record<string, unknown>>): string | null {
  const named = Object.entries(given).find(
    ([key, value]) => (key === 'id' || (key.endsWith('Id') && !placeKeys.has(key))) && idOf(value) !== undefined,
  );
  return named ? (idOf(named[1]) ?? null) : null;
}

/** Numbers and codes of the rows that an import brings. */
function numbersWithin(given: Readonly<Record<string, unknown>>): string[] {
  return Object.values(given).flatMap((list) =>
    Array.isArray(list)
      ? list.flatMap((row) =>
          isRecord(row) ? (textOf(row.number) ?? textOf(row.code) ?? textOf(row.productCode) ?? []) : [],
        )
      : [],
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const idOf = (value: unknown): string | undefined => {
  const parsed = idSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};
