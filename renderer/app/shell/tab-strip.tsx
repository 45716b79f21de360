import { CloseOutlined } from '@ant-design/icons';
import type { TFunction } from 'i18next';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { findRoute } from '../features.ts';
import { activateTab, closeTab, isFixed, stepTab, type Tab, type TabTitle, useTabs } from '../tabs.ts';
import './tabs.css';

/** Tabs of open documents. Arrows step, Delete closes; a middle click closes too. */
export function TabStrip(): ReactNode {
  const { t } = useTranslation();
  const { tabs, activeId } = useTabs();
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (activeId) document.getElementById(`tab-${activeId}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeId]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') stepTab(1);
    else if (event.key === 'ArrowLeft') stepTab(-1);
    else if (event.key === 'Delete' && activeId) void closeTab(activeId);
    else return;
    event.preventDefault();
    requestAnimationFrame(() => strip.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  if (tabs.length === 0) return null;
  return (
    <div ref={strip} className="tab-strip" role="tablist" aria-label={t('tabs.label')} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <TabItem key={tab.id} tab={tab} active={tab.id === activeId} />
      ))}
    </div>
  );
}

function titleText(title: TabTitle | null, t: TFunction): string | null {
  return title === null || typeof title === 'string' ? title : t(title.key, title.values ?? {});
}

function TabItem({ tab, active }: { readonly tab: Tab; readonly active: boolean }): ReactNode {
  const { t } = useTranslation();
  const route = findRoute(tab.kind);
  const title = titleText(tab.title, t) ?? route?.title?.(tab.params, t) ?? t(route?.titleKey ?? 'tabs.gone');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the strip has the keys
    <div
      id={`tab-${tab.id}`}
      className="tab-item"
      role="tab"
      aria-selected={active}
      aria-controls={active ? `panel-${tab.id}` : undefined}
      tabIndex={active ? 0 : -1}
      title={title}
      onClick={() => activateTab(tab.id)}
      onAuxClick={(event) => {
        if (event.button === 1) void closeTab(tab.id);
      }}
    >
      {tab.dirty ? <span className="tab-dirty" /> : null}
      <span className="ellipsis">{title}</span>
      {tab.dirty ? <span className="visually-hidden">{t('tabs.dirty')}</span> : null}
      {isFixed(tab) ? null : <CloseMark id={tab.id} />}
    </div>
  );
}

/** For the mouse alone: keys close by Delete or Ctrl+W, and a button inside a tab would be lost to screen readers. */
function CloseMark({ id }: { readonly id: string }): ReactNode {
  return (
    <span
      className="tab-close"
      aria-hidden="true"
      data-close={id}
      onClick={(event) => {
        event.stopPropagation();
        void closeTab(id);
      }}
    >
      <CloseOutlined aria-hidden />
    </span>
  );
}
