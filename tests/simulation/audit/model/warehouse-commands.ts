/** Every command of goods on their way in, about and out, with the right that it needs. */
import type { ModelledRun } from './command-run.ts';
import { cancelCount, postCount, recordCount, startCount } from './count-commands.ts';
import { breaking } from './document-words.ts';
import { explainFlag, giveBackQuota, grantQuota, moveStock, scrapStock } from './keep-commands.ts';
import { moveReservation } from './move-commands.ts';
import { recordPick, releaseOrders } from './pick-commands.ts';
import { saveFamily, saveProduct, setProductUse, setReorderRule, setSubstitutes } from './product-commands.ts';
import { cancelPurchase, closePurchase, orderPurchase, orderSuggested, writePurchase } from './purchase-commands.ts';
import { freeQuarantine, sendBack } from './quarantine-commands.ts';
import { blockLot, changeLocation, saveLocations, saveZone, setPlaceUse, setZoneUse } from './rack-commands.ts';
import { receiveGoods } from './receipt-commands.ts';
import { takeBackGoods } from './return-commands.ts';
import { shipOrder } from './ship-commands.ts';
import { nameSupplier, saveSupplier } from './supplier-commands.ts';
import { closeShort, reverseShipment } from './take-back-commands.ts';
import { reverseReceipt } from './take-back-receipt.ts';
import { askTransfer, endTransfer, receiveTransfer, sendTransfer, writeOffTransfer } from './transfer-commands.ts';
import { repickGoods, unpickGoods } from './unpick-commands.ts';

const each = (permission: string, run: ModelledRun) => ({ permission, run: breaking(run) });

const products = 'inventory.manageProducts';
const places = 'inventory.managePlaces';

/** By `name@version`. */
export const warehouseCommands = {
  'inventory.releaseOrders@1': each('inventory.releaseOrders', releaseOrders),
  'inventory.recordPick@1': each('inventory.recordPick', recordPick),
  'inventory.unpickGoods@1': each('inventory.ship', unpickGoods),
  'inventory.repickGoods@1': each('inventory.ship', repickGoods),
  'inventory.shipOrder@1': each('inventory.ship', shipOrder),
  'inventory.reverseShipment@1': each('inventory.reverseShipment', reverseShipment),
  'sales.moveReservation@1': each('sales.moveReservation', moveReservation),
  'sales.closeShort@1': each('sales.cancelOrder', closeShort),
  'inventory.writePurchase@1': each('inventory.purchase', writePurchase),
  'inventory.orderSuggested@1': each('inventory.purchase', orderSuggested),
  'inventory.orderPurchase@1': each('inventory.purchase', orderPurchase),
  'inventory.closePurchase@1': each('inventory.purchase', closePurchase),
  'inventory.cancelPurchase@1': each('inventory.purchase', cancelPurchase),
  'inventory.saveSupplier@1': each('inventory.purchase', saveSupplier),
  'inventory.nameSupplier@1': each('inventory.receiveGoods', nameSupplier),
  'inventory.receiveGoods@1': each('inventory.receiveGoods', receiveGoods),
  'inventory.reverseReceipt@1': each('inventory.reverseReceipt', reverseReceipt),
  'inventory.takeBackGoods@1': each('inventory.receiveGoods', takeBackGoods),
  'inventory.moveStock@1': each('inventory.moveStock', moveStock),
  'inventory.scrapStock@1': each('inventory.scrapStock', scrapStock),
  'inventory.freeQuarantine@1': each('inventory.settleQuarantine', freeQuarantine),
  'inventory.sendBack@1': each('inventory.settleQuarantine', sendBack),
  'inventory.askTransfer@1': each('inventory.transfer', askTransfer),
  'inventory.sendTransfer@1': each('inventory.transfer', sendTransfer),
  'inventory.receiveTransfer@1': each('inventory.transfer', receiveTransfer),
  'inventory.writeOffTransfer@1': each('inventory.scrapStock', writeOffTransfer),
  'inventory.endTransfer@1': each('inventory.transfer', endTransfer),
  'inventory.startCount@1': each('inventory.count', startCount),
  'inventory.recordCount@1': each('inventory.count', recordCount),
  'inventory.recordCount@2': each('inventory.count', recordCount),
  'inventory.postCount@1': each('inventory.postCount', postCount),
  'inventory.cancelCount@1': each('inventory.count', cancelCount),
  'inventory.explainFlag@1': each('inventory.explainFlag', explainFlag),
  'inventory.grantQuota@1': each('inventory.manageQuotas', grantQuota),
  'inventory.giveBackQuota@1': each('inventory.see', giveBackQuota),
  'inventory.saveProduct@1': each(products, saveProduct),
  'inventory.saveProduct@2': each(products, saveProduct),
  'inventory.setProductUse@1': each(products, setProductUse),
  'inventory.saveFamily@1': each(products, saveFamily),
  'inventory.setSubstitutes@1': each(products, setSubstitutes),
  'inventory.setReorderRule@1': each(products, setReorderRule),
  'inventory.saveZone@1': each(places, saveZone),
  'inventory.setZoneUse@1': each(places, setZoneUse),
  'inventory.saveLocations@1': each(places, saveLocations),
  'inventory.changeLocation@1': each(places, changeLocation),
  'inventory.setPlaceUse@1': each(places, setPlaceUse),
  'inventory.blockLot@1': each('inventory.blockLot', blockLot),
} as const;
