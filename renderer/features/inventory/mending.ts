import { loadScreen } from '../../app/load-screen.tsx';
import { inPlace, type Mending, type Mendings } from '../../app/mending.ts';

const of = (family: string, more: Omit<Mending, 'words'> = {}): Mending => ({
  words: `inventory.mending.${family}`,
  ...more,
});
const product = inPlace('product', 'productId');
const places = { route: 'places' };
const productDeed = of('productDeed', { isAgain: true, place: product });
const placesDeed = of('placesDeed', { isAgain: true, place: places });
const picking = of('picking', { isAgain: true, place: { route: 'pick' } });
const purchaseStep = of('purchaseStep');
const transferStep = of('transferStep');

/** Documents (purchase orders, receipts, transfers, counts, shipments, returns) are opened by the id that they hold. */
export const mending: Mendings = {
  'inventory.saveProduct': of('product', { amend: inPlace('productEntry', 'productId'), place: product }),
  'inventory.setProductUse': productDeed,
  'inventory.setSubstitutes': productDeed,
  'inventory.setReorderRule': productDeed,
  'inventory.saveFamily': of('family', { amend: inPlace('familyEntry', 'familyId'), place: { route: 'families' } }),
  'inventory.saveSupplier': of('supplier', {
    amend: inPlace('supplierEntry', 'supplierId'),
    place: { route: 'supplierList' },
  }),
  'inventory.nameSupplier': of('receiptFact', { isAgain: true }),

  'inventory.writePurchase': of('purchase', { amend: inPlace('purchaseEntry', 'purchaseOrderId') }),
  'inventory.orderPurchase': purchaseStep,
  'inventory.closePurchase': purchaseStep,
  'inventory.cancelPurchase': purchaseStep,
  'inventory.orderSuggested': of('suggestions', { place: { route: 'orderSuggestions' } }),

  'inventory.askTransfer': of('transfer', { amend: { route: 'transferEntry' } }),
  'inventory.endTransfer': transferStep,
  'inventory.writeOffTransfer': transferStep,

  'inventory.startCount': of('count', { isAgain: true, place: { route: 'countList' } }),
  'inventory.postCount': of('countStep'),
  'inventory.cancelCount': of('countStep'),

  'inventory.saveCarrier': of('carrier', {
    amend: {
      dialog: loadScreen(() => import('./carriers/amend-carrier.tsx').then((module) => module.AmendCarrier)),
    },
    place: { route: 'carriers' },
  }),
  'inventory.nameCarrier': of('shipmentFact', { isAgain: true }),
  'inventory.planTour': of('tour', { isAgain: true, place: { route: 'tours' } }),

  'inventory.saveZone': of('zone', {
    amend: { dialog: loadScreen(() => import('./places/amend-zone.tsx').then((module) => module.AmendZone)) },
    place: places,
  }),
  'inventory.saveLocations': placesDeed,
  'inventory.changeLocation': placesDeed,
  'inventory.setZoneUse': placesDeed,
  'inventory.setPlaceUse': placesDeed,
  'inventory.blockLot': of('lot', { isAgain: true, place: inPlace('lot', 'lotId') }),

  'inventory.grantQuota': of('quota', {
    amend: { dialog: loadScreen(() => import('./quotas/amend-quota.tsx').then((module) => module.AmendQuota)) },
    place: { route: 'quotas' },
  }),
  'inventory.giveBackQuota': of('quotaBack', { isAgain: true, place: { route: 'quotas' } }),
  'inventory.releaseOrders': of('release', { place: { route: 'releaseQueue' } }),
  'inventory.claimPickList': picking,
  'inventory.releaseClaim': picking,
  'inventory.explainFlag': of('flag', { isAgain: true, place: { route: 'stockFlags' } }),
  'inventory.reverseReceipt': of('reversal'),
  'inventory.reverseShipment': of('reversal'),

  // Facts have happened: nobody rejects them, and only another fact or deed takes them back.
  'inventory.shipOrder': of('shipped'),
  'inventory.confirmDelivery': of('delivered'),
  'inventory.addDeliveryProof': of('proven'),
  'inventory.receiveGoods': of('received'),
  'inventory.moveStock': of('moved', { place: { route: 'putAway' } }),
  'inventory.scrapStock': of('scrapped', { place: { route: 'countList' } }),
  'inventory.recordCount': of('counted'),
  'inventory.recordPick': of('picked', { place: { route: 'pack' } }),
  'inventory.unpickGoods': of('picked', { place: { route: 'pack' } }),
  'inventory.repickGoods': of('repicked', { place: { route: 'pack' } }),
  'inventory.sendTransfer': of('transferred'),
  'inventory.receiveTransfer': of('transferred'),
  'inventory.takeBackGoods': of('returned'),
  'inventory.freeQuarantine': of('moved', { place: { route: 'putAway' } }),
  'inventory.sendBack': of('sentBack'),
};
