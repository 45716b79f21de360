/**
 * Tables that only a server has: the company's order of commands, who sees what since when, devices and sign-in. Long because
 * they are declared in one place, beside each other.
 */
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

/** One row, id 1: every writer locks it until commit, so a company's commands have one order. */
export const companyVersion = defineLocalTable('companyVersion', {
  residence: 'server',
  columns: {
    id: integer(),
    version: integer(),
    timeline: text(),
    companyId: reference(),
    /** Since when the server recovers from a backup; null: it does not. */
    recoverySince: nullable(instant()),
    /** The version at which the present timeline began. */
    timelineVersion: withDefault(integer(), 0),
    /** Where the seals over what became of audited rows have come to (`changeSeals`); null: nothing is sealed yet. */
    sealedVersion: nullable(integer()),
    changeSeal: nullable(text()),
    /** What the next writer makes, where it is not the one after `version`: a server was started since. */
    nextVersion: nullable(integer()),
    /** The schema that this database has (migrate.ts): no process of another version writes. */
    schema: nullable(text()),
  },
  primaryKey: ['id'],
});

/**
 * Versions that the company never had, between the last one before a start of its server and the first one after it
 * (server/sync/version-gaps.ts).
 */
export const versionGaps = defineLocalTable('versionGaps', {
  residence: 'server',
  columns: { lastVersion: integer(), nextVersion: integer() },
  primaryKey: ['lastVersion'],
});

/** Every command that was ever received, with its answer. Never purged. */
export const commandLog = defineLocalTable('commandLog', {
  residence: 'server',
  columns: {
    deviceId: reference(),
    incarnation: text(),
    seq: integer(),
    commandId: reference(),
    userId: reference(),
    name: text(),
    version: integer(),
    args: json(),
    issuedAt: instant(),
    hash: text(),
    /** The rejected command in whose place a person sent this one. */
    replaces: nullable(reference()),
    receivedAt: instant(),
    answerState: oneOf('applied', 'adjusted', 'rejected', 'failed'),
    answerReasons: json(),
    companyVersion: integer(),
    answeredAt: instant(),
    /** The time that it ran with: issuedAt kept between the command before and the receipt. */
    ranAt: instant(),
    /** Numbers of billing documents that it took: JSON of `LegalNumber[]`; null: none. */
    answerLegalNumbers: nullable(json()),
  },
  primaryKey: ['deviceId', 'incarnation', 'seq'],
  indexes: [
    { columns: ['commandId'], unique: true },
    { columns: ['userId', 'companyVersion'] },
    { columns: ['deviceId', 'companyVersion'] },
    { columns: ['companyVersion'] },
  ],
});

/**
 * What a command is about, beside the log: small, so that thousands are searched at once. Written with the answers; of
 * commands from before it was kept, later (server/audit/index-commands.ts).
 */
export const commandTopics = defineLocalTable('commandTopics', {
  residence: 'server',
  columns: {
    commandId: reference(),
    /** The document's number, folded. */
    documentKey: nullable(text()),
    customerId: nullable(reference()),
    /** The row that it makes or changes: an order, a product. */
    rowId: nullable(reference()),
    /** Documents and customer, folded: what a search looks through. */
    words: text(),
    /** `Subject` of shared/kernel/command.ts. */
    subject: json(),
    /** Over the answer and the times (server/audit/answer-seal.ts); null: from before there was one. */
    seal: nullable(text()),
  },
  primaryKey: ['commandId'],
  indexes: [{ columns: ['documentKey'] }, { columns: ['customerId'] }, { columns: ['rowId'] }],
});

/**
 * What became of rows of audited tables, a row for each column that a command changed; of a row that is new or gone its
 * key alone. Triggers write it (db/triggers/audit.ts). Never purged.
 */
