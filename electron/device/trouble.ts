/**
 * What breaks, as a person is told it: a code, and the error's id under which the log has the whole. Guards: no raw
 * error text (English, SQL, paths of the program) ever stands in a sentence.
 */
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';

/** Where problems are written. */
export type Problem = (where: string, error: unknown) => void;

/**
 * Logs an error under a fresh id. A full or a damaged disk has a sentence of its own.
 * @param code of the sentence; it may show `{{errorId}}`
 */
export function noteTrouble(world: World, problem: Problem, where: string, error: unknown, code: string): Reason {
  const errorId: Id = makeId(Math.max(0, world.clock.now()), world.random.bytes(16));
  problem(`${where} [${errorId}]`, error);
  return reasonOfDisk(error) ?? { code, params: { errorId } };
}

/** What the disk is to blame for, not the work that met it. */
export const isDiskTrouble = (error: unknown): boolean =>
  reasonOfDisk(error) !== null || codeOf(error).startsWith('SQLITE_IOERR');

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

function reasonOfDisk(error: unknown): Reason | null {
  const code = codeOf(error);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return { code: 'device.diskFull', params: {} };
  if (['EROFS', 'EACCES', 'EPERM', 'SQLITE_CANTOPEN'].includes(code) || code.startsWith('SQLITE_READONLY')) {
    return { code: 'device.profileReadOnly', params: {} };
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return { code: 'device.databaseDamaged', params: {} };
  }
  return null;
}
