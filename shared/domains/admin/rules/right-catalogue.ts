/**
 * Every right that there is, by domain, in the order of the matrix (R113). A command's right is its name, unless several
 * share one; of a field it is `<command>#<field>`. Names and explanations are texts of the screens
 * (`admin.rights.<right>`). A test compares this with the registry: who adds a command adds its right here and its texts.
 */
export const rightCatalogue = [
  {
    domain: 'crm',
    rights: [
      'crm.see',
      'crm.seeTerritory',
      'crm.claimCustomer',
      'crm.giveBackCustomer',
      'crm.assignCustomers',
      'crm.assignPaymentTerms',
    ],
  },
  {
    domain: 'sales',
    rights: [
      'sales.see',
      'sales.confirmOrder',
      'sales.confirmOrder#discount',
      'sales.cancelOrder',
      'sales.moveReservation',
      'sales.approveDiscount',
    ],
  },
  { domain: 'billing', rights: ['billing.see', 'billing.releaseCredit', 'billing.manageRates'] },
  {
    domain: 'inventory',
    rights: [
      'inventory.see',
      'inventory.seeCost',
      'inventory.seeSuppliers',
      'inventory.seeReports',
      'inventory.releaseOrders',
      'inventory.recordPick',
      'inventory.ship',
      'inventory.reverseShipment',
      'inventory.planTours',
      'inventory.confirmDelivery',
      'inventory.purchase',
      'inventory.receiveGoods',
      'inventory.reverseReceipt',
      'inventory.moveStock',
      'inventory.transfer',
      'inventory.count',
      'inventory.postCount',
      'inventory.scrapStock',
      'inventory.settleQuarantine',
      'inventory.explainFlag',
      'inventory.manageQuotas',
      'inventory.manageProducts',
      'inventory.saveProduct#price',
      'inventory.managePlaces',
      'inventory.blockLot',
    ],
  },
  { domain: 'reports', rights: ['reports.see'] },
  {
    domain: 'admin',
    rights: [
      'admin.setAbsence',
      'admin.importData',
      'admin.managePeople',
      'admin.changePerson#login',
      'admin.changePerson#role',
      'admin.manageRoles',
      'admin.manageCompany',
      'admin.managePeriods',
      'admin.manageDevices',
      'admin.seeAudit',
    ],
  },
] as const satisfies readonly { readonly domain: string; readonly rights: readonly string[] }[];

/** All of them, in their order. */
export const allRights: readonly string[] = rightCatalogue.flatMap(({ rights }) => [...rights]);
