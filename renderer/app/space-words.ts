import type { PostProcessorModule } from 'i18next';

const STARTS_LATIN = /^[A-Za-z0-9]/;
const ENDS_LATIN = /[A-Za-z0-9.]$/;
const HAN = '\\p{Script=Han}';

/**
 * In Chinese a Latin name that stands in a sentence has a space to each side: `从 Changsha 发货`, but `从武汉发货`. Only
 * at the borders of the values: what stands within a name stays as it is, and so do figures and days, whose texts
 * have their spaces.
 */
export function spaceWords(text: string, values: readonly unknown[]): string {
  let spaced = text;
  for (const value of values) {
    if (typeof value !== 'string' || !/[A-Za-z]/.test(value)) continue;
    const word = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (STARTS_LATIN.test(value)) spaced = spaced.replace(new RegExp(`(?<=${HAN})(?=${word})`, 'gu'), ' ');
    if (ENDS_LATIN.test(value)) spaced = spaced.replace(new RegExp(`(?<=${word})(?=${HAN})`, 'gu'), ' ');
  }
  return spaced;
}

/** Does so for every text that is put together in Chinese. */
export const spacing: PostProcessorModule = {
  type: 'postProcessor',
  name: 'spacing',
  process(text, _key, options, translator: { readonly language?: string }) {
    return translator.language === 'zh' ? spaceWords(text, Object.values(options)) : text;
  },
};
