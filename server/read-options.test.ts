import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readServerOptions } from './read-options.ts';

it('an SQLite file always has a key, beside it unless another place is named', () => {
  const placeOf = (...args: string[]) => readServerOptions(['--database', 'sqlite:company.db', ...args], {}).place;
  expect(placeOf()).toEqual({
    kind: 'sqlite',
    path: resolve('company.db'),
    keyFile: resolve('company.db.key'),
    filesFolder: resolve('company.db.files'),
  });
  expect(placeOf('--key-file', 'keys/one')).toMatchObject({ keyFile: resolve('keys/one') });
});

it('files lie beside the SQLite file or the demo, or where --files says; schemas on PostgreSQL never share a folder', () => {
  const filesOf = (...args: string[]) => readServerOptions(args, {}).place.filesFolder;
  expect(filesOf('--database', 'sqlite:company.db', '--files', 'pictures')).toBe(resolve('pictures'));
  expect(filesOf('--demo', 'demo')).toBe(resolve('demo/files'));
  const postgres = ['--database', 'postgres://somewhere/satchel'];
  expect(filesOf(...postgres)).not.toBe(filesOf(...postgres, '--schema', 'other'));
  expect(filesOf(...postgres, '--files', '/srv/files')).toBe(resolve('/srv/files'));
});

it('the update feed is a folder, and none unless named', () => {
  expect(readServerOptions([], {}).updatesFolder).toBeNull();
  expect(readServerOptions(['--updates', 'feed'], {}).updatesFolder).toBe(resolve('feed'));
  expect(readServerOptions([], { SATCHEL_UPDATES: '/srv/feed' }).updatesFolder).toBe(resolve('/srv/feed'));
});
