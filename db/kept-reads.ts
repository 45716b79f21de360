/**
 * Answers of small reads that commands of one transaction repeat: settings, rates, who someone is. Guards:
 * - kept only inside a transaction, and only what `prepareQuery` was told to keep: a transaction of commands holds the
 *   lock of whoever writes such rows, so that nobody else changes them meanwhile;
 * - a write to one of its tables drops an answer; a roll-back, and a statement whose tables cannot be told, drop all;
 * - never for tables that triggers write (balances): no statement would name them.
 */
import type { CompiledQuery, OperationNode } from 'kysely';
import type { SendingHints } from '#shared/kernel/prepared.ts';

interface Kept {
  readonly table: string;
  readonly rows: readonly unknown[];
}

export class KeptReads {
  readonly #answers = new Map<string, Kept>();

  /** The answer, if the same was asked in this transaction and nothing of it has changed. */
  find<Row>(query: CompiledQuery): Row[] | undefined {
    if ((query as SendingHints).keptOf === undefined) return undefined;
    return this.#answers.get(keyOf(query))?.rows as Row[] | undefined;
  }

  /** Whether `note` has anything to do with the statement. */
  cares(query: CompiledQuery): boolean {
    return this.#answers.size > 0 || (query as SendingHints).keptOf !== undefined;
  }

  /** Call with each statement that was run inside a transaction, at least with those that it cares for. */
  note(query: CompiledQuery, rows: readonly unknown[]): void {
    const { keptOf } = query as SendingHints;
    if (keptOf !== undefined) this.#answers.set(keyOf(query), { table: keptOf, rows });
    else if (this.#answers.size > 0) this.#drop(query);
  }

  clear(): void {
    this.#answers.clear();
  }

  #drop(query: CompiledQuery): void {
    const written = writtenTable(query);
    if (written === null) return;
    if (written === undefined) this.clear();
    else for (const [key, { table }] of this.#answers) if (table === written) this.#answers.delete(key);
  }
}

/** The same for the same question. */
export function keyOf({ sql, parameters }: CompiledQuery): string {
  return parameters.length === 0 ? sql : `${sql} ${JSON.stringify(parameters)}`;
}

/** The table that a statement writes; null: none; undefined: who knows. */
export function writtenTable({ query, sql }: CompiledQuery): string | null | undefined {
  switch (query.kind) {
    case 'SelectQueryNode':
      return null;
    case 'InsertQueryNode':
      return nameOf(query.into);
    case 'UpdateQueryNode':
      return nameOf(query.table);
    case 'DeleteQueryNode':
      return query.from.froms.length === 1 ? nameOf(query.from.froms[0]) : undefined;
    default:
      return /^\s*select\b/i.test(sql) ? null : undefined;
  }
}

function nameOf(node: OperationNode | undefined): string | undefined {
  const { table } = (node ?? {}) as { table?: { identifier?: { name?: string } } };
  return table?.identifier?.name;
}
