import type { ReactNode } from 'react';
import { keyText } from '../app/shortcuts.ts';

/** The keys of an action, as printed on a keyboard; the screen reader hears them from `aria-keyshortcuts`. */
export function KeyCap({ keys }: { readonly keys: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
    <kbd className="key-cap" aria-hidden="true">
      {keyText(keys)}
    </kbd>
  );
}
