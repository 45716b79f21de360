import type { Mendings } from '../../app/mending.ts';

/** What to do about a layout that the office rejected: layouts are changed where they are seen, in the print dialog. */
export const mending: Mendings = {
  'admin.savePaperTemplate': { words: 'papers.mending', isAgain: true },
  'admin.removePaperTemplate': { words: 'papers.mending', isAgain: true },
};
