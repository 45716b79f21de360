import { bridge } from './bridge.ts';
import { i18n } from './i18n.ts';
import { notifyRefusal, sayDone } from './notices.ts';
import { useSyncStatus } from './session.ts';

/** Works offline by choice, or ends that, and says which: where the keys do it nothing else is in front. */
export async function switchOffline(): Promise<void> {
  const isOffline = !(useSyncStatus.getState().status?.workOffline ?? false);
  const reply = await bridge().sync.setWorkOffline(isOffline);
  if (!reply.ok) notifyRefusal(reply.reason);
  else sayDone(() => i18n.t(isOffline ? 'sync.nowOffline' : 'sync.nowOnline'));
}
