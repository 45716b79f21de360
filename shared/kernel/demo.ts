/**
 * How domains bring the demo company to life. Each domain contributes parts from its own `demo/` folder, reached through
 * its manifest. Parts never import one another across domains: what one tells the others stands in `DemoStory`, which
 * each extends by declaration merging. Guards:
 * - the same seed, language, size and day make the same rows, in the same order;
 * - each part draws from a source of its own, so that a new part changes nothing of those that are there.
 */
import type { Id } from './ids.ts';
import type { CalendarDate, Instant } from './instants.ts';
import type { AuditColumns, Row, TableName } from './table.ts';

/** The language of the demo company's data (the screens switch by themselves). */
export type DemoLanguage = 'zh' | 'en';
export type InBoth = Readonly<Record<DemoLanguage, string>>;

/** How large the company is: about so many rows of each. */
export interface DemoSize {
  readonly customers: number;
  readonly products: number;
  readonly orders: number;
  readonly movements: number;
}

/** Numbers from a seed. */
export interface SeededRandom {
  /** From 0 to just below 1. */
  next(): number;
  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** Whether something happens that does so in `percent` of cases. */
  chance(percent: number): boolean;
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
  /** So many of the items, none twice, in a random order. */
  some<Item>(items: readonly Item[], count: number): Item[];
}

/** What a part draws from. */
export interface DemoSource {
  readonly random: SeededRandom;
  /** Ids sort by the time at which their rows were made. */
  newId(at: Instant): Id;
}

/** A day of the company's year, in its own time zone. */
export interface DemoDay {
  readonly date: CalendarDate;
  /** 0 on the first day; the last is the day before today. */
  readonly index: number;
  /** How busy it is: 1 on a usual working day, 0 when the company is closed. */
  readonly weight: number;
  /** Part of the year's work done by its end, from 0 to 1. */
  readonly progress: number;
  /** From 1 to 12. */
  readonly month: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** Minutes after midnight. */
  at(minutes: number): Instant;
}

/** Where pictures go. */
export interface DemoFiles {
  /** @returns the file's name: SHA-256 of its bytes, hex */
  put(bytes: Uint8Array, mediaType: string): Promise<string>;
}

/** What parts tell each other; each `demo/story.ts` merges its own in. A part reads what those before it have written. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging from the domains' demo/story.ts
export interface DemoStory {}

export interface Demo {
  readonly language: DemoLanguage;
  readonly size: DemoSize;
  readonly today: CalendarDate;
  readonly days: readonly [DemoDay, ...DemoDay[]];
  readonly story: DemoStory;
  readonly files: DemoFiles;
  /** Real names of companies for large demos; empty where there is no such list. */
  readonly companyNames: readonly string[];
  /** The demo's money: ISO 4217. */
  readonly currency: string;
  /** @param name the part's own, or one of several of a part */
  source(name: string): DemoSource;
}

/** Rows of one table, whole. */
export type DemoBatch = {
  [Name in TableName]: { readonly table: Name; readonly rows: readonly Row<Name>[] };
}[TableName];

export type DemoRows = Iterable<DemoBatch> | AsyncIterable<DemoBatch>;

/** What a part does: at the beginning, on each day in turn, and when the last day is over. */
export interface DemoWork {
  start?(): DemoRows;
  day?(day: DemoDay): Iterable<DemoBatch>;
  finish?(): Iterable<DemoBatch>;
}

export interface DemoPart {
  /** `crm.customers` */
  readonly name: string;
  /** Names of the parts whose story this one reads; each step of theirs comes before this one's. */
  readonly after: readonly string[];
  begin(demo: Demo): DemoWork;
}

/** A batch with the table's own row type. */
export function batchOf<Name extends TableName>(table: Name, rows: readonly Row<Name>[]): DemoBatch {
  return { table, rows } as unknown as DemoBatch;
}

/** Audit columns of a row that someone made at an instant. */
export function madeBy(userId: Id, at: Instant): AuditColumns {
  return { createdAt: at, createdBy: userId, updatedAt: at, updatedBy: userId, deletedAt: null };
}
