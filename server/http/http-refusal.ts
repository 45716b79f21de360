import { type Reason, Refusal, type RefusalParams } from '#shared/kernel/refusal.ts';
import type { HttpError } from '#shared/protocol/sync.ts';

/**
 * Every code that an HTTP answer may refuse with: its status, and a sentence for logs and for whoever writes a client.
 * Codes are for ever; the person's sentence is the client's, in the person's language.
 */
export const httpRefusals = {
  'http.badRequest': [400, 'The request is not readable as HTTP.'],
  'http.damagedBody': [400, 'The body could not be decompressed: send it again.'],
  'http.notJson': [400, 'The body is not JSON in UTF-8.'],
  'http.tooDeep': [400, 'Objects and lists stand too deep within each other: send a flatter body.'],
  'http.invalidBody': [400, 'The body does not have the fields that this address expects: see /v1/openapi.json.'],
  'http.unknownRoute': [404, 'There is nothing at this address: see /v1/openapi.json.'],
  'http.bodyTooLarge': [413, 'The body is larger than allowed: send less at once.'],
  'http.unsupportedMediaType': [415, 'Send the body as application/json.'],
  'http.unsupportedEncoding': [415, 'This content encoding is not known here: send gzip or plain.'],
  'auth.required': [401, 'Sign in first: the token is missing, unknown or has ended.'],
  'auth.passwordChanged': [401, 'The password was changed since this sign-in: sign in with the new one.'],
  'auth.wrongPassword': [401, 'Name or password is not right.'],
  'auth.inactive': [403, 'This user may not work here any more: ask the administrator.'],
  'auth.revoked': [403, 'This device was closed by the administrator: it hands over what it has not sent, and ends.'],
  'auth.locked': [403, 'This device was locked by the administrator: its work stays on it until it is unlocked.'],
  'auth.notAllowed': [403, 'The role of this person does not have the right to this.'],
  'auth.tooManyRequests': [429, 'Too many requests of this kind: wait before the next.'],
  'auth.notRevoked': [409, 'Only a device that was closed hands over its commands: push them.'],
  'auth.notPermitted': [403, 'The role of this user does not allow it: ask the administrator.'],
  'auth.foreignDevice': [403, 'This device is registered for another person: register as a device of your own.'],
  'auth.badInvitation': [401, 'No such invitation: the code is mistyped, was used, or was taken back.'],
  'auth.invitationExpired': [403, 'The invitation has expired: ask the administrator for another one.'],
  'auth.weakPassword': [422, 'The password is too short: choose a longer one.'],
  'auth.tooManyTries': [429, 'Too many wrong passwords: wait before the next try.'],
  'sync.foreignDevice': [403, 'The token belongs to another device: sign in on this one.'],
  'sync.foreignUser': [403, 'A command of another person cannot be sent with this token.'],
  'sync.sequenceGap': [409, 'Commands are missing before this one: send from the expected number on.'],
  'sync.historyDiverged': [409, 'The server has another history of this device: take a new incarnation.'],
  'sync.commandTooNew': [409, 'The server does not know this command yet: keep it, the server must be updated.'],
  'sync.otherTimeline': [409, 'The server has started a new history: load again from the beginning.'],
  'sync.scopesChanged': [409, 'More may be seen now than this load holds: load again from the beginning.'],
  'sync.cursorTooOld': [409, 'What was gone by then is no longer in the log: load the scopes anew.'],
  'sync.foreignScope': [403, 'The user does not see this scope, or no longer: pull to learn which there are.'],
  'sync.pushTooLarge': [413, 'More bytes of commands than one push takes: send fewer at once.'],
  'sync.argumentsTooLarge': [413, 'The arguments of one command are larger than allowed.'],
  'sync.quarantineFull': [413, 'No more of this device is kept: its administrator looks through what is there first.'],
  'audit.unknownDevice': [404, 'There is no device with this code.'],
  'devices.unknown': [404, 'The company has no device with this id.'],
  'devices.own': [409, 'A device cannot be locked or closed from itself: ask from another one.'],
  'devices.isRevoked': [409, 'This device was closed for good: it cannot be locked or unlocked.'],
  'devices.notRevoked': [409, 'Only what a closed device handed over is run or discarded.'],
  'devices.noRecoveryCopy': [404, 'This device has not sent a sealed copy of its key.'],
  'files.unknown': [404, 'The company has no file with this hash, or not yet: ask again later.'],
  'updates.unknown': [404, 'There is no such file in the update feed of this server.'],
  'files.tooLarge': [413, 'The file is larger than allowed: make it smaller.'],
  'files.otherHash': [422, 'The bytes are not what their hash says: they were damaged on their way, send them again.'],
  'files.foreignType': [415, 'The file is none of the kinds that are kept, or not what it is said to be.'],
  'server.trouble': [500, 'The server could not do this. Send it again later: nothing happens twice.'],
  'server.otherSchema': [
    503,
    'This process of the server is of another version than its database, and answers no more: end it, and start the version that is installed now.',
  ],
  'server.busy': [503, 'The server or its database does not answer now: try again later.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type HttpRefusalCode = keyof typeof httpRefusals;

/** A refusal that leaves the server as an HTTP answer. */
export class HttpRefusal extends Refusal {
  readonly status: number;
  readonly sentence: string;

  constructor(code: HttpRefusalCode, params: RefusalParams = {}) {
    super(code, params);
    this.name = 'HttpRefusal';
    [this.status, this.sentence] = httpRefusals[code];
  }
}

/** The body of an answer that refuses. */
export function errorBody(reason: Reason, message: string): HttpError {
  return { error: { code: reason.code, params: reason.params, message } };
}
