import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  CODE_LIMIT_HOURS,
  canBeSpokenCode,
  codeDigits,
  isSpokenCode,
  makeSpokenCode,
  type SpokenAbout,
  spokenCodeEnds,
  spokenGroups,
} from './spoken-code.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T09:20:00Z');
const SECRET = '5a'.repeat(32);
const about: SpokenAbout = {
  approverId: 'boss',
  documentNumber: 'SO-K7-000123',
  kind: 'discount',
  amountMinor: 1_234_500,
  currency: 'CNY',
};

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const abouts: fc.Arbitrary<SpokenAbout> = fc.record({
  approverId: fc.uuid(),
  documentNumber: fc.nat(999_999).map((running) => `SO-K7-${String(running).padStart(6, '0')}`),
  kind: fc.constantFrom('discount', 'credit'),
  amountMinor: fc.integer({ min: -1_000_000, max: 1e14 }),
  currency: fc.constantFrom('CNY', 'USD', 'JPY'),
});
const instants = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2036-01-01T00:00:00Z') });
const hours = fc.integer({ min: 1, max: CODE_LIMIT_HOURS });

it('is ten digits in groups, heard with any gaps', () => {
  const code = makeSpokenCode(SECRET, about, NOW, 4);
  expect(code).toMatch(/^\d{10}$/);
  expect(spokenGroups(code)).toMatch(/^\d\d \d{4} \d{4}$/);
  expect(codeDigits(` ${spokenGroups(code)}。`)).toBe(code);
});

it('R9 the right code passes from when it was made to its end, whoever writes the number how', () => {
  fc.assert(
    fc.property(
      secrets,
      abouts,
      instants,
      hours,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (secret, what, now, valid, part) => {
        const code = makeSpokenCode(secret, what, now, valid);
        const ends = spokenCodeEnds(now, valid);
        const at = Math.floor(now + (ends - now) * part);
        expect(isSpokenCode(secret, what, code, at)).toBe(true);
        expect(
          isSpokenCode(secret, { ...what, documentNumber: ` ${what.documentNumber.toLowerCase()}` }, code, at),
        ).toBe(true);
        expect(ends - now).toBeGreaterThanOrEqual(valid * HOUR);
        expect(ends - now).toBeLessThan((valid + 1) * HOUR);
      },
    ),
  );
});

it('R9 a code of another time never passes', () => {
  fc.assert(
    fc.property(
      secrets,
      abouts,
      instants,
      hours,
      fc.integer({ min: 0, max: 400 * 24 }),
      (secret, what, now, valid, later) => {
        const code = makeSpokenCode(secret, what, now, valid);
        const at = spokenCodeEnds(now, valid) + later * HOUR;
        expect(isSpokenCode(secret, what, code, at)).toBe(false);
        // Nor long before: a clock that is years behind takes no code of the future.
        expect(isSpokenCode(secret, what, code, now - (CODE_LIMIT_HOURS + 2 + later) * HOUR)).toBe(false);
      },
    ),
  );
});

it('R9 a code of another document, amount, currency, kind, approver or secret never passes', () => {
  const others: fc.Arbitrary<Partial<SpokenAbout>> = fc.oneof(
    fc.record({ documentNumber: fc.nat(999_999).map((running) => `SO-Q2-${running}`) }),
    fc.record({ amountMinor: fc.integer({ min: 0, max: 1e14 }) }),
    fc.record({ currency: fc.constant('EUR') }),
    fc.record({ kind: fc.constant('other') }),
    fc.record({ approverId: fc.uuid() }),
  );
  fc.assert(
    fc.property(secrets, secrets, abouts, others, instants, hours, (secret, another, what, change, now, valid) => {
      const code = makeSpokenCode(secret, what, now, valid);
      const other = { ...what, ...change };
      fc.pre(JSON.stringify(other) !== JSON.stringify(what) && another !== secret);
      expect(isSpokenCode(secret, other, code, now)).toBe(false);
      expect(isSpokenCode(another, what, code, now)).toBe(false);
    }),
    { seed: 9 },
  );
});

it('what was misheard by one digit is not the code', () => {
  const code = makeSpokenCode(SECRET, about, NOW, 4);
  for (let place = 0; place < 10; place += 1) {
    const heard = `${code.slice(0, place)}${(Number(code[place]) + 1) % 10}${code.slice(place + 1)}`;
    expect(isSpokenCode(SECRET, about, heard, NOW), heard).toBe(false);
  }
});

it('says by itself that it is over, or can be none at all', () => {
  const code = makeSpokenCode(SECRET, about, NOW, 4);
  expect(canBeSpokenCode(code, NOW)).toBe(true);
  expect(canBeSpokenCode(code, NOW + 6 * HOUR)).toBe(false);
  expect(canBeSpokenCode(code.slice(1), NOW)).toBe(false);
  expect(canBeSpokenCode(`${code.slice(0, 9)}x`, NOW)).toBe(false);
});
