/**
 * Says that something could not be kept on this computer. Guards: one message for as long as anything is not kept, gone
 * once everything is; its key tries all of it again.
 */
import type { ActionReply } from '#shared/protocol/bridge.ts';
import { i18n, reasonText } from './i18n.ts';
import { notify } from './notices.ts';

/** What is not kept, by who tries it again. */
const waiting = new Map<symbol, () => void>();
let shown: { readonly code: string; readonly close: () => void } | null = null;

/** For one thing that is kept: a draft, the open tabs. Returns what each answer is shown to. */
export function makeKeptNotice(): (reply: ActionReply, again: () => void) => void {
  const mark = Symbol('kept');
  return (reply, again) => {
    if (!reply.ok) {
      waiting.set(mark, again);
      say(reply);
    } else if (waiting.delete(mark) && waiting.size === 0) forgetNotKept();
  };
}

function say({ reason }: Extract<ActionReply, { ok: false }>): void {
  if (shown?.code === reason.code) return;
  shown?.close();
  const run = () => {
    shown = null;
    for (const again of [...waiting.values()]) again();
  };
  const action = { label: () => i18n.t('broken.again'), run };
  const close = notify({ tone: 'late', title: () => i18n.t('notice.notKept'), text: () => reasonText(reason), action });
  shown = { code: reason.code, close };
}

/** Another person comes to the desk, or everything is kept again. */
export function forgetNotKept(): void {
  waiting.clear();
  shown?.close();
  shown = null;
}

/** The answer of a call, also when the call itself broke. */
export async function replyOf<Reply>(call: Promise<Reply>): Promise<Reply | Extract<ActionReply, { ok: false }>> {
  try {
    return await call;
  } catch {
    return { ok: false, reason: { code: 'unexpected', params: {} } };
  }
}
