/** Papers drawn: measured in the fonts of this computer, broken into pages, and made PDF or printed by the same page. */
import { z } from 'zod';
import type { PaperJob } from '#shared/kernel/papers/paper.ts';
import { paperSizes } from '#shared/kernel/papers/paper-sizes.ts';
import {
  type MeasuredPaper,
  type PaperPictures,
  pagesOf,
  writeMeasuredPaper,
  writePaper,
} from '#shared/kernel/papers/write-paper.ts';
import { type Printer, type QuietPage, withQuietPage } from './quiet-page.ts';

const words = { notDrawn: 'papers.notDrawn', notPrinted: 'papers.notPrinted' } as const;

const measuredSchema = z.strictObject({
  firstTopMm: z.number(),
  nextTopMm: z.number(),
  headMm: z.number(),
  carryMm: z.number(),
  rowsMm: z.array(z.number()),
  tailMm: z.array(z.number()),
  footMm: z.number(),
});

/** Heights of the parts that `writeMeasuredPaper` marks, in millimetres of paper. */
const MEASURE = `(() => {
  const mm = (element) => (element ? (element.getBoundingClientRect().height * 25.4) / 96 : 0);
  const all = (selector) => [...document.querySelectorAll(selector)].map(mm);
  return {
    firstTopMm: mm(document.querySelector('[data-part=firstTop]')),
    nextTopMm: mm(document.querySelector('[data-part=nextTop]')),
    headMm: mm(document.querySelector('[data-part=table] thead')),
    carryMm: mm(document.querySelector('[data-part=table] .carried')),
    rowsMm: all('[data-part=table] tbody tr:not(.carried)'),
    tailMm: all('.tail'),
    footMm: mm(document.querySelector('.foot')),
  };
})()`;

interface DrawnPaper {
  readonly html: string;
  readonly pages: number;
}

async function draw(page: QuietPage, job: PaperJob, pictures: PaperPictures): Promise<DrawnPaper> {
  await page.show(writeMeasuredPaper(job, pictures));
  const measured: MeasuredPaper = measuredSchema.parse(await page.ask(MEASURE));
  const pages = pagesOf(job, measured);
  return { html: writePaper(job, pages, pictures), pages: pages.length };
}

/** The pages of a paper as a document, and how many they are. */
export function drawPaper(job: PaperJob, pictures: PaperPictures): Promise<DrawnPaper> {
  return withQuietPage(words, (page) => draw(page, job, pictures));
}

/** A paper as PDF, with the fonts that its texts need. */
export function makePaperPdf(job: PaperJob, pictures: PaperPictures): Promise<Buffer> {
  return withQuietPage(words, async (page) => {
    await page.show((await draw(page, job, pictures)).html);
    return page.pdf(paperSizes[job.size]);
  });
}

export interface PrintedPaper {
  readonly isPrinted: boolean;
  readonly pages: number;
}

/**
 * Prints a paper: to a printer, with no dialog, or as the system's dialog is told.
 * @throws Refusal `papers.notPrinted`
 */
export function printPaperJob(
  job: PaperJob,
  pictures: PaperPictures,
  printer: string | null,
  copies: number,
): Promise<PrintedPaper> {
  return withQuietPage(words, async (page) => {
    const { html, pages } = await draw(page, job, pictures);
    await page.show(html);
    return { isPrinted: await page.print(paperSizes[job.size], printer, copies), pages };
  });
}

/** The printers that this computer knows. */
export async function listPrinters(): Promise<Printer[]> {
  const printers = await withQuietPage(words, (page) => page.printers());
  return printers.sort((a, b) => (a.label < b.label ? -1 : 1));
}
