import type { z } from 'zod';
import { z as schema } from 'zod';
import { OWN_PICTURE_LIMIT_BYTES } from '#shared/kernel/own-picture.ts';
import { auditExportSchema, auditFileSchema, auditPageSchema, auditSearchSchema } from '#shared/protocol/audit.ts';
import {
  joinRequestSchema,
  signInRequestSchema,
  signInResponseSchema,
  signOutRequestSchema,
} from '#shared/protocol/auth.ts';
import {
  type FileLookUpResponse,
  fileHashSchema,
  fileKeepRequestSchema,
  fileKeepResponseSchema,
  fileLookUpRequestSchema,
  fileLookUpResponseSchema,
} from '#shared/protocol/files.ts';
import { quarantineRequestSchema, quarantineResponseSchema } from '#shared/protocol/quarantine.ts';
import { rejectionsRequestSchema, rejectionsResponseSchema } from '#shared/protocol/rejections.ts';
import {
  checksumsRequestSchema,
  checksumsResponseSchema,
  snapshotRequestSchema,
  snapshotResponseSchema,
} from '#shared/protocol/snapshot.ts';
import { pullRequestSchema, pullResponseSchema, pushRequestSchema, pushResponseSchema } from '#shared/protocol/sync.ts';
import { exportAudit } from '../audit/export-audit.ts';
import { searchAudit } from '../audit/search-audit.ts';
import { endSession, type Session } from '../auth/access-token.ts';
import { join } from '../auth/join.ts';
import { signIn } from '../auth/sign-in.ts';
import type { SignInLimit } from '../auth/sign-in-limit.ts';
import type { CompanyFile } from '../files/company-files.ts';
import { keepPicture } from '../files/keep-picture.ts';
import type { House } from '../house.ts';
import { executePush } from '../sync/execute-push.ts';
import { findUnstorableText } from '../sync/plain-json.ts';
import { takeIntoQuarantine } from '../sync/quarantine.ts';
import { readPull } from '../sync/read-pull.ts';
import { readSnapshot } from '../sync/read-snapshot.ts';
import { tellRejections } from '../sync/rejections.ts';
import { sumScopes } from '../sync/sum-scopes.ts';
import { listDeviceEndpoints } from './device-routes.ts';
import { type AnyEndpoint, defineEndpoint } from './endpoint.ts';
import { HttpRefusal } from './http-refusal.ts';

/** A name, a password and a device; nobody has to prove who he is to send it. */
const SIGN_IN_LIMIT_BYTES = 16 * 1024;
/** A picture as base64, and its hash. */
const KEEP_LIMIT_BYTES = 2 * OWN_PICTURE_LIMIT_BYTES;

