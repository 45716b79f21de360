import { useEffect, useRef, useState } from 'react';
import type { PagedState } from '../app/use-query.ts';

/**
 * What Enter does in the search of a list: opens the first hit. While the rows still answer what was typed before, it
 * waits for those that answer what is typed now; typing on takes the Enter back.
 * @param search what is typed
 */
export function useFirstHit<Row>(
  search: string,
  { rows, outdated, loading }: Pick<PagedState<Row>, 'rows' | 'outdated' | 'loading'>,
  open: (row: Row) => void,
): () => void {
  const [awaited, setAwaited] = useState<string | null>(null);
  const isOld = outdated || loading;
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  const [first] = rows;
  useEffect(() => {
    if (awaited === null || (awaited === search && isOld)) return;
    setAwaited(null);
    if (awaited === search && first !== undefined) latest.current(first);
  }, [awaited, search, isOld, first]);
  return () => {
    if (isOld) setAwaited(search);
    else if (first !== undefined) open(first);
  };
}
