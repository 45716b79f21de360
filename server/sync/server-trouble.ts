/**
 * Tells the server's own trouble (disk, memory, connection) from a command's bug. Trouble aborts the whole request and
 * stores no answer, so that the device sends again; a bug is answered `failed`, so that the queue goes on.
 */

/** SQLSTATE classes: connection, rollback forced from outside, resources, lock not available, operator, system, internal. */
const troubleClasses: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57', '58', 'XX']);

const sqliteTrouble =
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|NOMEM|CORRUPT|NOTADB|READONLY|CANTOPEN|PROTOCOL|INTERRUPT|ABORT|PERM|AUTH)/;

const connectionTrouble = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_)/;

/** Whether an error says that the server, not the command, is at fault. */
export function isServerTrouble(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return false;
  const { code } = error;
  if (/^[0-9A-Z]{5}$/.test(code)) return troubleClasses.has(code.slice(0, 2));
  return sqliteTrouble.test(code) || connectionTrouble.test(code);
}
