import { GiftOutlined, PercentageOutlined, TagsOutlined, TeamOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';
import { addCustomerSection } from '../../ui/customer-contributions.tsx';
import { CustomerPricesSection } from './customer/customer-prices.tsx';
import { mending } from './mending.ts';

addCustomerSection({ id: 'pricing.prices', order: 100, component: CustomerPricesSection });

export const feature: Feature = {
  mending,
  routes: [
    {
      kind: 'priceLists',
      icon: TagsOutlined,
      titleKey: 'pricing.lists.title',
      permission: permissions.managePrices,
      component: loadScreen(() => import('./lists/price-lists.tsx').then((module) => module.PriceLists)),
    },
    {
      kind: 'priceList',
      icon: TagsOutlined,
      titleKey: 'pricing.lists.one',
      permission: permissions.managePrices,
      documentParam: 'priceListId',
      identity: (params) => String(params.priceListId),
      component: loadScreen(() => import('./lists/price-list-page.tsx').then((module) => module.PriceListPage)),
    },
    {
      kind: 'priceEntry',
      icon: TagsOutlined,
      titleKey: 'pricing.prices.set',
      permission: permissions.managePrices,
      identity: (params) => String(params.priceListId ?? params.customerId),
      component: loadScreen(() => import('./prices/price-entry.tsx').then((module) => module.PriceEntry)),
    },
    {
      kind: 'customerGroups',
      icon: TeamOutlined,
      titleKey: 'pricing.groups.title',
      permission: permissions.managePrices,
      component: loadScreen(() => import('./groups/group-list.tsx').then((module) => module.GroupList)),
    },
    {
      kind: 'promotions',
      icon: PercentageOutlined,
      titleKey: 'pricing.promotions.title',
      permission: 'sales.see',
      component: loadScreen(() => import('./promotions/promotion-list.tsx').then((module) => module.PromotionList)),
    },
    {
      kind: 'promotionEntry',
      icon: GiftOutlined,
      titleKey: 'pricing.promotions.new',
      permission: permissions.managePrices,
      identity: (params) => String(params.promotionId ?? 'new'),
      component: loadScreen(() => import('./promotions/promotion-entry.tsx').then((module) => module.PromotionEntry)),
    },
  ],
  menu: [
    {
      route: 'priceLists',
      icon: TagsOutlined,
      labelKey: 'pricing.menu',
      group: 'sales',
      order: 410,
      permission: permissions.managePrices,
    },
  ],
  actions: [
    {
      id: 'pricing.promotions',
      labelKey: 'pricing.promotions.title',
      icon: PercentageOutlined,
      permission: 'sales.see',
      isPlace: true,
      run: () => void openTab('promotions'),
    },
    {
      id: 'pricing.groups',
      labelKey: 'pricing.groups.title',
      icon: TeamOutlined,
      permission: permissions.managePrices,
      isPlace: true,
      run: () => void openTab('customerGroups'),
    },
    {
      id: 'pricing.newPromotion',
      labelKey: 'pricing.promotions.new',
      icon: GiftOutlined,
      permission: permissions.managePrices,
      isNew: true,
      isPlace: true,
      run: () => void openTab('promotionEntry', { promotionId: null }),
    },
  ],
};
