/** What the status says of the ledger: how many commands wait for the server, and how many for a person. */
import type { Handle } from '#db/database.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import { readElsewhere } from './rejected-elsewhere.ts';
import { countUnshown } from './unshown.ts';

/** How many commands the server has not answered, and how many wait for a person. */
export async function countLedger(
  db: Handle,
): Promise<{ waiting: number; needsAttention: number; rejected: number; unshown: number }> {
  const [waiting] = await countWaiting(db, {});
  const attention = await countAttention(db, {});
  const unshown = await countUnshown(db);
  const elsewhere = (await readElsewhere(db)).shown.length;
  return {
    waiting: waiting?.count ?? 0,
    needsAttention: attention.reduce((sum, { count }) => sum + count, unshown + elsewhere),
    rejected: (attention.find(({ answerState }) => answerState === 'rejected')?.count ?? 0) + elsewhere,
    unshown,
  };
}

// Asked after every commit: named, the states are counted in their index, whatever the commands themselves weigh.
const countWaiting = prepareQuery((tx) =>
  tx
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', 'in', ['waiting', 'sent']),
);
const countAttention = prepareQuery((tx) =>
  tx
    .selectFrom('commandJournal')
    .select((eb) => ['answerState' as const, eb.fn.countAll<number>().as('count')])
    .where('needsAttention', '=', 1)
    .groupBy('answerState'),
);
