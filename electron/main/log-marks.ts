/** What the log marks beside problems: the course of things, in words and codes. Guards: no name, no address, no row. */
import { app } from 'electron';
import type { SessionState, SyncStatus } from '#shared/protocol/bridge.ts';
import type { StartState } from '#shared/protocol/desktop-bridge.ts';

export interface Marks {
  session(state: SessionState): void;
  sync(status: SyncStatus): void;
  start(state: StartState): void;
}

/** The line of a start. */
export function startMark(): string {
  const { electron = '?', node } = process.versions;
  return `Satchel ${app.getVersion()} starts on ${process.platform} ${process.arch}, Electron ${electron}, Node ${node}`;
}

/** Marks what became another, once. */
export function makeMarks(note: (text: string) => void): Marks {
  const last = new Map<string, string>();
  const mark = (what: string, text: string): void => {
    if (last.get(what) === text) return;
    last.set(what, text);
    note(`${what} ${text}`);
  };
  return {
    session(state) {
      if (state.state === 'failed') mark('session', `failed ${state.reason.code}`);
      else mark('session', `${state.state}${state.setAside ? ` ${state.setAside.code}` : ''}`);
    },
    sync({ network, workOffline, trouble }) {
      // Every cycle goes through syncing.
      if (network === 'syncing') return;
      mark('sync', `${workOffline ? 'offline by choice' : network}${trouble ? ` ${trouble.code}` : ''}`);
    },
    start({ choice, demo }) {
      mark('start', `${choice} demo ${demo.state}`);
    },
  };
}
