/**
 * Screens whose code comes when they are first needed. Guards:
 * - a screen whose code is there stands at once: React's own `lazy` holds back what was waited for until 300 ms after
 *   the last gap, also when the file came in five;
 * - code that did not come is asked for again by the next one who opens the screen; this one says that it broke.
 */
import { type ComponentType, type FunctionComponent, type ReactNode, useEffect, useState } from 'react';

export interface LoadedScreen<Props = object> extends FunctionComponent<Props> {
  /** Brings the code ahead of time. What goes wrong is told when the screen is opened. */
  preload(): Promise<void>;
}

/** A component by its code. @param load `() => import('./order-list.tsx').then((module) => module.OrderList)` */
export function loadScreen<Props extends object = object>(
  load: () => Promise<ComponentType<Props>>,
): LoadedScreen<Props> {
  let loaded: ComponentType<Props> | null = null;
  let coming: Promise<void> | null = null;

  const bring = (): Promise<void> => {
    coming ??= load().then(
      (screen) => {
        loaded = screen;
      },
      (error: unknown) => {
        coming = null;
        throw error;
      },
    );
    return coming;
  };

  function LoadedLater(props: Props): ReactNode {
    const [Screen, setScreen] = useState<ComponentType<Props> | null>(() => loaded);
    const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
    useEffect(() => {
      if (Screen) return;
      let isGone = false;
      void bring().then(
        () => {
          if (!isGone) setScreen(() => loaded);
        },
        (error: unknown) => {
          if (!isGone) setFailure({ error });
        },
      );
      return () => {
        isGone = true;
      };
    }, [Screen]);
    if (failure) throw failure.error;
    return Screen ? <Screen {...props} /> : null;
  }
  return Object.assign(LoadedLater, { preload: () => bring().catch(() => {}) });
}
