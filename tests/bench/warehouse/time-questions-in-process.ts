import type { SqliteDatabase } from '#db/sqlite.ts';
import { ask } from '../ask.ts';
import type { BenchCompany } from '../company.ts';
import type { Database } from '../raw-sqlite.ts';
import { median, percentile, type Rounds, timeInTurns } from '../statistics.ts';
import { recordStatements } from './record-statements.ts';
import type { Question } from './subjects.ts';

export interface QuestionTiming {
  readonly label: string;
  readonly ms: number;
  readonly p99Ms: number;
  /** The question's own statements, prepared, by the driver alone. */
  readonly rawMs: number;
}

/** Times questions in process, each in turns with its own statements. */
export async function timeQuestionsInProcess(
  company: BenchCompany,
  questionsOf: (raw: Database) => readonly Question[],
  rounds: Rounds,
): Promise<QuestionTiming[]> {
  const reader: SqliteDatabase = company.openReader();
  const raw = company.openRawReader();
  try {
    const timings: QuestionTiming[] = [];
    for (const { label, query, args } of questionsOf(raw)) {
      const product = () => ask(reader, company, query, args);
      const statements = await recordStatements(reader, raw, product);
      const sides = await timeInTurns(rounds, { product, raw: statements });
      const [ms, p99Ms, rawMs] = [median(sides.product), percentile(sides.product, 0.99), median(sides.raw)];
      timings.push({ label, ms, p99Ms, rawMs });
    }
    return timings;
  } finally {
    raw.close();
    await reader.close();
  }
}

/** The one with the largest figure. @throws on an empty list */
export function worstOf<Item>(items: readonly Item[], figure: (item: Item) => number): Item {
  const [worst] = items.toSorted((left, right) => figure(right) - figure(left));
  if (worst === undefined) throw new Error('nothing was measured');
  return worst;
}

/** Figures by label, for `parts`. */
export const byLabel = <Item extends { readonly label: string }>(
  items: readonly Item[],
  figure: (item: Item) => number,
): Record<string, number> => Object.fromEntries(items.map((item) => [item.label, figure(item)]));
