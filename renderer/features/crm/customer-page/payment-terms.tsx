import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import type { Row } from '#shared/kernel/table.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';

/** When a customer's documents are due (R11): the agreed terms by name, chosen here by who may. */
export function PaymentTerms({ customer }: { readonly customer: Row<'customers'> }): ReactNode {
  const { t } = useTranslation();
  const mayAssign = usePermission(permissions.assignTerms);
  const command = useCommand('crm.assignPaymentTerms');
  const { data: book } = useQuery<CompanyBook>('admin.companyBook', {});
  const agreed = book?.terms.find((terms) => terms.id === customer.paymentTermsId);
  const days = t('crm.terms', { count: customer.paymentTermsDays });
  const offered = (book?.terms ?? []).filter((terms) => terms.active === 1 || terms === agreed);
  if (!mayAssign || offered.length === 0) return agreed?.name ?? days;
  return (
    <Select<string>
      size="small"
      variant="borderless"
      popupMatchSelectWidth={false}
      aria-label={t('crm.fields.paymentTermsDays')}
      value={agreed?.id ?? ''}
      loading={command.running}
      onChange={(paymentTermsId) => void command.run({ customerId: customer.id, paymentTermsId })}
      options={[
        ...(agreed ? [] : [{ value: '', label: days, disabled: true }]),
        ...offered.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
