/** Where the keys go when what had them is gone: never nowhere, so that Tab and the arrows go on from the screen. */
import { type RefObject, useEffect } from 'react';

/** The panel of the tab in front; it takes the focus that nothing inside wants. */
const FLOOR = '[data-focus-floor]';
/** On a screen, what takes the focus first. */
const FIRST = 'data-first-focus';

/** Whether the focus is nowhere: on nothing, on what is hidden or gone, or on the panel around a screen. */
export function isFocusFree(): boolean {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body || activeElement.matches(FLOOR)) return true;
  return typeof activeElement.checkVisibility === 'function' && !activeElement.checkVisibility();
}

/** Whether a question stands before the person; one that was answered may still be in the document, unseen. */
export function isDialogOpen(): boolean {
  const dialogs = [...document.querySelectorAll('[role="dialog"]')];
  return dialogs.some((dialog) => typeof dialog.checkVisibility !== 'function' || dialog.checkVisibility());
}

/** Gives the focus to an element when its screen comes to the front and nothing else has it. */
export function useFirstFocus(element: RefObject<HTMLElement | null>, enabled = true): void {
  useEffect(() => {
    if (!enabled) return;
    // Also for later, when something in front gives the keys back.
    element.current?.setAttribute(FIRST, '');
    if (isFocusFree()) element.current?.focus({ preventScroll: true });
  }, [element, enabled]);
}

/** Gives the focus back to where it was, or to the screen in front when that is gone. */
export function returnFocus(to: Element | null): void {
  if (to instanceof HTMLElement && to.isConnected) to.focus({ preventScroll: true });
  if (!isFocusFree()) return;
  const floor = document.querySelector<HTMLElement>(FLOOR);
  (floor?.querySelector<HTMLElement>(`[${FIRST}]`) ?? floor)?.focus({ preventScroll: true });
}

/** Goes to the next key inside an element, or to the one before, round and round. */
export function stepFocus(inside: HTMLElement | null, by: 1 | -1): void {
  const keys = [...(inside?.querySelectorAll<HTMLElement>('button:enabled') ?? [])];
  const from = keys.indexOf(document.activeElement as HTMLElement);
  keys[(from + by + keys.length) % keys.length]?.focus();
}
