/** An answer as a row of the command log holds it. */
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { CommandAnswer, LegalNumber } from '#shared/protocol/sync.ts';

/** The answer that a row of the command log holds. */
export function storedAnswer(row: {
  commandId: Id;
  seq: number;
  answerState: CommandAnswer['state'];
  answerReasons: string;
  companyVersion: number;
  answeredAt: Instant;
  answerLegalNumbers: string | null;
}): CommandAnswer {
  return {
    commandId: row.commandId,
    seq: row.seq,
    state: row.answerState,
    reasons: JSON.parse(row.answerReasons) as Reason[] as CommandAnswer['reasons'],
    version: row.companyVersion,
    answeredAt: row.answeredAt,
    ...(row.answerLegalNumbers === null ? {} : { legalNumbers: JSON.parse(row.answerLegalNumbers) as LegalNumber[] }),
  };
}

/** As it is kept beside an answer. */
export function legalNumbersText({ legalNumbers }: CommandAnswer): string | null {
  return legalNumbers ? JSON.stringify(legalNumbers) : null;
}
