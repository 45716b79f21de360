import { describe, expect, test } from 'vitest';
import { isServerTrouble } from './server-trouble.ts';

describe('what the server is to blame for', () => {
  test.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY', '08006', '40P01', '53100', '57P01', 'ECONNRESET'])(
    '%s is trouble: the device sends again',
    (code) => expect(isServerTrouble(Object.assign(new Error('x'), { code }))).toBe(true),
  );

  test.each(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_ERROR', '23505', '22012', '42703', 'P0001', 'ERR_ASSERTION'])(
    '%s is a bug of the command: it fails, the queue goes on',
    (code) => expect(isServerTrouble(Object.assign(new Error('x'), { code }))).toBe(false),
  );

  test('an error without a code is a bug of the command', () => {
    expect(isServerTrouble(new TypeError('undefined is not a function'))).toBe(false);
    expect(isServerTrouble('thrown text')).toBe(false);
  });
});
