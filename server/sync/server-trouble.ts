/**
 * Tells the server's own trouble (disk, memory, connection) from a command's bug. Trouble aborts the whole request and
 * stores no answer, so that the device sends again; a bug is answered `failed`, so that the queue goes on.
 */

import { codeOf } from '#shared/kernel/error-code.ts';

/** SQLSTATE classes: connection, rollback forced from outside, resources, lock not available, operator, system, internal. */
const troubleClasses: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57', '58', 'XX']);

/** Sessions that the database ended, since they were silent in the middle of a transaction. */
const endedForSilence: ReadonlySet<string> = new Set(['25P03', '25P04']);

/**
 * What is over after a while, with nothing done by anybody: a connection, two that waited for each other, a lock or an
 * answer that did not come in time, more connections than the database takes.
 */
const passing = /^(08...|40...|57...|55P03|25P0[34]|53300|SQLITE_(BUSY|LOCKED).*)$/;

const sqliteTrouble =
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|NOMEM|CORRUPT|NOTADB|READONLY|CANTOPEN|PROTOCOL|INTERRUPT|ABORT|PERM|AUTH)/;

const connectionTrouble = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_)/;

/** Whether an error says that the server, not the command, is at fault. */
export function isServerTrouble(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return false;
  const { code } = error;
  if (/^[0-9A-Z]{5}$/.test(code)) return troubleClasses.has(code.slice(0, 2)) || endedForSilence.has(code);
  return sqliteTrouble.test(code) || connectionTrouble.test(code);
}

/** Whether the same request is worth another try soon: nothing of it was kept, and nobody has to mend anything. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return passing.test(code) || connectionTrouble.test(code);
}
