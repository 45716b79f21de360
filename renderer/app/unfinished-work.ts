/** Work of a screen that a restart would cut off, like the rows of an import that are still to come. */
const unfinished = new Set<symbol>();

/** Something begins that must come to its end. Returns its end. */
export function beginUnfinishedWork(): () => void {
  const work = Symbol('unfinished work');
  unfinished.add(work);
  return () => {
    unfinished.delete(work);
  };
}

/** Whether a restart would cut something off. */
export function hasUnfinishedWork(): boolean {
  return unfinished.size > 0;
}
