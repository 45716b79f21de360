import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApprovalDetail } from '#shared/domains/admin/queries/approval.ts';
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import { totalExposure } from '#shared/domains/billing/rules/credit-limit.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { i18n, reasonText } from '../../app/i18n.ts';
import { usePermission } from '../../app/session.ts';
import { useQuery } from '../../app/use-query.ts';
import { DataAge } from '../../ui/data-age.tsx';
import { DateTime, Money } from '../../ui/format.tsx';
import { dateText, moneyText, percentText } from '../../ui/format-text.ts';
import { Note, PanelHeading, SidePanel } from '../../ui/page.tsx';
import { useCompany, useToday } from '../../ui/use-company.ts';
import { ApprovalState } from './approval-state.tsx';

type Word = ApprovalDetail['word'];

/** What is asked and why, what the customer owes, and what was said before. */
export function ApprovalPanel({ detail }: { readonly detail: ApprovalDetail }): ReactNode {
  const { t } = useTranslation();
  const { word, earlier } = detail;
  const home = useCompany()?.settings['company.currency'] ?? word.currency;
  const reasons = JSON.parse(word.reasons) as readonly Reason[];
  const reach = word.limitKind === 'discount' ? percentText(word.limitValue) : moneyText(word.limitValue, home);
  return (
    <SidePanel label={t('approvals.asked')} kind="order">
      <section className="approval-section">
        <Standing detail={detail} home={home} />
      </section>
      <section className="approval-section">
        <PanelHeading>{t('approvals.why')}</PanelHeading>
        {reasons.length === 0 ? (
          <p>{t('approvals.whyNone')}</p>
        ) : (
          <ul className="approval-reasons" data-selectable>
            {reasons.map((reason) => (
              <li key={JSON.stringify(reason)}>{whyText(reason)}</li>
            ))}
          </ul>
        )}
      </section>
      <section className="approval-section">
        <PanelHeading>{t('approvals.asked')}</PanelHeading>
        <dl className="approval-facts" data-selectable>
          <dt>{t('approvals.askedBy')}</dt>
          <dd>{word.askedByName}</dd>
          <dt>{t('approvals.askedAt')}</dt>
          <dd>
            <DateTime value={word.askedAt} />
          </dd>
          {word.note ? (
            <>
              <dt>{t('approvals.askedNote')}</dt>
              <dd>{word.note}</dd>
            </>
          ) : null}
          <dt>{t('approvals.needs')}</dt>
          <dd>{reach}</dd>
        </dl>
      </section>
      <Credit word={word} />
      <section className="approval-section">
        <PanelHeading>{t('approvals.earlier.title')}</PanelHeading>
        {earlier.length === 0 ? (
          <p className="text-3">{t('approvals.earlier.none')}</p>
        ) : (
          <ul className="approval-earlier" data-selectable>
            {earlier.map((each) => (
              <li key={each.id}>
                <div>
                  {each.documentNumber} {t(`approvals.kinds.${each.kind}`)} <ApprovalState word={each} plain />
                </div>
                <div className="small text-3">
                  <DateTime value={each.decidedAt ?? each.askedAt} /> {each.decidedByName ?? each.askedByName}{' '}
                  {each.decisionNote ?? each.note}
                </div>
              </li>
            ))}
          </ul>
        )}
      </section>
    </SidePanel>
  );
}

/** To whoever decides; what the rep was told says what he can do. */
function whyText(reason: Reason): string {
  const key = `approvals.reasons.${reason.code}`;
  return i18n.exists(key) ? i18n.t(key, { ...reason.params }) : reasonText(reason);
}

/** What was decided, or whether this person may. */
function Standing({ detail, home }: { readonly detail: ApprovalDetail; readonly home: string }): ReactNode {
  const { t } = useTranslation();
  const { word, may, deputyOf } = detail;
  if (word.state === 'asked') {
    if (may.may) {
      return deputyOf ? <Note tone="open" title={t('approvals.deputy', { name: deputyOf })} /> : null;
    }
    const limit =
      may.because === 'beyondLimit'
        ? word.limitKind === 'discount'
          ? percentText(may.limit)
          : moneyText(may.limit, home)
        : '';
    return <Note tone="draft" title={t(`approvals.mayNot.${may.because}`, { limit })} />;
  }
  const tone = word.state === 'approved' ? 'done' : word.state === 'refused' ? 'late' : 'draft';
  return (
    <Note tone={tone} title={t(`approvals.decision.${word.state}`, { name: word.decidedByName ?? '' })}>
      {word.decisionNote ? <p data-selectable>{word.decisionNote}</p> : null}
      {deputyOf ? <p>{t('approvals.decision.onBehalf', { name: deputyOf })}</p> : null}
      {word.byCode === 1 ? (
        <p>{t(word.codeCheckedAt === null ? 'approvals.decision.unchecked' : 'approvals.decision.byCode')}</p>
      ) : null}
      {word.validUntil === null ? null : (
        <p>
          {t(word.state === 'approved' ? 'approvals.decision.until' : 'approvals.decision.ended', {
            until: word.validUntil,
          })}
        </p>
      )}
      {word.decidedAt === null ? null : (
        <p className="small text-3">
          <DateTime value={word.decidedAt} />
        </p>
      )}
    </Note>
  );
}

/** What the customer owes with this order, for who may see it. */
function Credit({ word }: { readonly word: Word }): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const sees = usePermission('billing.see');
  const { customerId, currency } = word;
  const { data: status } = useQuery<CreditStatus>(
    'billing.creditStatus',
    { customerId, currency, today },
    { enabled: sees && today !== '' && customerId !== null },
  );
  if (!status) return null;
  const exposure = totalExposure(status);
  const left = status.limitMinor === null ? null : status.limitMinor - exposure;
  return (
    <section className="approval-section">
      <PanelHeading note={<DataAge />}>{t('approvals.credit.title')}</PanelHeading>
      <dl className="approval-facts">
        <dt>{t('approvals.credit.exposure')}</dt>
        <dd>
          <Money minor={exposure} currency={currency} />
        </dd>
        <dt>{t('approvals.credit.limit')}</dt>
        <dd>
          {status.limitMinor === null ? (
            t('approvals.credit.noLimit')
          ) : (
            <Money minor={status.limitMinor} currency={currency} />
          )}
        </dd>
        {left === null ? null : (
          <>
            <dt>{t(left < 0 ? 'approvals.credit.over' : 'approvals.credit.left')}</dt>
            <dd className={left < 0 ? 'state-late' : undefined}>
              <Money minor={Math.abs(left)} currency={currency} />
            </dd>
          </>
        )}
        <dt>{t('approvals.credit.overdue')}</dt>
        <dd className={status.overdueMinor > 0 ? 'state-late' : undefined}>
          {status.overdueMinor > 0 ? (
            <>
              <Money minor={status.overdueMinor} currency={currency} />{' '}
              {status.oldestDueOn ? (
                <span className="text-3">
                  {t('approvals.credit.since', { day: dateText(status.oldestDueOn, i18n.language) })}
                </span>
              ) : null}
            </>
          ) : (
            t('approvals.credit.none')
          )}
        </dd>
      </dl>
    </section>
  );
}
