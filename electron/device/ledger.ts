/**
 * The sync ledger: every command of this device with what became of it, from the outbox and the journal. Guards:
 * - counts are over the whole ledger, by indexes and the small table of subjects, however much the commands weigh;
 * - what was rejected on another device of this person, or handed over by one, stands behind it all, and counts;
 * - pages go by the commands' own order, so that what is added or answered meanwhile moves nothing.
 */
import { expressionBuilder } from 'kysely';
import type { Handle } from '#db/database.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Tables } from '#shared/kernel/table.ts';
import type { LedgerCounts, LedgerEntry, LedgerFilter, LedgerPage } from '#shared/protocol/ledger-bridge.ts';
import { endState, endsAs, isOtherwise } from './end-state.ts';
import { foundBy, namedSo } from './find-commands.ts';
import { listElsewhere } from './rejected-elsewhere.ts';
import { readSubjects } from './subjects.ts';
import { isUnseen, unshownOf } from './unshown.ts';

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
  'replaces',
  'sentAt',
  'replayError',
  'needsAttention',
] as const;
const journalColumns = [...columns, 'replacedBy', 'droppedAt', 'takenBack'] as const;

/** What the device knows of its commands beside its tables. */
export interface OnTheWay {
  /** Commands that are on their way right now. */
  readonly inFlight: ReadonlySet<string>;
  /** When a connection had bytes of those without an answer, the last time. */
  readonly sentAt: ReadonlyMap<string, Instant>;
  /** When they were last tried, whether a connection came to be or not. */
  readonly triedAt: ReadonlyMap<string, Instant>;
}

type WholePage = Required<LedgerPage>;

const everything: WholePage = {
  names: [],
  state: 'all',
  from: null,
  until: null,
  search: '',
  beforeSequence: null,
  fromSequence: null,
  limitRows: 500,
};

/** @returns newest first */
export async function readLedger(db: Handle, page: LedgerPage, way: OnTheWay): Promise<LedgerEntry[]> {
  const whole = { ...everything, ...page };
  const rows = await readRows(db, whole, way);
  const isRest = whole.fromSequence !== null;
  const own = await toEntries(db, rows, way, isRest ? rows.length : page.limitRows);
  const entries = [...own, ...(await listElsewhere(db, whole))];
  return isRest ? entries : entries.slice(0, page.limitRows);
}

/**
 * The newest command of a name whose arguments hold an id (of a document); null when this device issued none.
 * Without a name: the newest of any that has not been carried out at the office.
 */
export async function findEntryAbout(
  db: Handle,
  { name, id }: { readonly name: string | null; readonly id: string },
  way: OnTheWay,
): Promise<LedgerEntry | null> {
  const page = { ...everything, limitRows: 1 };
  const rows =
    name === null
      ? await readOutbox(db, page, way.inFlight, { holds: id, isOpen: true })
      : await readRows(db, page, way, { name, holds: id });
  return (await toEntries(db, rows, way, 1))[0] ?? null;
}

/** Entries by their commands' ids, newest first; those that are not here are left out. */
export async function readEntries(db: Handle, commandIds: readonly string[], way: OnTheWay): Promise<LedgerEntry[]> {
  if (commandIds.length === 0) return [];
  return toEntries(db, await readRows(db, everything, way, { commandIds }), way, everything.limitRows);
}

interface Narrower {
  readonly name?: string;
  /** An id in the arguments. */
  readonly holds?: string;
  /** Only what the office has not carried out. Of the outbox. */
  readonly isOpen?: boolean;
  readonly commandIds?: readonly string[];
}
type Rows = readonly (
  | Awaited<ReturnType<typeof readOutbox>>[number]
  | Awaited<ReturnType<typeof readJournal>>[number]
)[];

async function readRows(db: Handle, page: WholePage, { inFlight }: OnTheWay, narrower: Narrower = {}): Promise<Rows> {
  return [...(await readOutbox(db, page, inFlight, narrower)), ...(await readJournal(db, page, narrower))];
}

