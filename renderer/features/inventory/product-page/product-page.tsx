import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { reasonText } from '../../../app/i18n.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataAge } from '../../../ui/data-age.tsx';
import { HistoryButton } from '../../../ui/history-button.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useWorkWarehouse } from '../../../ui/use-work-warehouse.ts';
import { ProductLabels } from '../labels/goods-label-dialogs.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { Lots, Movements } from '../ledger.tsx';
import { QuarantineButton } from '../quarantine/quarantine-button.tsx';
import { ScrapButton } from '../scrap/scrap-button.tsx';
import { ProductCodes } from './product-codes.tsx';
import { ProductFacts } from './product-facts.tsx';
import { ProductHolders } from './product-holders.tsx';
import { ProductOrders } from './product-orders.tsx';
import { ProductPromise } from './product-promise.tsx';
import { ProductSerials } from './product-serials.tsx';
import { ProductStock } from './product-stock.tsx';
import { UseButton } from './use-button.tsx';
import './product-page.css';

type Product = Row<'products'>;

/** One product: what it is, what it costs, where it lies, what moved it and who ordered it. */
export function ProductPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const id = String(params.productId);
  const { data: product, refusal } = useQuery<Product | null>('inventory.product', { id });
  const tab = useTab();
  useEffect(() => {
    if (product) tab.setTitle(product.name);
  }, [product, tab]);
  if (refusal) return <EmptyState title={t('inventory.product.unreadable')}>{reasonText(refusal)}</EmptyState>;
  if (product === undefined) return <Page header={<PageHeader title="" />}>{null}</Page>;
  if (product === null) {
    return (
      <EmptyState
        title={t('inventory.product.gone')}
        action={<ActionButton label={t('inventory.product.openList')} onRun={() => openTab('stockList')} />}
      >
        {t('inventory.product.goneText')}
      </EmptyState>
    );
  }
  return <WholeProduct product={product} />;
}

const PAGE_MOVEMENTS = 50;

function WholeProduct({ product }: { readonly product: Product }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const mayManage = usePermission(permissions.manageProducts);
  const maySeeOrders = usePermission(permissions.seeOrders);
  const [chosen, setChosen] = useState<string | null>(null);
  const work = useWorkWarehouse();
  const { data: stock } = useQuery<readonly { readonly warehouseId: string }[]>('inventory.stockByWarehouse', {
    productIds: [product.id],
  });
  // Where it never lay there is nothing to be read of it.
  const hasLain = (id: string | null) => stock?.some((row) => row.warehouseId === id) ?? true;
  const begunWith = hasLain(work.warehouseId) ? work.warehouseId : (stock?.[0]?.warehouseId ?? work.warehouseId);
  const warehouseId = chosen ?? begunWith ?? undefined;
  return (
    <Page
      header={
        <PageHeader
          title={product.name}
          tag={
            product.discontinued === 1 ? (
              <StateTag state="draft">{t('inventory.stock.states.discontinued')}</StateTag>
            ) : undefined
          }
          note={
            <>
              {product.code} <DataAge />
            </>
          }
        >
          <LabelButton>{(close) => <ProductLabels product={product} onClose={close} />}</LabelButton>
          <HistoryButton rowId={product.id} name={product.name} />
          <QuarantineButton productId={product.id} lotId={null} locationId={null} />
          <ScrapButton productId={product.id} lotId={null} locationId={null} />
          {mayManage ? <UseButton product={product} /> : null}
          {mayManage ? (
            <ActionButton
              primary
              label={t('inventory.catalogue.edit')}
              keys="e"
              labelKey="inventory.catalogue.edit"
              onRun={() => openTab('productEntry', { productId: product.id })}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main product-main">
        <ProductStock product={product} chosenId={warehouseId} onChoose={setChosen} />
        {product.tracking === 'serial' ? (
          <ProductSerials productId={product.id} />
        ) : (
          <Lots productId={product.id} warehouseId={null} />
        )}
        {maySeeOrders ? <ProductHolders product={product} /> : null}
        {warehouseId === undefined ? null : (
          <Movements
            productId={product.id}
            warehouseId={warehouseId}
            warehouseName={company?.warehouses.find(({ id }) => id === warehouseId)?.name}
            limitRows={PAGE_MOVEMENTS}
          />
        )}
      </div>
      <aside className="product-panel" aria-label={t('inventory.product.panel')}>
        <ProductFacts product={product} />
        <ProductCodes product={product} />
        {warehouseId === undefined ? null : (
          <ProductPromise
            product={product}
            warehouseId={warehouseId}
            warehouseName={company?.warehouses.find(({ id }) => id === warehouseId)?.name ?? ''}
          />
        )}
        {maySeeOrders ? <ProductOrders product={product} /> : null}
      </aside>
    </Page>
  );
}
