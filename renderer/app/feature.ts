import type { TFunction } from 'i18next';
import type { ComponentType } from 'react';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { AttentionPart } from './attention.ts';
import type { LoadedScreen } from './load-screen.tsx';
import type { Mendings } from './mending.ts';

/** What a tab was opened with; kept over a restart, so plain values only. */
export type TabParams = Readonly<Record<string, string | number | boolean | null>>;

export interface ScreenProps {
  readonly params: TabParams;
}

/** Any icon of `@ant-design/icons` fits; the word beside it is read, so render it with `aria-hidden`. */
export type IconComponent = ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;

export interface RouteDefinition {
  /** Unique in the application: `orderEntry`, `customerList`. Tabs keep it over a restart: never rename it lightly. */
  readonly kind: string;
  readonly icon: IconComponent;
  /** The tab's title until the screen sets its own by `useTab().setTitle`. */
  readonly titleKey: string;
  /** A title made of the params, instead of `titleKey`. */
  readonly title?: (params: TabParams, t: TFunction) => string;
  /**
   * What makes two tabs of this kind the same document: opening it again goes to the open tab. Without it, equal
   * params are the same tab (a list opened with no params exists once).
   */
  readonly identity?: (params: TabParams) => string;
  /** The param that holds the document's id, by the name that commands use in their arguments: `orderId`. */
  readonly documentParam?: string;
  /** Of several rights one is enough. */
  readonly permission?: string | readonly string[];
  /** Always open, before all others, and never closed: the start page. */
  readonly isFixed?: true;
  /** Has the whole window, without the shell's menu and tabs: work modes. Leaving it is the screen's own (Esc). */
  readonly isWholeWindow?: true;
  readonly component: LoadedScreen<ScreenProps>;
}

/** The groups of the menu, from its top: to whom it is sold, what they owe, where it lies, how it is worked at, how it goes and comes. */
export const menuGroups = [
  'sales',
  'billing',
  'scanning',
  'warehouse',
  'shipping',
  'purchasing',
  'reports',
  'administration',
] as const;
export type MenuGroup = (typeof menuGroups)[number];

export interface MenuEntry {
  /** Kind of the route that it opens, without params. */
  readonly route: string;
  readonly icon: IconComponent;
  readonly labelKey: string;
  /** Under which heading of the menu it stands, or at its foot beside the settings. */
  readonly group: MenuGroup | 'foot';
  /** Place in its group. */
  readonly order: number;
  /** Of several rights one is enough. */
  readonly permission?: string | readonly string[];
  /** A hook: how many wait behind this entry. Zero shows nothing. */
  readonly useCount?: () => number;
}

/** Something that can be done from anywhere: found by Ctrl+K, and listed under New when `isNew`. */
export interface FeatureAction {
  readonly id: string;
  readonly labelKey: string;
  readonly icon: IconComponent;
  /** Of several rights one is enough. */
  readonly permission?: string | readonly string[];
  readonly isNew?: boolean;
  /** What is done many times a day stands first, wherever they are listed; left out: after those, by their features. */
  readonly order?: number;
  /** A place that the side or a list leads to: found by its key, the search and *New*, with no button on the start page. */
  readonly isPlace?: true;
  /** More words that it is found by, beside its name. */
  readonly wordsKey?: string;
  /** Works from anywhere in the application: `mod+shift+o`. Shown beside the action and in the list of `?`. */
  readonly shortcut?: string;
  readonly run: () => void;
}

/** What a feature says on the start page; it shows nothing rather than an empty frame. */
export interface TodayPart {
  readonly id: string;
  /** A figure of the strip on top, a panel below it, or one of twice the width. */
  readonly place: 'figure' | 'panel' | 'wide';
  readonly order: number;
  readonly permission?: string;
  /** Not for people who may this: what a warehouse looks at first is not what a rep looks at first. */
  readonly unless?: string;
  /** Renders nothing when there is nothing to say; the others keep their place while they load. */
  readonly mayBeEmpty?: boolean;
  readonly component: LoadedScreen;
}

