import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { limitKinds } from '#shared/domains/admin/model.ts';
import type { RoleRow } from '#shared/domains/admin/queries/people.ts';
import { currencyDecimals } from '#shared/kernel/money.ts';
import { percentText } from '../../../ui/format-text.ts';
import { useCompany } from '../../../ui/use-company.ts';
import { LimitField } from './limit-field.tsx';
import { useRoleName } from './use-people.ts';

/** Below the matrix: how far each role may go by itself. */
export function RoleLimits({ roles }: { readonly roles: readonly RoleRow[] }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const roleName = useRoleName();
  if (!company) return null;
  const currency = company.settings['company.currency'];
  return (
    <tbody>
      <tr className="matrix-domain">
        <th scope="rowgroup" colSpan={roles.length + 1}>
          {t('admin.people.limits')}
        </th>
      </tr>
      {limitKinds.map((kind) => (
        <tr key={kind}>
          <th scope="row" className="matrix-right">
            <span>{t(`admin.people.limit.${kind}`)}</span>
            <span className="small text-3">{t(`admin.people.limitText.${kind}`)}</span>
          </th>
          {roles.map((role) => (
            <td key={role.id} className="matrix-limit">
              <LimitField
                label={`${roleName(role)}: ${t(`admin.people.limit.${kind}`)}`}
                kind={kind}
                limits={role.limits}
                otherwise={kind === 'discount' ? percentText(company.settings['sales.discountLimit']) : '0'}
                currency={currency}
                decimals={currencyDecimals(currency)}
                command="admin.setRoleLimit"
                owner={{ roleId: role.id }}
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
