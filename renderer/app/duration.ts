import { i18n } from './i18n.ts';

/** A stretch of time in the largest unit that says it: `6 s`, `3 min`, `2 h`, `4 d`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return i18n.t('duration.seconds', { count: seconds });
  if (seconds < 3600) return i18n.t('duration.minutes', { count: Math.floor(seconds / 60) });
  if (seconds < 86_400) return i18n.t('duration.hours', { count: Math.floor(seconds / 3600) });
  return i18n.t('duration.days', { count: Math.floor(seconds / 86_400) });
}
