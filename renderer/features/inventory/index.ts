import { InboxOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import { permissions } from '#shared/domains/admin/model.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { Feature, SearchHit } from '../../app/feature.ts';
import { openTab } from '../../app/tabs.ts';
import { useStockQuestion } from './stock-list/stock-question.ts';

function toHit(row: ProductListRow): SearchHit {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    note: row.unit,
    pictureHash: row.pictureHash,
    open: () => {
      useStockQuestion.setState({ search: row.code, filter: 'all' });
      openTab('stockList');
    },
  };
}

export const feature: Feature = {
  routes: [
    {
      kind: 'stockList',
      icon: InboxOutlined,
      titleKey: 'inventory.stock.title',
      permission: permissions.seeStock,
      component: lazy(() => import('./stock-list/stock-list.tsx').then((module) => ({ default: module.StockList }))),
    },
  ],
  menu: [
    {
      route: 'stockList',
      icon: InboxOutlined,
      labelKey: 'inventory.stock.title',
      order: 600,
      permission: permissions.seeStock,
    },
  ],
  search: [
    {
      query: 'inventory.productList',
      labelKey: 'inventory.products',
      icon: InboxOutlined,
      permission: permissions.seeStock,
      order: 600,
      args: (typed, limitRows) => ({
        search: typed,
        warehouseId: null,
        withDiscontinued: false,
        filter: null,
        cursor: null,
        limit: limitRows,
      }),
      toHit,
    },
  ],
};