export const rowChanges = defineLocalTable('rowChanges', {
  residence: 'server',
  columns: {
    /** The company's version: that of the command, or of what the server did by itself. */
    version: integer(),
    tableName: text(),
    rowId: reference(),
    columnName: text(),
    op: oneOf('insert', 'update', 'delete'),
    was: nullable(text()),
    became: nullable(text()),
    actorId: reference(),
    /** The command's time. */
    at: instant(),
  },
  primaryKey: ['version', 'tableName', 'rowId', 'columnName'],
  indexes: [{ columns: ['tableName', 'rowId', 'version'] }, { columns: ['actorId', 'version'] }],
});

/**
 * Seals over `rowChanges` in the company's order: each over the changes of one version and the seal before it, so that
 * none is changed, taken out or put in later (server/audit/seal-changes.ts). Never purged.
 */
export const changeSeals = defineLocalTable('changeSeals', {
  residence: 'server',
  columns: { version: integer(), rows: integer(), seal: text() },
  primaryKey: ['version'],
});

/**
 * What a device that sees a scope must learn: one entry a row and scope, at the version of its newest change.
 * `leave` and `delete` entries stay when the row has gone.
 */
export const scopeLog = defineLocalTable('scopeLog', {
  residence: 'server',
  columns: {
    scope: text(),
    tableName: text(),
    rowId: reference(),
    version: integer(),
    op: oneOf('enter', 'upsert', 'leave', 'delete'),
  },
  primaryKey: ['scope', 'tableName', 'rowId'],
  indexes: [{ columns: ['scope', 'version', 'tableName', 'rowId'] }],
});

/**
 * When the company was at which version, noted about once a day: the log itself has no times. `purged`: what was gone
 * up to there is no longer in the log, so that whoever stands before it has to load anew.
 */
export const scopeLogMarks = defineLocalTable('scopeLogMarks', {
  residence: 'server',
  columns: { version: integer(), at: instant(), purged: flag() },
  primaryKey: ['version'],
});

/** One row a history of a device: a copied or restored laptop has a new incarnation, and both go on side by side. */
export const devices = defineLocalTable('devices', {
  residence: 'server',
  columns: {
    id: text(),
    userId: reference(),
    /** Part of document numbers (R7). */
    code: text(),
    name: text(),
    incarnation: text(),
    appVersion: text(),
    lastSeq: integer(),
    lastHash: text(),
    lastSeenAt: instant(),
    createdAt: instant(),
    revokedAt: nullable(instant()),
    /** When it last stood on the present timeline, within minutes: all that it had has been heard then. */
    levelAt: nullable(instant()),
    /** Commands that waited on it when its person signed out last; null: it never said. */
    unsentCount: nullable(integer()),
    /** Revoked, and everything that it held is here: it was told to destroy its key, when it last asked. */
    handedOverAt: nullable(instant()),
    /** What the administrator calls it; null: as it calls itself. */
    givenName: nullable(text()),
    /** Nobody works on it until it is unlocked; what is unsent stays there. */
    lockedAt: nullable(instant()),
    /** The last migration that it has had, as its last pull said. */
    schema: nullable(text()),
    /** What it last told of itself beside that: JSON of `DeviceTold` (shared/protocol/devices.ts). */
    told: nullable(json()),
    toldAt: nullable(instant()),
    /** Its database's key, sealed to the company's recovery key: JSON of `RecoveryCopy`. */
    recoveryCopy: nullable(json()),
  },
  primaryKey: ['id', 'incarnation'],
  indexes: [{ columns: ['code'], unique: true }, { columns: ['userId'] }],
});

/** Who did what with a device, and why. Never purged. */
export const deviceEvents = defineLocalTable('deviceEvents', {
  residence: 'server',
  columns: {
    id: reference(),
    deviceId: reference(),
    at: instant(),
    userId: reference(),
    kind: text(),
    /** The name it was given, or the reason. */
    detail: nullable(text()),
  },
  primaryKey: ['id'],
  indexes: [{ columns: ['deviceId', 'at'] }],
});

/** The last number of each gapless series of billing documents (R7). */
export const legalNumbers = defineLocalTable('legalNumbers', {
  residence: 'server',
  columns: { series: text(), lastNumber: integer() },
  primaryKey: ['series'],
});

