/**
 * What an administrator reads when a program of the server ends: one sentence, and what to do. Guards: what was foreseen
 * never shows a stack; what was not always does, for whoever mends it.
 */
import { DatabaseUnreadable, type UnreadableCause } from '#db/database.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import { HttpRefusal } from './http/http-refusal.ts';

/** A file of the company is not as it has to be; the message says what to do. */
export class FileTrouble extends Error {}

/** Another server has the company open. */
export class CompanyInUse extends FileTrouble {}

const unreadable: Readonly<Record<UnreadableCause, string>> = {
  notADatabase: 'is no database of Satchel',
  wrongKey: 'cannot be opened with this key',
  damaged: 'is damaged',
  foreign: 'is a database of another program',
  otherBuild: 'was made by a build of Satchel from before its first release',
  newer: 'was used by a later version of Satchel',
};

/** Of files and the network, by the system's code, SQLite's or PostgreSQL's. */
const troubles: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is taken, perhaps by this server: end the other program, or choose another --port.',
  EADDRNOTAVAIL: 'This computer does not have that address: check --host.',
  EACCES: 'That is not allowed here: give the server’s user the right to it, or choose another file or port.',
  EPERM: 'That is not allowed here: give the server’s user the right to it, or choose another file or port.',
  ENOENT: 'A folder or file of this path is not there: check the path.',
  ENOTDIR: 'A part of this path is a file, not a folder: check the path.',
  EEXIST: 'A part of this path is a file, not a folder: check the path.',
  EISDIR: 'This path is a folder: name a file in it.',
  EROFS: 'This disk can only be read: choose another place.',
  ENOSPC: 'The disk is full: make room, then start again.',
  ECONNREFUSED: 'No database answers at this address: start it, or check --database.',
  ENOTFOUND: 'There is no computer of this name: check --database or --host.',
  ETIMEDOUT: 'The database does not answer: check the network and --database.',
  ECONNRESET: 'The database ended the connection: look at its log, then start again.',
  SQLITE_CANTOPEN: 'The file cannot be opened: check the path and the rights to its folder.',
  SQLITE_READONLY: 'The file can only be read: give the server’s user the right to write it.',
  SQLITE_BUSY: 'Another program holds the file: end it, then try again.',
  SQLITE_FULL: 'The disk is full: make room, then start again.',
  '28P01': 'The database refuses this name and password: check --database.',
  '28000': 'The database refuses this user: check --database.',
  '3D000': 'There is no database of this name: create it, or check --database.',
  '55P03': 'Somebody else works with the company, and does not let it go: try again in a while.',
  '42501': 'The database user may not do this: grant it the right to create a schema.',
};

/** What the administration refuses, by its stable code. */
const refusals: Readonly<Record<string, string>> = {
  'admin.companyExists': 'There is a company in this database already: name another --database.',
  'admin.noCompany': 'There is no company in this database yet: make it with create-company.',
  'admin.codeTaken': 'This code is taken: choose another --code.',
  'admin.loginTaken': 'This login is taken: choose another --login.',
  'admin.badLogin': 'A login has up to 100 letters, digits and . _ @ + -: choose another --login.',
  'admin.weakPassword': 'The password is too short: choose a longer one.',
  'admin.unknownRole': 'There is no such role: administrator, manager, rep, warehouse, service, finance or marketing.',
  'admin.unknownLogin': 'Nobody has this login: check it.',
  'admin.unknownDevice': 'There is no device with this code: list-devices shows them.',
  'admin.deviceNotRevoked': 'This device is not closed: revoke-device first; what it has not sent comes by itself.',
  'admin.unknownScope': 'There is no such territory or warehouse: create it first, or check --scopes.',
};

/** The sentence for whatever ended a program. */
export function sayFailure(error: unknown): string {
  if (error instanceof FileTrouble) return error.message;
  if (error instanceof DatabaseUnreadable) {
    return (
      `The file ${error.path} ${unreadable[error.cause]} (${error.cause}). ` +
      'It was left as it is: move it away to start anew, or put the right file, its backup or its key back.'
    );
  }
  if (error instanceof Refusal) {
    const known = refusals[error.code] ?? (error instanceof HttpRefusal ? error.sentence : undefined);
    const sentence = known ?? 'This was refused: check what was asked.';
    return `${sentence} (${[error.code, ...Object.values(error.params)].join(' ')})`;
  }
  if (!(error instanceof Error)) return String(error);
  const sentence = troubles[codeOf(error)];
  const [said = ''] = error.message.split('\n');
  if (sentence) return said === '' ? sentence : `${sentence} (${said})`;
  return error.stack ?? error.message;
}

/** SQLite's codes have more precise ones under them: SQLITE_CANTOPEN_ISDIR. */
function codeOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code;
}
