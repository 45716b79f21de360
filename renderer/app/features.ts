import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { AttentionPart } from './attention.ts';
import type {
  Feature,
  FeatureAction,
  Gates,
  MenuEntry,
  RouteDefinition,
  SearchFinder,
  SearchSource,
  TabParams,
  TellDecisions,
  TellSince,
  TodayPart,
  TourStep,
} from './feature.ts';
import type { Mending } from './mending.ts';

const modules = import.meta.glob<{ feature?: Feature }>('../features/*/index.ts', { eager: true });
const features: readonly Feature[] = Object.values(modules).flatMap((module) => module.feature ?? []);

const routesByKind = new Map<string, RouteDefinition>();
for (const route of features.flatMap((feature) => feature.routes)) {
  if (routesByKind.has(route.kind)) throw new Error(`two routes of kind ${route.kind}`);
  routesByKind.set(route.kind, route);
}

/** Screens of the shell itself, which no feature owns. */
export function addRoute(route: RouteDefinition): void {
  routesByKind.set(route.kind, route);
}

/** The kinds of the tabs that are always there. */
export function fixedKinds(): readonly string[] {
  return [...routesByKind.values()].filter((route) => route.isFixed).map((route) => route.kind);
}

export function findRoute(kind: string): RouteDefinition | undefined {
  return routesByKind.get(kind);
}

/** The screen of the document that a command is about, by the id in its arguments; null when no screen shows it. */
export function findDocument(args: unknown): { readonly route: RouteDefinition; readonly params: TabParams } | null {
  if (typeof args !== 'object' || args === null) return null;
  for (const route of routesByKind.values()) {
    const id: unknown = route.documentParam === undefined ? undefined : Reflect.get(args, route.documentParam);
    if (route.documentParam !== undefined && typeof id === 'string')
      return { route, params: { [route.documentParam]: id } };
  }
  return null;
}

const attentionByCode = new Map<string, AttentionPart>();
for (const part of features.flatMap((feature) => feature.attention ?? [])) {
  for (const code of part.codes) {
    if (attentionByCode.has(code)) throw new Error(`two features tell ${code}`);
    attentionByCode.set(code, part);
  }
}

/** Who tells an answer with this code; undefined: its sentence alone says it. */
export function findAttentionPart(code: string): AttentionPart | undefined {
  return attentionByCode.get(code);
}

const mendings = new Map<string, Mending>();
for (const [command, mending] of features.flatMap((feature) => Object.entries(feature.mending ?? {}))) {
  if (mendings.has(command)) throw new Error(`two features mend ${command}`);
  mendings.set(command, mending);
}

/** What a person does about a command that was rejected; undefined: no feature has the screens of it. */
export function findMending(command: string): Mending | undefined {
  return mendings.get(command);
}

const decisions = new Map<string, TellDecisions>(
  features.flatMap((feature) => Object.entries(feature.decisions ?? {})),
);

/** What a command decided about the document of another one, in sentences; none for other commands. */
export function decisionsOf(entry: LedgerEntry, nameOf: Parameters<TellDecisions>[1]): readonly string[] {
  return decisions.get(entry.name)?.(entry, nameOf) ?? [];
}

const tellingSince = new Map<string, TellSince>(features.flatMap((feature) => Object.entries(feature.since ?? {})));

/** What others did since to the document of a command; undefined: no feature tells of it. */
export function sinceOf(command: string): TellSince | undefined {
  return tellingSince.get(command);
}

const byOrder = (left: { order: number }, right: { order: number }) => left.order - right.order;

/** Behind all that say their place. */
const LAST = Number.MAX_SAFE_INTEGER;

export const menuEntries: readonly MenuEntry[] = features.flatMap((feature) => feature.menu).sort(byOrder);
export const featureActions: readonly FeatureAction[] = features
  .flatMap((feature) => feature.actions ?? [])
  .sort((one, other) => (one.order ?? LAST) - (other.order ?? LAST));
export const searchSources: readonly SearchSource[] = features.flatMap((feature) => feature.search ?? []).sort(byOrder);
export const searchFinders: readonly SearchFinder[] = features.flatMap((feature) => feature.finders ?? []);
export const tourSteps: readonly TourStep[] = features.flatMap((feature) => feature.tour ?? []);
export const todayParts: readonly TodayPart[] = features.flatMap((feature) => feature.today ?? []).sort(byOrder);
export const followers: readonly (() => () => void)[] = features.flatMap((feature) => feature.follow ?? []);
export const gates: Gates | undefined = features.find((feature) => feature.gates)?.gates;
