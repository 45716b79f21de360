import { HomeOutlined, SettingOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IconComponent, MenuEntry } from '../feature.ts';
import { menuEntries } from '../features.ts';
import { may, useSession } from '../session.ts';
import { openTab, useTabs } from '../tabs.ts';

const noCount = () => 0;

/** The modules of the person's role. */
export function Side(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const active = useTabs((state) => state.tabs.find((tab) => tab.id === state.activeId)?.kind);
  const allowed = menuEntries.filter((entry) => may(session, entry.permission));
  const item = (entry: MenuEntry) => <CountedItem key={entry.route} entry={entry} active={entry.route === active} />;
  return (
    <nav className="shell-side" aria-label={t('side.label')}>
      <SideItem
        icon={HomeOutlined}
        label={t('today.title')}
        route="today"
        active={active === 'today' || active === undefined}
        count={0}
      />
      {allowed.filter((entry) => !entry.foot).map(item)}
      <div className="shell-side-foot">
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
      <span>{label}</span>
      {count > 0 ? <span className="side-count">{count}</span> : null}
    </button>
  );
}
