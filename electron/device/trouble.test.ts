import { describe, expect, it } from 'vitest';
import { makeSimulation } from '../../tests/support/simulated-world.ts';
import { noteTrouble } from './trouble.ts';

const { world } = makeSimulation(3);
const told = (code: string) => {
  const error = Object.assign(new Error('as the system words it, ~/lin/…'), { code });
  return noteTrouble({ ...world, network: makeSimulation(4).addDevice().network }, () => {}, 'test', error, 'x.failed');
};

describe('what the disk does is told in a sentence of its own', () => {
  it.each([
    ['SQLITE_FULL', 'device.diskFull'],
    ['ENOSPC', 'device.diskFull'],
    ['EDQUOT', 'device.diskFull'],
    ['EROFS', 'device.profileReadOnly'],
    ['EACCES', 'device.profileReadOnly'],
    ['EPERM', 'device.profileReadOnly'],
    ['SQLITE_READONLY_DIRECTORY', 'device.profileReadOnly'],
    ['SQLITE_CANTOPEN', 'device.profileReadOnly'],
    ['SQLITE_CORRUPT_VTAB', 'device.databaseDamaged'],
    ['SQLITE_NOTADB', 'device.databaseDamaged'],
  ])('%s: %s', (code, sentence) => {
    expect(told(code)).toEqual({ code: sentence, params: {} });
  });

  it('anything else by its id in the log', () => {
    expect(told('EPIPE')).toEqual({ code: 'x.failed', params: { errorId: expect.any(String) } });
  });
});
