import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { limitKinds } from '#shared/domains/admin/model.ts';
import type { PersonRow, RoleRow } from '#shared/domains/admin/queries/people.ts';
import { limitFrom } from '#shared/domains/admin/rules/limit.ts';
import { currencyDecimals } from '#shared/kernel/money.ts';
import { moneyText, percentText } from '../../../ui/format-text.ts';
import { useCompany } from '../../../ui/use-company.ts';
import { LimitField } from './limit-field.tsx';

interface PersonLimitsProps {
  readonly person: PersonRow;
  readonly role: RoleRow | undefined;
}

/** How far one person may go; what is empty is as the role says, which stands there quietly. */
export function PersonLimits({ person, role }: PersonLimitsProps): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  if (!company) return null;
  const { settings } = company;
  const currency = settings['company.currency'];
  return (
    <>
      {limitKinds.map((kind) => {
        const ofRole = limitFrom(kind, { own: [], ofRole: role?.limits ?? [], settings });
        return (
          <div key={kind} className="people-limit">
            <span>{t(`admin.people.limit.${kind}`)}</span>
            <LimitField
              label={t(`admin.people.limit.${kind}`)}
              kind={kind}
              limits={person.limits}
              otherwise={kind === 'discount' ? percentText(ofRole) : moneyText(ofRole, currency)}
              currency={currency}
              decimals={currencyDecimals(currency)}
              command="admin.setPersonLimit"
              owner={{ userId: person.id }}
            />
          </div>
        );
      })}
      <p className="small text-3">{t('admin.people.ownLimitsHelp')}</p>
    </>
  );
}
