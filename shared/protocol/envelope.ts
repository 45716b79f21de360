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

/** Any JSON: what it means, its command knows. */
export const jsonSchema = z.json();

export const commandEnvelopeSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(3).max(80),
  version: z.int().positive(),
  args: jsonSchema,
  deviceId: idSchema,
  seq: z.int().positive(),
  userId: idSchema,
  issuedAt: instantSchema,
  /** The rejected command in whose place a person sent this one. */
  replaces: idSchema.optional(),
  hash: hashSchema,
});
export type CommandEnvelope = z.infer<typeof commandEnvelopeSchema>;

/** What the first command of an incarnation is chained to. */
export const GENESIS_HASH = '0'.repeat(64);

/** Arguments as the chain covers them: canonical JSON (RFC 8785). @throws when they are no JSON */
export function canonicalArgs(args: unknown): string {
  const canonical = canonicalize(args);
  if (canonical === undefined) throw new Error('arguments must be JSON');
  return canonical;
}

/**
 * SHA-256 over the previous hash and the canonical JSON (RFC 8785) of the command without its hash.
 * @param args its arguments in canonical JSON, for whoever has them already
 */
export function chainHash(
  previousHash: string,
  command: Omit<CommandEnvelope, 'hash'>,
  args: string = canonicalArgs(command.args),
): string {
  const { id, name, version, deviceId, seq, userId, issuedAt, replaces } = command;
  const text = (value: string): string => JSON.stringify(value);
  // Left out where there is none: commands from before it have the hash that they always had.
  const replaced = replaces === undefined ? '' : `"replaces":${text(replaces)},`;
  // Canonical: the members by their names' order, and of numbers only whole ones.
  const canonical = `{"args":${args},"deviceId":${text(deviceId)},"id":${text(id)},"issuedAt":${issuedAt},"name":${text(name)},${replaced}"seq":${seq},"userId":${text(userId)},"version":${version}}`;
  return bytesToHex(sha256(utf8ToBytes(previousHash + canonical)));
}
