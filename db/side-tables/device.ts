/** Tables that only a device has: its queue, what sync needs to rebase, and what a person has not finished. */
import {
  defineLocalTable,
  flag,
  instant,
  integer,
  json,
  nullable,
  oneOf,
  reference,
  type TableType,
  text,
  withDefault,
} from '#shared/kernel/table.ts';

/** What a device keeps of a command that it issued. Envelope fields as they are on the wire. */
const envelopeColumns = {
  /** 1, 2, 3 … for one incarnation. */
  seq: integer(),
  commandId: reference(),
  name: text(),
  version: integer(),
  /** Canonical JSON: the hash was made over it. */
  args: json(),
  userId: reference(),
  issuedAt: instant(),
  hash: text(),
  /** The rejected command in whose place a person sent this one. */
  replaces: nullable(reference()),
  /** When it last left this device before it was answered, as far as this device saw. */
  sentAt: nullable(instant()),
  /** What the device told its person at the time: the Outcome's state and reasons. */
  predicted: json(),
} as const;

const answerColumns = {
  answerState: nullable(oneOf('applied', 'adjusted', 'rejected', 'failed')),
  answerReasons: nullable(json()),
  /** The company version that holds its effects: once the cursor is there, the command leaves the replay. */
  answerVersion: nullable(integer()),
  answeredAt: nullable(instant()),
  /** Numbers of billing documents that the server gave it: JSON of `LegalNumber[]`; null: none. */
  answerLegalNumbers: nullable(json()),
  /** Why the last replay had no effect, which is then not on screen: JSON of `Unshown` (electron/device/unshown.ts). */
  replayError: nullable(json()),
} as const;

/** Commands that the server's rows do not hold yet, in order. */
export const outbox = defineLocalTable('outbox', {
  residence: 'device',
  columns: {
    ...envelopeColumns,
    state: oneOf('waiting', 'sent', 'answered'),
    ...answerColumns,
    /** Its effect is not on screen, and its person has not looked at it. */
    needsAttention: withDefault(flag(), 0),
  },
  primaryKey: ['seq'],
  indexes: [{ columns: ['commandId'], unique: true }, { columns: ['state', 'seq'] }, { columns: ['replayError'] }],
});

/** Commands whose end has been reached, kept 90 days: for the sync ledger, and for a server restored from a backup. */
export const commandJournal = defineLocalTable('commandJournal', {
  residence: 'device',
  columns: {
    ...envelopeColumns,
    ...answerColumns,
    incarnation: text(),
    /** Its number in the chain of its incarnation; `seq` is moved down when a new one begins. Null: answered elsewhere. */
    chainSeq: nullable(integer()),
    finishedAt: instant(),
    /** Rejected or failed, and nobody has dealt with it yet. */
    needsAttention: flag(),
    /** The command that a person sent in its place. */
    replacedBy: nullable(reference()),
    /** When a person let go of it: rejected, and not to be sent again. It stays to be read. */
    droppedAt: nullable(instant()),
    /** Let go of because its person had taken it back, or what it hung on: nobody decided anything about the answer. */
    takenBack: withDefault(flag(), 0),
  },
  primaryKey: ['commandId'],
  indexes: [
    { columns: ['needsAttention', 'finishedAt'] },
    { columns: ['finishedAt', 'commandId'] },
    { columns: ['incarnation', 'chainSeq'] },
    // The ledger counts and pages by it alone: the commands themselves weigh much more.
    { columns: ['seq', 'issuedAt', 'answerState'] },
  ],
});

/**
 * What a command is told by in the ledger (`Subject` of shared/kernel/command.ts), beside the outbox and the journal:
 * small, so that thousands are searched and counted at once. It goes with its command.
 */
export const commandSubjects = defineLocalTable('commandSubjects', {
  residence: 'device',
  columns: {
    commandId: reference(),
    issuedAt: instant(),
    /** What several commands belong to: an import. */
    groupId: nullable(text()),
    /** Document and customer, folded: what a search looks through. */
    words: text(),
    subject: json(),
  },
  primaryKey: ['commandId'],
  indexes: [{ columns: ['groupId', 'commandId'] }, { columns: ['issuedAt', 'commandId'] }],
});

/**
 * Of rows that a command wrote, what people know of them (`told` of their table) as JSON: as they were when it was made,
 * and as it made them; null: there was no row. Kept while the office may still have something else to say.
 */
export const commandValues = defineLocalTable('commandValues', {
  residence: 'device',
  columns: {
    commandId: reference(),
    tableName: text(),
    rowId: reference(),
    was: nullable(json()),
    made: nullable(json()),
  },
  primaryKey: ['commandId', 'tableName', 'rowId'],
});

/** Pulled row blocks, waiting for the rebase. `body` is the wire's RowBlock. */
export const stagedRows = defineLocalTable('stagedRows', {
  residence: 'device',
  columns: { page: integer(), position: integer(), tableName: text(), rowCount: integer(), body: json() },
  primaryKey: ['page', 'position'],
});

/** Pulled scope blocks, waiting for the rebase. `body` is the wire's ScopeBlock. */
export const stagedEntries = defineLocalTable('stagedEntries', {
  residence: 'device',
  columns: { page: integer(), position: integer(), scope: text(), tableName: text(), body: json() },
  primaryKey: ['page', 'position'],
});

