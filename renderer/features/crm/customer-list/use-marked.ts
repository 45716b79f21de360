import { useState } from 'react';
import { useShortcut } from '../../../app/shortcuts.ts';
import type { HeldCustomer } from '../owners/use-owner-commands.ts';

export interface Marked {
  /** In the order in which they were marked. */
  readonly customers: readonly HeldCustomer[];
  has(id: string): boolean;
  clear(): void;
}

/** Rows that are marked by Space, to be assigned together; Escape lets go of them. */
export function useMarked(cursor: HeldCustomer | null, enabled: boolean): Marked {
  const [marked, setMarked] = useState<ReadonlyMap<string, HeldCustomer>>(new Map());
  const clear = () => setMarked(new Map());
  useShortcut(
    'space',
    () => {
      if (!cursor) return;
      const next = new Map(marked);
      if (!next.delete(cursor.id)) next.set(cursor.id, cursor);
      setMarked(next);
    },
    { labelKey: 'crm.owners.mark', enabled: enabled && cursor !== null },
  );
  useShortcut('escape', clear, { labelKey: 'crm.owners.unmark', enabled: enabled && marked.size > 0 });
  return { customers: [...marked.values()], has: (id) => marked.has(id), clear };
}
