import { useState } from 'react';

/**
 * Where the shown stretch of a longer list begins: it moves only as far as the selected place needs to be seen, so that
 * rows do not move away under the mouse.
 * @param at place of the selected row; outside the list: the stretch stays
 */
export function useWindow(length: number, shown: number, at: number): number {
  const [start, setStart] = useState(0);
  let next = start;
  if (at >= 0 && at < length) next = Math.min(Math.max(next, at - shown + 1), at);
  next = Math.max(0, Math.min(next, length - shown));
  if (next !== start) setStart(next);
  return next;
}
