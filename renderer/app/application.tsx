import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { SessionState } from '#shared/protocol/bridge.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Appearance } from './appearance.tsx';
import { bridge } from './bridge.ts';
import { Failure } from './failure.tsx';
import { gates } from './features.ts';
import { i18n, reasonText } from './i18n.ts';
import { forgetNotKept } from './kept-notice.ts';
import { clearNotices, notify } from './notices.ts';
import { usePreferences } from './preferences.ts';
import { loadQueryTables } from './query-tables.ts';
import { useSession, useStart, useSyncStatus } from './session.ts';
import { Shell } from './shell/shell.tsx';
import { Toasts } from './shell/toasts.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { clearTabs, keepWorkspace, preloadFront } from './tabs.ts';
import { followChanges, queryClient } from './use-query.ts';

const broken: Extract<SessionState, { state: 'failed' }> = {
  state: 'failed',
  reason: { code: 'unexpected', params: {} },
};

/** Asks who is signed in; a device that could not be opened tries again with every question. */
async function askSession(): Promise<void> {
  const start = bridge().start.state();
  start.catch(() => {});
  const session = await bridge()
    .session.state()
    .catch(() => broken);
  useSession.setState({ session });
  if (session.state === 'failed') return;
  useStart.setState({ start: await start });
  useSyncStatus.setState({ status: await bridge().sync.status() });
}

/** Follows session and sync of the device for as long as the window lives. */
function useDevice(): void {
  useEffect(() => {
    const { session, sync, desktop, start } = bridge();
    const ends = [
      start.onState((state) => useStart.setState({ start: state })),
      session.onState((state) => useSession.setState({ session: state })),
      sync.onStatus((status) => useSyncStatus.setState({ status })),
      followChanges(),
      listenForShortcuts(),
    ];
    void askSession();
    void desktop.setLanguage(usePreferences.getState().language);
    return () => {
      for (const end of ends) end();
    };
  }, []);
}

/** Returns the end of keeping the tabs. */
async function bringWorkspace(): Promise<() => void> {
  const tables = loadQueryTables();
  tables.catch(() => {});
  const end = await keepWorkspace();
  try {
    await tables;
    return end;
  } catch (error) {
    end();
    throw error;
  }
}

/** Brings a person's desk: tables of queries, open tabs. */
function useWorkspace(person: string | null): { readonly state: 'coming' | 'ready' | 'failed'; again(): void } {
  const [readyFor, setReadyFor] = useState<string | null>(null);
  const [failedFor, setFailedFor] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try begins anew
  useEffect(() => {
    if (person === null) return;
    let stopped = false;
    let stop: (() => void) | null = null;
    void bringWorkspace().then(
      (end) => {
        if (stopped) {
          end();
          return;
        }
        stop = end;
        setReadyFor(person);
      },
      () => {
        if (!stopped) setFailedFor(person);
      },
    );
    return () => {
      stopped = true;
      stop?.();
      setReadyFor(null);
      setFailedFor(null);
      clearTabs();
      clearNotices();
      forgetNotKept();
      queryClient.clear();
    };
  }, [person, tries]);
  const isReady = person !== null && readyFor === person;
  const isFailed = person !== null && failedFor === person;
  return { state: isReady ? 'ready' : isFailed ? 'failed' : 'coming', again: () => setTries((count) => count + 1) };
}

/** What happened to the files of this computer; any other is one that was set aside. */
const noticeTitles: ReadonlyMap<string, 'notice.demoIsNew' | 'notice.promisesMissing'> = new Map([
  ['session.demoReset', 'notice.demoIsNew'],
  ['session.promisesMissing', 'notice.promisesMissing'],
]);

function Gate(): ReactNode {
  const session = useSession((state) => state.session);
  const loading = useSyncStatus((state) => state.status?.firstLoad != null);
  const [skipped, setSkipped] = useState(false);
  const person = session?.state === 'signedIn' ? `${session.server} ${session.user.id}` : null;
  const workspace = useWorkspace(person);
  const setAside = session?.state === 'signedIn' ? session.setAside : null;
  useEffect(() => {
    if (!setAside) return;
    const title = () => i18n.t(noticeTitles.get(setAside.code) ?? 'notice.setAside');
    notify({ tone: 'wait', title, text: () => reasonText(setAside) });
  }, [setAside]);

  if (!session) return null;
  if (session.state === 'failed') return <Failure reason={session.reason} onAgain={askSession} />;
  if (session.state === 'signedOut') return <SignedOut />;
  if (loading && !skipped && gates) return <gates.firstLoad onSkip={() => setSkipped(true)} />;
  if (workspace.state === 'failed') return <Failure reason={broken.reason} onAgain={workspace.again} />;
  return workspace.state === 'ready' ? <Shell /> : null;
}

/** Before anybody works here: what with, then who. */
function SignedOut(): ReactNode {
  const choice = useStart((state) => state.start?.choice);
  useEffect(preloadFront, []);
  if (!gates || choice === undefined) return null;
  return choice === 'none' ? <gates.firstStart /> : <gates.signedOut />;
}

/** The whole window. */
export function Application(): ReactNode {
  useDevice();
  return (
    <QueryClientProvider client={queryClient}>
      <Appearance>
        <ErrorBoundary>
          <Gate />
        </ErrorBoundary>
        <Toasts />
      </Appearance>
    </QueryClientProvider>
  );
}
