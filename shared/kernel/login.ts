/** A login as it is stored and compared: people type capitals and full-width letters without meaning them. */
export function normalizeLogin(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** Characters of a password that somebody chooses. */
export const MIN_PASSWORD_CHARACTERS = 8;
