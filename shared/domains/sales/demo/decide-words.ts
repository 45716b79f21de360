/** What is asked about the demo's held orders, and what the office says (R9). */
import type { Demo, DemoDay, DemoSource, InBoth } from '../../../kernel/demo.ts';
import type { Instant } from '../../../kernel/instants.ts';
import type { DemoOrder, DemoWord } from './story.ts';

/** How far the manager's own limit reaches; beyond it finance decides about credit. Minor units. */
const MANAGER_CREDIT_MINOR = 10_000_000;
const PERCENT_WITH_NOTE = 70;
const PERCENT_BY_CODE = 12;

type Texts = readonly [InBoth, ...InBoth[]];
const askNotes: Readonly<Record<DemoWord['kind'], Texts>> = {
  discount: [
    { zh: '新店开业首批，请支持', en: 'First delivery to a new shop' },
    { zh: '竞争对手报价更低', en: 'A competitor offers less' },
    { zh: '年底冲量，量大', en: 'Large quantity before the year’s end' },
    { zh: '清库存，客户一次拿完', en: 'The customer takes all that is left' },
  ],
  credit: [
    { zh: '客户承诺本周付清', en: 'The customer pays this week' },
    { zh: '货款已在途', en: 'Payment is on its way' },
    { zh: '节前备货，急用', en: 'Stock for the holidays, urgent' },
  ],
};
const approvedNotes: Readonly<Record<DemoWord['kind'], Texts>> = {
  discount: [
    { zh: '老客户，同意一次', en: 'A good customer: this once' },
    { zh: '量够大，可以', en: 'The quantity is worth it' },
    { zh: '同意，下次按价目表', en: 'Yes; next time at the list price' },
  ],
  credit: [
    { zh: '已收到付款水单', en: 'The bank slip is here' },
    { zh: '财务已确认本周到账', en: 'Finance expects the money this week' },
  ],
};
const refusedNotes: Readonly<Record<DemoWord['kind'], Texts>> = {
  discount: [
    { zh: '毛利太低，最多 10%', en: 'Too little margin: 10% at most' },
    { zh: '这款没有让价空间', en: 'There is no room on these goods' },
  ],
  credit: [
    { zh: '先收回逾期货款', en: 'Collect what is overdue first' },
    { zh: '额度已用满，请改款到发货', en: 'The limit is used up: payment before delivery' },
  ],
};

/** What waits about an order that was held when it was taken. */
export function askAbout(
  { language }: Demo,
  { random }: DemoSource,
  { creditHold, approvalHold }: Pick<DemoOrder, 'creditHold' | 'approvalHold'>,
): DemoWord[] {
  const ask = (kind: DemoWord['kind']): DemoWord => ({
    kind,
    note: random.chance(PERCENT_WITH_NOTE) ? random.oneOf(askNotes[kind])[language] : null,
    state: 'asked',
    decided: null,
  });
  return [...(approvalHold === 1 ? [ask('discount')] : []), ...(creditHold === 1 ? [ask('credit')] : [])];
}

/** Says yes or no to all that waits about an order. */
export function decideAbout(
  { language, story }: Demo,
  { random }: DemoSource,
  order: DemoOrder,
  verdict: 'approved' | 'refused' | 'byCode',
  { day, at }: { readonly day: DemoDay; readonly at: Instant },
): void {
  for (const word of order.words) {
    if (word.state !== 'asked') continue;
    const isFinance = word.kind === 'credit' && order.totalMinor > MANAGER_CREDIT_MINOR;
    const decider = isFinance ? { by: story.person('xu'), onBehalfOf: null } : story.decidesOn(day.date);
    const notes = verdict === 'refused' ? refusedNotes : approvedNotes;
    const isYes = verdict !== 'refused';
    word.state = isYes ? 'approved' : 'refused';
    word.decided = {
      at,
      ...decider,
      note: random.oneOf(notes[word.kind])[language],
      byCode: verdict === 'byCode' || (isYes && word.kind === 'discount' && random.chance(PERCENT_BY_CODE)),
    };
  }
}

/** With an order that is cancelled ends what was asked or approved about it. */
export function voidWords({ words }: DemoOrder): void {
  for (const word of words) if (word.state !== 'refused') word.state = 'voided';
}
