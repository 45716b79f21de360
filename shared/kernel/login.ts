/** A login as it is stored and compared: people type capitals and full-width letters without meaning them. */
export function normalizeLogin(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}
