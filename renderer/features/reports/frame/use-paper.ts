import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * Whether the window is being printed: what stands on paper alone is drawn for that moment, and in the light colours,
 * whichever the person works in.
 */
export function usePaper(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const { dataset } = document.documentElement;
    let before: string | undefined;
    const begin = () => {
      before = dataset.theme;
      dataset.theme = 'light';
      flushSync(() => setPrinting(true));
    };
    const end = () => {
      if (before !== undefined) dataset.theme = before;
      setPrinting(false);
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
