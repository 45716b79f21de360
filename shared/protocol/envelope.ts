/**
 * The command as it travels, and the chain over it. Invariant: `hash` covers every other field and the hash before,
 * so a device's history can be compared and a copied database is found (SYNC.md, push).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';

export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const commandEnvelopeSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(3).max(80),
  version: z.int().positive(),
  args: z.json(),
  deviceId: idSchema,
  seq: z.int().positive(),
  userId: idSchema,
  issuedAt: instantSchema,
  hash: hashSchema,
});
export type CommandEnvelope = z.infer<typeof commandEnvelopeSchema>;

/** What the first command of an incarnation is chained to. */
export const GENESIS_HASH = '0'.repeat(64);

/** SHA-256 over the previous hash and the canonical JSON (RFC 8785) of the command without its hash. */
export function chainHash(previousHash: string, command: Omit<CommandEnvelope, 'hash'>): string {
  const { id, name, version, args, deviceId, seq, userId, issuedAt } = command;
  const canonical = canonicalize({ id, name, version, args, deviceId, seq, userId, issuedAt });
  if (canonical === undefined) throw new Error('a command must be JSON');
  return bytesToHex(sha256(utf8ToBytes(previousHash + canonical)));
}
