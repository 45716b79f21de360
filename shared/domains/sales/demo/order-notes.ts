/** What reps write on an order. */
import type { Demo, DemoSource, InBoth } from '../../../kernel/demo.ts';

const notes: readonly [InBoth, ...InBoth[]] = [
  { zh: '请在上午送货', en: 'Please deliver before noon' },
  { zh: '随货附送货单两份', en: 'Two copies of the delivery note, please' },
  { zh: '到货前先电话联系', en: 'Call before delivery' },
  { zh: '送到后门仓库', en: 'Deliver to the store room at the back' },
  { zh: '开业促销用，务必准时', en: 'For the opening promotion, must be on time' },
];

/** Now and then a note in the demo's language, mostly none. */
export function noteFor({ language }: Demo, random: DemoSource['random']): string | null {
  return random.chance(9) ? random.oneOf(notes)[language] : null;
}
