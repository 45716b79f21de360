/** Whose answers those in the queue are: a server that was put back begins a new history, and says everything anew. */
import type { Handle } from '#db/database.ts';
import { readStates, writeState } from './sync-state.ts';

/**
 * After the server started a new history, the answers of the old one say nothing any more: ask again. That there was one,
 * and which numbers of billing documents it gave, is kept for that server.
 */
export async function forgetAnswers(tx: Handle): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ answerLegalNumbers: '[]' })
    .where('answerState', 'in', ['applied', 'adjusted', 'rejected'])
    .where('answerLegalNumbers', 'is', null)
    .execute();
  await tx
    .updateTable('outbox')
    .set({ state: 'waiting', answerState: null, answerReasons: null, answerVersion: null, answeredAt: null })
    .execute();
}

/**
 * Answers of this history of the server are taken in from now on: those of another one go first. Ask before each of them
 * is taken in, for what a new history has said already is not said once more.
 * @returns whether it is another one than before
 */
export async function hearHistory(tx: Handle, timeline: string): Promise<boolean> {
  const known = await readStates(tx, ['timeline', 'answersTimeline']);
  const before = known.answersTimeline ?? known.timeline;
  if (before === null || before === timeline) return false;
  await forgetAnswers(tx);
  await writeState(tx, 'answersTimeline', timeline);
  return true;
}
