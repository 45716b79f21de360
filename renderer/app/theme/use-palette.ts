import { useSyncExternalStore } from 'react';
import { dark, light, type Palette } from './tokens.ts';

const isDark = () => document.documentElement.dataset.theme === 'dark';

function follow(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** The colours of the brightness that the window has now, for what is drawn without CSS. */
export function usePalette(): Palette {
  return useSyncExternalStore(follow, isDark) ? dark : light;
}
