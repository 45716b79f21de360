import { useEffect, useState } from 'react';
import { useDensity } from '../../app/preferences.ts';

/** As many stand before everything else in the smallest window. */
const LEAST = 5;
/** More than these are no longer seen at once; a tab holds all of them. */
const MOST = 12;
/** Rows of a window that are its heads, its foot, and the list of everything else. */
const OTHER_ROWS = 19;

/** How many of those that need a person stand before everything else: more in a high window. */
export function useShownFirst(): number {
  const { rowHeight } = useDensity();
  const [height, setHeight] = useState(() => window.innerHeight);
  useEffect(() => {
    const measure = () => setHeight(window.innerHeight);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return Math.max(LEAST, Math.min(MOST, Math.floor(height / rowHeight) - OTHER_ROWS));
}
