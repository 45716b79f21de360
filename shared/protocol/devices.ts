/**
 * Devices as their administrator sees them (/v1/admin/devices): what each said of itself with the pulls that it makes
 * anyway, what was done with it, and what a closed one handed over.
 */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';
import { deviceCodeSchema } from './auth.ts';
import { jsonSchema } from './envelope.ts';
import { recoveryCopySchema } from './recovery-copy.ts';

/** Scopes that a device tells of, the largest first. */
export const TOLD_SCOPES_LIMIT = 200;
/** People of one computer that a device tells of. */
const TOLD_PEOPLE_LIMIT = 50;
/** Commands of one device that are looked through at once. */
export const REVIEW_LIMIT_COMMANDS = 1_000;

/** Commands that a device cannot show, of which it tells; a few say what is wrong. */
export const UNSHOWN_LIMIT_COMMANDS = 20;

/**
 * A command that waits on a device and has no effect on its screens: it broke, or was refused, when it was run again on
 * what came from the server meanwhile.
 */
const unshownCommandSchema = z.strictObject({
  commandId: idSchema,
  name: z.string().min(1).max(100),
  version: z.int().positive(),
  /** Of the reason. */
  code: z.string().min(1).max(100),
  /** Of what broke: what the program says. */
  detail: z.string().max(500).optional(),
});
export type UnshownCommand = z.infer<typeof unshownCommandSchema>;

const heldScopeSchema = z.strictObject({ scope: z.string().min(1).max(200), rows: z.int().min(0) });
export type HeldScope = z.infer<typeof heldScopeSchema>;

/** What a device tells of itself with a pull, when something of it has changed. */
export const deviceReportSchema = z.strictObject({
  name: z.string().min(1).max(100),
  appVersion: z.string().max(40),
  /** Commands that wait on it. */
  waiting: z.int().min(0),
  /** Those of them that it cannot show, oldest first; left out where there are none. */
  unshown: z.array(unshownCommandSchema).min(1).max(UNSHOWN_LIMIT_COMMANDS).optional(),
  /** What it holds; left out where it was not counted anew. */
  holds: z.array(heldScopeSchema).max(TOLD_SCOPES_LIMIT).optional(),
  /** Who else can sign in on the same computer, of the same company. */
  sharedWith: z.array(idSchema).max(TOLD_PEOPLE_LIMIT),
  /** Its database's key, sealed to the company's recovery key. */
  recoveryCopy: recoveryCopySchema.optional(),
});
export type DeviceReport = z.infer<typeof deviceReportSchema>;

/** What the server keeps of a report as one text. */
export const deviceToldSchema = z.strictObject({
  holds: z.array(heldScopeSchema),
  sharedWith: z.array(idSchema),
  unshown: z.array(unshownCommandSchema).optional(),
});
export type DeviceTold = z.infer<typeof deviceToldSchema>;

const personSchema = z.strictObject({ id: idSchema, name: z.string() });

export const deviceStates = ['open', 'locked', 'revoked', 'wiped'] as const;

export const deviceInfoSchema = z.strictObject({
  deviceId: idSchema,
  /** Of its newest history, as papers carry it. */
  code: deviceCodeSchema,
  /** Of the histories before. */
  formerCodes: z.array(deviceCodeSchema),
  /** What the administrator calls it, else what it calls itself. */
  name: z.string(),
  person: z.strictObject({ id: idSchema, login: z.string(), name: z.string(), isActive: z.boolean() }),
  sharedWith: z.array(personSchema),
  /** `name` of the place, team or person that a scope is of; null: it has none. Empty: the device has not said yet. */
  holds: z.array(z.strictObject({ scope: z.string(), name: z.string().nullable(), rows: z.int().min(0) })),
  registeredAt: instantSchema,
  lastContactAt: instantSchema,
  appVersion: z.string(),
  /** The last migration that it has had; null: it has not said. */
  schema: z.string().nullable(),
  /** This version has newer ones for devices. */
  isBehind: z.boolean(),
  /** Commands that waited on it when it last said so; null: it never said. */
  waiting: z.int().min(0).nullable(),
  /** Those of them that it could not show to its person when it last said so. */
  unshown: z.array(unshownCommandSchema),
  /**
   * open. locked: nobody works on it until it is unlocked. revoked: closed for good, and not everything is known to be
   * here. wiped: it handed everything over and was told to destroy its key.
   */
  state: z.enum(deviceStates),
  /** Since when it is in this state; null for an open one. */
  stateSince: instantSchema.nullable(),
  /** Commands that it handed over and nobody has decided on. */
  quarantined: z.int().min(0),
  hasRecoveryCopy: z.boolean(),
  /** The one that asks. */
  isOwn: z.boolean(),
});
export type DeviceInfo = z.infer<typeof deviceInfoSchema>;

