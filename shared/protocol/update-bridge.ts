/** The part of `window.satchel` that keeps Satchel itself up to date. Types only, as in bridge.ts. */
import type { Reason } from '../kernel/refusal.ts';
import type { ActionReply } from './bridge.ts';

/**
 * Where a newer Satchel stands on its way here. Nothing is fetched or installed unless the person asks for it.
 * `problem`: why the last thing that was tried did not work; a server that did not answer is one, and no screen need
 * say it by itself.
 */
export type UpdateState =
  /** This build takes no updates, and why. */
  | { readonly state: 'off'; readonly reason: Reason }
  /** Nothing newer is known. `checkedAt`: when the feed last said so; null: not yet. */
  | { readonly state: 'none'; readonly checkedAt: number | null; readonly problem: Reason | null }
  | { readonly state: 'checking' }
  | {
      readonly state: 'available';
      readonly version: string;
      readonly bytes: number | null;
      readonly problem: Reason | null;
    }
  | { readonly state: 'downloading'; readonly version: string; readonly percent: number }
  /** Here, whole and by its maker: a restart installs it. */
  | { readonly state: 'ready'; readonly version: string; readonly problem: Reason | null }
  | { readonly state: 'installing'; readonly version: string };

export interface UpdatesBridge {
  state(): Promise<UpdateState>;
  onState(listener: (state: UpdateState) => void): () => void;
  /** Asks the feed now; the state says what came of it. Refused without a server to ask. */
  check(): Promise<ActionReply>;
  /** Fetches what is available. */
  download(): Promise<ActionReply>;
  /**
   * Restarts into the new version. Refused while a restart would cost work: a first load, a backup or a change of the
   * database that goes on. Unsent commands may wait: they are in the database, and the new version replays them.
   * A screen with something unfinished must ask before it calls this.
   */
  install(): Promise<ActionReply>;
}
