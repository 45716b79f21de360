import type { DemoSource, SeededRandom } from '#shared/kernel/demo.ts';
import { makeId } from '#shared/kernel/ids.ts';

/** Numbers from a seed: the same on every machine (mulberry32, 32 bits of state; not for secrets). */
function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    chance: (percent) => next() * 100 < percent,
    oneOf: (items) => items[between(0, items.length - 1)] ?? items[0],
    some(items, count) {
      const left = [...items];
      const wanted = Math.min(count, left.length);
      for (let place = 0; place < wanted; place += 1) {
        const other = between(place, left.length - 1);
        const [one, taken] = [left[place], left[other]];
        if (one === undefined || taken === undefined) continue;
        left[place] = taken;
        left[other] = one;
      }
      return left.slice(0, wanted);
    },
  };
}

/** What a part of the demo draws from: its own numbers and ids, by the seed and its name. */
export function demoSource(seed: number, name: string): DemoSource {
  let mixed = seed >>> 0;
  for (const letter of name) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const ids = seededRandom(mixed ^ 0x5bd1e995);
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  return {
    random: seededRandom(mixed),
    newId(at) {
      for (let place = 0; place < 16; place += 4) view.setUint32(place, Math.floor(ids.next() * 4_294_967_296));
      return makeId(at, bytes);
    },
  };
}
