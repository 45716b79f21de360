/** A job of labels, from what a person chose to the printer or the file. */
import { type LabelJob, labelJobSchema, MOST_PAGES, MOST_PRINTED, pageJobSchema } from '#shared/kernel/labels/label.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../app/bridge.ts';
import { i18n } from '../../../app/i18n.ts';
import type { LabelItem, LabelKind } from './label-items.ts';
import type { LabelSettings, LabelWay } from './label-settings.ts';

/** Of a file, on every system. */
const LONGEST_NAME = 100;

/** What is printed how often, in the order of the list; what gets none is left out. */
export function makeJob(
  items: readonly LabelItem[],
  copiesOf: (item: LabelItem) => number,
  kind: LabelKind,
  settings: LabelSettings,
): LabelJob {
  const t = i18n.getFixedT(settings.language ?? i18n.language);
  const font = settings.font.trim().toUpperCase();
  return {
    ...{ size: settings.sizes[kind], dpi: settings.dpi, font: font === '' ? null : font },
    labels: items.map((item) => ({ label: item.draw(t), copies: copiesOf(item) })).filter(({ copies }) => copies > 0),
  };
}

/** Whether main will take the job: figures, fonts and lengths within what it says of itself. */
export const isWhole = (job: LabelJob, way: LabelWay): boolean =>
  (isPages(way) ? pageJobSchema : labelJobSchema).safeParse(job).success;

const isPages = (way: LabelWay): boolean => way === 'paper' || way === 'pdf';

/** How many labels one job may print. */
export const mostOf = (way: LabelWay): number => (isPages(way) ? MOST_PAGES : MOST_PRINTED);

/**
 * Sends or saves a job the chosen way.
 * @returns `done` false where the person closed the system's dialog; a reason where it did not come to paper
 */
export async function printLabels(
  job: LabelJob,
  name: string,
  { way, printer }: LabelSettings,
): Promise<{ readonly done: boolean } | { readonly reason: Reason }> {
  const request = { job, name: name.slice(0, LONGEST_NAME) };
  const { labels } = bridge();
  if (way === 'zpl' || way === 'paper') {
    const reply = way === 'zpl' ? await labels.send({ ...request, printer }) : await labels.print(request);
    return reply.ok ? { done: true } : reply;
  }
  const reply = way === 'pdf' ? await labels.savePdf(request) : await labels.saveZpl(request);
  return reply.ok ? { done: reply.path !== null } : reply;
}
