/** The sentences of a shortage: what was promised, who came first, what stands and what waits. */
import type { Reason } from '#shared/kernel/refusal.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { i18n } from '../../../app/i18n.ts';
import { dateTimeText, quantityText, shortDateText, timeText } from '../../../ui/format-text.ts';
import type { OpenShortage } from './use-shortage.ts';
import { comesInTime } from './ways-out.ts';

/** With signal a command leaves at once; one that stayed so long was made without. */
const LEAVES_WITHIN_MS = 30_000;

interface Colleague {
  readonly name: string;
  readonly quantity: number;
  readonly at: number;
}

/** What the parameters of `inventory.shortStock` say; those of its first version say less. */
export interface ToldShortage {
  readonly line: number;
  readonly lineId: string | null;
  readonly unit: string;
  readonly warehouse: string | null;
  readonly wanted: number;
  readonly reserved: number;
  readonly backOrdered: number;
  /** What the screen let the person promise. */
  readonly promised: number;
  /** Of what is missing, what stood on the screen as available. */
  readonly taken: number;
  readonly colleagues: readonly Colleague[];
  readonly others: number;
}

export function readShortage({ params }: Reason): ToldShortage {
  const text = (name: string): string | null => (typeof params[name] === 'string' ? params[name] : null);
  const figure = (name: string): number | null => (typeof params[name] === 'number' ? params[name] : null);
  const reserved = figure('reserved') ?? 0;
  const backOrdered = figure('backOrdered') ?? 0;
  const wanted = figure('wanted') ?? reserved + backOrdered;
  const seen = figure('availableSeen');
  const colleagues = ['1', '2'].flatMap((place): Colleague[] => {
    const name = text(`officeBy${place}`);
    const at = figure(`officeAt${place}`);
    return name === null || at === null ? [] : [{ name, at, quantity: figure(`officeQuantity${place}`) ?? 0 }];
  });
  return {
    line: figure('line') ?? 0,
    lineId: text('lineId'),
    unit: text('unit') ?? '',
    warehouse: text('warehouse'),
    wanted,
    reserved,
    backOrdered,
    promised: seen === null ? wanted : Math.max(0, Math.min(wanted, seen)),
    taken: figure('officeTaken') ?? 0,
    colleagues,
    others: figure('officeOthers') ?? 0,
  };
}

function valueAt(args: unknown, name: string): unknown {
  return typeof args === 'object' && args !== null ? Reflect.get(args, name) : undefined;
}

export function orderIdOf(args: unknown): string {
  const orderId = valueAt(args, 'orderId');
  return typeof orderId === 'string' ? orderId : '';
}

/** On the day of the command the time alone. */
function whenText(at: number, madeAt: number): string {
  return Math.abs(at - madeAt) < 12 * 3_600_000 ? timeText(at) : dateTimeText(at, i18n.language);
}

function whoCameFirst(told: ToldShortage, madeAt: number): string | null {
  const { t, language } = i18n;
  const { colleagues, others, unit, taken } = told;
  const [first, second] = colleagues;
  if (!first) return taken > 0 ? t('sales.shortage.fewerLeft') : null;
  const parts = colleagues.map(({ name, quantity, at }) =>
    t('sales.shortage.colleague', { name, quantity, unit, at: whenText(at, madeAt) }),
  );
  const who = parts.join(language.startsWith('zh') ? '、' : ` ${t('sales.shortage.and')} `);
  if (others > 0) return t('sales.shortage.firstMany', { who, count: others });
  return t(second ? 'sales.shortage.firstTwo' : 'sales.shortage.firstOne', { who });
}

/** Title and explanation, in the words of a colleague. */
export function tellShortage(
  told: ToldShortage,
  entry: Pick<LedgerEntry, 'issuedAt' | 'sentAt'>,
  { document, line, dueOn }: OpenShortage,
): { readonly title: string; readonly explanation: string } {
  const { t, language } = i18n;
  const { unit, taken, reserved, backOrdered, wanted } = told;
  const figures = {
    wanted: quantityText(wanted),
    taken: quantityText(taken),
    backOrdered: quantityText(backOrdered),
    unit,
  };
  const title = () => {
    if (taken === 0) return t('sales.shortage.titleBackOrder', figures);
    return t(told.colleagues.length > 0 ? 'sales.shortage.titleTaken' : 'sales.shortage.titleFewer', figures);
  };
  const wasOut = entry.sentAt !== null && entry.sentAt - entry.issuedAt > LEAVES_WITHIN_MS;
  const made = t(wasOut ? 'sales.shortage.madeOut' : 'sales.shortage.made', {
    ...figures,
    product: line.productName,
    customer: document.order.customerName,
    at: dateTimeText(entry.issuedAt, language),
  });
  const due = dueOn ? shortDateText(dueOn, language) : null;
  const { requestedOn } = document.order;
  const waits = () => {
    if (due === null) return t('sales.shortage.waitsOpen', figures);
    if (requestedOn === null || !comesInTime(dueOn, requestedOn)) {
      return t('sales.shortage.waitsFor', { ...figures, due });
    }
    return t('sales.shortage.waitsInTime', { ...figures, due, on: shortDateText(requestedOn, language) });
  };
  const stands = t(reserved > 0 ? 'sales.shortage.stands' : 'sales.shortage.standsNone', {
    reserved: quantityText(reserved),
    unit,
    waits: waits(),
  });
  const sentences = [made, whoCameFirst(told, entry.issuedAt), stands].filter((each) => each !== null);
  return { title: title(), explanation: sentences.join(language.startsWith('zh') ? '' : ' ') };
}
