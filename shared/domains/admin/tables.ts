// Long because every table of the company stands here, as everywhere in one file.
import {
  amount,
  byColumn,
  byCompany,
  byRoot,
  calendarDate,
  defineTable,
  fileHash,
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
} from '../../kernel/table.ts';
import { paperTables } from './tables/papers.ts';

/** Who signs documents (R11): the company has at least one. */
export const legalEntities = defineTable('legalEntities', {
  columns: {
    code: text(),
    name: text(),
    taxNumber: nullable(text()),
    address: nullable(text()),
    phone: nullable(text()),
    bankName: nullable(text()),
    bankAccount: nullable(text()),
    /** SHA-256 (hex) of the logo's file. */
    logoHash: nullable(fileHash()),
    baseCurrency: text(),
    /** The one that documents name where nothing else is said; one a company. */
    isDefault: flag(),
    active: flag(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

export const territories = defineTable('territories', {
  columns: { code: text(), name: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

/** They have customers together (R66). */
export const teams = defineTable('teams', {
  columns: { code: text(), name: text(), leaderId: nullable(reference()) },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

export const teamMembers = defineTable('teamMembers', {
  columns: { teamId: reference(), userId: reference() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['teamId', 'userId'], unique: true }, { columns: ['userId'] }],
  audited: true,
});

export const roles = defineTable('roles', {
  columns: { code: text(), name: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['code'], unique: true }],
  audited: true,
});

/** The matrix of role × command × field (R113): one row a right, of a command (`sales.confirmOrder`) or of a field. */
export const rolePermissions = defineTable('rolePermissions', {
  columns: { roleId: reference(), permission: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['roleId', 'permission'], unique: true }],
  audited: true,
});

/** How far a role may go by itself; no row: as far as the company's settings say. */
export const roleLimits = defineTable('roleLimits', {
  columns: {
    roleId: reference(),
    kind: oneOf('discount', 'roundingDown', 'creditRelease', 'approval'),
    /** Basis points of a discount; minor units of the company's currency of everything else. */
    value: integer(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['roleId', 'kind'], unique: true }],
  audited: true,
});

export const users = defineTable('users', {
  columns: {
    login: text(),
    name: text(),
    roleId: reference(),
    active: flag(),
    phone: nullable(text()),
    email: nullable(text()),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['login'], unique: true }],
  audited: true,
});

/** A limit that is one person's own; it stands before the role's. */
export const userLimits = defineTable('userLimits', {
  columns: {
    userId: reference(),
    kind: oneOf('discount', 'roundingDown', 'creditRelease', 'approval'),
    value: integer(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['userId', 'kind'], unique: true }],
  audited: true,
});

/**
 * What a user sees beside the company: `warehouse:<id>`, `territory:<id>` (its pool; all of it with the right to), or all
 * of a kind, `territory:*`.
 */
export const userScopes = defineTable('userScopes', {
  columns: { userId: reference(), scope: text() },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['userId', 'scope'], unique: true }],
  audited: true,
});

/** Who decides for somebody who is away (R113): with the other's rights and limits, in the other's name. */
export const absences = defineTable('absences', {
  columns: {
    userId: reference(),
    deputyId: reference(),
    startsOn: calendarDate(),
    /** The last day. */
    endsOn: calendarDate(),
    note: nullable(text()),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['deputyId', 'endsOn'] }, { columns: ['userId', 'endsOn'] }],
  audited: true,
});

/** A code that lets one person sign in once and choose a password; only its hash is kept. */
export const invitations = defineTable('invitations', {
  columns: {
    userId: reference(),
    /** SHA-256 (hex) of the code as it is typed, without separators. */
    codeHash: text(),
    expiresAt: instant(),
    usedAt: nullable(instant()),
    /** Taken back by a newer one, or by a person. */
    voidedAt: nullable(instant()),
  },
  scopedBy: [byCompany({ right: 'admin.managePeople' })],
  indexes: [{ columns: ['userId'] }, { columns: ['codeHash'], unique: true }],
});

/** Company settings; the id is the setting's key (`company.name`), the value is text that model.ts parses. */
export const settings = defineTable('settings', {
  columns: { value: text() },
  scopedBy: [byCompany()],
  audited: true,
});

/** How documents of a kind are numbered (R7). */
export const documentSeries = defineTable('documentSeries', {
  columns: {
    /** order, quote, return, invoice … */
    kind: text(),
    /** SO in SO-K7-000123. */
    prefix: text(),
    /** device: by the device, final when made. server: gapless, at posting. */
    numbering: oneOf('device', 'server'),
    digits: integer(),
  },
  scopedBy: [byCompany()],
  indexes: [
    { columns: ['kind'], unique: true },
    { columns: ['prefix'], unique: true },
  ],
  audited: true,
});

/** Months that somebody closed, or opened again (R12); a month without a row is open. */
export const periods = defineTable('periods', {
  columns: {
    legalEntityId: reference(),
    /** YYYY-MM. */
    month: text(),
    state: oneOf('open', 'closed'),
    changedAt: instant(),
    changedBy: reference(),
    changedByName: text(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['legalEntityId', 'month'], unique: true }],
  audited: true,
});

/** Days on which nobody works although it is a weekday, and weekends that are worked (R80). */
export const holidays = defineTable('holidays', {
  columns: { day: calendarDate(), name: text(), kind: oneOf('holiday', 'workday') },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['day'], unique: true }],
});

