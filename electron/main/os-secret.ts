/**
 * The secret that the operating system keeps for this profile. Guards:
 * - it is used only where the key store is a real one (not Chromium's fixed password on bare Linux);
 * - a file that cannot be decrypted today is left as it is: the key store may be locked, and keys hang on it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { safeStorage } from 'electron';

const SECRET_BYTES = 32;

/** 32 bytes, or null where no real key store is at hand. @param path of the sealed file in the profile */
export function readOsSecret(path: string): Uint8Array | null {
  if (!isRealKeyStore()) return null;
  if (existsSync(path)) {
    try {
      const secret = Buffer.from(safeStorage.decryptString(readFileSync(path)), 'base64');
      return secret.byteLength === SECRET_BYTES ? new Uint8Array(secret) : null;
    } catch {
      return null;
    }
  }
  const secret = randomBytes(SECRET_BYTES);
  writeFileSync(`${path}.new`, safeStorage.encryptString(secret.toString('base64')), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return new Uint8Array(secret);
}

function isRealKeyStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (process.platform !== 'linux') return true;
  return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}
