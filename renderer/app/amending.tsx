/**
 * What is typed in place of a rejected command. Guards:
 * - a tab or a dialog that was opened so knows the rejected command, and only its screens send something in its place: the
 *   first command of the same name names it (use-command.ts), whatever else is sent stands for itself;
 * - what was replaced or let go of meanwhile opens as a new one: nothing is sent in place of it twice.
 */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from './bridge.ts';
import type { TabParams } from './feature.ts';

/** The param of a tab that holds the rejected command's id. */
const PARAM = 'inPlaceOf';

const AmendedContext = createContext<LedgerEntry | null>(null);

export const amendingParams = (entry: LedgerEntry): TabParams => ({ [PARAM]: entry.commandId });

/** The rejected command that a tab was opened for; null: none. */
export function amendedBy(params: TabParams): string | null {
  const id = params[PARAM];
  return typeof id === 'string' ? id : null;
}

const isOpen = ({ state, replacedBy, droppedAt }: LedgerEntry): boolean =>
  state === 'rejected' && replacedBy === null && droppedAt === null;

/** Everything inside is typed in place of this rejected command. */
export function InPlaceOf({ entry, children }: { readonly entry: LedgerEntry; readonly children: ReactNode }) {
  return <AmendedContext value={isOpen(entry) ? entry : null}>{children}</AmendedContext>;
}

/** The same by the command's id; nothing is shown before it is known. */
export function InPlaceOfCommand({
  commandId,
  children,
}: {
  readonly commandId: string;
  readonly children: ReactNode;
}): ReactNode {
  const [entry, setEntry] = useState<LedgerEntry | 'asked' | null>('asked');
  useEffect(() => {
    let isGone = false;
    const show = (found: LedgerEntry | null) => {
      // What is typed stays, whatever becomes of the command.
      if (!isGone) setEntry((known) => (known === 'asked' ? found : known));
    };
    bridge()
      .sync.entry(commandId)
      .then(
        (detail) => show(detail?.entry ?? null),
        () => show(null),
      );
    return () => {
      isGone = true;
    };
  }, [commandId]);
  if (entry === 'asked') return null;
  return entry ? <InPlaceOf entry={entry}>{children}</InPlaceOf> : children;
}

/** The rejected command that stands behind what is typed here; null: none. @param name only one of this name */
export function useAmended(name?: string): LedgerEntry | null {
  const entry = useContext(AmendedContext);
  return name === undefined || entry?.name === name ? entry : null;
}
