import { expect, it } from 'vitest';
import { CODE_LENGTH, hashCode, makeCode, readCode, readJoinLink, writeCode, writeJoinLink } from './one-time-code.ts';

it('a code has ten characters that nobody takes for each other, each as likely as the other', () => {
  const counts = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) {
    const [first = ''] = makeCode(new Uint8Array(CODE_LENGTH).fill(byte));
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  expect(counts.size).toBe(32);
  expect(new Set(counts.values())).toEqual(new Set([8]));
  expect([...counts.keys()].filter((character) => 'IO01'.includes(character))).toEqual([]);
  expect(() => makeCode(new Uint8Array(3))).toThrow();
});

it.each([
  ['ABCDE-FGH23', 'ABCDEFGH23'],
  [' abcde fgh23 ', 'ABCDEFGH23'],
  ['ＡＢＣＤＥ－ＦＧＨ２３', 'ABCDEFGH23'],
  ['ABCDE–FGH23', 'ABCDEFGH23'],
  ['ABCDEFGH2', ''],
  ['ABCDEFGH20', ''],
  ['', ''],
])('%j is read as %j', (typed, code) => {
  expect(readCode(typed)).toBe(code);
});

it('is written in groups, and hashed as it is meant', () => {
  expect(writeCode('ABCDEFGH23')).toBe('ABCDE-FGH23');
  expect(hashCode('ABCDEFGH23')).toMatch(/^[0-9a-f]{64}$/);
});

it('a link is found in a message that was pasted; what is none is none', () => {
  const invitation = { server: 'https://erp.example.com:8443', code: 'ABCDEFGH23' };
  const link = writeJoinLink(invitation);
  expect(link).toBe('satchel://join?server=https%3A%2F%2Ferp.example.com%3A8443&code=ABCDEFGH23');
  expect(readJoinLink(`周文斌，请用这个链接：${link} 谢谢`)).toEqual(invitation);
  expect(readJoinLink('satchel://join?server=%E0%A4%A&code=ABCDEFGH23')).toBeNull();
  expect(readJoinLink('satchel://join?server=x&code=short')).toBeNull();
  expect(readJoinLink('https://example.com')).toBeNull();
});
