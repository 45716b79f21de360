import { HomeOutlined, SettingOutlined } from '@ant-design/icons';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IconComponent, MenuEntry } from '../feature.ts';
import { menuEntries } from '../features.ts';
import { may, useSession } from '../session.ts';
import { useShortcut } from '../shortcuts.ts';
import { openTab, useTabs } from '../tabs.ts';
import './side.css';

const noCount = () => 0;

/** Where each key leads among so many items; they go round. */
const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.side-item')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  if (at < 0) return;
  event.preventDefault();
  items[step(at, items.length)]?.focus();
}

/** The modules of the person's role; one key leads to them, and arrows from one to the next. */
export function Side(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const active = useTabs((state) => state.tabs.find((tab) => tab.id === state.activeId)?.kind);
  const side = useRef<HTMLElement>(null);
  const goThere = () => {
    const items = side.current;
    (items?.querySelector<HTMLElement>('[aria-current]') ?? items?.querySelector<HTMLElement>('.side-item'))?.focus();
  };
  useShortcut('f6', goThere, { labelKey: 'shortcuts.menu', group: 'everywhere' });
  const allowed = menuEntries.filter((entry) => may(session, entry.permission));
  const administration = allowed.filter((entry) => entry.isAdministration);
  const item = (entry: MenuEntry) => <CountedItem key={entry.route} entry={entry} active={entry.route === active} />;
  return (
    <nav className="shell-side" aria-label={t('side.label')} ref={side} onKeyDown={stepThrough}>
      <SideItem
        icon={HomeOutlined}
        label={t('today.title')}
        route="today"
        active={active === 'today' || active === undefined}
        count={0}
      />
      {allowed.filter((entry) => !entry.foot && !entry.isAdministration).map(item)}
      <div className="shell-side-foot">
        {administration.length > 0 ? (
          <div className="side-group" role="group" aria-label={t('side.administration')}>
            <div className="side-heading" aria-hidden>
              {t('side.administration')}
            </div>
            {administration.map(item)}
          </div>
        ) : null}
        {allowed.filter((entry) => entry.foot).map(item)}
        <SideItem
          icon={SettingOutlined}
          label={t('settings.title')}
          route="settings"
          active={active === 'settings'}
          count={0}
        />
      </div>
    </nav>
  );
}

function CountedItem({ entry, active }: { readonly entry: MenuEntry; readonly active: boolean }): ReactNode {
  const { t } = useTranslation();
  const useCount = entry.useCount ?? noCount;
  const count = useCount();
  return <SideItem icon={entry.icon} label={t(entry.labelKey)} route={entry.route} active={active} count={count} />;
}

interface SideItemProps {
  readonly icon: IconComponent;
  readonly label: string;
  readonly route: string;
  readonly active: boolean;
  readonly count: number;
}

function SideItem({ icon: Icon, label, route, active, count }: SideItemProps): ReactNode {
  return (
    <button
      type="button"
      className="side-item"
      data-route={route}
      aria-current={active ? 'page' : undefined}
      onClick={() => openTab(route)}
    >
      <Icon aria-hidden />
      <span className="ellipsis" title={label}>
        {label}
      </span>
      {count > 0 ? <span className="side-count">{count}</span> : null}
    </button>
  );
}
