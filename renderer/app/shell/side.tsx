import { DownOutlined, HomeOutlined, RightOutlined, SettingOutlined } from '@ant-design/icons';
import { type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IconComponent, MenuEntry, MenuGroup } from '../feature.ts';
import { menuEntries } from '../features.ts';
import { may, useSession } from '../session.ts';
import { useShortcut } from '../shortcuts.ts';
import { openTab, useTabs } from '../tabs.ts';
import { foldGroup, useFoldedGroups } from './folded-groups.ts';
import { foldedAtFirst, groupEntries } from './side-groups.ts';
import { useWalk } from './walk-menu.ts';
import './side.css';

const noCount = () => 0;
/** The start page and the settings. */
const OWN_ITEMS = 2;

/** The places of the person's role by groups; one key leads to them, and arrows or letters from one to the next. */
export function Side(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const active = useTabs((state) => state.tabs.find((tab) => tab.id === state.activeId)?.kind);
  const side = useRef<HTMLElement>(null);
  const walk = useWalk();
  const person = session?.state === 'signedIn' ? `${session.user.login}@${session.companyName}` : '';
  const chosen = useFoldedGroups((people) => people[person]);
  const isAllowed = (entry: MenuEntry) => may(session, entry.permission);
  const groups = groupEntries(menuEntries, isAllowed);
  const foot = menuEntries.filter((entry) => entry.group === 'foot' && isAllowed(entry));
  const folded = foldedAtFirst(groups, foot.length + OWN_ITEMS);
  const goThere = () => {
    const lines = side.current;
    const first =
      lines?.querySelector<HTMLElement>('[aria-current]') ?? lines?.querySelector<HTMLElement>('.side-item');
    first?.focus();
    walk.begin();
  };
  useShortcut('f6', goThere, { labelKey: 'shortcuts.menu', group: 'everywhere' });
  return (
    <nav
      className="shell-side"
      aria-label={t('side.label')}
      ref={side}
      onKeyDown={walk.onKeyDown}
      onPointerDown={walk.end}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) walk.end();
      }}
    >
      <div className="side-places">
        <SideItem
          icon={HomeOutlined}
          label={t('today.title')}
          route="today"
          active={active === 'today' || active === undefined}
          count={0}
        />
        {groups.map(({ group, entries }) => (
          <Group
            key={group}
            group={group}
            entries={entries}
            active={active}
            folded={chosen?.[group] ?? folded.has(group)}
            onFold={(isFolded) => foldGroup(person, group, isFolded)}
          />
        ))}
      </div>
      <div className="side-foot">
        {foot.map((entry) => (
          <CountedItem key={entry.route} entry={entry} active={entry.route === active} />
        ))}
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

interface GroupProps {
  readonly group: MenuGroup;
  readonly entries: readonly MenuEntry[];
  readonly active: string | undefined;
  readonly folded: boolean;
  readonly onFold: (isFolded: boolean) => void;
}

/** One place alone needs no heading, only some air. A folded group says what waits in it, and that one is in it. */
function Group({ group, entries, active, folded, onFold }: GroupProps): ReactNode {
  const { t } = useTranslation();
  const list = useId();
  const name = t(`side.groups.${group}`);
  const items = entries.map((entry) => <CountedItem key={entry.route} entry={entry} active={entry.route === active} />);
  if (entries.length === 1) return <div className="side-alone">{items}</div>;
  const holdsActive = entries.some((entry) => entry.route === active);
  const Arrow = folded ? RightOutlined : DownOutlined;
  return (
    <div className="side-group" role="group" aria-label={name}>
      <button
        type="button"
        className="side-heading"
        data-name={name}
        aria-expanded={!folded}
        aria-controls={list}
        aria-current={folded && holdsActive ? 'true' : undefined}
        onClick={() => onFold(!folded)}
      >
        <Arrow aria-hidden />
        <span>{name}</span>
        {folded ? <CountOf entries={entries} sum={0} /> : null}
      </button>
      <div id={list} className="side-list" hidden={folded}>
        {folded ? null : items}
      </div>
    </div>
  );
}

/** What waits behind several places, one hook after the other. */
function CountOf({ entries, sum }: { readonly entries: readonly MenuEntry[]; readonly sum: number }): ReactNode {
  const [first, ...rest] = entries;
  if (!first) return sum > 0 ? <span className="side-count">{sum}</span> : null;
  return <CountWith key={first.route} useCount={first.useCount ?? noCount} rest={rest} sum={sum} />;
}

interface CountWithProps {
  readonly useCount: () => number;
  readonly rest: readonly MenuEntry[];
  readonly sum: number;
}

function CountWith({ useCount, rest, sum }: CountWithProps): ReactNode {
  return <CountOf entries={rest} sum={sum + useCount()} />;
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
      data-name={label}
      aria-current={active ? 'page' : undefined}
      onClick={() => openTab(route)}
    >
      <Icon aria-hidden />
      <span className="side-name">{label}</span>
      {count > 0 ? <span className="side-count">{count}</span> : null}
    </button>
  );
}
