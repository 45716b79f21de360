import { loadScreen } from '../../app/load-screen.tsx';
import { inPlace, type Mendings } from '../../app/mending.ts';

const lists = { route: 'priceLists' };
const promotions = { route: 'promotions' };

/** What to do about rejected commands of prices. */
export const mending: Mendings = {
  'sales.saveCustomerGroup': {
    words: 'pricing.mending.group',
    amend: { dialog: loadScreen(() => import('./groups/group-dialog.tsx').then((module) => module.AmendGroup)) },
    place: { route: 'customerGroups' },
  },
  'sales.savePriceList': {
    words: 'pricing.mending.list',
    amend: { dialog: loadScreen(() => import('./lists/list-dialog.tsx').then((module) => module.AmendList)) },
    place: lists,
  },
  'sales.setPrices': { words: 'pricing.mending.prices', isAgain: true, place: inPlace('priceList', 'priceListId') },
  'sales.setCustomerPrices': {
    words: 'pricing.mending.customerPrices',
    isAgain: true,
    place: inPlace('customer', 'customerId'),
  },
  'crm.setParties': { words: 'pricing.mending.parties', isAgain: true, place: inPlace('customer', 'customerId') },
  'sales.savePromotion': {
    words: 'pricing.mending.promotion',
    amend: {
      route: 'promotionEntry',
      params: ({ replacesId }) => ({ promotionId: typeof replacesId === 'string' ? replacesId : null }),
    },
    place: promotions,
  },
  'sales.endPromotion': { words: 'pricing.mending.end', isAgain: true, place: promotions },
};
