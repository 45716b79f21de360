import { CarOutlined, ShoppingOutlined, SwapOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';
import { openTab } from '../../app/tabs.ts';

/** What is written, and what stands in no menu, by its own name. */
export const paperActions: NonNullable<Feature['actions']> = [
  {
    id: 'inventory.newPurchase',
    labelKey: 'inventory.purchases.new',
    icon: ShoppingOutlined,
    permission: permissions.purchase,
    isNew: true,
    isPlace: true,
    run: () => void openTab('purchaseEntry', { purchaseOrderId: null }),
  },
  {
    id: 'inventory.newTransfer',
    labelKey: 'inventory.transfers.new',
    icon: SwapOutlined,
    permission: permissions.transferStock,
    isNew: true,
    isPlace: true,
    run: () => void openTab('transferEntry'),
  },
  {
    id: 'inventory.carriers',
    labelKey: 'inventory.carriers.title',
    icon: CarOutlined,
    permission: 'inventory.planTours',
    isPlace: true,
    run: () => void openTab('carriers'),
  },
  {
    id: 'inventory.orderSuggestions',
    labelKey: 'inventory.purchases.suggestions',
    wordsKey: 'inventory.purchases.suggestionsWords',
    icon: ShoppingOutlined,
    permission: permissions.purchase,
    isPlace: true,
    run: () => void openTab('orderSuggestions'),
  },
];
