import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Appearance } from './appearance.tsx';
import { bridge } from './bridge.ts';
import { gates } from './features.ts';
import { i18n, reasonText } from './i18n.ts';
import { clearNotices, notify } from './notices.ts';
import { usePreferences } from './preferences.ts';
import { loadQueryTables } from './query-tables.ts';
import { useSession, useSyncStatus } from './session.ts';
import { Shell } from './shell/shell.tsx';
import { Toasts } from './shell/toasts.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { clearTabs, keepWorkspace } from './tabs.ts';
import { followChanges, queryClient } from './use-query.ts';

/** Follows session and sync of the device for as long as the window lives. */
function useDevice(): void {
  useEffect(() => {
    const { session, sync, desktop } = bridge();
    const ends = [
      session.onState((state) => useSession.setState({ session: state })),
      sync.onStatus((status) => useSyncStatus.setState({ status })),
      followChanges(),
      listenForShortcuts(),
    ];
    void session.state().then((state) => useSession.setState({ session: state }));
    void sync.status().then((status) => useSyncStatus.setState({ status }));
    void desktop.setLanguage(usePreferences.getState().language);
    return () => {
      for (const end of ends) end();
    };
  }, []);
}

/** Brings a person's desk: tables of queries, open tabs. False until it is there. */
function useWorkspace(person: string | null): boolean {
  const [readyFor, setReadyFor] = useState<string | null>(null);
  useEffect(() => {
    if (person === null) return;
    let stopped = false;
    let stop: (() => void) | null = null;
    void loadQueryTables()
      .then(keepWorkspace)
      .then((end) => {
        if (stopped) {
          end();
          return;
        }
        stop = end;
        setReadyFor(person);
      });
    return () => {
      stopped = true;
      stop?.();
      setReadyFor(null);
      clearTabs();
      clearNotices();
      queryClient.clear();
    };
  }, [person]);
  return person !== null && readyFor === person;
}

function Gate(): ReactNode {
  const session = useSession((state) => state.session);
  const loading = useSyncStatus((state) => state.status?.firstLoad != null);
  const [skipped, setSkipped] = useState(false);
  const person = session?.state === 'signedIn' ? `${session.server} ${session.user.id}` : null;
  const ready = useWorkspace(person);
  const setAside = session?.state === 'signedIn' ? session.setAside : null;
  useEffect(() => {
    if (setAside) notify({ tone: 'wait', title: i18n.t('notice.setAside'), text: reasonText(setAside) });
  }, [setAside]);

  if (!session) return null;
  if (session.state === 'signedOut') return gates ? <gates.signedOut /> : null;
  if (loading && !skipped && gates) return <gates.firstLoad onSkip={() => setSkipped(true)} />;
  return ready ? <Shell /> : null;
}

/** The whole window. */
export function Application(): ReactNode {
  useDevice();
  return (
    <QueryClientProvider client={queryClient}>
      <Appearance>
        <ErrorBoundary>
          <Suspense fallback={null}>
            <Gate />
          </Suspense>
        </ErrorBoundary>
        <Toasts />
      </Appearance>
    </QueryClientProvider>
  );
}
