import type { PaperKind } from '#shared/kernel/papers/layout.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../app/bridge.ts';
import { i18n, type Language } from '../../app/i18n.ts';
import { notify } from '../../app/notices.ts';
import { buildJob, paperName } from './build-job.ts';
import { paperSettings } from './paper-settings.ts';

/** The language of a paper: the one chosen for its kind, or the window's. */
export const languageOf = (chosen: Language | null): Language => chosen ?? (i18n.language === 'zh' ? 'zh' : 'en');

/**
 * Prints a document as it is chosen for its kind at this computer, on the printer named there without any dialog.
 * @returns `done` false where the person closed the system's dialog; a reason where it did not come to paper
 */
export async function printPaper(
  kind: PaperKind,
  id: string,
): Promise<{ readonly done: boolean } | { readonly reason: Reason }> {
  const { printer, size, language, copies } = paperSettings(kind);
  const built = await buildJob(kind, id, size, languageOf(language));
  if ('reason' in built) return built;
  const reply = await bridge().papers.print({ job: built.job, printer, copies });
  if (!reply.ok) return { reason: reply.reason };
  const { pages: count } = reply;
  const name = paperName(built.job);
  if (reply.isPrinted) notify({ tone: 'done', title: () => t(printer, { name, printer, count }) });
  return { done: reply.isPrinted };
}

const t = (printer: string | null, values: object): string =>
  i18n.t(printer === null ? 'papers.printed' : 'papers.printedOn', { ...values });
