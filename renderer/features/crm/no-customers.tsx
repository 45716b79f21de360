import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { EmptyState } from '../../ui/page.tsx';

/** What stands where there are no customers yet: what they are for, and how they come in. */
export function NoCustomers(): ReactNode {
  const { t } = useTranslation();
  const mayImport = usePermission(permissions.importData);
  return (
    <EmptyState
      title={t('crm.customers.empty')}
      action={
        mayImport ? (
          <ActionButton label={t('crm.customers.import')} onRun={() => openTab('import', { target: 'customers' })} />
        ) : undefined
      }
    >
      {t(mayImport ? 'crm.customers.emptyText' : 'crm.customers.emptyAsk')}
    </EmptyState>
  );
}
