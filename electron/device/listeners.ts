/** Who listens to something that a device tells. */
export interface Listeners<Value> {
  tell(value: Value): void;
  /** Returns the end of listening. */
  readonly listen: (listener: (value: Value) => void) => () => void;
}

export function makeListeners<Value>(): Listeners<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    tell(value) {
      for (const listener of listeners) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
