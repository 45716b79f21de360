import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readServerOptions } from './read-options.ts';

it('an SQLite file always has a key, beside it unless another place is named', () => {
  const placeOf = (...args: string[]) => readServerOptions(['--database', 'sqlite:company.db', ...args], {}).place;
  expect(placeOf()).toEqual({ kind: 'sqlite', path: resolve('company.db'), keyFile: resolve('company.db.key') });
  expect(placeOf('--key-file', 'keys/one')).toMatchObject({ keyFile: resolve('keys/one') });
});
