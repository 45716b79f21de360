/** Numbers from a seed: the same demo company on every machine (mulberry32, 32 bits of state; not for secrets). */
export interface SeededRandom {
  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** One of the items. */
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
  /** So many of the items, none twice, in a random order. */
  some<Item>(items: readonly Item[], count: number): Item[];
  /** Bytes for ids. */
  bytes(count: number): Uint8Array;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    oneOf: (items) => items[between(0, items.length - 1)] ?? items[0],
    some: (items, count) => {
      const left = [...items];
      return Array.from({ length: Math.min(count, items.length) }, () =>
        left.splice(between(0, left.length - 1), 1),
      ).flat();
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => between(0, 255)),
  };
}
