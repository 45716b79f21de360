import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CountListRow } from '#shared/domains/inventory/queries/count-list.ts';
import { makeListQuestion } from '../../../app/list-question.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateTime } from '../../../ui/format.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { DocumentState } from '../documents/document-state.tsx';
import { madeColumn, numberColumn, PaperList, type PaperQuestion } from '../documents/paper-list.tsx';
import { StartCount } from './start-count.tsx';

const filters = ['all', 'open', 'posted', 'cancelled'] as const;
const { use: useQuestion } = makeListQuestion<PaperQuestion<(typeof filters)[number]>>({ search: '', filter: 'all' });

/** Counts of the warehouses, the newest first (R28). */
export function CountList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const mayCount = usePermission(permissions.countStock);
  const { search, filter } = useQuestion();
  const [isStarting, setStarting] = useState(false);
  const args = { search, filter: filter === 'all' ? null : filter, warehouseId: null };
  const paged = usePagedQuery<CountListRow>('inventory.countList', args);
  const columns = useMemo<readonly DataColumn<CountListRow>[]>(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return [
      numberColumn(t),
      {
        key: 'warehouse',
        title: t('inventory.stock.warehouse'),
        width: 'minmax(160px, 1fr)',
        strong: true,
        render: (row) => nameOf.get(row.warehouseId) ?? '',
      },
      {
        key: 'basis',
        title: t('inventory.counts.basis'),
        width: 'minmax(120px, 1fr)',
        render: (row) => t(`inventory.counts.bases.${row.basis}`),
      },
      {
        key: 'state',
        title: t('inventory.documents.state'),
        width: '120px',
        render: (row) => <DocumentState kind="count" plain state={row.state} />,
      },
      {
        key: 'progress',
        title: t('inventory.counts.progress'),
        width: '112px',
        figure: true,
        render: (row) => t('inventory.counts.ofLines', { counted: row.countedLines, all: row.lineCount }),
      },
      {
        key: 'recount',
        title: t('inventory.counts.recounts'),
        width: '128px',
        render: (row) =>
          row.recountLines === 0 ? null : (
            <StateTag plain state="wait">
              {row.recountLines}
            </StateTag>
          ),
      },
      madeColumn({
        key: 'started',
        title: t('inventory.counts.started'),
        when: (row) => <DateTime value={row.startedAt} />,
        who: (row) => row.startedByName,
      }),
    ];
  }, [t, company]);
  return (
    <PaperList
      texts="inventory.counts"
      filters={filters}
      use={useQuestion}
      paged={paged}
      columns={columns}
      onOpen={(row) => void openTab('stockCount', { countId: row.id })}
      first={mayCount ? <ActionButton label={t('inventory.counts.new')} onRun={() => setStarting(true)} /> : undefined}
      actions={
        mayCount ? (
          <ActionButton
            primary
            label={t('inventory.counts.new')}
            keys="n"
            labelKey="inventory.counts.new"
            onRun={() => setStarting(true)}
          />
        ) : null
      }
    >
      {isStarting ? <StartCount onClose={() => setStarting(false)} /> : null}
    </PaperList>
  );
}
