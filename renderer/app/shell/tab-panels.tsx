import { Activity, type ReactNode, useRef, useState } from 'react';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { amendedBy, InPlaceOfCommand } from '../amending.tsx';
import { findRoute } from '../features.ts';
import { useFirstFocus } from '../focus.ts';
import { closeTab, type Tab, TabContext, useTabs } from '../tabs.ts';

/**
 * The screens of the tabs. One that was shown stays as it was left (what is typed, where it is scrolled); hidden, its
 * effects rest: no keys, no queries. One that was never shown since the start is not loaded.
 */
export function TabPanels(): ReactNode {
  const { tabs, activeId } = useTabs();
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  if (activeId !== null && !shown.has(activeId)) setShown(new Set([...shown, activeId]));
  return tabs
    .filter((tab) => tab.id === activeId || shown.has(tab.id))
    .map((tab) => (
      <Activity key={tab.id} mode={tab.id === activeId ? 'visible' : 'hidden'}>
        <Panel tab={tab} active={tab.id === activeId} />
      </Activity>
    ));
}

function Panel({ tab, active }: { readonly tab: Tab; readonly active: boolean }): ReactNode {
  const panel = useRef<HTMLDivElement>(null);
  useFirstFocus(panel);
  return (
    <div
      ref={panel}
      id={`panel-${tab.id}`}
      className="tab-panel"
      role="tabpanel"
      tabIndex={-1}
      data-focus-floor={active ? '' : undefined}
      aria-labelledby={`tab-${tab.id}`}
    >
      <Screen tab={tab} />
    </div>
  );
}

function Screen({ tab }: { readonly tab: Tab }): ReactNode {
  const route = findRoute(tab.kind);
  if (!route) return null;
  const amended = amendedBy(tab.params);
  return (
    <TabContext value={tab.id}>
      <ErrorBoundary onClose={() => void closeTab(tab.id)}>
        {amended === null ? (
          <route.component params={tab.params} />
        ) : (
          <InPlaceOfCommand commandId={amended}>
            <route.component params={tab.params} />
          </InPlaceOfCommand>
        )}
      </ErrorBoundary>
    </TabContext>
  );
}
