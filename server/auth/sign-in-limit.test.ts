import { expect, test } from 'vitest';
import { makeTestWorld } from '../../tests/support/server.ts';
import {
  makeSignInLimit,
  SIGN_IN_LIMIT_ADDRESS_TRIES,
  SIGN_IN_LIMIT_TRIES,
  SIGN_IN_WINDOW_MS,
} from './sign-in-limit.ts';

const repeat = (times: number, act: (at: number) => void): void => {
  for (let at = 0; at < times; at += 1) act(at);
};

test('an address has few wrong tries over all logins, and then waits; another address does not', () => {
  const world = makeTestWorld();
  const limit = makeSignInLimit(world);
  repeat(SIGN_IN_LIMIT_ADDRESS_TRIES, (at) => limit.takeTry(`login-${at}`, '203.0.113.7'));
  expect(() => limit.takeTry('one more', '203.0.113.7')).toThrow('auth.tooManyTries');
  limit.takeTry('one more', '203.0.113.8');
  world.advance(SIGN_IN_WINDOW_MS);
  limit.takeTry('one more', '203.0.113.7');
});

test('right passwords do not count against the address of an office', () => {
  const limit = makeSignInLimit(makeTestWorld());
  repeat(SIGN_IN_LIMIT_ADDRESS_TRIES * 3, (at) => {
    limit.takeTry(`login-${at}`, '203.0.113.7');
    limit.noteRight(`login-${at}`, '203.0.113.7');
  });
});

test('a try that nobody could look at is none: a database that was away locks nobody out', () => {
  const limit = makeSignInLimit(makeTestWorld());
  repeat(SIGN_IN_LIMIT_TRIES * 20, () => {
    limit.takeTry('zhou', '203.0.113.7');
    limit.takeBack('zhou', '203.0.113.7');
  });
  repeat(SIGN_IN_LIMIT_TRIES, () => limit.takeTry('zhou', '203.0.113.7'));
  expect(() => limit.takeTry('zhou', '203.0.113.7')).toThrow('auth.tooManyTries');
});

test('a whole /64 of IPv6 counts as one address, however it is written', () => {
  const limit = makeSignInLimit(makeTestWorld());
  const addresses = ['2001:db8:0:1::7', '2001:db8:0:1:a:b:c:d', '2001:db8::1:0:0:0:9'];
  repeat(SIGN_IN_LIMIT_TRIES, (at) => limit.takeTry('zhou', addresses[at % addresses.length] ?? ''));
  expect(() => limit.takeTry('zhou', '2001:db8:0:1::ffff')).toThrow('auth.tooManyTries');
  limit.takeTry('zhou', '2001:db8:0:2::7');
  limit.takeTry('zhou', '::ffff:127.0.0.1');
});

test('made-up logins from many addresses do not push out a login that waits', () => {
  const tracked = 20;
  const limit = makeSignInLimit(makeTestWorld(), tracked);
  repeat(SIGN_IN_LIMIT_TRIES, () => limit.takeTry('zhou', '203.0.113.7'));
  repeat(tracked * 3, (at) => limit.takeTry(`made up ${at}`, `198.51.100.${at}`));
  expect(() => limit.takeTry('zhou', '203.0.113.7')).toThrow('auth.tooManyTries');
});
