import { readDay } from './fields.tsx';
import { readNotice } from './read-notice.ts';

export interface PastedDay {
  readonly day: string;
  readonly name: string;
  readonly kind: 'holiday' | 'workday';
}

const worked = /^(workday|work|上班|班|调休上班|工作日)$/i;
const off = /^(holiday|off|放假|休|假|节假日)$/i;

/**
 * Days as they are pasted from a table or a notice: a line each, with the day, a name and, where it is worked, a word for
 * that (上班, work); or the State Council's notice as it is published. Headings and empty lines are passed over.
 * @returns the days, and the numbers (from 1) of lines that say something else
 */
export function readDays(text: string): {
  readonly days: readonly PastedDay[];
  readonly wrongLines: readonly number[];
} {
  const notice = readNotice(text);
  if (notice) return notice;
  const days: PastedDay[] = [];
  const wrongLines: number[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const cells = line
      .split(/[\t,，;；]|\s{1,}/)
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '');
    if (cells.length === 0) continue;
    const day = readDay(cells[0] ?? '');
    if (day === null) {
      if (at > 0) wrongLines.push(at + 1);
      continue;
    }
    const rest = cells.slice(1);
    const kind = rest.some((cell) => worked.test(cell)) ? 'workday' : 'holiday';
    days.push({
      day,
      name: rest
        .filter((cell) => !worked.test(cell) && !off.test(cell))
        .join(' ')
        .slice(0, 60),
      kind,
    });
  }
  return { days, wrongLines };
}
