/**
 * The second way to a database's key: sealed to the company's recovery key, in a file beside it. Guards:
 * - the file is of no use without the private key, which is on no device and on no server;
 * - it follows the database's key and the company's: a copy for another one of either is replaced;
 * - a recovered key is taken only where it opens this person's own database.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { DatabaseUnreadable, type Handle } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { World } from '#shared/kernel/world.ts';
import {
  purposeOf,
  type RecoveredKey,
  recoveredKeySchema,
  recoveryCopySchema,
} from '#shared/protocol/recovery-copy.ts';
import { readJsonFile, writeJsonFile } from './files.ts';
import { databasePath, type PersonFolder, type Profile } from './profile.ts';
import type { OwnReport } from './tell-server.ts';
import '#shared/domains/admin/tables.ts';

const markOf = (purpose: string, bytes: Uint8Array): string =>
  bytesToHex(sha256(concatBytes(utf8ToBytes(purpose), bytes))).slice(0, 16);

/** @param folder of the person */
export const recoveryPath = (folder: string): string => join(folder, 'recovery.json');

/** Whether the administrator could open the database of this folder. */
export const hasRecoveryCopy = (folder: PersonFolder): boolean => existsSync(recoveryPath(folder.path));

/** What the profile knows of a person's device, for its administrator: the sealed copy travels with it. */
export function ownReport(
  profile: Profile,
  { path, person }: PersonFolder,
  { deviceName, appVersion }: { readonly deviceName: string; readonly appVersion: string },
): OwnReport {
  const others = profile.people().filter((each) => each.path !== path && each.person.companyId === person.companyId);
  const sharedWith = others.map((each) => each.person.userId).sort();
  const kept = readJsonFile(recoveryPath(path), recoveryCopySchema);
  // The name somebody gave at joining stands before the computer's own.
  const name = person.deviceName || deviceName;
  return { name, appVersion, sharedWith, ...(kept === null || kept === 'damaged' ? {} : { recoveryCopy: kept }) };
}

/** Writes the copy where there is none of this key for the company's recovery key; none where the company has none. */
export async function keepRecoveryCopy(
  world: World,
  { path, person }: PersonFolder,
  key: Uint8Array,
  db: Handle,
): Promise<void> {
  const setting = await db
    .selectFrom('settings')
    .select('value')
    .where('id', '=', 'security.recoveryKey')
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!setting || setting.value === '') return;
  const publicKey = new Uint8Array(Buffer.from(setting.value, 'base64'));
  const { companyId, userId, deviceId, name } = person;
  const [keyId, keyMark] = [markOf('satchel recovery key', publicKey), markOf('satchel database key', key)];
  const kept = readJsonFile(recoveryPath(path), recoveryCopySchema);
  if (kept !== null && kept !== 'damaged' && kept.keyId === keyId && kept.keyMark === keyMark) return;
  const sealed = Buffer.from(world.keys.toPublic.seal(publicKey, key, purposeOf(person))).toString('base64');
  writeJsonFile(recoveryPath(path), { version: 1, companyId, userId, deviceId, name, keyId, keyMark, sealed });
}

/** What the administrator gave back. @returns null where the file is none of that kind */
export function readRecoveredKey(path: string): RecoveredKey | null {
  const read = readJsonFile(path, recoveredKeySchema);
  return read === 'damaged' ? null : read;
}

/** Whose database here a recovered key opens; null for nobody's. */
export function findRecovered(profile: Profile, { companyId, userId, key }: RecoveredKey): PersonFolder | null {
  const folder = profile.people().find(({ person }) => person.companyId === companyId && person.userId === userId);
  if (!folder || !existsSync(databasePath(folder))) return null;
  return opens(databasePath(folder), new Uint8Array(Buffer.from(key, 'base64'))) ? folder : null;
}

function opens(path: string, key: Uint8Array): boolean {
  try {
    void openSqlite({ path, key, readOnly: true }).close();
    return true;
  } catch (error) {
    if (error instanceof DatabaseUnreadable) return false;
    throw error;
  }
}
