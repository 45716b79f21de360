/** Labels on paper: a page for each, of its size. */
import { type LabelSize, labelSizes } from '#shared/kernel/labels/label.ts';
import { withQuietPage } from './quiet-page.ts';

const words = { notDrawn: 'labels.notDrawn', notPrinted: 'labels.notPrinted' } as const;

/** The document as PDF: a page for each label, of its size, with the fonts that its texts need. */
export function makePdf(html: string, size: LabelSize): Promise<Buffer> {
  return withQuietPage(words, async (page) => {
    await page.show(html);
    return page.pdf(labelSizes[size]);
  });
}

/**
 * Shows the system's print dialog for the document. A person who closes it ends it without a word.
 * @throws Refusal `labels.notPrinted`
 */
export async function printPaper(html: string, size: LabelSize): Promise<void> {
  await withQuietPage(words, async (page) => {
    await page.show(html);
    await page.print(labelSizes[size], null, 1);
  });
}
