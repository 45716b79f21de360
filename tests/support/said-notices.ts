import { type Notice, useNotices, wordsOf } from '../../renderer/app/notices.ts';

interface SaidNotice extends Omit<Notice, 'title' | 'text'> {
  readonly title: string;
  readonly text: string | null;
}

/** What the application has said, the newest first, in the words of the language that is set now. */
export function saidNotices(): SaidNotice[] {
  return useNotices.getState().notices.map(({ title, text, ...notice }) => ({
    ...notice,
    title: wordsOf(title),
    text: text === null ? null : wordsOf(text),
  }));
}
