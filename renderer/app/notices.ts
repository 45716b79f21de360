/** What the application says by itself: refusals, things done, undo. The shell shows them; the bell keeps the last ones. */
import { create } from 'zustand';
import type { Reason } from '#shared/kernel/refusal.ts';
import { i18n, reasonText } from './i18n.ts';
import { addShortcut } from './shortcuts.ts';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
  readonly keys?: string;
  /** Still of use when the notice is only in the bell: going somewhere is, taking back is not. */
  readonly lasting?: boolean;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'done' | 'open' | 'wait' | 'late';
  readonly title: string;
  /** What happened, why, what to do. */
  readonly text: string | null;
  readonly action: NoticeAction | null;
  readonly at: number;
  /** Gone from the screen; still in the bell. */
  readonly closed: boolean;
}

const KEPT_NOTICES = 50;
const UNDO_MS = 10_000;
const DONE_MS = 4_000;

export const useNotices = create<{ readonly notices: readonly Notice[]; readonly unseen: number }>(() => ({
  notices: [],
  unseen: 0,
}));

let count = 0;

/**
 * Shows a notice; those of tone `done` and `open` go by themselves, what needs a person stays until it is closed.
 * Returns what closes it.
 */
export function notify(
  notice: Pick<Notice, 'tone' | 'title'> & Partial<Pick<Notice, 'text' | 'action'>>,
  showMs?: number,
): () => void {
  count += 1;
  const id = count;
  const whole: Notice = { text: null, action: null, ...notice, id, at: Date.now(), closed: false };
  useNotices.setState(({ notices, unseen }) => ({
    notices: [whole, ...notices].slice(0, KEPT_NOTICES),
    unseen: unseen + 1,
  }));
  const close = () => closeNotice(id);
  const goesAfterMs = showMs ?? (notice.tone === 'done' || notice.tone === 'open' ? DONE_MS : null);
  if (goesAfterMs !== null) setTimeout(close, goesAfterMs);
  return close;
}

export function closeNotice(id: number): void {
  useNotices.setState(({ notices }) => ({
    notices: notices.map((notice) => (notice.id === id ? { ...notice, closed: true } : notice)),
  }));
}

/** The person reads them in the bell: none is new any more, and none stands before the list. */
export function readNotices(): void {
  useNotices.setState(({ notices }) => ({
    notices: notices.map((notice) => ({ ...notice, closed: true })),
    unseen: 0,
  }));
}

/** Says a refusal in the person's words (`refusals.<code>`, filled with its params). */
export function notifyRefusal(reason: Reason, action: NoticeAction | null = null): void {
  notify({ tone: 'late', title: i18n.t('notice.refused'), text: reasonText(reason), action });
}

let endUndo: (() => void) | null = null;

/** Says what was done, and takes it back by Ctrl+Z within 10 seconds (R104). A newer offer replaces the older. */
export function offerUndo({ label, run }: { label: string; run: () => void | Promise<void> }): void {
  endUndo?.();
  const undo = () => {
    end();
    void run();
  };
  const close = notify(
    { tone: 'done', title: label, action: { label: i18n.t('notice.undo'), run: undo, keys: 'mod+z' } },
    UNDO_MS,
  );
  const removeShortcut = addShortcut('mod+z', undo, 'shortcuts.undo', 'everywhere');
  const timer = setTimeout(() => end(), UNDO_MS);
  const end = () => {
    clearTimeout(timer);
    removeShortcut();
    close();
    if (endUndo === end) endUndo = null;
  };
  endUndo = end;
}

/** Forgets everything that was said: another person comes to the desk. */
export function clearNotices(): void {
  endUndo?.();
  useNotices.setState({ notices: [], unseen: 0 });
}
