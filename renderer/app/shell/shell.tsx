import { HomeOutlined, InfoCircleOutlined, SettingOutlined } from '@ant-design/icons';
import { type ReactNode, useEffect, useState } from 'react';
import { addRoute, followers } from '../features.ts';
import { loadScreen } from '../load-screen.tsx';
import { useShortcut } from '../shortcuts.ts';
import { closeTab, isWholeWindow, openTab, reopenTab, stepTab, useTabs } from '../tabs.ts';
import { Header } from './header.tsx';
import { LeaseStrip } from './lease-strip.tsx';
import { LoadStrip } from './load-strip.tsx';
import { ShortcutList } from './shortcut-list.tsx';
import { Side } from './side.tsx';
import { TabPanels } from './tab-panels.tsx';
import { TabStrip } from './tab-strip.tsx';
import { UnshownStrip } from './unshown-strip.tsx';
import { followUpdates } from './update-store.ts';
import { WelcomeTour } from './welcome-tour.tsx';
import './shell.css';

addRoute({
  kind: 'today',
  icon: HomeOutlined,
  titleKey: 'today.title',
  isFixed: true,
  component: loadScreen(() => import('./today-page.tsx').then((module) => module.TodayPage)),
});
addRoute({
  kind: 'settings',
  icon: SettingOutlined,
  titleKey: 'settings.title',
  component: loadScreen(() => import('./settings-page.tsx').then((module) => module.SettingsPage)),
});

addRoute({
  kind: 'about',
  icon: InfoCircleOutlined,
  titleKey: 'about.title',
  component: loadScreen(() => import('./about-page.tsx').then((module) => module.AboutPage)),
});

/** Header, modules, tabs, and the document in front. */
export function Shell(): ReactNode {
  const [listsShortcuts, setListsShortcuts] = useState(false);
  const list = () => setListsShortcuts(true);
  // Where a field always has the focus, `?` is a letter: the others work there too.
  useShortcut('?', list, { labelKey: 'shortcuts.list', group: 'everywhere' });
  useShortcut('f1', list, { labelKey: 'shortcuts.list', group: 'everywhere' });
  useShortcut('mod+/', list, { labelKey: 'shortcuts.list', group: 'everywhere' });
  useShortcut('mod+,', () => openTab('settings'), { labelKey: 'shortcuts.settings', group: 'everywhere' });
  useShortcut('mod+tab', () => stepTab(1), { labelKey: 'shortcuts.nextTab', group: 'tabs' });
  useShortcut('mod+shift+tab', () => stepTab(-1), { labelKey: 'shortcuts.previousTab', group: 'tabs' });
  useShortcut('mod+w', () => void closeTab(useTabs.getState().activeId ?? ''), {
    labelKey: 'shortcuts.closeTab',
    group: 'tabs',
  });
  useShortcut('mod+shift+t', reopenTab, { labelKey: 'shortcuts.reopenTab', group: 'tabs' });
  const isWhole = useTabs(isWholeWindow);
  useEffect(() => {
    const ends = [...followers, followUpdates].map((follow) => follow());
    return () => {
      for (const end of ends) end();
    };
  }, []);
  return (
    <div className={isWhole ? 'shell shell-whole' : 'shell'}>
      {isWhole ? null : <Header onListKeys={list} />}
      {isWhole ? null : <Side />}
      <main className="shell-main">
        {isWhole ? null : <LeaseStrip />}
        {isWhole ? null : <LoadStrip />}
        {isWhole ? null : <UnshownStrip />}
        {isWhole ? null : <TabStrip />}
        <TabPanels />
      </main>
      <WelcomeTour />
      <ShortcutList open={listsShortcuts} onClose={() => setListsShortcuts(false)} />
    </div>
  );
}
