/**
 * What is said of the network in a word, wherever somebody looks. Guards: what keeps work from the office comes before
 * every good word; "on its way" stands only while bytes move.
 */
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import type { StateName } from '../ui/state-tag.tsx';
import { i18n } from './i18n.ts';

const states: Readonly<Record<SyncStatus['network'], StateName>> = { online: 'done', offline: 'wait', syncing: 'open' };

/** What ends by signing in anew, and by nothing else. */
const endBySignIn = new Set(['session.signInAgain', 'session.passwordChanged', 'sync.foreignDevice']);

export interface NetworkTold {
  readonly state: StateName;
  readonly word: string;
}

/** The state of the network with its word; trouble by its own name, as far as it has a short one. */
export function networkTold(status: SyncStatus): NetworkTold {
  if (status.finishing) return { state: 'open', word: i18n.t('sync.network.finishing') };
  if (status.workOffline) return { state: 'wait', word: i18n.t('sync.workingOffline') };
  if (status.silent) return { state: 'wait', word: i18n.t('sync.network.silent') };
  if (status.trouble) return { state: 'wait', word: troubleWord(status.trouble.code) };
  return { state: states[status.network], word: i18n.t(`sync.network.${status.network}`) };
}

/** What keeps work from the office, in a few words. */
export function troubleWord(code: string): string {
  const key = `sync.troubles.${code}`;
  return i18n.exists(key) ? i18n.t(key) : i18n.t('sync.trouble');
}

/** Whether what waits can go only after the person has signed in anew. */
export const needsSignIn = ({ trouble }: Pick<SyncStatus, 'trouble'>): boolean =>
  trouble !== null && endBySignIn.has(trouble.code);
