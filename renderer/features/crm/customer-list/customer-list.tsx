import { CheckOutlined } from '@ant-design/icons';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useFirstHit } from '../../../ui/use-first-hit.ts';
import { NoCustomers } from '../no-customers.tsx';
import { PoolList } from '../owners/pool-list.tsx';
import type { HeldCustomer } from '../owners/use-owner-commands.ts';
import { OverdueList, SilentList } from './attention-list.tsx';
import { customerColumns } from './customer-columns.tsx';
import { askCustomers, type CustomerFilter, customerFilters, useCustomerQuestion } from './customer-question.ts';
import { OwnerActions } from './owner-actions.tsx';
import { useMarked } from './use-marked.ts';
import '../owners/owners.css';

/** For whom the keys of the page work; who has the customer is known where its list says so. */
type Chosen = Pick<CustomerListRow, 'id' | 'name'> & Partial<HeldCustomer>;

/** A list of its own, whatever is typed. */
const ownLists: readonly CustomerFilter[] = ['silent', 'overdue'];

const heldOf = ({ id, name, territoryId, ownerId = null, ownerTeamId = null }: Chosen): HeldCustomer | null =>
  territoryId === undefined ? null : { id, name, territoryId, ownerId, ownerTeamId };

const openCustomer = (customerId: string) => void openTab('customer', { customerId });

/** Customers by name, or those that fit what is typed: hanzi, pinyin, initials, code, phone. */
export function CustomerList(): ReactNode {
  const { t } = useTranslation();
  const maySell = usePermission('sales.confirmOrder');
  const maySeeCredit = usePermission(permissions.seeCredit);
  const { search, filter } = useCustomerQuestion();
  const [cursor, setCursor] = useState<Chosen | null>(null);
  // The pool says more of its customers, as long as nothing is searched for.
  const isPool = filter === 'pool' && search.trim() === '';
  const isPlain = !isPool && !ownLists.includes(filter);
  const held = isPlain ? filter : 'all';
  const paged = usePagedQuery<CustomerListRow>('crm.customerList', { search, held }, { enabled: isPlain });
  const { rows, loading, outdated, hasMore, loadMore, refusal } = paged;
  const [first] = rows;
  const inList: Chosen | undefined = rows.find((row) => row.id === cursor?.id) ?? first;
  const chosen = isPlain ? inList : cursor;
  const holder = chosen ? heldOf(chosen) : null;
  const mayAssign = usePermission(permissions.assignCustomers);
  const marked = useMarked(holder, mayAssign);
  const markedIds = marked.customers.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids say all that the mark shows
  const mark = useCallback(
    ({ id }: { readonly id: string }) =>
      marked.has(id) ? <CheckOutlined className="owner-check" aria-hidden /> : null,
    [markedIds],
  );
  const rowClass = ({ id }: { readonly id: string }) => (marked.has(id) ? 'owner-marked' : undefined);
  const columns = useMemo(() => customerColumns(t, mark), [t, mark]);
  const openFirst = useFirstHit(search, paged, ({ id }) => openCustomer(id));
  const shown = customerFilters.filter((each) => each !== 'overdue' || maySeeCredit);
  return (
    <Page
      header={
        <PageHeader title={t('crm.customers.title')}>
          <OwnerActions customer={holder} marked={marked} />
          {maySell ? (
            <ActionButton
              primary
              label={t('crm.newOrder')}
              keys="o"
              labelKey="crm.newOrderKey"
              disabled={!chosen}
              onRun={() => chosen && openTab('orderEntry', { customerId: chosen.id })}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar end={chosen && maySell ? t('crm.customers.orderFor', { name: chosen.name }) : undefined}>
          <SearchField
            label={t('crm.customers.search')}
            labelKey="crm.customers.searchKey"
            value={search}
            onChange={(typed) => askCustomers({ search: typed, filter: isPlain || isPool ? filter : 'all' })}
            onEnter={openFirst}
          />
          <Segmented<CustomerFilter>
            label={t('crm.customers.filter')}
            value={filter}
            onChange={(next) => {
              setCursor(null);
              marked.clear();
              askCustomers({ filter: next });
            }}
            options={shown.map((value) => ({ value, label: t(`crm.customers.filters.${value}`) }))}
          />
        </FilterBar>
        {filter === 'silent' ? <SilentList onOpen={openCustomer} onCursor={setCursor} /> : null}
        {filter === 'overdue' ? <OverdueList onOpen={openCustomer} onCursor={setCursor} /> : null}
        {isPool ? <PoolList onOpen={openCustomer} onCursor={setCursor} rowClass={rowClass} mark={mark} /> : null}
        {isPlain ? (
          <>
            <QueryFailed refusal={refusal} onRetry={paged.refetch} />
            <DataTable<CustomerListRow>
              label={t('crm.customers.title')}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={(row) => openCustomer(row.id)}
              onCursor={setCursor}
              hasMore={hasMore}
              onNearEnd={loadMore}
              outdated={outdated}
              rowClass={rowClass}
              autoFocus
              empty={loading || refusal ? null : <EmptyList>{nothingFor(search, filter)}</EmptyList>}
            />
          </>
        ) : null}
      </div>
    </Page>
  );
}

function nothingFor(search: string, filter: CustomerFilter): ReactNode {
  if (search.trim() !== '') return <NoHits search={search} onClear={() => askCustomers({})} />;
  return filter === 'mine' || filter === 'team' ? <NoneHeld filter={filter} /> : <NoCustomers />;
}

function NoneHeld({ filter }: { readonly filter: 'mine' | 'team' }): ReactNode {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t(`crm.owners.none.${filter}`)}
      action={<ActionButton label={t('crm.owners.openPool')} onRun={() => askCustomers({ filter: 'pool' })} />}
    >
      {t(`crm.owners.none.${filter}Text`)}
    </EmptyState>
  );
}

function NoHits({ search, onClear }: { readonly search: string; readonly onClear: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('crm.customers.none', { search })}
      action={<ActionButton label={t('crm.customers.showAll')} onRun={onClear} />}
    >
      {t('crm.customers.noneText')}
    </EmptyState>
  );
}