/** Which scopes hold a row: a row goes when its last scope does. */
export const scopeRows = defineLocalTable('scopeRows', {
  residence: 'device',
  columns: { scope: text(), tableName: text(), rowId: reference() },
  primaryKey: ['scope', 'tableName', 'rowId'],
  indexes: [{ columns: ['tableName', 'rowId'] }],
});

/** Cursor, timeline, incarnation, last seq and hash, clock offset and the like: one row each. */
export const syncState = defineLocalTable('syncState', {
  residence: 'device',
  columns: { key: text(), value: text() },
  primaryKey: ['key'],
});

export const drafts = defineLocalTable('drafts', {
  residence: 'device',
  columns: { id: text(), kind: text(), body: json(), updatedAt: instant() },
  primaryKey: ['id'],
  indexes: [{ columns: ['kind', 'updatedAt', 'id'] }],
});

/**
 * What somebody is at with a scanner, named by mode and document: `pick:<pick list>`. Gone when its work has become a
 * command.
 */
export const workSessions = defineLocalTable('workSessions', {
  residence: 'device',
  columns: {
    id: text(),
    mode: text(),
    documentId: nullable(reference()),
    documentNumber: nullable(text()),
    startedAt: instant(),
    updatedAt: instant(),
  },
  primaryKey: ['id'],
  indexes: [{ columns: ['mode', 'updatedAt', 'id'] }],
});

/** Each scan of a session and each key that counted, from 1 on; `body` is the work mode's own. */
export const workScans = defineLocalTable('workScans', {
  residence: 'device',
  columns: { sessionId: text(), position: integer(), body: json(), scannedAt: instant() },
  primaryKey: ['sessionId', 'position'],
});

/** High-water mark of each document series of this device (R7). */
export const documentNumbers = defineLocalTable('documentNumbers', {
  residence: 'device',
  columns: { series: text(), lastNumber: integer() },
  primaryKey: ['series'],
});

/**
 * What pending commands did to rows, one after the other: `seq` is the command, `image` the row as it was before, null
 * where there was none. The first touch of a row has it as the server has it. Only ever written at its end, with no
 * index: it is looked up when a rebase takes it back, and then as a whole (db/touch-log.ts).
 */
export const touches = defineLocalTable('touches', {
  residence: 'device',
  columns: { place: integer(), seq: integer(), tableName: text(), rowId: reference(), image: nullable(json()) },
  primaryKey: ['place'],
});

/**
 * The search index knows rows by an integer; the newest have the highest. `rowId` null: the row has gone or has other
 * words now, and the index still has to forget this document (`sweepSearch`).
 */
export const searchDocuments = defineLocalTable('searchDocuments', {
  residence: 'device',
  columns: { docId: integer(), tableName: text(), rowId: nullable(reference()), rank: withDefault(integer(), 0) },
  primaryKey: ['docId'],
  indexes: [{ columns: ['tableName', 'rowId'], unique: true }],
});

/** While a load replaces what is here: the rows that it named. Empty outside of that one transaction. */
export const namedRows = defineLocalTable('namedRows', {
  residence: 'device',
  columns: { tableName: text(), rowId: reference() },
  primaryKey: ['tableName', 'rowId'],
});

/** Rows that sync brought and whose words are not in the search index yet; the highest rank goes in last. */
export const searchPending = defineLocalTable('searchPending', {
  residence: 'device',
  columns: { tableName: text(), rank: integer(), rowId: reference() },
  primaryKey: ['tableName', 'rank', 'rowId'],
});

/** By which rule each search index was built: another rule means building it anew. */
export const searchIndexes = defineLocalTable('searchIndexes', {
  residence: 'device',
  columns: { tableName: text(), rule: text() },
  primaryKey: ['tableName'],
});

export const deviceTables = [
  outbox,
  commandJournal,
  commandSubjects,
  commandValues,
  stagedRows,
  stagedEntries,
  scopeRows,
  syncState,
  drafts,
  workSessions,
  workScans,
  documentNumbers,
  touches,
  searchDocuments,
  searchIndexes,
  searchPending,
  namedRows,
] as const;

declare module '#shared/kernel/table.ts' {
  interface Tables {
    outbox: TableType<typeof outbox>;
    commandJournal: TableType<typeof commandJournal>;
    commandSubjects: TableType<typeof commandSubjects>;
    commandValues: TableType<typeof commandValues>;
    stagedRows: TableType<typeof stagedRows>;
    stagedEntries: TableType<typeof stagedEntries>;
    scopeRows: TableType<typeof scopeRows>;
    syncState: TableType<typeof syncState>;
    drafts: TableType<typeof drafts>;
    workSessions: TableType<typeof workSessions>;
    workScans: TableType<typeof workScans>;
    documentNumbers: TableType<typeof documentNumbers>;
    touches: TableType<typeof touches>;
    searchDocuments: TableType<typeof searchDocuments>;
    searchIndexes: TableType<typeof searchIndexes>;
    searchPending: TableType<typeof searchPending>;
    namedRows: TableType<typeof namedRows>;
  }
}
