/**
 * What the search in the header finds in the ledger. Guards: a document that was rejected, that waits and is not shown, or
 * that a closed computer handed over, has no row of its own on this device, yet its number, which its customer may have
 * been told, leads somewhere.
 */

import { create } from 'zustand';
import { bridge } from '../../app/bridge.ts';
import type { SearchHit } from '../../app/feature.ts';
import { openTab } from '../../app/tabs.ts';
import { deedOf, factsOf, stateWordOf } from './read-entry.ts';

/** The entry that the ledger is opened for; it takes it. */
export const useAskedEntry = create<{ readonly commandId: string | null }>(() => ({ commandId: null }));

/** Opens the ledger at a command. */
export function openEntry(commandId: string): void {
  openTab('sync');
  useAskedEntry.setState({ commandId });
}

/** Commands without a row whose document, customer or amount is what was typed. */
export async function findRejected(typed: string, limitRows: number): Promise<readonly SearchHit[]> {
  const search = typed.trim();
  if (search === '') return [];
  const found = await Promise.all(
    (['rejected', 'waiting', 'sent', 'failed'] as const).map((state) =>
      bridge().sync.ledger({ state, search, beforeSequence: null, limitRows }),
    ),
  );
  const entries = found
    .flat()
    .filter(({ state, unshown, heldSince }) => state === 'rejected' || unshown !== null || heldSince !== undefined);
  return entries.slice(0, limitRows).flatMap((entry) => {
    const { document, party } = factsOf(entry);
    if (document === null) return [];
    return {
      id: entry.commandId,
      code: document,
      name: party ?? deedOf(entry),
      note: stateWordOf(entry),
      open: () => openEntry(entry.commandId),
    };
  });
}
