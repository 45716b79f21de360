import type { ScopeKind } from './table.ts';

/**
 * The name of a scope: `company`, `territory:<id>`; with a right that whoever sees it needs: `company/inventory.seeCost`.
 */
export interface Scope {
  readonly kind: 'company' | ScopeKind;
  /** None for the company. */
  readonly id: string | null;
  readonly right: string | null;
}

/** Writes a scope as the log names it. */
export function scopeName(kind: Scope['kind'], id: string | null, right?: string | null): string {
  const place = id === null ? kind : `${kind}:${id}`;
  return right ? `${place}/${right}` : place;
}

/** Reads a scope's name. Ids hold no slash: they are UUIDs, or codes that were made of letters, digits and `. _ -`. */
export function parseScope(name: string): Scope {
  const slash = name.indexOf('/');
  const place = slash === -1 ? name : name.slice(0, slash);
  const colon = place.indexOf(':');
  return {
    kind: (colon === -1 ? place : place.slice(0, colon)) as Scope['kind'],
    id: colon === -1 ? null : place.slice(colon + 1),
    right: slash === -1 ? null : name.slice(slash + 1),
  };
}
