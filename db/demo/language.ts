/** The language of the demo company's data (the screens switch by themselves). */
export type DemoLanguage = 'zh' | 'en';

export type InBoth = Readonly<Record<DemoLanguage, string>>;
