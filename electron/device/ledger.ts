/** The sync ledger: every command of this device with what became of it. Reads the outbox and the journal. */
import type { Handle } from '#db/database.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { LedgerEntry } from '#shared/protocol/bridge.ts';
import { needsAttention } from './outbox.ts';

const columns = [
  'seq',
  'commandId',
  'name',
  'version',
  'args',
  'issuedAt',
  'predicted',
  'answerState',
  'answerReasons',
  'answeredAt',
] as const;

interface Wanted {
  readonly beforeSequence: number | null;
  readonly limitRows: number;
  readonly about?: { readonly name: string; readonly id: string };
}

/**
 * @param inFlight commands that are on their way right now
 * @returns newest first
 */
export async function readLedger(
  db: Handle,
  request: { beforeSequence: number | null; limitRows: number },
  inFlight: ReadonlySet<string>,
): Promise<LedgerEntry[]> {
  return readEntries(db, request, inFlight);
}

/** The newest command of a name whose arguments hold an id (of a document); null when this device issued none. */
export async function findEntryAbout(
  db: Handle,
  about: { readonly name: string; readonly id: string },
  inFlight: ReadonlySet<string>,
): Promise<LedgerEntry | null> {
  const [entry] = await readEntries(db, { beforeSequence: null, limitRows: 1, about }, inFlight);
  return entry ?? null;
}

async function readEntries(db: Handle, wanted: Wanted, inFlight: ReadonlySet<string>): Promise<LedgerEntry[]> {
  const { limitRows, about } = wanted;
  const before = wanted.beforeSequence ?? Number.MAX_SAFE_INTEGER;
  let outbox = db.selectFrom('outbox').select(columns).where('seq', '<', before);
  let journal = db
    .selectFrom('commandJournal')
    .select([...columns, 'needsAttention'])
    .where('seq', '<', before);
  if (about) {
    // Arguments are JSON as JSON.stringify writes it: a string stands between quotes.
    const held = `%${JSON.stringify(about.id)}%`;
    outbox = outbox.where('name', '=', about.name).where('args', 'like', held);
    journal = journal.where('name', '=', about.name).where('args', 'like', held);
  }
  const queued = await outbox.orderBy('seq', 'desc').limit(limitRows).execute();
  const finished = await journal.orderBy('seq', 'desc').orderBy('finishedAt', 'desc').limit(limitRows).execute();
  const rows = [
    ...queued.map((row) => ({ ...row, needsAttention: needsAttention(row) })),
    ...finished.map((row) => ({ ...row, needsAttention: row.needsAttention === 1 })),
  ];
  return rows
    .sort((a, b) => b.seq - a.seq)
    .slice(0, limitRows)
    .map((row) => ({
      commandId: row.commandId,
      sequence: row.seq,
      name: row.name,
      version: row.version,
      args: JSON.parse(row.args) as unknown,
      issuedAt: row.issuedAt,
      state: row.answerState ?? (inFlight.has(row.commandId) ? 'sent' : 'waiting'),
      reasons: row.answerReasons === null ? foretoldBy(row) : (JSON.parse(row.answerReasons) as Reason[]),
      foretold: foretoldBy(row),
      answeredAt: row.answeredAt,
      needsAttention: row.needsAttention,
    }));
}

/** The reasons that the device itself gave when the command was made. */
function foretoldBy(row: { predicted: string }): readonly Reason[] {
  return (JSON.parse(row.predicted) as { reasons: Reason[] }).reasons;
}

/** How many commands the server has not answered, and how many wait for a person. */
export async function countLedger(db: Handle): Promise<{ waiting: number; needsAttention: number; rejected: number }> {
  const waiting = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    // Asked after every commit: named, the states are counted in their index, whatever the commands themselves weigh.
    .where('state', 'in', ['waiting', 'sent'])
    .executeTakeFirstOrThrow();
  const attention = await db
    .selectFrom('commandJournal')
    .select((eb) => ['answerState' as const, eb.fn.countAll<number>().as('count')])
    .where('needsAttention', '=', 1)
    .groupBy('answerState')
    .execute();
  return {
    waiting: waiting.count,
    needsAttention: attention.reduce((sum, { count }) => sum + count, 0),
    rejected: attention.find(({ answerState }) => answerState === 'rejected')?.count ?? 0,
  };
}