const reasonText = z.string().trim().min(1).max(500);

export const deviceListRequestSchema = z.strictObject({});
export const deviceListResponseSchema = z.strictObject({
  devices: z.array(deviceInfoSchema),
  /** The last migration of the server. */
  schema: z.string(),
  serverTime: instantSchema,
});

/** Names one device. */
export const deviceRequestSchema = z.strictObject({ deviceId: idSchema });
export const deviceRenameRequestSchema = z.strictObject({
  deviceId: idSchema,
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((name) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name), 'a name is one line'),
});
/** Names one device and says why something is done with it. */
export const deviceReasonRequestSchema = z.strictObject({ deviceId: idSchema, reason: reasonText });
export const deviceResponseSchema = z.strictObject({ device: deviceInfoSchema });

export const deviceEventKinds = [
  'renamed',
  'locked',
  'unlocked',
  'revoked',
  'quarantineRun',
  'quarantineDiscarded',
  'recoveryCopyTaken',
] as const;
export type DeviceEventKind = (typeof deviceEventKinds)[number];

/** A command that a closed device handed over, with what it is told by. */
export const heldCommandSchema = z.strictObject({
  commandId: idSchema,
  seq: z.int().positive(),
  name: z.string(),
  version: z.int().positive(),
  issuedAt: instantSchema,
  receivedAt: instantSchema,
  /** Its hash follows from the command before it: nobody changed it between. */
  isChained: z.boolean(),
  /** As the ledger tells it: number, customer, amount; empty for a command that this server does not know yet. */
  subject: z.strictObject({
    document: z.string().optional(),
    party: z.string().optional(),
    amountMinor: z.int().optional(),
    currency: z.string().optional(),
    rows: z.int().min(0).optional(),
  }),
  args: jsonSchema,
});
export type HeldCommand = z.infer<typeof heldCommandSchema>;

export const deviceReviewResponseSchema = z.strictObject({
  device: deviceInfoSchema,
  /** Oldest first, REVIEW_LIMIT_COMMANDS at the most; `device.quarantined` says how many there are. */
  commands: z.array(heldCommandSchema),
  /** Newest first. */
  events: z.array(
    z.strictObject({
      at: instantSchema,
      person: personSchema,
      kind: z.enum(deviceEventKinds),
      detail: z.string().nullable(),
    }),
  ),
});
export type DeviceReview = z.infer<typeof deviceReviewResponseSchema>;

export const quarantineRunResponseSchema = z.strictObject({
  answers: z.array(
    z.strictObject({
      commandId: idSchema,
      seq: z.int().positive(),
      name: z.string(),
      state: z.enum(['applied', 'adjusted', 'rejected', 'failed']),
      reasons: z.array(z.string()),
    }),
  ),
});
export type QuarantineRun = z.infer<typeof quarantineRunResponseSchema>;
export const quarantineDiscardResponseSchema = z.strictObject({ discarded: z.int().min(0) });
export const recoveryCopyResponseSchema = z.strictObject({ copy: recoveryCopySchema });
