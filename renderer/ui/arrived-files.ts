/** One subscription for all pictures on the screen: a list shows many of them. */
import { bridge } from '../app/bridge.ts';

const waiting = new Map<string, Set<() => void>>();
let endListening: (() => void) | null = null;

/** Calls when the file with this hash has come to the device. Returns the end of waiting. */
export function onFileArrived(hash: string, arrived: () => void): () => void {
  const all = waiting.get(hash) ?? new Set();
  waiting.set(hash, all.add(arrived));
  endListening ??= bridge().files.onArrived((come) => {
    for (const call of waiting.get(come) ?? []) call();
  });
  return () => {
    all.delete(arrived);
    if (all.size === 0 && waiting.get(hash) === all) waiting.delete(hash);
    if (waiting.size > 0) return;
    endListening?.();
    endListening = null;
  };
}
