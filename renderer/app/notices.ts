/**
 * What the application says by itself: refusals, things done, undo. The shell shows them; the bell keeps the last ones.
 * Guards:
 * - what needs a person stands while it is true: a refusal goes when its place is left, and when what was refused is
 *   done after all;
 * - words follow the language of the moment.
 */
import { create } from 'zustand';
import type { Reason } from '#shared/kernel/refusal.ts';
import { i18n, reasonText } from './i18n.ts';
import { addShortcut } from './shortcuts.ts';

/** Words of one language would stay as they are: what is said is asked for when it is shown. A file's path has none. */
export type Words = string | (() => string);

export function wordsOf(words: Words): string {
  return typeof words === 'string' ? words : words();
}

export interface NoticeAction {
  readonly label: Words;
  readonly run: () => void;
  readonly keys?: string;
  /** Still of use when the notice is only in the bell: going somewhere is, taking back is not. */
  readonly lasting?: boolean;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'done' | 'open' | 'wait' | 'late';
  readonly title: Words;
  /** What happened, why, what to do. */
  readonly text: Words | null;
  readonly action: NoticeAction | null;
  /** It is about what is in front, and goes when that is left. */
  readonly isHere: boolean;
  /** What was refused, in its caller's words: doing it after all takes the notice away. */
  readonly about: string | null;
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
  notice: Pick<Notice, 'tone' | 'title'> & Partial<Pick<Notice, 'text' | 'action' | 'isHere' | 'about'>>,
  showMs?: number,
): () => void {
  count += 1;
  const id = count;
  const made = { id, at: Date.now(), closed: false };
  const whole: Notice = { text: null, action: null, isHere: false, about: null, ...notice, ...made };
  useNotices.setState(({ notices, unseen }) => ({
    notices: [whole, ...notices].slice(0, KEPT_NOTICES),
    unseen: unseen + 1,
  }));
  const close = () => closeNotice(id);
  const goesAfterMs = showMs ?? (notice.tone === 'done' || notice.tone === 'open' ? DONE_MS : null);
  if (goesAfterMs !== null) setTimeout(close, goesAfterMs);
  return close;
}

function closeThose(which: (notice: Notice) => boolean): void {
  const { notices } = useNotices.getState();
  if (!notices.some((notice) => !notice.closed && which(notice))) return;
  useNotices.setState({
    notices: notices.map((notice) => (which(notice) ? { ...notice, closed: true } : notice)),
  });
}

export function closeNotice(id: number): void {
  closeThose((notice) => notice.id === id);
}

/** Another tab is in front: what was said about the one before is no longer about what is seen. */
export function leavePlace(): void {
  closeThose((notice) => notice.isHere);
}

/** It was done after all, or is of no interest any more. @param about as it was given with the refusal */
export function closeRefusal(about: string): void {
  closeThose((notice) => notice.about === about);
}

/** The person reads them in the bell: none is new any more, and none stands before the list. */
export function readNotices(): void {
  useNotices.setState(({ notices }) => ({
    notices: notices.map((notice) => ({ ...notice, closed: true })),
    unseen: 0,
  }));
}

/**
 * Says a refusal in the person's words (`refusals.<code>`, filled with its params). One refusal a deed: the newest.
 * @param about what was refused, for `closeRefusal`; the reason's code without it
 */
export function notifyRefusal(reason: Reason, action: NoticeAction | null = null, about: string = reason.code): void {
  closeRefusal(about);
  const words = { title: () => i18n.t('notice.refused'), text: () => reasonText(reason) };
  notify({ tone: 'late', ...words, action, isHere: true, about });
}

interface Undo {
  readonly label: Words;
  readonly run: () => void | Promise<void>;
  /** What it takes back, by its ids: nothing is left to undo when that was taken back in another way. */
  readonly about?: readonly string[];
}

let endUndo: (() => void) | null = null;
let undoAbout: readonly string[] = [];

/** Something was taken back or cancelled elsewhere. @param about one of the ids that its undo was offered with */
export function endUndoOf(about: string): void {
  if (undoAbout.includes(about)) endUndo?.();
}

/** Says what was done, and takes it back by Ctrl+Z within 10 seconds (R104). A newer offer replaces the older. */
export function offerUndo({ label, run, about = [] }: Undo): void {
  endUndo?.();
  const undo = () => {
    end();
    void run();
  };
  const close = notify(
    { tone: 'done', title: label, action: { label: () => i18n.t('notice.undo'), run: undo, keys: 'mod+z' } },
    UNDO_MS,
  );
  const removeShortcut = addShortcut('mod+z', undo, 'shortcuts.undo', 'everywhere');
  const timer = setTimeout(() => end(), UNDO_MS);
  const end = () => {
    clearTimeout(timer);
    removeShortcut();
    close();
    if (endUndo !== end) return;
    endUndo = null;
    undoAbout = [];
  };
  endUndo = end;
  undoAbout = about;
}

/** Says what was done and is not taken back; Ctrl+Z then no longer means what was done before it. The next one replaces it. */
export function sayDone(title: Words): void {
  endUndo?.();
  const close = notify({ tone: 'done', title });
  const end = () => {
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
