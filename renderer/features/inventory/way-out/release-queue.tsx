import { CheckOutlined } from '@ant-design/icons';
import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReleaseQueueRow } from '#shared/domains/inventory/queries/release-queue.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { notify, notifyRefusal } from '../../../app/notices.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateTime } from '../../../ui/format.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { OrderTags, RequestedOn } from '../../../ui/order-tags.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { useWorkWarehouse } from '../../../ui/use-work-warehouse.ts';
import './release-queue.css';

/** A wave has so many orders at the most; the command takes no more. */
const MOST_AT_ONCE = 50;

/** More reasons than these nobody reads; the orders that stay say the rest. */
const MOST_SAID = 3;

const isHeld = ({ creditHold, approvalHold, manualHold }: ReleaseQueueRow): boolean =>
  creditHold === 1 || approvalHold === 1 || manualHold === 1;

interface Released {
  readonly pickListId: string | null;
  readonly number: string;
  readonly lineCount: number;
  readonly orderCount: number;
}

/** Orders that wait for the warehouse: one, those that are marked, or all that can go leave as one way through it. */
export function ReleaseQueue(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const [cursorId, setCursorId] = useState<string | null>(null);
  const work = useWorkWarehouse();
  const warehouseId = work.warehouseId ?? '';
  const { data, refusal, refetch } = useQuery<ReleaseQueueRow[]>(
    'inventory.releaseQueue',
    { warehouseId },
    { enabled: warehouseId !== '' },
  );
  const [dueUntil, setDueUntil] = useState<string | null>(null);
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const dayFormats = useDayFormats();
  const all = data ?? [];
  const rows = dueUntil === null ? all : all.filter((row) => row.requestedOn !== null && row.requestedOn <= dueUntil);
  const { run, running } = useCommand('inventory.releaseOrders');
  const columns = useMemo(() => columnsOf(t, marks), [t, marks]);
  const marked = rows.filter(({ id }) => marks.has(id));
  const ready = (marked.length > 0 ? marked : rows.filter((row) => !isHeld(row))).slice(0, MOST_AT_ONCE);
  const at = rows.find(({ id }) => id === cursorId) ?? rows[0];

  const unmark = () => setMarks(new Set());
  useShortcut(
    'space',
    () => {
      if (!at) return;
      const next = new Set(marks);
      if (!next.delete(at.id)) next.add(at.id);
      setMarks(next);
    },
    { labelKey: 'inventory.release.mark', enabled: at !== undefined },
  );
  useShortcut('escape', unmark, { labelKey: 'inventory.release.unmark', enabled: marks.size > 0 });

  const release = async (orderIds: readonly string[]) => {
    if (orderIds.length === 0) return;
    const [[pickListId], number] = await Promise.all([bridge().newIds(1), bridge().nextNumber('pickList')]);
    const reply = await run({ pickListId, number, warehouseId, orderIds });
    if (reply.state === 'rejected') return;
    if (reply.state === 'adjusted') for (const reason of reply.reasons.slice(0, MOST_SAID)) notifyRefusal(reason);
    unmark();
    const released = reply.result as Released;
    if (released.pickListId === null) return;
    notify({
      tone: 'done',
      title: () => t('inventory.release.done', { number: released.number }),
      text: () => t('inventory.release.doneText', { count: released.orderCount, lines: released.lineCount }),
    });
  };

  return (
    <Page
      header={
        <PageHeader title={t('inventory.release.title')} note={t('inventory.release.note', { count: rows.length })}>
          <ActionButton
            label={t('inventory.release.one')}
            keys="r"
            labelKey="inventory.release.one"
            disabled={!at || running}
            onRun={() => void release(at ? [at.id] : [])}
          />
          <ActionButton
            primary
            label={t(marked.length > 0 ? 'inventory.release.marked' : 'inventory.release.all', { count: ready.length })}
            keys="mod+enter"
            labelKey={marked.length > 0 ? 'inventory.release.markedKey' : 'inventory.release.allKey'}
            disabled={ready.length === 0}
            loading={running}
            onRun={() => void release(ready.map(({ id }) => id))}
          />
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar
          end={
            company && company.warehouses.length > 1 ? (
              <Select
                aria-label={t('inventory.stock.warehouse')}
                value={warehouseId}
                popupMatchSelectWidth={false}
                options={company.warehouses.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(id) => {
                  unmark();
                  work.choose(id);
                }}
              />
            ) : null
          }
        >
          <DatePicker
            aria-label={t('inventory.release.dueUntil')}
            placeholder={t('inventory.release.dueUntil')}
            format={dayFormats}
            value={dueUntil === null ? null : dayjs(dueUntil)}
            onChange={(day) => setDueUntil(day ? day.format('YYYY-MM-DD') : null)}
          />
          <span className="text-2 release-help">{t('inventory.release.help')}</span>
        </FilterBar>
        <QueryFailed refusal={refusal} onRetry={refetch} />
        <DataTable<ReleaseQueueRow>
          label={t('inventory.release.title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          onOpen={(row) => void openTab('order', { orderId: row.id })}
          onCursor={(row) => setCursorId(row.id)}
          rowClass={({ id }) => (marks.has(id) ? 'release-marked' : undefined)}
          autoFocus
          empty={
            data === undefined ? null : (
              <EmptyList>
                <EmptyState title={t(all.length > 0 ? 'inventory.release.noneDue' : 'inventory.release.empty')}>
                  {refusal
                    ? reasonText(refusal)
                    : t(all.length > 0 ? 'inventory.release.noneDueText' : 'inventory.release.emptyText')}
                </EmptyState>
              </EmptyList>
            )
          }
        />
      </div>
    </Page>
  );
}

function columnsOf(t: TFunction, marks: ReadonlySet<string>): readonly DataColumn<ReleaseQueueRow>[] {
  return [
    {
      key: 'number',
      title: t('inventory.release.number'),
      width: '144px',
      render: (row) => (
        <>
          {marks.has(row.id) ? (
            <CheckOutlined className="release-check" aria-label={t('inventory.release.isMarked')} />
          ) : null}
          {row.number}
        </>
      ),
    },
    {
      key: 'customer',
      title: t('inventory.release.customer'),
      width: 'minmax(200px, 2fr)',
      strong: true,
      render: (row) => row.customerName,
    },
    {
      key: 'state',
      title: t('inventory.release.state'),
      width: 'minmax(200px, 1fr)',
      render: (row) =>
        isHeld(row) || row.backOrderedLines > 0 ? (
          <OrderTags order={{ ...row, state: 'open' }} />
        ) : (
          <StateTag state="open">{t('inventory.release.ready')}</StateTag>
        ),
    },
    {
      key: 'whole',
      title: t('inventory.release.delivery'),
      width: '120px',
      render: (row) => t(row.shipComplete === 1 ? 'inventory.release.whole' : 'inventory.release.inPart'),
    },
    {
      key: 'requestedOn',
      title: t('inventory.release.requestedOn'),
      width: '124px',
      render: (row) => <RequestedOn order={{ ...row, state: 'open' }} />,
    },
    { key: 'lines', title: t('inventory.release.lines'), width: '64px', figure: true, render: (row) => row.lineCount },
    {
      key: 'taken',
      title: t('inventory.release.taken'),
      width: 'minmax(140px, 0.7fr)',
      render: (row) => <DateTime value={row.confirmedAt} />,
    },
  ];
}
