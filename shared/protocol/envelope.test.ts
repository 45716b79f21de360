import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeId } from '../kernel/ids.ts';
import { type CommandEnvelope, chainHash, commandEnvelopeSchema, GENESIS_HASH } from './envelope.ts';

const id = (byte: number) => makeId(1_764_000_000_000, new Uint8Array(16).fill(byte));
const command: CommandEnvelope = {
  id: id(1),
  name: 'sales.cancelOrder',
  version: 1,
  args: { orderId: id(2), note: '取消' },
  deviceId: id(3),
  seq: 1,
  userId: id(4),
  issuedAt: 1_764_000_000_000,
  hash: GENESIS_HASH,
};

describe('the hash chain over commands', () => {
  it('does not depend on the order of keys, and is stable for ever', () => {
    const shuffled = { ...command, args: { note: '取消', orderId: id(2) } };
    expect(chainHash(GENESIS_HASH, shuffled)).toBe(chainHash(GENESIS_HASH, command));
    expect(chainHash(GENESIS_HASH, command)).toMatchInlineSnapshot(
      `"114d7830bfc6be264dfa7af867dd1761e16df8b3799fb31fd4bfe8b857722bf4"`,
    );
  });

  it.each([
    ['args', { args: { orderId: id(2), note: 'other' } }],
    ['seq', { seq: 2 }],
    ['user', { userId: id(5) }],
    ['time', { issuedAt: command.issuedAt + 1 }],
    ['replaced command', { replaces: id(6) }],
  ])('changes with its %s', (_, change) => {
    expect(chainHash(GENESIS_HASH, { ...command, ...change })).not.toBe(chainHash(GENESIS_HASH, command));
  });

  it('changes with the command before', () => {
    expect(chainHash('1'.repeat(64), command)).not.toBe(chainHash(GENESIS_HASH, command));
  });

  it('covers canonical JSON, whatever the names and arguments are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.jsonValue(),
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.option(fc.constant({ replaces: id(6) }), { nil: {} }),
        (name, args, issuedAt, replaced) => {
          const changed = { ...command, name, args: args as CommandEnvelope['args'], issuedAt, ...replaced };
          const { hash: _, ...covered } = changed;
          const expected = sha256(utf8ToBytes(GENESIS_HASH + canonicalize(covered)));
          expect(chainHash(GENESIS_HASH, covered)).toBe(bytesToHex(expected));
        },
      ),
    );
  });

  it('arguments that are no JSON have no hash', () => {
    const { hash: _, ...covered } = command;
    expect(() => chainHash(GENESIS_HASH, { ...covered, args: undefined as never })).toThrow('must be JSON');
  });

  it('ids carry their time and fit their schema', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 47 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (now, bytes) => {
          const made = makeId(now, bytes);
          expect(commandEnvelopeSchema.shape.id.safeParse(made).success).toBe(true);
          expect(Number.parseInt(made.replace('-', '').slice(0, 12), 16)).toBe(now);
        },
      ),
    );
  });
});
