/**
 * Tabs of open documents. Guards:
 * - opening what is already open goes there instead of opening it twice;
 * - tabs survive a restart: each change is kept in the device's database (drafts, kind `workspace`), or the person
 *   hears that it is not;
 * - a screen may hold its tab open (close guard), and the start page is always there, before all others.
 */
import { createContext, useContext, useMemo } from 'react';
import { create } from 'zustand';
import { amendedBy } from './amending.tsx';
import { bridge } from './bridge.ts';
import type { TabParams } from './feature.ts';
import { findRoute, fixedKinds } from './features.ts';
import { makeKeptNotice, replyOf } from './kept-notice.ts';
import { usePreferences } from './preferences.ts';

/** A document's own name, or a text of the screens with what fills it: so that a tab speaks the language of the moment. */
export type TabTitle = string | { readonly key: string; readonly values?: Readonly<Record<string, string>> };

export interface Tab {
  readonly id: string;
  readonly kind: string;
  readonly params: TabParams;
  /** Set by the screen; null shows the route's title. */
  readonly title: TabTitle | null;
  /** Holds something that is not sent to anyone yet: the amber dot. */
  readonly dirty: boolean;
}

interface TabsState {
  readonly tabs: readonly Tab[];
  readonly activeId: string | null;
}

export const useTabs = create<TabsState>(() => ({ tabs: [], activeId: null }));

type CloseGuard = () => boolean | Promise<boolean>;
const closeGuards = new Map<string, CloseGuard>();
const reopenings = new Map<string, () => void>();
/** Closed last comes back first (Ctrl+Shift+T). */
const closedTabs: Tab[] = [];
const KEPT_CLOSED_TABS = 20;

let tabCount = 0;
function newTabId(): string {
  tabCount += 1;
  return `tab-${tabCount}`;
}

function identityOf(kind: string, params: TabParams): string {
  const route = findRoute(kind);
  const sorted = Object.entries(params).sort(([left], [right]) => (left < right ? -1 : 1));
  // What is typed in place of a rejected command is not what was open already.
  const amended = route?.identity ? amendedBy(params) : null;
  return [kind, route?.identity?.(params) ?? JSON.stringify(sorted), ...(amended === null ? [] : [amended])].join(':');
}

/** Whether the tab is always there. */
export function isFixed(tab: Tab | undefined): boolean {
  return tab !== undefined && findRoute(tab.kind)?.isFixed === true;
}

/** Whether the screen in front has the whole window. */
export function isWholeWindow({ tabs, activeId }: TabsState): boolean {
  const front = tabs.find((tab) => tab.id === activeId);
  return front !== undefined && findRoute(front.kind)?.isWholeWindow === true;
}

/** Opens a tab beside the active one, or goes to the tab that already shows this document. Returns the tab's id. */
export function openTab(kind: string, params: TabParams = {}): string {
  const { tabs, activeId } = useTabs.getState();
  const identity = identityOf(kind, params);
  const open = tabs.find((tab) => identityOf(tab.kind, tab.params) === identity);
  if (open) {
    useTabs.setState({ activeId: open.id });
    reopenings.get(open.id)?.();
    return open.id;
  }
  const tab: Tab = { id: newTabId(), kind, params, title: null, dirty: false };
  const place = tabs.findIndex((each) => each.id === activeId) + 1 || tabs.length;
  useTabs.setState({ tabs: tabs.toSpliced(place, 0, tab), activeId: tab.id });
  return tab.id;
}

export function activateTab(id: string): void {
  if (useTabs.getState().tabs.some((tab) => tab.id === id)) useTabs.setState({ activeId: id });
}

/** Steps through the tabs, round and round. */
export function stepTab(by: 1 | -1): void {
  const { tabs, activeId } = useTabs.getState();
  if (tabs.length === 0) return;
  const at = tabs.findIndex((tab) => tab.id === activeId);
  const next = tabs[(at + by + tabs.length) % tabs.length];
  if (next) useTabs.setState({ activeId: next.id });
}

/** Closes a tab unless its guard says no; its right neighbour takes over. Returns whether it closed. */
export async function closeTab(id: string): Promise<boolean> {
  if (isFixed(useTabs.getState().tabs.find((tab) => tab.id === id))) return false;
  const guard = closeGuards.get(id);
  if (guard && !(await guard())) return false;
  const { tabs, activeId } = useTabs.getState();
  const at = tabs.findIndex((tab) => tab.id === id);
  const closing = tabs[at];
  if (!closing) return false;
  closeGuards.delete(id);
  reopenings.delete(id);
  closedTabs.push(closing);
  if (closedTabs.length > KEPT_CLOSED_TABS) closedTabs.shift();
  const left = tabs.toSpliced(at, 1);
  const heir = left[at] ?? left[at - 1];
  useTabs.setState({ tabs: left, activeId: activeId === id ? (heir?.id ?? null) : activeId });
  return true;
}

/** Asks every tab whether it could be closed now; asking lets it keep what it holds. Closes none. */
export async function mayCloseAll(): Promise<boolean> {
  const answers = await Promise.all([...closeGuards.values()].map(async (guard) => guard()));
  return answers.every(Boolean);
}

/** Opens again what was closed last. */
export function reopenTab(): void {
  const tab = closedTabs.pop();
  if (tab) openTab(tab.kind, tab.params);
}

/** Forgets the tabs on the screen; those that are kept stay kept. */
export function clearTabs(): void {
  closeGuards.clear();
  reopenings.clear();
  closedTabs.length = 0;
  useTabs.setState({ tabs: [], activeId: null });
}

