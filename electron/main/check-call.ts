/**
 * The border between a renderer and the rest. Guards:
 * - only the main frame of our own window, showing our own page, is heard;
 * - arguments are plain JSON of the declared shape and size before anything else looks at them;
 * - who is not heard gets a stable code, in the shape that the call answers with.
 */
import { z } from 'zod';
import { labelJobSchema, pageJobSchema } from '#shared/kernel/labels/label.ts';
import { MOST_COPIES, paperJobSchema } from '#shared/kernel/papers/paper.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { type CallName, callSchemas } from '../device/device-messages.ts';
import type { desktopCallNames } from '../preload/channels.ts';

/** A draft of a thousand lines is some 300 KB. */
export const CALL_LIMIT_CHARS = 1024 * 1024;
/** The ledger of 90 days as a text: some 400 characters a command. */
const SUMMARY_LIMIT_CHARS = 32 * CALL_LIMIT_CHARS;

const languageSchema = z.enum(['en', 'zh']);
const inLanguage = z.tuple([z.strictObject({ language: languageSchema })]);
const labelName = z.string().min(1).max(100);
const pageRequest = z.tuple([z.strictObject({ job: pageJobSchema, name: labelName })]);
const zplRequest = { job: labelJobSchema, name: labelName };
const paperPdf = z.tuple([z.strictObject({ job: paperJobSchema, name: labelName })]);
const paperPrint = z.strictObject({
  job: paperJobSchema,
  printer: z.string().min(1).max(300).nullable(),
  copies: z.int().min(1).max(MOST_COPIES),
});
const withPassword = z.tuple([z.strictObject({ password: z.string().min(1).max(200) })]);

export const desktopSchemas = {
  'desktop.about': z.tuple([]),
  'desktop.openSecondDevice': z.tuple([]),
  'desktop.setLanguage': z.tuple([languageSchema]),
  'start.state': z.tuple([]),
  'start.tryDemo': inLanguage,
  'start.joinCompany': z.tuple([z.strictObject({ server: z.string().max(300) })]),
  'start.backToChoice': z.tuple([]),
  'start.resetDemo': inLanguage,
  'backup.save': withPassword,
  'backup.choose': z.tuple([]),
  'backup.restore': withPassword,
  'backup.recover': z.tuple([]),
  'diagnostics.read': z.tuple([]),
  'diagnostics.checkDatabase': z.tuple([]),
  'diagnostics.exportLog': z.tuple([]),
  'diagnostics.openLogFolder': z.tuple([]),
  'diagnostics.openLicenses': z.tuple([]),
  'proof.export': z.tuple([z.strictObject({ summary: z.string().max(SUMMARY_LIMIT_CHARS) })]),
  'labels.print': pageRequest,
  'labels.savePdf': pageRequest,
  'labels.saveZpl': z.tuple([z.strictObject(zplRequest)]),
  'labels.send': z.tuple([z.strictObject({ ...zplRequest, printer: z.string().min(1).max(200) })]),
  'papers.printers': z.tuple([]),
  'papers.preview': z.tuple([z.strictObject({ job: paperJobSchema })]),
  'papers.print': z.tuple([paperPrint]),
  'papers.savePdf': paperPdf,
  'papers.openPdf': paperPdf,
  'updates.state': z.tuple([]),
  'updates.check': z.tuple([]),
  'updates.download': z.tuple([]),
  'updates.install': z.tuple([]),
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
  const limitChars = name === 'proof.export' ? SUMMARY_LIMIT_CHARS : CALL_LIMIT_CHARS;
  const foreign = findForeign(args, limitChars);
  if (foreign === 'tooLarge') return tooLarge(name, limitChars, 'more than the limit');
  if (foreign) return invalid(name, '', foreign);
  const text = JSON.stringify(args);
  if (text.length > limitChars) return tooLarge(name, limitChars, `${text.length} characters`);
  const schema: z.ZodType<readonly unknown[]> =
    name in callSchemas ? callSchemas[name as CallName] : desktopSchemas[name as DesktopCallName];
  const parsed = schema.safeParse(args);
  if (parsed.success) return { args: parsed.data };
  const issue = parsed.error.issues[0];
  return invalid(name, issue?.path.join('.') ?? '', issue?.message ?? '');
}