/** What waits for somebody's word, and what the word was (R9): one row for each time that it was asked. */
export const approvals = defineTable('approvals', {
  columns: {
    /** order, creditNote, count …: the workflows that ask know what follows. */
    documentType: text(),
    documentId: reference(),
    documentNumber: text(),
    /** What the word is about: discount, credit … */
    kind: text(),
    customerId: nullable(reference()),
    customerName: nullable(text()),
    warehouseId: nullable(reference()),
    amountMinor: amount(),
    currency: text(),
    /** How far the decider's limit must reach: kind of limit and its value. */
    limitKind: oneOf('discount', 'roundingDown', 'creditRelease', 'approval'),
    limitValue: integer(),
    state: oneOf('asked', 'approved', 'refused', 'voided'),
    reasons: json(),
    note: nullable(text()),
    /** What of the document the word binds: a change of it voids the word. */
    fingerprint: text(),
    askedAt: instant(),
    askedBy: reference(),
    askedByName: text(),
    decidedAt: nullable(instant()),
    decidedBy: nullable(reference()),
    decidedByName: nullable(text()),
    /** Whose deputy decided. */
    onBehalfOf: nullable(reference()),
    decisionNote: nullable(text()),
    /** The word came as a code over the phone. */
    byCode: flag(),
    validUntil: nullable(instant()),
    /** When the office found the code right; null while only a device has taken it. */
    codeCheckedAt: nullable(instant()),
    /** So many codes were wrong. */
    wrongCodes: withDefault(integer(), 0),
  },
  scopedBy: [
    byColumn('user', 'askedBy'),
    byRoot('customers', 'customerId', { optional: true }),
    byColumn('warehouse', 'warehouseId'),
  ],
  indexes: [{ columns: ['state', 'askedAt', 'id'] }, { columns: ['documentId'] }, { columns: ['customerId'] }],
});

/** What a person's spoken codes are made from (R9); id = the user's id. On that person's devices and the server only. */
export const approvalSecrets = defineTable('approvalSecrets', {
  columns: { userId: reference(), secret: text() },
  scopedBy: [byColumn('user', 'userId')],
});

/** Which column of a file was which field, the last time (R110). */
export const importMappings = defineTable('importMappings', {
  columns: {
    /** customers, products … */
    kind: text(),
    /** The headings of the file, normalised, joined: another file with the same is read the same way. */
    headings: text(),
    mapping: json(),
  },
  scopedBy: [byCompany({ right: 'admin.importData' })],
  indexes: [{ columns: ['kind'] }],
});

export type * from './tables/papers.ts';

export const adminTables = [
  legalEntities,
  territories,
  teams,
  teamMembers,
  roles,
  rolePermissions,
  roleLimits,
  users,
  userLimits,
  userScopes,
  absences,
  invitations,
  settings,
  documentSeries,
  periods,
  holidays,
  approvals,
  approvalSecrets,
  importMappings,
  ...paperTables,
] as const;

declare module '../../kernel/table.ts' {
  interface Tables {
    legalEntities: TableType<typeof legalEntities>;
    territories: TableType<typeof territories>;
    teams: TableType<typeof teams>;
    teamMembers: TableType<typeof teamMembers>;
    roles: TableType<typeof roles>;
    rolePermissions: TableType<typeof rolePermissions>;
    roleLimits: TableType<typeof roleLimits>;
    users: TableType<typeof users>;
    userLimits: TableType<typeof userLimits>;
    userScopes: TableType<typeof userScopes>;
    absences: TableType<typeof absences>;
    invitations: TableType<typeof invitations>;
    settings: TableType<typeof settings>;
    documentSeries: TableType<typeof documentSeries>;
    periods: TableType<typeof periods>;
    holidays: TableType<typeof holidays>;
    approvals: TableType<typeof approvals>;
    approvalSecrets: TableType<typeof approvalSecrets>;
    importMappings: TableType<typeof importMappings>;
  }
}
