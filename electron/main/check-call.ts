/**
 * The border between a renderer and the rest. Guards:
 * - only the main frame of our own window, showing our own page, is heard;
 * - arguments have the declared shape and size before anything else looks at them;
 * - who is not heard gets a stable code, in the shape that the call answers with.
 */
import { z } from 'zod';
import type { Reason } from '#shared/kernel/refusal.ts';
import { type CallName, callSchemas } from '../device/device-messages.ts';
import type { desktopCallNames } from '../preload/channels.ts';

/** A draft of a thousand lines is some 300 KB. */
export const CALL_LIMIT_CHARS = 1024 * 1024;

export const desktopSchemas = {
  'desktop.about': z.tuple([]),
  'desktop.openSecondDevice': z.tuple([]),
  'desktop.setLanguage': z.tuple([z.enum(['en', 'zh'])]),
} as const satisfies Record<(typeof desktopCallNames)[number], z.ZodType<readonly unknown[]>>;
export type DesktopCallName = keyof typeof desktopSchemas;

/** What is known of the frame that a call came from. */
export interface Sender {
  readonly isMainFrame: boolean;
  readonly url: string;
}

/** Whether a frame is our own page. @param origin where the page is served from */
export function isOurs(sender: Sender | null, origin: string): boolean {
  if (!sender?.isMainFrame || !sender.url.startsWith(origin)) return false;
  const rest = sender.url.slice(origin.length);
  return rest === '' || /^[/?#]/.test(rest);
}

/** The arguments of a call, or why they are refused; `problem` is for the log. */
export function checkCall(
  name: CallName | DesktopCallName,
  args: readonly unknown[],
): { readonly args: readonly unknown[] } | { readonly reason: Reason; readonly problem: string } {
  let text: string | undefined;
  try {
    text = JSON.stringify(args);
  } catch {
    return invalid(name, '', 'not JSON');
  }
  if (text.length > CALL_LIMIT_CHARS) {
    const reason = { code: 'ipc.tooLarge', params: { call: name, limitChars: CALL_LIMIT_CHARS } };
    return { reason, problem: `${text.length} characters` };
  }
  const schema: z.ZodType<readonly unknown[]> =
    name in callSchemas ? callSchemas[name as CallName] : desktopSchemas[name as DesktopCallName];
  const parsed = schema.safeParse(args);
  if (parsed.success) return { args: parsed.data };
  const issue = parsed.error.issues[0];
  return invalid(name, issue?.path.join('.') ?? '', issue?.message ?? '');
}

function invalid(call: string, path: string, problem: string): { reason: Reason; problem: string } {
  return { reason: { code: 'ipc.invalidArguments', params: { call, path } }, problem: `${path} ${problem}` };
}

const answersWithReason: ReadonlySet<string> = new Set<CallName | DesktopCallName>([
  'query',
  'session.signIn',
  'session.signOut',
  'sync.sendNow',
  'sync.setWorkOffline',
  'sync.markSeen',
  'drafts.save',
  'drafts.remove',
  'desktop.openSecondDevice',
  'desktop.setLanguage',
]);

/**
 * A refusal in the shape that the call answers with.
 * @throws an error that names the code where the call's answer has no room for a reason
 */
export function refuseCall(name: CallName | DesktopCallName, reason: Reason): unknown {
  if (name === 'command' || name === 'dryRun') return { state: 'rejected', reason };
  if (answersWithReason.has(name)) return { ok: false, reason };
  if (name === 'session.state') return { state: 'failed', reason };
  throw new Error(`${reason.code} ${JSON.stringify(reason.params)}`);
}