/** The addresses that take a body. */
export function listEndpoints(house: House, limit: SignInLimit): AnyEndpoint[] {
  return [
    defineEndpoint({
      path: '/v1/auth/sign-in',
      summary: 'Signs a person in on a device; registers the device and gives it its code.',
      access: 'open',
      limitBytes: SIGN_IN_LIMIT_BYTES,
      body: storable(signInRequestSchema),
      answer: signInResponseSchema,
      refusals: [
        'auth.wrongPassword',
        'auth.inactive',
        'auth.revoked',
        'auth.locked',
        'auth.foreignDevice',
        'auth.tooManyTries',
      ],
      handle: ({ body, remoteAddress }) => signIn(house, limit, body, remoteAddress),
    }),
    defineEndpoint({
      path: '/v1/auth/join',
      summary: 'Takes an invitation: sets the password of its person, and signs them in on the device.',
      access: 'open',
      limitBytes: SIGN_IN_LIMIT_BYTES,
      body: storable(joinRequestSchema),
      answer: signInResponseSchema,
      refusals: [
        'auth.badInvitation',
        'auth.invitationExpired',
        'auth.weakPassword',
        'auth.inactive',
        'auth.revoked',
        'auth.foreignDevice',
        'auth.tooManyTries',
      ],
      handle: ({ body, remoteAddress }) => join(house, limit, body, remoteAddress),
    }),
    defineEndpoint({
      path: '/v1/auth/sign-out',
      summary: 'Ends the token that asks.',
      access: 'signedIn',
      limitBytes: SIGN_IN_LIMIT_BYTES,
      body: signOutRequestSchema,
      answer: schema.strictObject({}),
      refusals: ['auth.inactive', 'auth.revoked', 'auth.locked'],
      handle: async ({ body }, session) => {
        await endSession(house.database, session, body.unsentCount);
        return {};
      },
    }),
    defineEndpoint({
      path: '/v1/sync/push',
      summary: 'Runs commands of the device, oldest first; sent again, each has its stored answer.',
      access: 'signedIn',
      body: pushRequestSchema,
      answer: pushResponseSchema,
      refusals: [
        'sync.foreignDevice',
        'sync.foreignUser',
        'sync.sequenceGap',
        'sync.historyDiverged',
        'sync.commandTooNew',
        'sync.argumentsTooLarge',
        'sync.pushTooLarge',
        'auth.inactive',
        'auth.revoked',
        'auth.locked',
      ],
      handle: ({ body }, session) => executePush(house, session, body),
    }),
    defineEndpoint({
      path: '/v1/sync/quarantine',
      summary: 'Takes what a closed device holds and the server has not, for the administrator. Says when it has all.',
      access: 'signedIn',
      admits: 'revoked',
      body: quarantineRequestSchema,
      answer: quarantineResponseSchema,
      refusals: [
        'auth.notRevoked',
        'sync.foreignDevice',
        'sync.foreignUser',
        'sync.quarantineFull',
        'sync.argumentsTooLarge',
        'sync.pushTooLarge',
      ],
      handle: ({ body }, session) => takeIntoQuarantine(house, session, body),
    }),
    defineEndpoint({
      path: '/v1/sync/pull',
      summary: 'Rows, scope entries and command answers since the cursor; null begins from nothing.',
      access: 'signedIn',
      body: storable(pullRequestSchema),
      answer: pullResponseSchema,
      refusals: [
        'sync.foreignDevice',
        'sync.otherTimeline',
        'sync.cursorTooOld',
        'sync.scopesChanged',
        'auth.inactive',
        'auth.revoked',
        'auth.locked',
      ],
      handle: ({ body }, session) => {
        refusePushOnly(session);
        return readPull(house, session, body);
      },
    }),
    defineEndpoint({
      path: '/v1/sync/snapshot',
      summary:
        'A page of all rows of some scopes; goes on after any page, and a pull from its version follows the last.',
      access: 'signedIn',
      body: storable(snapshotRequestSchema),
      answer: snapshotResponseSchema,
      refusals: ['sync.foreignDevice', 'sync.foreignScope', 'sync.otherTimeline', 'sync.cursorTooOld', 'auth.inactive'],
      handle: ({ body }, session) => {
        refusePushOnly(session);
        return readSnapshot(house, session, body);
      },
    }),
    defineEndpoint({
      path: '/v1/sync/checksums',
      summary: 'Counts and checksums of the rows of scopes, by table, unless they moved on since the version.',
      access: 'signedIn',
      body: storable(checksumsRequestSchema),
      answer: checksumsResponseSchema,
      refusals: [
        'sync.foreignDevice',
        'sync.foreignScope',
        'sync.otherTimeline',
        'auth.inactive',
        'auth.revoked',
        'auth.locked',
      ],
      handle: ({ body }, session) => {
        refusePushOnly(session);
        return sumScopes(house, session, body);
      },
    }),
    defineEndpoint({
      path: '/v1/sync/rejections',
      summary:
        'Rejected commands that their author has not seen, where no device of theirs tells them; takes what was.',
      access: 'signedIn',
      body: rejectionsRequestSchema,
      answer: rejectionsResponseSchema,
      refusals: ['sync.foreignDevice', 'auth.inactive', 'auth.revoked', 'auth.locked'],
      handle: ({ body }, session) => {
        refusePushOnly(session);
        return tellRejections(house, session, body);
      },
    }),
    defineEndpoint({
      path: '/v1/audit/search',
      summary: 'Who did what, when and where, newest first: commands with what they changed and who allowed it.',
      access: 'signedIn',
      body: storable(auditSearchSchema),
      answer: auditPageSchema,
      refusals: ['auth.notPermitted', 'auth.inactive', 'auth.revoked'],
      handle: ({ body }, session) => {
        refusePushOnly(session);
        return searchAudit(house, session.userId, body);
      },
    }),
    defineEndpoint({
      path: '/v1/audit/export',
      summary: 'What a search finds as CSV, or every command of a device as a proof that its chain can be checked by.',
      access: 'signedIn',
      body: storable(auditExportSchema),
      answer: auditFileSchema,
      refusals: ['auth.notPermitted', 'audit.unknownDevice', 'auth.inactive', 'auth.revoked'],
      handle: ({ body }, session) => {
        refusePushOnly(session);
        return exportAudit(house, session.userId, body);
      },
    }),
    defineEndpoint({
      path: '/v1/files/look-up',
      summary: 'Which of these files are here, and how long each is.',
      access: 'signedIn',
      body: fileLookUpRequestSchema,
      answer: fileLookUpResponseSchema,
      refusals: ['auth.inactive', 'auth.revoked', 'auth.locked'],
      handle: async ({ body: { hashes } }, session) => {
        refusePushOnly(session);
        const files: FileLookUpResponse['files'] = [];
        for (const hash of new Set(hashes)) {
          const sizeBytes = await house.files.sizeOf(hash);
          if (sizeBytes !== null) files.push({ hash, sizeBytes });
        }
        return { files };
      },
    }),
    defineEndpoint({
      path: '/v1/files/keep',
      summary: 'Keeps a picture that a person of the company brought; the same bytes again are the same file.',
      access: 'signedIn',
      limitBytes: KEEP_LIMIT_BYTES,
      body: fileKeepRequestSchema,
      answer: fileKeepResponseSchema,
      refusals: [
        'auth.notPermitted',
        'files.tooLarge',
        'files.foreignType',
        'files.otherHash',
        'auth.inactive',
        'auth.revoked',
        'auth.locked',
      ],
      handle: ({ body }, session) => {
        refusePushOnly(session);
        return keepPicture(house, session.userId, body);
      },
    }),
    ...listDeviceEndpoints(house),
  ];
}

/**
 * A file for a signed-in device. What protects it: only people of this company have a token, and every file so far is
 * the whole company's (product pictures). A hash cannot be guessed and is learned from a row alone, so who may not see
 * the row does not find the file; a kind of file that must be kept from a colleague who knows its hash needs a check of
 * the row's scopes here.
 * @throws HttpRefusal `files.unknown`
 */
export async function readCompanyFile(house: House, session: Session, hash: string): Promise<CompanyFile> {
  refusePushOnly(session);
  const file = fileHashSchema.safeParse(hash).success ? await house.files.get(hash) : null;
  if (!file) throw new HttpRefusal('files.unknown');
  house.metrics.add('satchel_sent_files_total', 1);
  house.metrics.add('satchel_sent_file_bytes_total', file.bytes.byteLength);
  return file;
}

/** A token that only sends must not read. */
export function refusePushOnly(session: Session): void {
  if (session.pushOnly) throw new HttpRefusal('auth.required');
}

/** PostgreSQL refuses such text with an error of its own; here the refusal is the body's. */
function storable<Body>(body: z.ZodType<Body>): z.ZodType<Body> {
  return body.refine((value) => findUnstorableText(value as never) === null, 'text with NUL or half a surrogate pair');
}