/** One line that the search in the header found. */
export interface SearchHit {
  readonly id: string;
  /** Shown first, in a column: SKU, customer code, document number. */
  readonly code: string;
  readonly name: string;
  /** Quieter, at the right: city, unit, date. */
  readonly note?: string;
  /** Stands in the icon's place. */
  readonly pictureHash?: string | null;
  /** Of what the office rejected little more is kept than its code: where anything else tells of it, that is enough. */
  readonly isStub?: boolean;
  readonly open: () => void;
}

/** What the search in the header finds beside the rows of the database. */
export interface SearchFinder {
  readonly id: string;
  readonly labelKey: string;
  readonly icon: IconComponent;
  readonly find: (typed: string, limitRows: number) => Promise<readonly SearchHit[]>;
}

/** What the search in the header looks through. */
export interface SearchSource {
  /** A query whose reply is a `Page`. */
  readonly query: string;
  readonly labelKey: string;
  readonly icon: IconComponent;
  readonly permission?: string;
  /** Place of the group. */
  readonly order: number;
  readonly args: (typed: string, limitRows: number) => unknown;
  readonly toHit: (row: never) => SearchHit;
}

/** One step of the welcome tour; it points at the real thing. */
export interface TourStep {
  readonly id: string;
  /** Place in the tour: 100 search, 200 new, 300 what is made, 400 network, 500 ledger, 600 the person's menu. */
  readonly order: number;
  readonly titleKey: string;
  readonly textKey: string;
  /** Keys that the text speaks of, printed as caps. */
  readonly keys?: readonly string[];
  /** What it points at: a selector; of several the first that can be seen. */
  readonly target: string;
  readonly permission?: string;
  /** For people of the demo company alone, or of a company of their own alone. */
  readonly audience?: 'demo' | 'company';
  /** Brings onto the screen what it points at. Returns what takes that back. */
  readonly prepare?: () => () => void;
}

/**
 * What a folder under features/ gives to the shell: `export const feature: Feature` in its index.ts, which must stay
 * small: screens come by `loadScreen(() => import('./order-entry/order-entry.tsx').then(…))`.
 */
export interface Feature {
  readonly routes: readonly RouteDefinition[];
  readonly menu: readonly MenuEntry[];
  readonly actions?: readonly FeatureAction[];
  readonly search?: readonly SearchSource[];
  readonly finders?: readonly SearchFinder[];
  readonly tour?: readonly TourStep[];
  readonly today?: readonly TodayPart[];
  /** How it tells answers of the office that need a person, in the sync ledger (attention.ts). */
  readonly attention?: readonly AttentionPart[];
  /** What a person does about its rejected commands, and about those that no step takes back (mending.ts). */
  readonly mending?: Mendings;
  /** By command: what it decided about the document of an earlier one, told beside that one's answer. */
  readonly decisions?: Readonly<Record<string, TellDecisions>>;
  /** By command: what others did since to the document that it is about, told in sentences beside its answer. */
  readonly since?: Readonly<Record<string, TellSince>>;
  /** Runs while somebody is at work in the shell. Returns its end. */
  readonly follow?: () => () => void;
  /** What stands in place of the shell; one feature has them. */
  readonly gates?: Gates;
}

/** Reads it, for each showing anew. */
export type TellSince = (entry: LedgerEntry) => Promise<readonly string[]>;

/** @param nameOf the name of a warehouse by its id; undefined where it is not known here */
export type TellDecisions = (
  entry: LedgerEntry,
  nameOf: (warehouseId: string) => string | undefined,
) => readonly string[];

export interface Gates {
  readonly firstStart: LoadedScreen;
  readonly signedOut: LoadedScreen;
  readonly firstLoad: LoadedScreen<{ onSkip: () => void }>;
}
