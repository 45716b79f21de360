import type { Manifest } from '../kernel/domain.ts';
import { assignCustomers } from './assign-customers.ts';
import { assignPaymentTerms } from './assign-payment-terms.ts';
import { cancelOrder } from './cancel-order.ts';
import { addTaxRate, removeTaxRate } from './change-tax-rates.ts';
import { claimCustomer } from './claim-customer.ts';
import { claimPickList, releaseClaim } from './claim-pick-list.ts';
import { closeShort } from './close-short.ts';
import { giveBackCustomer } from './give-back-customer.ts';
import { handOverCustomers } from './hand-over-customers.ts';
import { importContacts } from './import-contacts.ts';
import { importCustomers } from './import-customers.ts';
import { importCustomersFirst } from './import-customers-first.ts';
import { importOpenItems } from './import-open-items.ts';
import { importOrders, importOrdersFirst } from './import-orders.ts';
import { importStock, importStockFirst } from './import-stock.ts';
import {
  cancelPurchase,
  closePurchase,
  orderPurchase,
  orderSuggested,
  writePurchase,
} from './inbound/change-purchase.ts';
import { cancelCount, postCount, recordCount, recordCountFirst, startCount } from './inbound/count-stock.ts';
import { explainFlag } from './inbound/explain-flag.ts';
import { giveBackQuota, grantQuota } from './inbound/manage-quotas.ts';
import { moveStock, scrapStock } from './inbound/move-stock.ts';
import { receiveGoods } from './inbound/receive-goods.ts';
import { recordPick } from './inbound/record-pick.ts';
import { repick } from './inbound/repick-goods.ts';
import { reverseReceipt } from './inbound/reverse-receipt.ts';
import { freeQuarantine, sendBack } from './inbound/settle-quarantine.ts';
import { takeBackGoods } from './inbound/take-back-goods.ts';
import { askTransfer, endTransfer, receiveTransfer, sendTransfer, writeOffTransfer } from './inbound/transfer-goods.ts';
import { unpick } from './inbound/unpick-goods.ts';
import { moveReservation } from './move-reservation.ts';
import { confirmOrder, confirmOrderFirst, confirmOrderSecond } from './orders/confirm-order.ts';
import { setDeliveryTerms } from './orders/set-delivery-terms.ts';
import { savePriceList } from './pricing/save-price-list.ts';
import { savePromotion } from './pricing/save-promotion.ts';
import { setParties } from './pricing/set-parties.ts';
import { setCustomerPrices, setPrices } from './pricing/set-prices.ts';
import { releaseOrders } from './release-orders.ts';
import { removeTeam } from './remove-team.ts';
import { reverseShipment } from './reverse-shipment.ts';
import { setCustomerMinimumLife } from './set-minimum-life.ts';
import { setTerritoryUse } from './set-territory-use.ts';
import { setWarehouseUse } from './set-warehouse-use.ts';
import { settleShortage } from './settle-shortage.ts';
import { shipOrder } from './ship-order.ts';
import { askForApproval } from './words/ask-approval.ts';
import { decideApproval } from './words/decide-approval.ts';
import { enterApprovalCode } from './words/enter-approval-code.ts';

export const workflows: Manifest = {
  name: 'workflows',
  tables: [],
  balances: [],
  commands: [
    confirmOrder,
    confirmOrderFirst,
    confirmOrderSecond,
    cancelOrder,
    setDeliveryTerms,
    settleShortage,
    savePriceList,
    setPrices,
    setParties,
    setCustomerPrices,
    savePromotion,
    moveReservation,
    askForApproval,
    decideApproval,
    enterApprovalCode,
    importCustomers,
    claimCustomer,
    giveBackCustomer,
    assignCustomers,
    handOverCustomers,
    assignPaymentTerms,
    setCustomerMinimumLife,
    addTaxRate,
    removeTaxRate,
    removeTeam,
    importCustomersFirst,
    importContacts,
    importOpenItems,
    importOrders,
    importOrdersFirst,
    importStock,
    importStockFirst,
    setWarehouseUse,
    setTerritoryUse,
    releaseOrders,
    claimPickList,
    releaseClaim,
    shipOrder,
    reverseShipment,
    closeShort,
    writePurchase,
    orderSuggested,
    orderPurchase,
    closePurchase,
    cancelPurchase,
    receiveGoods,
    reverseReceipt,
    takeBackGoods,
    moveStock,
    scrapStock,
    recordPick,
    unpick,
    repick,
    freeQuarantine,
    sendBack,
    askTransfer,
    sendTransfer,
    receiveTransfer,
    writeOffTransfer,
    endTransfer,
    startCount,
    recordCountFirst,
    recordCount,
    postCount,
    cancelCount,
    explainFlag,
    grantQuota,
    giveBackQuota,
  ],
  queries: [],
};
