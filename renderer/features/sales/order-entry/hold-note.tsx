import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import { type CreditAnswer, daysBetween } from '#shared/domains/billing/rules/credit-limit.ts';
import type { Deviation } from '#shared/domains/sales/rules/price-deviations.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import type { BasisPoints, CurrencyCode } from '#shared/kernel/money.ts';
import { reasonText } from '../../../app/i18n.ts';
import { dateText } from '../../../ui/format-text.ts';
import { Note } from '../../../ui/page.tsx';
import type { LineFigures } from './draft-figures.ts';

interface HoldNoteProps {
  readonly lines: readonly LineFigures[];
  /** What of the order as a whole waits. */
  readonly deviations: readonly Deviation[];
  readonly discountLimit: BasisPoints;
  /** Null where the person may not see credit, or no customer is chosen. */
  readonly credit: { readonly status: CreditStatus; readonly answer: CreditAnswer } | null;
  readonly currency: CurrencyCode;
  readonly today: CalendarDate;
  readonly overdueHoldDays: number;
}

/** Says before the key is pressed that the order will be held, and why. Nothing when it goes through. */
export function HoldNote(props: HoldNoteProps): ReactNode {
  const { lines, deviations, discountLimit, credit, currency, today, overdueHoldDays } = props;
  const { t, i18n } = useTranslation();
  const waiting = lines.flatMap((figures, index) => (figures.waitsForApproval ? [{ figures, place: index + 1 }] : []));
  const [first] = waiting;
  const held = credit?.answer.hold ? credit.answer : null;
  if (!first && !held && deviations.length === 0) return null;

  const sentences: string[] = [];
  if (first) {
    const { line } = first.figures;
    sentences.push(
      waiting.length === 1
        ? t('sales.hold.approval', { line: first.place, product: line.name, limit: discountLimit })
        : t('sales.hold.approvals', {
            lines: waiting.map(({ place }) => place).join(t('sales.hold.join')),
            limit: discountLimit,
          }),
    );
  }
  sentences.push(...deviations.map(({ code, params }) => reasonText({ code, params: { ...params } })));
  if (held?.because === 'limitExceeded') {
    sentences.push(t('sales.hold.limitExceeded', { overMinor: -(held.leftMinor ?? 0), currency }));
  } else if (held?.because === 'limitExpired') {
    const until = credit?.status.limitValidUntil ?? today;
    sentences.push(t('sales.hold.limitExpired', { until: dateText(until, i18n.language) }));
  } else if (held && credit?.status.oldestDueOn) {
    const days = daysBetween(credit.status.oldestDueOn, today);
    sentences.push(t('sales.hold.overdue', { days, limitDays: overdueHoldDays }));
  } else if (credit && credit.answer.leftMinor !== null) {
    sentences.push(t('sales.hold.creditEnough'));
  }
  if (held) sentences.push(t('sales.hold.creditBy'));
  const asks = first !== undefined || deviations.length > 0;
  const title = asks && held ? 'both' : asks ? 'approvalTitle' : 'creditTitle';
  return (
    <Note tone="wait" title={t(`sales.hold.${title}`)}>
      {sentences.join(i18n.language.startsWith('zh') ? '' : ' ')}
    </Note>
  );
}
