import { FileOutlined } from '@ant-design/icons';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeBridge, makeFakeBridge } from '../../tests/support/fake-bridge.ts';
import { addRoute } from './features.ts';
import { loadScreen } from './load-screen.tsx';
import { activateTab, clearTabs, closeTab, keepWorkspace, openTab, reopenTab, stepTab, useTabs } from './tabs.ts';

const component = loadScreen(async () => () => null);
for (const kind of ['testDocument', 'testList']) addRoute({ kind, icon: FileOutlined, titleKey: kind, component });

let bridge: FakeBridge;
const start = (options?: Parameters<typeof makeFakeBridge>[0]) => {
  bridge = makeFakeBridge(options);
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
};
const kinds = () => useTabs.getState().tabs.map((tab) => `${tab.kind} ${String(tab.params.id ?? '')}`.trim());
const active = () => useTabs.getState().tabs.find((tab) => tab.id === useTabs.getState().activeId)?.params.id;

beforeEach(() => {
  clearTabs();
  start();
});

it('goes to the tab that shows the document already', () => {
  const first = openTab('testDocument', { id: 'a' });
  openTab('testDocument', { id: 'b' });
  expect(openTab('testDocument', { id: 'a' })).toBe(first);
  expect(kinds()).toEqual(['testDocument a', 'testDocument b']);
  expect(active()).toBe('a');
});

it('opens beside the active tab, steps round, and hands over to the right neighbour', async () => {
  const a = openTab('testDocument', { id: 'a' });
  openTab('testDocument', { id: 'c' });
  activateTab(a);
  const b = openTab('testDocument', { id: 'b' });
  expect(kinds()).toEqual(['testDocument a', 'testDocument b', 'testDocument c']);
  expect(await closeTab(b)).toBe(true);
  expect(active()).toBe('c');
  stepTab(1);
  expect(active()).toBe('a');
  stepTab(-1);
  expect(active()).toBe('c');
  reopenTab();
  expect(active()).toBe('b');
});

it('tabs of the last time come back, those whose screen is gone do not', async () => {
  const body = {
    tabs: [
      { kind: 'testDocument', params: { id: 'a' }, title: 'Order A', dirty: true },
      { kind: 'screenOfAnOlderVersion', params: {}, title: null, dirty: false },
      { kind: 'testList', params: {}, title: null, dirty: false },
    ],
    active: 0,
  };
  start({ drafts: [{ id: 'w', kind: 'workspace', body, updatedAt: 1 }] });
  const stop = await keepWorkspace();
  expect(useTabs.getState().tabs.map(({ kind, title, dirty }) => ({ kind, title, dirty }))).toEqual([
    { kind: 'testDocument', title: 'Order A', dirty: true },
    { kind: 'testList', title: null, dirty: false },
  ]);
  expect(active()).toBe('a');
  stop();
});

it('keeps each change under one id, also what is left when it ends', async () => {
  vi.useFakeTimers();
  try {
    const stop = await keepWorkspace();
    openTab('testDocument', { id: 'a' });
    await vi.runAllTimersAsync();
    openTab('testDocument', { id: 'b' });
    stop();
    const kept = await bridge.drafts.list('workspace');
    expect(kept).toHaveLength(1);
    expect(kept[0]?.body).toMatchObject({ tabs: [{ params: { id: 'a' } }, { params: { id: 'b' } }], active: 1 });
  } finally {
    vi.useRealTimers();
  }
});

it('a workspace that makes no sense is an empty one', async () => {
  start({ drafts: [{ id: 'w', kind: 'workspace', body: { tabs: 'none', active: 'x' }, updatedAt: 1 }] });
  const stop = await keepWorkspace();
  expect(useTabs.getState().tabs).toEqual([]);
  stop();
});
