import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DateTime } from '../../../ui/format.tsx';
import { PanelRows, TodayPanel } from '../../../ui/today-parts.tsx';
import { askCustomers } from '../customer-list/customer-question.ts';
import { historyText } from '../owners/history-text.ts';

/** Customers that went from the person to others or to the pool in the last days; nothing where none did (R66). */
export function LostPanel(): ReactNode {
  const { t } = useTranslation();
  const { data = [] } = useQuery<readonly Row<'ownerChanges'>[]>('crm.lostCustomers', {});
  if (data.length === 0) return null;
  return (
    <TodayPanel
      title={t('crm.lost.title')}
      note={t('crm.lost.note')}
      onOpenAll={() => {
        askCustomers({ filter: 'mine' });
        openTab('customerList');
      }}
    >
      <PanelRows<Row<'ownerChanges'>>
        rows={data}
        rowKey={(row) => row.id}
        onOpen={(row) => openTab('customer', { customerId: row.customerId })}
        columns="name"
        render={(row) => (
          <>
            <span className="ellipsis strong">{row.customerName}</span>
            <span className="ellipsis text-2">{historyText(row, t)}</span>
            <span className="text-3">
              <DateTime value={row.changedAt} />
            </span>
          </>
        )}
        empty=""
      />
    </TodayPanel>
  );
}
