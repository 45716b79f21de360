import { useTranslation } from 'react-i18next';

const chinese = ['YYYY-MM-DD', 'YYYYMMDD', 'MM-DD', 'M-D', 'M/D'];
const english = ['D MMM YYYY', 'YYYY-MM-DD', 'D MMM', 'D/M/YYYY', 'D/M'];

/** How a field shows a day, as every screen writes one, and after it what else may be typed into it. */
export function useDayFormats(): string[] {
  const { i18n } = useTranslation();
  return i18n.language.startsWith('zh') ? chinese : english;
}