function readOutbox(db: Handle, page: WholePage, inFlight: ReadonlySet<string>, narrower: Narrower) {
  const { state, fromSequence } = page;
  let query = db
    .selectFrom('outbox')
    .select(columns)
    .where(fits(db, page, narrower));
  const way = [...inFlight];
  if (state === 'waiting') query = query.where('state', '!=', 'answered').where('commandId', 'not in', way);
  else if (state === 'sent') query = query.where('state', '!=', 'answered').where('commandId', 'in', way);
  else if (state === 'needYou') query = query.where(isUnseen);
  else if (state !== 'all') query = query.where(endsAs(state));
  const ordered = query.orderBy('seq', 'desc');
  return (fromSequence === null ? ordered.limit(page.limitRows) : ordered).execute();
}

function readJournal(db: Handle, page: WholePage, narrower: Narrower) {
  const { state, fromSequence } = page;
  let query = db
    .selectFrom('commandJournal')
    .select(journalColumns)
    .where(fits(db, page, narrower));
  if (state === 'needYou') query = query.where('needsAttention', '=', 1);
  else if (state === 'waiting') query = query.where('answerState', 'is', null);
  // What is finished is on its way no more.
  else if (state === 'sent') query = query.where('seq', '<', 0);
  else if (state !== 'all') query = query.where(endsAs(state));
  const ordered = query.orderBy('seq', 'desc').orderBy('commandId', 'desc');
  return (fromSequence === null ? ordered.limit(page.limitRows) : ordered).execute();
}

/** What a page asks for beside its state, of the outbox and of the journal alike. */
function fits(db: Handle, page: WholePage, { name, holds, isOpen, commandIds }: Narrower) {
  const { from, until, search, names, beforeSequence, fromSequence } = page;
  const where = expressionBuilder<Tables, 'outbox' | 'commandJournal'>();
  return where.and([
    ...(beforeSequence === null ? [] : [where('seq', '<', beforeSequence)]),
    ...(fromSequence === null ? [] : [where('seq', '>=', fromSequence)]),
    ...(from === null ? [] : [where('issuedAt', '>=', from)]),
    ...(until === null ? [] : [where('issuedAt', '<', until)]),
    ...(search === ''
      ? []
      : [where.or([where('commandId', 'in', foundBy(db, search)), where('name', 'in', [...names])])]),
    ...(name === undefined ? [] : [where('name', '=', name)]),
    ...(isOpen ? [where.or([where('answerState', 'is', null), where('answerState', '=', 'failed')])] : []),
    ...(holds === undefined ? [] : [where('args', 'like', holding(holds))]),
    ...(commandIds ? [where('commandId', 'in', [...commandIds])] : []),
  ]);
}

/** Arguments are JSON as JSON.stringify writes it: a string stands between quotes. */
const holding = (id: string): string => `%${JSON.stringify(id)}%`;

async function toEntries(
  db: Handle,
  rows: Rows,
  { inFlight, sentAt, triedAt }: OnTheWay,
  limitRows: number,
): Promise<LedgerEntry[]> {
  const shown = [...rows].sort((a, b) => b.seq - a.seq).slice(0, limitRows);
  const subjects = await readSubjects(
    db,
    shown.map((row) => row.commandId),
  );
  return shown.map((row) => {
    const { subject = {}, part = null } = subjects.get(row.commandId) ?? {};
    const isFinished = 'droppedAt' in row;
    const unshown = isFinished ? null : unshownOf(row);
    return {
      commandId: row.commandId,
      sequence: row.seq,
      name: row.name,
      version: row.version,
      args: JSON.parse(row.args) as unknown,
      subject,
      part,
      issuedAt: row.issuedAt,
      state: row.answerState ?? (inFlight.has(row.commandId) ? 'sent' : 'waiting'),
      reasons: row.answerReasons === null ? foretoldBy(row) : (JSON.parse(row.answerReasons) as Reason[]),
      foretold: foretoldBy(row),
      sentAt: row.sentAt ?? sentAt.get(row.commandId) ?? null,
      triedAt: row.answerState === null ? (triedAt.get(row.commandId) ?? null) : null,
      answeredAt: row.answeredAt,
      ...(row.answerState === 'adjusted' && !isOtherwise(row) ? { isAsTold: true } : {}),
      needsAttention: row.needsAttention === 1 && (isFinished || unshown !== null),
      unshown,
      replaces: row.replaces,
      replacedBy: isFinished ? row.replacedBy : null,
      droppedAt: isFinished ? row.droppedAt : null,
      takenBack: isFinished && row.takenBack === 1,
    };
  });
}

