import type { z } from 'zod';

type Json = z.core.util.JSONType;

/**
 * Whether all text of a JSON value can be stored on both databases: PostgreSQL keeps no NUL, neither keeps half a
 * surrogate pair.
 * @returns the path to the first text that cannot, or null
 */
export function findUnstorableText(value: Json, path = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') || /\p{Surrogate}/u.test(value) ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const inner = path === '' ? key : `${path}.${key}`;
    const found = findUnstorableText(key, inner) ?? findUnstorableText(part as Json, inner);
    if (found !== null) return found;
  }
  return null;
}
