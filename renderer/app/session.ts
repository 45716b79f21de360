/** Who is signed in, for screens of the application (they exist only after sign-in). */
import { create } from 'zustand';
import type { SessionState, SyncStatus } from '#shared/protocol/bridge.ts';
import type { StartState } from '#shared/protocol/desktop-bridge.ts';

type SignedIn = Extract<SessionState, { state: 'signedIn' }>;

/** null until the device has answered. */
export const useSession = create<{ readonly session: SessionState | null }>(() => ({ session: null }));

/** The person at this desk. @throws when nobody is signed in: screens are not shown then */
export function useSignedIn(): SignedIn {
  const session = useSession((state) => state.session);
  if (session?.state !== 'signedIn') throw new Error('nobody is signed in');
  return session;
}

/** Whether the person of a session may (of several rights: has one); for hiding what would be refused. The server checks again. */
export function may(session: SessionState | null, permission: string | readonly string[] | undefined): boolean {
  if (permission === undefined) return true;
  if (session?.state !== 'signedIn') return false;
  const { permissions } = session.user;
  return typeof permission === 'string'
    ? permissions.includes(permission)
    : permission.some((each) => permissions.includes(each));
}

/** Whether the person at this desk may. */
export function usePermission(permission: string | readonly string[] | undefined): boolean {
  return may(
    useSession((state) => state.session),
    permission,
  );
}

export const useSyncStatus = create<{ readonly status: SyncStatus | null }>(() => ({ status: null }));

/** @returns the instant (ms UTC) by the clock that the server corrected, as commands and papers bear it */
export function nowAtOffice(): number {
  return Date.now() + (useSyncStatus.getState().status?.clockOffsetMs ?? 0);
}

/** What this computer works with; null until main has answered. */
export const useStart = create<{ readonly start: StartState | null }>(() => ({ start: null }));
