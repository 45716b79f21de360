/**
 * Runs the parts of the demo company through its year and hands their rows on in batches. Guards: the same options give
 * the same rows in the same order; a part comes after those that it names, at the beginning and on every day.
 */
import { createHash } from 'node:crypto';
import type { Demo, DemoBatch, DemoFiles, DemoLanguage, DemoPart, DemoSize, DemoStory } from '#shared/kernel/demo.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import { demoDays } from './calendar.ts';
import { demoSource } from './seeded-random.ts';

/** Sizes by name. small: for trying. full: what benchmarks are measured at; quick: a tenth of it. */
export const demoSizes = {
  small: { customers: 60, products: 120, orders: 600, movements: 6_500 },
  quick: { customers: 10_000, products: 2_000, orders: 6_000, movements: 100_000 },
  full: { customers: 100_000, products: 20_000, orders: 60_000, movements: 1_000_000 },
} as const satisfies Record<string, DemoSize>;
export type DemoSizeName = keyof typeof demoSizes;

export interface DemoOptions {
  readonly seed: number;
  readonly language: DemoLanguage;
  readonly size: DemoSize;
  /** The day after the year's last. */
  readonly today: CalendarDate;
  readonly parts: readonly DemoPart[];
  /** Where pictures go; forgotten unless given. */
  readonly files?: DemoFiles;
  /** Real names of companies, for a Chinese one. */
  readonly companyNames?: readonly string[];
}

/** Every row of the company, parents before their children. */
export async function* generateDemo(options: DemoOptions): AsyncIterable<DemoBatch> {
  const { seed, language, size, today } = options;
  const demo: Demo = {
    language,
    size,
    today,
    days: demoDays(today),
    // Filled by the parts, each before those that read it.
    story: {} as DemoStory,
    files: options.files ?? forgottenFiles,
    companyNames: options.companyNames ?? [],
    currency: 'CNY',
    source: (name) => demoSource(seed, name),
  };
  const works = inOrder(options.parts).map((part) => part.begin(demo));
  for (const work of works) if (work.start) yield* work.start();
  for (const day of demo.days) {
    for (const work of works) if (work.day) yield* work.day(day);
  }
  for (const work of works) if (work.finish) yield* work.finish();
}

const forgottenFiles: DemoFiles = {
  put: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
};

/** @throws when a part names one that is not there, or two wait for each other */
function inOrder(parts: readonly DemoPart[]): DemoPart[] {
  const ordered: DemoPart[] = [];
  const waiting = [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ after }) => after.every((name) => ordered.some((part) => part.name === name)));
    const [part] = at < 0 ? [] : waiting.splice(at, 1);
    if (!part) throw new Error(`the demo's parts wait for each other: ${waiting.map(({ name }) => name).join(', ')}`);
    ordered.push(part);
  }
  return ordered;
}
