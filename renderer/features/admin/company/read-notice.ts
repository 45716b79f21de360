import { addDays } from '#shared/kernel/instants.ts';
import { readDay } from './fields.tsx';
import type { PastedDay } from './read-days.ts';

/** 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。 */
const season = /^\s*[一二三四五六七八九十]+、\s*([^：:]{1,20})[：:](.+)$/;
const off = /放假/;
const worked = /上班/;
const namedDay = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(至)?/g;
/** Longer than any holiday: a range beyond it is a misreading. */
const LIMIT_RANGE_DAYS = 31;

interface Read {
  readonly days: readonly PastedDay[];
  /** Lines (from 1) that name a holiday and no day that can be read. */
  readonly wrongLines: readonly number[];
}

/**
 * The State Council's yearly notice as it is published: a numbered line for each holiday, with the days off, and the
 * weekend days that are worked for it. Null: the text is no such notice.
 */
export function readNotice(text: string): Read | null {
  const year = /(\d{4})\s*年/.exec(text)?.[1];
  const lines = text.split(/\r?\n/);
  if (year === undefined || !lines.some((line) => season.test(line) && off.test(line))) return null;
  const days: PastedDay[] = [];
  const wrongLines: number[] = [];
  for (const [at, line] of lines.entries()) {
    const [, name = '', body = ''] = season.exec(line) ?? [];
    if (body === '') continue;
    const read = readSeason(name.trim(), body, year);
    if (read.length === 0) wrongLines.push(at + 1);
    else days.push(...read);
  }
  return { days, wrongLines };
}

function readSeason(name: string, body: string, noticeYear: string): PastedDay[] {
  // What stands in brackets says the day once more: (农历腊月二十八、周日).
  const sentences = body.replaceAll(/[（(][^）)]*[）)]/g, '').split('。');
  return sentences.flatMap((sentence) => {
    const kind = worked.test(sentence) ? 'workday' : off.test(sentence) ? 'holiday' : null;
    return kind === null ? [] : daysOf(sentence, noticeYear).map((day) => ({ day, name, kind }));
  });
}

function daysOf(sentence: string, noticeYear: string): string[] {
  const days: string[] = [];
  let [year, month, from]: [string, string, string | null] = [noticeYear, '', null];
  for (const [, ownYear, ownMonth, number, to] of sentence.matchAll(namedDay)) {
    year = ownYear ?? year;
    month = ownMonth ?? month;
    const day = readDay(`${year}-${month}-${number}`);
    if (day === null) return [];
    const first = from ?? day;
    if (day < first) return [];
    for (let each = first, count = 0; each <= day && count < LIMIT_RANGE_DAYS; each = addDays(each, 1), count += 1) {
      days.push(each);
    }
    // The day that a range begins with comes with its end.
    from = to === undefined ? null : day;
    if (to !== undefined) days.pop();
  }
  return days;
}