function changeTab(id: string, change: Partial<Tab>): void {
  const { tabs } = useTabs.getState();
  const at = tabs.findIndex((tab) => tab.id === id);
  const tab = tabs[at];
  if (!tab) return;
  const keys = Object.keys(change) as (keyof Tab)[];
  if (keys.every((key) => JSON.stringify(tab[key]) === JSON.stringify(change[key]))) return;
  useTabs.setState({ tabs: tabs.with(at, { ...tab, ...change }) });
}

/** The id of the tab around; the shell provides it. */
export const TabContext = createContext<string>('');

export interface TabHandle {
  readonly id: string;
  setTitle(title: TabTitle | null): void;
  setDirty(dirty: boolean): void;
  /** Replaces what the tab is opened with next time, for example when a draft became an order. */
  setParams(params: TabParams): void;
  close(): Promise<boolean>;
  /** Asked before closing; false keeps the tab. Returns the end of guarding: `useEffect(() => tab.guardClose(…))`. */
  guardClose(guard: CloseGuard): () => void;
  /** Run when the open tab is asked for anew (the side, a notice): not when its tab is stepped to. Returns its end. */
  onReopen(run: () => void): () => void;
}

/** The tab that a screen is in. The handle stays the same while the tab lives. */
export function useTab(): TabHandle {
  const id = useContext(TabContext);
  return useMemo(
    () => ({
      id,
      setTitle: (title) => changeTab(id, { title }),
      setDirty: (dirty) => changeTab(id, { dirty }),
      setParams: (params) => changeTab(id, { params }),
      close: () => closeTab(id),
      guardClose(guard) {
        closeGuards.set(id, guard);
        return () => {
          if (closeGuards.get(id) === guard) closeGuards.delete(id);
        };
      },
      onReopen(run) {
        reopenings.set(id, run);
        return () => {
          if (reopenings.get(id) === run) reopenings.delete(id);
        };
      },
    }),
    [id],
  );
}

const WORKSPACE = 'workspace';
const SAVE_DELAY_MS = 300;

type KeptTab = Omit<Tab, 'id'>;

/** The kind of screen that was in front, kept by the window itself: the device's own word comes after the sign-in. */
const FRONT_KEY = 'satchel.front';

function noteFront(): void {
  const { tabs, activeId } = useTabs.getState();
  const front = tabs.find((tab) => tab.id === activeId);
  if (front) localStorage.setItem(FRONT_KEY, front.kind);
}

/** Brings the code of the screen that will be in front, while the person types the password. */
export function preloadFront(): void {
  const kind = usePreferences.getState().startUp === 'last' ? localStorage.getItem(FRONT_KEY) : null;
  void findRoute(kind ?? fixedKinds()[0] ?? '')?.component.preload();
}

function readWorkspace(body: unknown): { tabs: KeptTab[]; active: number } {
  if (typeof body !== 'object' || body === null || !('tabs' in body) || !Array.isArray(body.tabs))
    return { tabs: [], active: 0 };
  const tabs = body.tabs.filter(
    (tab: unknown): tab is KeptTab =>
      typeof tab === 'object' &&
      tab !== null &&
      'kind' in tab &&
      typeof tab.kind === 'string' &&
      'params' in tab &&
      typeof tab.params === 'object',
  );
  return { tabs, active: 'active' in body && typeof body.active === 'number' ? body.active : 0 };
}

/**
 * Brings back the tabs of the last time (those whose screens still exist) if the person wants them, and keeps them from
 * now on.
 * Returns the end of keeping; what is left to save is saved then.
 */
export async function keepWorkspace(): Promise<() => void> {
  const [kept] = await bridge().drafts.list(WORKSPACE);
  const [freshId] = kept ? [kept.id] : await bridge().newIds(1);
  const { tabs, active } = readWorkspace(usePreferences.getState().startUp === 'last' ? kept?.body : null);
  const fixed = fixedKinds();
  const front = tabs[active];
  const restored = [
    ...fixed.map((kind): KeptTab => ({ kind, params: {}, title: null, dirty: false })),
    ...tabs.filter((tab) => findRoute(tab.kind) && !fixed.includes(tab.kind)),
  ];
  const opened = restored.map(
    (tab): Tab => ({
      id: newTabId(),
      kind: tab.kind,
      params: tab.params,
      title: tab.title ?? null,
      dirty: tab.dirty === true,
    }),
  );
  closedTabs.length = 0;
  const inFront =
    opened[
      restored.findIndex((tab) => tab === front || (front && fixed.includes(front.kind) && tab.kind === front.kind))
    ];
  const shown = inFront ?? opened[0];
  void (shown && findRoute(shown.kind)?.component.preload());
  useTabs.setState({ tabs: opened, activeId: shown?.id ?? null });

  let timer: ReturnType<typeof setTimeout> | null = null;
  const tell = makeKeptNotice();
  const save = () => {
    timer = null;
    noteFront();
    const state = useTabs.getState();
    const body = {
      tabs: state.tabs.map(({ kind, params, title, dirty }) => ({ kind, params, title, dirty })),
      active: state.tabs.findIndex((tab) => tab.id === state.activeId),
    };
    if (freshId)
      void replyOf(bridge().drafts.save({ id: freshId, kind: WORKSPACE, body })).then((reply) => tell(reply, save));
  };
  const stop = useTabs.subscribe(() => {
    if (timer === null) timer = setTimeout(save, SAVE_DELAY_MS);
  });
  return () => {
    stop();
    if (timer !== null) {
      clearTimeout(timer);
      save();
    }
  };
}