/** The reasons that the device itself gave when the command was made. */
function foretoldBy(row: { predicted: string }): readonly Reason[] {
  return (JSON.parse(row.predicted) as { reasons: Reason[] }).reasons;
}

type Asked = Pick<LedgerFilter, 'from' | 'until' | 'search' | 'names'> & { readonly since: Instant };

/** Counts for the ledger's tabs, over all of it. */
export async function countStates(db: Handle, asked: Asked, { inFlight }: OnTheWay): Promise<LedgerCounts> {
  const { from, until, search, since } = asked;
  const isNarrow = from !== null || until !== null || search !== '';
  const narrow = narrowTo(db, asked);
  let queued = db
    .selectFrom('outbox')
    .select((eb) => ['state', endState.as('answerState'), eb.fn.countAll<number>().as('count')])
    .groupBy(['state', endState]);
  let finished = db
    .selectFrom('commandJournal')
    .select((eb) => [endState.as('answerState'), eb.fn.countAll<number>().as('count')])
    .groupBy(endState);
  let needing = db
    .selectFrom('commandJournal')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('needsAttention', '=', 1);
  let unseen = db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(isUnseen);
  let onTheWay = db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('commandId', 'in', [...inFlight])
    .where('state', '!=', 'answered');
  if (isNarrow) {
    queued = queued.where('commandId', 'in', narrow);
    finished = finished.where('commandId', 'in', narrow);
    needing = needing.where('commandId', 'in', narrow);
    unseen = unseen.where('commandId', 'in', narrow);
    onTheWay = onTheWay.where('commandId', 'in', narrow);
  }
  let made = db.selectFrom('commandSubjects').select((eb) => eb.fn.countAll<number>().as('count'));
  made = isNarrow ? made.where('commandId', 'in', narrow) : made.where('issuedAt', '>=', since);
  const oldest = await db.selectFrom('outbox').select('seq').orderBy('seq').limit(1).executeTakeFirst();
  const states = [...(await queued.execute()), ...(await finished.execute())];
  const sum = (fits: (row: (typeof states)[number]) => boolean): number =>
    states.filter(fits).reduce((total, { count }) => total + count, 0);
  const way = (await onTheWay.executeTakeFirstOrThrow()).count;
  const elsewhere = (await listElsewhere(db, { ...asked, state: 'needYou' })).length;
  const held = (await listElsewhere(db, { ...asked, state: 'sent' })).length;
  const needYou = (await needing.executeTakeFirstOrThrow()).count + (await unseen.executeTakeFirstOrThrow()).count;
  return {
    all: (await made.executeTakeFirstOrThrow()).count,
    needYou: needYou + elsewhere,
    waiting: sum((row) => 'state' in row && row.state !== 'answered') - way,
    sent: way + held,
    applied: sum((row) => row.answerState === 'applied'),
    adjusted: sum((row) => row.answerState === 'adjusted'),
    rejected: sum((row) => row.answerState === 'rejected') + elsewhere,
    failed: sum((row) => row.answerState === 'failed'),
    oldestOpen: oldest?.seq ?? null,
  };
}

function narrowTo(db: Handle, { from, until, search, names = [] }: Asked) {
  let query = db.selectFrom('commandSubjects').select('commandId').$castTo<{ commandId: string }>();
  if (search !== '') {
    query = query.where((where) =>
      where.or([
        where('commandId', 'in', foundBy(db, search)),
        ...(names.length === 0 ? [] : [where('commandId', 'in', namedSo(db, names))]),
      ]),
    );
  }
  if (from !== null) query = query.where('issuedAt', '>=', from);
  if (until !== null) query = query.where('issuedAt', '<', until);
  return query;
}
