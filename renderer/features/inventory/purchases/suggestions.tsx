import { Select } from 'antd';
import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SuggestionRow } from '#shared/domains/inventory/queries/order-suggestions.ts';
import type { SupplierRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import { addDays } from '#shared/kernel/instants.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { Empty, Quantity } from '../../../ui/format.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { useWorkWarehouse } from '../../../ui/use-work-warehouse.ts';
import { groupSuggestions } from './group-suggestions.ts';
import '../documents/documents.css';

/** Select has no null among its values. */
const ALL = '';

/** What to order now and why (R34); what is marked becomes purchase orders in one action, one for each supplier. */
export function Suggestions(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const today = useToday();
  const offsetMinutes = company?.settings['company.utcOffsetMinutes'] ?? 0;
  const work = useWorkWarehouse();
  const [isOfAll, setOfAll] = useState(false);
  const args = { warehouseId: isOfAll ? null : work.warehouseId, today, offsetMinutes };
  const query = useQuery<SuggestionRow[]>('inventory.orderSuggestions', args, {
    enabled: company !== undefined && today !== '' && work.warehouseId !== null,
  });
  const suppliers = useQuery<SupplierRow[]>('inventory.supplierList', {});
  const command = useCommand('inventory.orderSuggested');
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [otherwise, setOtherwise] = useState<string | null>(null);
  const rows = query.data ?? [];
  const groups = groupSuggestions(
    rows.filter(({ id }) => !leftOut.has(id)),
    otherwise,
  );
  const wanted = groups.reduce((sum, { rows: each }) => sum + each.length, 0);
  const columns = useMemo<readonly DataColumn<SuggestionRow>[]>(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return suggestionColumns(
      t,
      (row) => (leftOut.has(row.id) ? 'left' : row.supplierId === null && otherwise === null ? 'without' : 'marked'),
      (id) => nameOf.get(id) ?? '',
    );
  }, [t, company, leftOut, otherwise]);
  const toggle = ({ id }: SuggestionRow) => {
    const next = new Set(leftOut);
    if (!next.delete(id)) next.add(id);
    setLeftOut(next);
  };
  const order = async () => {
    if (groups.length === 0) return;
    const purchases = [];
    for (const group of groups) {
      const [purchaseOrderId, ...lineIds] = await bridge().newIds(1 + group.rows.length);
      const leadDays = suppliers.data?.find(({ id }) => id === group.supplierId)?.leadDays ?? null;
      purchases.push({
        ...{ purchaseOrderId, number: await bridge().nextNumber('purchaseOrder'), supplierId: group.supplierId },
        ...{ warehouseId: group.warehouseId, dueOn: leadDays === null ? null : addDays(today, leadDays), note: null },
        lines: group.rows.map(({ productId, suggested: quantity }, index) => ({
          ...{ id: lineIds[index], productId, unitId: null, quantity, dueOn: null, unitCost: null },
        })),
      });
    }
    const reply = await command.run({ isOrdered: false, purchases });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: t('inventory.purchases.suggested', { count: purchases.length }) });
    openTab('purchaseList');
  };
  return (
    <Page
      header={
        <PageHeader title={t('inventory.purchases.suggestions')} note={t('inventory.purchases.suggestionsNote')}>
          <ActionButton
            primary
            label={t('inventory.purchases.makeOrders', { count: groups.length })}
            keys="mod+enter"
            labelKey="inventory.purchases.makeOrdersKey"
            disabled={groups.length === 0}
            loading={command.running}
            onRun={() => void order()}
          />
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar end={<span>{t('inventory.purchases.marked', { count: wanted, all: rows.length })}</span>}>
          {company && company.warehouses.length > 1 ? (
            <Select<string>
              aria-label={t('inventory.stock.warehouse')}
              popupMatchSelectWidth={false}
              value={isOfAll ? ALL : (work.warehouseId ?? ALL)}
              options={[
                ...company.warehouses.map(({ id: value, name }) => ({ value, label: name })),
                { value: ALL, label: t('inventory.stock.allWarehouses') },
              ]}
              onChange={(value) => {
                setOfAll(value === ALL);
                setLeftOut(new Set());
                if (value !== ALL) work.choose(value);
              }}
            />
          ) : null}
          <Select<string>
            aria-label={t('inventory.purchases.otherwise')}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            placeholder={t('inventory.purchases.otherwise')}
            {...(otherwise === null ? {} : { value: otherwise })}
            options={(suppliers.data ?? []).map(({ id: value, code, name }) => ({ value, label: `${code} ${name}` }))}
            onChange={(value: string | undefined) => setOtherwise(value ?? null)}
          />
        </FilterBar>
        <QueryFailed refusal={query.refusal} onRetry={query.refetch} />
        <DataTable<SuggestionRow>
          label={t('inventory.purchases.suggestions')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          onOpen={toggle}
          outdated={query.outdated}
          autoFocus
          empty={
            query.loading || query.refusal ? null : (
              <EmptyState title={t('inventory.purchases.nothingToOrder')}>
                {t('inventory.purchases.nothingToOrderText')}
              </EmptyState>
            )
          }
        />
      </div>
    </Page>
  );
}

/** Ordered, left out, or waiting for somebody who delivers it. */
const marks = {
  marked: { state: 'done', text: 'isMarked' },
  left: { state: 'draft', text: 'isLeft' },
  without: { state: 'wait', text: 'isWithout' },
} as const;

/** What is sold a day is an average: four places say no more than two. */
const toHundredths = (quantity: number): number => Math.round(quantity / 100) * 100;

function suggestionColumns(
  t: TFunction,
  markOf: (row: SuggestionRow) => keyof typeof marks,
  nameOf: (warehouseId: string) => string,
): readonly DataColumn<SuggestionRow>[] {
  const figure = (key: 'onHand' | 'incoming' | 'committed' | 'reorderPoint'): DataColumn<SuggestionRow> => ({
    key,
    title: t(`inventory.purchases.${key}`),
    width: '68px',
    figure: true,
    render: (row) => <Quantity value={row[key]} dashZero />,
  });
  return [
    {
      key: 'marked',
      title: t('inventory.purchases.mark'),
      width: '92px',
      render: (row) => (
        <StateTag plain state={marks[markOf(row)].state}>
          {t(`inventory.purchases.${marks[markOf(row)].text}`)}
        </StateTag>
      ),
    },
    { key: 'code', title: t('inventory.stock.code'), width: '80px', render: (row) => row.code },
    {
      key: 'product',
      title: t('inventory.stock.product'),
      width: 'minmax(160px, 2fr)',
      strong: true,
      render: (row) => row.name,
    },
    {
      key: 'warehouse',
      title: t('inventory.stock.warehouse'),
      width: 'minmax(72px, 1fr)',
      render: (row) => nameOf(row.warehouseId),
    },
    figure('onHand'),
    figure('incoming'),
    figure('committed'),
    figure('reorderPoint'),
    {
      key: 'demand',
      title: t('inventory.purchases.demand'),
      width: '68px',
      figure: true,
      render: (row) => <Quantity value={toHundredths(row.demandADay)} dashZero />,
    },
    {
      key: 'leadDays',
      title: t('inventory.purchases.leadDays'),
      width: '68px',
      figure: true,
      render: (row) => (row.leadDays === 0 ? <Empty /> : row.leadDays),
    },
    {
      key: 'suggested',
      title: t('inventory.purchases.suggest'),
      width: '88px',
      figure: true,
      render: (row) => <Quantity value={row.suggested} unit={row.unit} />,
    },
    {
      key: 'supplier',
      title: t('inventory.purchases.supplier'),
      width: 'minmax(104px, 1fr)',
      render: (row) => row.supplierName ?? <span className="text-3">{t('inventory.purchases.noSupplier')}</span>,
    },
  ];
}