/** Objects and lists within each other; a draft's lines lie four deep. */
const LIMIT_LEVELS = 32;

/**
 * Why a value is no plain JSON: binary data, dates and whatever else a message between processes can hold, values that
 * contain themselves, and what would become large only when it is written (shared parts, lists with gaps).
 * @returns null for plain JSON whose size is still to be measured
 */
function findForeign(args: readonly unknown[], limitChars: number): 'tooLarge' | 'not JSON' | null {
  let chars = 0;
  const visit = (value: unknown, levels: number): 'tooLarge' | 'not JSON' | null => {
    chars += typeof value === 'string' ? value.length : 1;
    if (chars > limitChars) return 'tooLarge';
    if (typeof value === 'number') return Number.isFinite(value) ? null : 'not JSON';
    if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return null;
    if (typeof value !== 'object' || levels === 0 || !isPlain(value)) return 'not JSON';
    if (Array.isArray(value)) {
      chars += value.length;
      return chars > limitChars ? 'tooLarge' : firstOf(value, (part) => visit(part, levels - 1));
    }
    return firstOf(Object.entries(value), ([key, part]) => visit(key, levels) ?? visit(part, levels - 1));
  };
  return visit(args, LIMIT_LEVELS + 1);
}

/** A list, or an object with nothing above it but what every object has. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const above: unknown = Object.getPrototypeOf(value);
  return above === null || Object.getPrototypeOf(above) === null;
}

function firstOf<Part, Found>(parts: Iterable<Part>, find: (part: Part) => Found | null): Found | null {
  for (const part of parts) {
    const found = find(part);
    if (found !== null) return found;
  }
  return null;
}

function tooLarge(call: string, limitChars: number, problem: string): { reason: Reason; problem: string } {
  return { reason: { code: 'ipc.tooLarge', params: { call, limitChars } }, problem };
}

function invalid(call: string, path: string, problem: string): { reason: Reason; problem: string } {
  return { reason: { code: 'ipc.invalidArguments', params: { call, path } }, problem: `${path} ${problem}` };
}

const answersWithReason: ReadonlySet<string> = new Set<CallName | DesktopCallName>([
  'query',
  'session.signIn',
  'session.join',
  'session.signOut',
  'sync.sendNow',
  'sync.setWorkOffline',
  'sync.searchAudit',
  'sync.exportAudit',
  'sync.markSeen',
  'sync.drop',
  'sync.withdraw',
  'devices.list',
  'devices.review',
  'devices.rename',
  'devices.lock',
  'devices.unlock',
  'devices.revoke',
  'devices.runQuarantine',
  'devices.discardQuarantine',
  'devices.recoveryCopy',
  'drafts.save',
  'drafts.remove',
  'files.keep',
  'work.open',
  'work.keep',
  'work.undo',
  'work.close',
  'desktop.openSecondDevice',
  'desktop.setLanguage',
  'start.tryDemo',
  'start.joinCompany',
  'start.backToChoice',
  'start.resetDemo',
  'backup.save',
  'backup.choose',
  'backup.restore',
  'backup.recover',
  'diagnostics.checkDatabase',
  'diagnostics.exportLog',
  'diagnostics.openLogFolder',
  'diagnostics.openLicenses',
  'proof.export',
  'labels.print',
  'labels.savePdf',
  'labels.saveZpl',
  'labels.send',
  'papers.printers',
  'papers.preview',
  'papers.print',
  'papers.savePdf',
  'papers.openPdf',
  'updates.check',
  'updates.download',
  'updates.install',
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
