/**
 * What is believed of an update feed. Pure. Guards:
 * - a build whose words about updates are damaged takes none, and starts all the same;
 * - only bytes that the maker's key signed are read, and those very bytes are what is parsed;
 * - nothing older, nothing that is no version, and no release for a trial build or the other way round.
 */
import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';

const SIGNATURE_BYTES = 64;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** What `npm run dist` put into the packaged package.json: the key of whoever makes Satchel, and a feed of their own. */
const manifestSchema = z.object({
  updateKey: z.string().optional(),
  updateFeed: z
    .string()
    .refine((address) => secretAddress(address) !== null && /^[^?#]*\/$/.test(address))
    .optional(),
});

/**
 * Reads the packaged package.json.
 * @returns key (SPKI, base64) and feed (with a slash at the end), each null when the build names none; or why not
 */
export function readUpdateManifest(text: string): { key: string | null; feed: string | null } | Reason {
  const { success, data } = manifestSchema.safeParse(JSON.parse(text));
  if (!success) return { code: 'updates.badFeed', params: {} };
  return { key: data.updateKey ?? null, feed: data.updateFeed ?? null };
}

/** Where a company's server keeps the feed. @returns null for an address that is none, or that anybody could read along */
export function feedAddress(server: string): string | null {
  const url = secretAddress(server);
  return url && `${url.origin}/v1/updates/`;
}

/** An address on whose way nobody reads along, or null. */
function secretAddress(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)) ? url : null;
}

/**
 * Checks the signature of a feed file.
 * @param signature base64, the content of `<file>.sig`
 * @param publicKey SPKI, base64
 * @throws Refusal `updates.badSignature`
 */
export function verifyFeed(text: string, signature: string, publicKey: string): void {
  if (!isSigned(text, signature, publicKey)) throw new Refusal('updates.badSignature');
}

function isSigned(text: string, signature: string, publicKey: string): boolean {
  const bytes = Buffer.from(signature.trim(), 'base64');
  if (bytes.length !== SIGNATURE_BYTES) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text, 'utf8'), key, bytes);
}

/** Why a version on the feed is not offered, null when it is; `same`: there is nothing to say about it. */
export function refuseVersion(current: string, offered: string): Reason | 'same' | null {
  const [here, there] = [parseVersion(current), parseVersion(offered)];
  if (!here || !there) return { code: 'updates.badVersion', params: { version: offered.slice(0, 40) } };
  if (isTrial(here) !== isTrial(there)) return { code: 'updates.otherKind', params: { version: offered } };
  const order = compareVersions(there, here);
  if (order === 0) return 'same';
  return order > 0 ? null : { code: 'updates.older', params: { version: offered } };
}

interface Version {
  readonly numbers: readonly number[];
  /** Empty for a release, which comes after all of its pre-releases. */
  readonly before: readonly string[];
}

function parseVersion(text: string): Version | null {
  const match = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]{1,60}))?$/.exec(text);
  if (!match) return null;
  return { numbers: match.slice(1, 4).map(Number), before: match[4]?.split('.') ?? [] };
}

const isTrial = ({ before }: Version): boolean => before.includes('trial');

/** By the order of semver.org: above zero when `left` is newer. */
function compareVersions(left: Version, right: Version): number {
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.before.length === 0 || right.before.length === 0) return right.before.length - left.before.length;
  for (const [index, part] of left.before.entries()) {
    const other = right.before[index];
    if (other === undefined) return 1;
    const difference = compareParts(part, other);
    if (difference !== 0) return difference;
  }
  return left.before.length - right.before.length;
}

/** Numbers as numbers, and before words. */
function compareParts(left: string, right: string): number {
  const [isLeftNumber, isRightNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isLeftNumber && isRightNumber) return Number(left) - Number(right);
  if (isLeftNumber !== isRightNumber) return isLeftNumber ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
