import type { Reader } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import type { Verdict } from '../contract.ts';
import type { LoggedCommand, ServerMirror } from './server-mirror.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

/** Numbers of billing documents that a command's answer names. */
export function numbersOf({ answerLegalNumbers }: Pick<LoggedCommand, 'answerLegalNumbers'>): number[] {
  return (JSON.parse(answerLegalNumbers ?? '[]') as { number: number }[]).map(({ number }) => number);
}

/**
 * R7: numbers of billing documents, each of one accepted command, from 1 on without a gap.
 * @param mayHaveGaps the server was put back: numbers of devices that never came back are missing then, which is said
 */
export async function checkLegalNumbers(
  server: Reader,
  mirror: ServerMirror,
  mayHaveGaps: boolean,
  say: Say,
): Promise<void> {
  const given = await server.selectFrom('legalNumberLog').selectAll().orderBy('series').orderBy('number').execute();
  const last = new Map<string, number>();
  for (const { series, number, commandId } of given) {
    const before = last.get(series) ?? 0;
    last.set(series, number);
    if (number === before) say('duplicated', 7, `${series} ${number} was given twice`);
    else if (number !== before + 1 && !mayHaveGaps) say('broken', 7, `${series} has a gap after ${before}`);
    const logged = mirror.logged(commandId);
    if (!logged || !numbersOf(logged).includes(number)) say('broken', 7, `${series} ${number} is of no document`);
  }
  const known = new Set(given.map(({ number, commandId }) => `${commandId} ${number}`));
  for (const logged of mirror.log)
    for (const number of logged.answerState === 'failed' ? [] : numbersOf(logged))
      if (!known.has(`${logged.commandId} ${number}`)) say('lost', 7, `number ${number} is on paper and was not kept`);
}
