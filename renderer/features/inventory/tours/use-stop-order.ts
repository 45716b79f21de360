import { useEffect, useRef, useState } from 'react';

/** So long after the last step the new order is sent: ten steps are one command. */
const SEND_AFTER_MS = 700;

interface StopOrder {
  /** The ids as the person put them, where that is not sent yet. */
  readonly order: readonly string[] | null;
  /** Null: what was put is forgotten. */
  put(ids: readonly string[] | null): void;
}

/**
 * The order of a tour's stops while somebody changes it by keys.
 * @param send puts it down; called once for a run of steps, and at once when the screen is left
 */
export function useStopOrder(send: (ids: readonly string[]) => Promise<void>): StopOrder {
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const latest = useRef({ order, send });
  useEffect(() => {
    latest.current = { order, send };
  });
  useEffect(() => {
    if (order === null) return;
    const timer = setTimeout(() => {
      void latest.current.send(order).then(() => setOrder((now) => (now === order ? null : now)));
    }, SEND_AFTER_MS);
    return () => clearTimeout(timer);
  }, [order]);
  useEffect(
    () => () => {
      const { order: unsent, send: last } = latest.current;
      if (unsent !== null) void last(unsent);
    },
    [],
  );
  return { order, put: setOrder };
}