/** Which command took which number. */
export const legalNumberLog = defineLocalTable('legalNumberLog', {
  residence: 'server',
  columns: { series: text(), number: integer(), commandId: reference() },
  primaryKey: ['series', 'number'],
  indexes: [{ columns: ['commandId'] }],
});

/**
 * What a revoked device handed over: kept for the administrator, run only when told so. Rows stay when they were run or
 * discarded.
 */
export const quarantinedCommands = defineLocalTable('quarantinedCommands', {
  residence: 'server',
  columns: {
    commandId: reference(),
    deviceId: reference(),
    incarnation: text(),
    seq: integer(),
    userId: reference(),
    /** The whole command as it came. */
    envelope: json(),
    /** What it was answered before this server was put back, as the device says: JSON of `FormerAnswer`. */
    former: nullable(json()),
    /** Its hash follows from the command before it: nobody changed it between. */
    isChained: flag(),
    receivedAt: instant(),
    state: oneOf('waiting', 'run', 'discarded'),
    settledAt: nullable(instant()),
  },
  primaryKey: ['commandId'],
  indexes: [{ columns: ['deviceId', 'incarnation', 'seq'] }],
});

/**
 * What was rejected, until its author has seen it on whichever of his computers (server/sync/rejections.ts). Rows stay: a
 * computer that was away is told what was seen on another.
 */
export const rejections = defineLocalTable('rejections', {
  residence: 'server',
  columns: {
    commandId: reference(),
    userId: reference(),
    deviceId: reference(),
    answeredAt: instant(),
    /** Null: nobody has dealt with it. */
    seenAt: nullable(instant()),
  },
  primaryKey: ['commandId'],
  indexes: [{ columns: ['userId', 'seenAt'] }],
});

/** Password verifiers (scrypt), hex. */
export const credentials = defineLocalTable('credentials', {
  residence: 'server',
  columns: { userId: reference(), salt: text(), verifier: text(), changedAt: instant() },
  primaryKey: ['userId'],
});

/** Only the hash of a token is kept. */
export const accessTokens = defineLocalTable('accessTokens', {
  residence: 'server',
  columns: {
    tokenHash: text(),
    userId: reference(),
    deviceId: reference(),
    issuedAt: instant(),
    expiresAt: instant(),
    /** Sends an earlier user's queue and can do nothing else. */
    pushOnly: flag(),
  },
  primaryKey: ['tokenHash'],
  indexes: [{ columns: ['deviceId'] }, { columns: ['userId'] }, { columns: ['expiresAt'] }],
});

export const serverTables = [
  companyVersion,
  versionGaps,
  commandLog,
  commandTopics,
  rowChanges,
  changeSeals,
  scopeLog,
  scopeLogMarks,
  devices,
  deviceEvents,
  legalNumbers,
  legalNumberLog,
  quarantinedCommands,
  rejections,
  credentials,
  accessTokens,
] as const;

declare module '#shared/kernel/table.ts' {
  interface Tables {
    companyVersion: TableType<typeof companyVersion>;
    versionGaps: TableType<typeof versionGaps>;
    commandLog: TableType<typeof commandLog>;
    commandTopics: TableType<typeof commandTopics>;
    rowChanges: TableType<typeof rowChanges>;
    changeSeals: TableType<typeof changeSeals>;
    scopeLog: TableType<typeof scopeLog>;
    scopeLogMarks: TableType<typeof scopeLogMarks>;
    devices: TableType<typeof devices>;
    deviceEvents: TableType<typeof deviceEvents>;
    legalNumbers: TableType<typeof legalNumbers>;
    legalNumberLog: TableType<typeof legalNumberLog>;
    quarantinedCommands: TableType<typeof quarantinedCommands>;
    rejections: TableType<typeof rejections>;
    credentials: TableType<typeof credentials>;
    accessTokens: TableType<typeof accessTokens>;
  }
}
