/**
 * The company's recovery key. Guards:
 * - its private half is written to one file and told nowhere else: not in the database, not on the screen, not in a log;
 * - no secret is an argument; a file that is there is never written over, and only its owner may read what is written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { KeyDerivation } from '#shared/kernel/world.ts';
import { purposeOf, type RecoveredKey, recoveryCopySchema } from '#shared/protocol/recovery-copy.ts';
import { FileTrouble } from '../say-failure.ts';
import { runSystemCommand, type SystemWriter } from '../sync/system-command.ts';
import '#shared/domains/admin/tables.ts';

const SETTING = 'security.recoveryKey';

/**
 * Makes a key pair: devices seal to the public half at their next exchange, the private one is in the file alone.
 * @throws what the disk says; nothing is changed then
 */
export async function makeRecoveryKey(writer: SystemWriter, out: string): Promise<{ privateKeyFile: string }> {
  const { publicKey, privateKey } = writer.world.keys.toPublic.makePair();
  writeSecret(out, Buffer.from(privateKey).toString('base64'));
  const value = Buffer.from(publicKey).toString('base64');
  await runSystemCommand(writer, async (tx, { created, updated }) => {
    await tx
      .insertInto('settings')
      .values({ id: SETTING, value, ...created })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ value, deletedAt: null, ...updated }))
      .execute();
  });
  return { privateKeyFile: out };
}

/**
 * Opens what a device keeps beside its database; works without the company's database, on a computer apart.
 * @throws FileTrouble where the files do not fit each other
 */
export function openRecovery(
  keys: Pick<KeyDerivation, 'toPublic'>,
  files: { readonly sealed: string; readonly key: string; readonly out: string },
): { readonly name: string; readonly deviceFile: string } {
  const copy = recoveryCopySchema.safeParse(readJson(files.sealed));
  if (!copy.success) throw new FileTrouble(`${files.sealed} is no recovery.json of a device: check --sealed.`);
  const privateKey = Buffer.from(readFileSync(files.key, 'utf8').trim(), 'base64');
  const { companyId, userId, deviceId, name } = copy.data;
  const key = keys.toPublic.open(privateKey, Buffer.from(copy.data.sealed, 'base64'), purposeOf(copy.data));
  if (!key)
    throw new FileTrouble('This key does not open that file: it was sealed to another recovery key, or damaged.');
  const recovered: RecoveredKey = { version: 1, companyId, userId, deviceId, key: Buffer.from(key).toString('base64') };
  writeSecret(files.out, JSON.stringify(recovered));
  return { name, deviceFile: files.out };
}

function writeSecret(path: string, text: string): void {
  writeFileSync(path, `${text}\n`, { mode: 0o600, flag: 'wx' });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
