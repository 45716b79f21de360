/**
 * A newer Satchel, as the screens see it. Guards:
 * - asked, not forced: one quiet message when there is a new version and one when it is here; they go by themselves
 *   and wait in the bell. A feed that is down says nothing;
 * - before a restart every tab keeps what it holds, and what cannot be kept stops the restart.
 */
import { create } from 'zustand';
import type { UpdateState } from '#shared/protocol/update-bridge.ts';
import { bridge } from '../bridge.ts';
import { i18n } from '../i18n.ts';
import { notify, notifyRefusal } from '../notices.ts';
import { mayCloseAll } from '../tabs.ts';
import { hasUnfinishedWork } from '../unfinished-work.ts';

const SHOWN_MS = 30_000;

export const useUpdate = create<{ readonly update: UpdateState | null }>(() => ({ update: null }));

/** Follows the state and says what is new, while somebody is signed in. Returns the end of following. */
export function followUpdates(): () => void {
  const said = new Set<string>();
  let closeLast = (): void => {};
  let isEnded = false;
  const take = (update: UpdateState): void => {
    if (isEnded) return;
    useUpdate.setState({ update });
    const saying = `${update.state} ${'version' in update ? update.version : ''}`;
    if (said.has(saying)) return;
    said.add(saying);
    // What was said before has been overtaken.
    closeLast();
    closeLast = say(update);
  };
  const stop = bridge().updates.onState(take);
  // What came in by an event meanwhile is newer.
  void bridge()
    .updates.state()
    .then((update) => {
      if (useUpdate.getState().update === null || update.state !== 'none') take(update);
    });
  return () => {
    isEnded = true;
    stop();
    useUpdate.setState({ update: null });
  };
}

/** @returns what takes the message away again */
function say(update: UpdateState): () => void {
  if (update.state !== 'available' && update.state !== 'ready') return () => {};
  const { state, version } = update;
  const isReady = state === 'ready';
  return notify(
    {
      tone: isReady ? 'done' : 'open',
      title: () => i18n.t(`updates.said.${state}`, { version }),
      text: () => i18n.t(`updates.said.${state}Text`),
      action: {
        label: () => i18n.t(isReady ? 'updates.restart' : 'updates.download'),
        run: () => void (isReady ? installUpdate() : downloadUpdate()),
        lasting: true,
      },
    },
    SHOWN_MS,
  );
}

/** Asks the feed; a refusal is said, because the person asked. */
export async function checkForUpdate(): Promise<void> {
  const reply = await bridge().updates.check();
  if (!reply.ok) notifyRefusal(reply.reason);
}

export async function downloadUpdate(): Promise<void> {
  const reply = await bridge().updates.download();
  if (!reply.ok) notifyRefusal(reply.reason);
}

/** Restarts into the new version, unless something on the screens would be lost. */
export async function installUpdate(): Promise<void> {
  if (hasUnfinishedWork() || !(await mayCloseAll())) {
    notifyRefusal({ code: 'updates.unfinished', params: {} });
    return;
  }
  const reply = await bridge().updates.install();
  if (!reply.ok) notifyRefusal(reply.reason);
}
