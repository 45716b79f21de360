import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { PurchaseListRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { SuppliedProduct, SupplierPage as Supplier } from '#shared/domains/inventory/queries/suppliers.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateOnly, Empty, Quantity, UnitPrice } from '../../../ui/format.tsx';
import { HistoryButton } from '../../../ui/history-button.tsx';
import { EmptyState, Page, PageHeader, PanelHeading } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { DocumentState } from '../documents/document-state.tsx';
import { OpenDocument } from '../documents/open-document.tsx';
import { cameColumn, valueColumn } from '../purchases/purchase-columns.tsx';
import './suppliers.css';

/** One supplier: who it is, what is ordered there, and what is bought from it. */
export function SupplierPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<Supplier>
      query="inventory.supplier"
      id={params.supplierId}
      titleOf={({ supplier }) => supplier.name}
      texts="inventory.suppliers"
      list="supplierList"
      listKey="inventory.suppliers.openList"
    >
      {(found) => <SupplierView found={found} />}
    </OpenDocument>
  );
}

function SupplierView({ found: { supplier, products } }: { readonly found: Supplier }): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const mayWrite = usePermission(permissions.purchase);
  const seesCost = usePermission(permissions.seeCost);
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const asked = { search: '', filter: null, warehouseId: null, supplierId: supplier.id, today };
  const orders = usePagedQuery<PurchaseListRow>('inventory.purchaseList', asked, { enabled: today !== '' });
  const columns = useMemo(() => productColumns(t, seesCost), [t, seesCost]);
  const orderColumns = useOrderColumns(today);
  const write = () => void openTab('purchaseEntry', { purchaseOrderId: null, supplierId: supplier.id });
  return (
    <Page
      header={
        <PageHeader titleRef={title} title={supplier.name} note={supplier.code}>
          <HistoryButton rowId={supplier.id} name={supplier.name} />
          {mayWrite ? (
            <>
              <ActionButton
                label={t('inventory.suppliers.change')}
                keys="e"
                labelKey="inventory.suppliers.change"
                onRun={() => openTab('supplierEntry', { supplierId: supplier.id })}
              />
              <ActionButton
                primary
                label={t('inventory.purchases.new')}
                keys="n"
                labelKey="inventory.purchases.new"
                onRun={write}
              />
            </>
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main supplier-main">
        <PanelHeading>{t('inventory.purchases.title')}</PanelHeading>
        <PagedTable<PurchaseListRow>
          label={t('inventory.purchases.title')}
          columns={orderColumns}
          paged={orders}
          rowKey={({ id }) => id}
          onOpen={(row) => void openTab('purchase', { purchaseOrderId: row.id })}
          empty={<EmptyState title={t('inventory.suppliers.noOrders')} />}
        />
        <PanelHeading note={products.length}>{t('inventory.suppliers.products')}</PanelHeading>
        <DataTable<SuppliedProduct>
          label={t('inventory.suppliers.products')}
          columns={columns}
          rows={products}
          rowKey={({ productId }) => productId}
          onOpen={({ productId }) => void openTab('product', { productId })}
          empty={
            <EmptyState title={t('inventory.suppliers.noProducts')}>
              {t('inventory.suppliers.noProductsText')}
            </EmptyState>
          }
        />
      </div>
      <SupplierFacts supplier={supplier} />
    </Page>
  );
}

function SupplierFacts({ supplier }: { readonly supplier: Row<'suppliers'> }): ReactNode {
  const { t, i18n } = useTranslation();
  const { address, city, country, leadDays, paymentTermsDays } = supplier;
  const isChinese = i18n.language.startsWith('zh');
  // As an envelope has it: in Chinese from the country down to the door. A city that the address names stands once.
  const town = city !== null && address?.includes(city) === true ? null : city;
  const parts = isChinese ? [country, town, address] : [address, town, country];
  const where = parts.filter((part) => part !== null && part !== '').join(isChinese ? ' ' : ', ');
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['contactName', supplier.contactName],
    ['phone', supplier.phone],
    ['email', supplier.email],
    ['address', where === '' ? null : where],
    ['taxNumber', supplier.taxNumber],
    ['currency', supplier.currency],
    ['paymentTermsDays', t('inventory.suppliers.days', { count: paymentTermsDays })],
    ['leadDays', leadDays === null ? null : t('inventory.suppliers.days', { count: leadDays })],
  ];
  return (
    <aside className="supplier-panel" aria-label={t('inventory.suppliers.facts')}>
      <PanelHeading>{t('inventory.suppliers.facts')}</PanelHeading>
      <dl data-selectable>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`inventory.suppliers.${name}`)}</dt>
            <dd>{value ?? <Empty />}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

function useOrderColumns(today: string): readonly DataColumn<PurchaseListRow>[] {
  const { t } = useTranslation();
  const seesCost = usePermission(permissions.seeCost);
  const company = useCompany();
  return useMemo(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return [
      { key: 'number', title: t('inventory.documents.number'), width: '128px', render: (row) => row.number },
      {
        key: 'state',
        title: t('inventory.documents.state'),
        width: '104px',
        render: (row) => (
          <DocumentState
            kind="purchase"
            plain
            state={row.state}
            late={row.state === 'open' && row.dueOn !== null && row.dueOn < today}
          />
        ),
      },
      {
        key: 'warehouse',
        title: t('inventory.stock.warehouse'),
        width: 'minmax(96px, 1fr)',
        render: (row) => nameOf.get(row.warehouseId) ?? <Empty />,
      },
      {
        key: 'orderedOn',
        title: t('inventory.purchases.orderedOn'),
        width: '112px',
        render: (row) => <DateOnly value={row.orderedOn} />,
      },
      {
        key: 'dueOn',
        title: t('inventory.purchases.dueOn'),
        width: '112px',
        render: (row) => <DateOnly value={row.dueOn} />,
      },
      cameColumn(t),
      ...(seesCost ? [valueColumn(t)] : []),
    ];
  }, [t, company, today, seesCost]);
}

function productColumns(t: TFunction, seesCost: boolean): readonly DataColumn<SuppliedProduct>[] {
  const cost: DataColumn<SuppliedProduct> = {
    key: 'cost',
    title: t('inventory.suppliers.lastCost'),
    width: '80px',
    figure: true,
    render: (row) => (row.unitCost === null ? <Empty /> : <UnitPrice value={row.unitCost} />),
  };
  const figure = (key: 'received' | 'rejected'): DataColumn<SuppliedProduct> => ({
    key,
    title: t(`inventory.purchases.${key}`),
    width: '64px',
    figure: true,
    render: (row) => <Quantity value={row[key]} dashZero />,
  });
  return [
    { key: 'code', title: t('inventory.stock.code'), width: '72px', render: (row) => row.code },
    {
      key: 'product',
      title: t('inventory.stock.product'),
      width: 'minmax(136px, 2fr)',
      strong: true,
      render: (row) => row.name,
    },
    {
      key: 'first',
      title: '',
      width: '104px',
      render: (row) =>
        row.isFirstChoice ? (
          <StateTag plain state="done">
            {t('inventory.suppliers.firstChoice')}
          </StateTag>
        ) : null,
    },
    {
      key: 'last',
      title: t('inventory.suppliers.lastOrderedOn'),
      width: '88px',
      render: (row) => <DateOnly value={row.lastOrderedOn} />,
    },
    {
      key: 'quantity',
      title: t('inventory.purchases.quantity'),
      width: '80px',
      figure: true,
      render: (row) => <Quantity value={row.quantity} unit={row.unit} dashZero />,
    },
    figure('received'),
    figure('rejected'),
    ...(seesCost ? [cost] : []),
  ];
}
