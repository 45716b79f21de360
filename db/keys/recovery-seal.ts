/**
 * Seals to a public key what only its private key opens: X25519, HKDF-SHA-256, AES-256-GCM. Guards:
 * - each seal has a key of its own (an ephemeral pair), bound to both public keys and to what it is for;
 * - what was sealed for one thing does not open as another, and a changed byte opens as nothing.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { PublicSealing } from '#shared/kernel/world.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const curve = { kty: 'OKP', crv: 'X25519' } as const;

/** Key pairs as bytes: the public one 32, the private one 64 with its public one behind it. */
export const publicSealing: PublicSealing = {
  makePair() {
    const { privateKey } = generateKeyPairSync('x25519');
    const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
    const publicKey = fromText(x);
    return { publicKey, privateKey: new Uint8Array([...fromText(d), ...publicKey]) };
  },
  seal(publicKey, plain, purpose) {
    const ephemeral = publicSealing.makePair();
    const key = agree(privateOf(ephemeral.privateKey), publicKey, ephemeral.publicKey, publicKey, purpose);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(purpose));
    return new Uint8Array(
      Buffer.concat([ephemeral.publicKey, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
    );
  },
  open(privateKey, sealed, purpose) {
    if (privateKey.byteLength !== 2 * KEY_BYTES || sealed.byteLength < KEY_BYTES + NONCE_BYTES + TAG_BYTES) return null;
    const sender = sealed.subarray(0, KEY_BYTES);
    const nonce = sealed.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES);
    const tagAt = sealed.byteLength - TAG_BYTES;
    try {
      const key = agree(privateOf(privateKey), sender, sender, privateKey.subarray(KEY_BYTES), purpose);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(sealed.subarray(tagAt));
      const body = decipher.update(sealed.subarray(KEY_BYTES + NONCE_BYTES, tagAt));
      return new Uint8Array(Buffer.concat([body, decipher.final()]));
    } catch {
      return null;
    }
  },
};

function agree(
  own: KeyObject,
  other: Uint8Array,
  sender: Uint8Array,
  receiver: Uint8Array,
  purpose: string,
): Uint8Array {
  const publicKey = createPublicKey({ key: { ...curve, x: toText(other) }, format: 'jwk' });
  const shared = diffieHellman({ privateKey: own, publicKey });
  const salt = Buffer.concat([sender, receiver]);
  return new Uint8Array(hkdfSync('sha256', shared, salt, `satchel recovery 1 ${purpose}`, KEY_BYTES));
}

function privateOf(bytes: Uint8Array): KeyObject {
  const [d, x] = [toText(bytes.subarray(0, KEY_BYTES)), toText(bytes.subarray(KEY_BYTES))];
  return createPrivateKey({ key: { ...curve, d, x }, format: 'jwk' });
}

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const fromText = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
