import { inPlace, type Mending, type Mendings } from '../../app/mending.ts';

/** A section of the company's page. */
const at = (section: string) => ({ route: 'company', params: () => ({ section }) });
const record = (section: string): Mending => ({
  words: 'admin.mending.record',
  amend: at(section),
  place: at(section),
});
const deed = (section: string): Mending => ({ words: 'admin.mending.deed', isAgain: true, place: at(section) });
const month: Mending = { words: 'admin.mending.month', isAgain: true, place: at('periods') };
const person: Mending = { words: 'admin.mending.person', isAgain: true, place: inPlace('person', 'userId') };
const people: Mending = { words: 'admin.mending.people', isAgain: true, place: { route: 'people' } };
const absence: Mending = { words: 'admin.mending.absence', isAgain: true, place: { route: 'ownAbsence' } };
const imported = (target: string): Mending => ({
  words: 'admin.mending.import',
  place: { route: 'import', params: () => ({ target }) },
});

/** What to do about rejected commands of the company's books, its people and its imports. */
export const mending: Mendings = {
  'admin.saveLegalEntity': record('entities'),
  'admin.saveTerritory': record('territories'),
  'inventory.saveWarehouse': record('warehouses'),
  'admin.saveDocumentSeries': record('series'),
  'billing.savePaymentTerms': record('terms'),
  'billing.saveCurrency': record('currencies'),
  'billing.setExchangeRate': record('currencies'),
  'billing.addTaxRate': record('tax'),
  'billing.removeTaxRate': deed('tax'),
  'admin.setTerritoryUse': deed('territories'),
  'inventory.setWarehouseUse': deed('warehouses'),
  'admin.changeSettings': deed('settings'),
  'admin.setHolidays': deed('holidays'),
  'admin.closePeriod': month,
  'admin.reopenPeriod': month,

  'admin.addPerson': { words: 'admin.mending.newPerson', amend: { route: 'person' }, place: { route: 'people' } },
  'admin.changePerson': person,
  'admin.changeScopes': person,
  'admin.setPersonActive': person,
  'admin.setPersonLimit': person,
  // The code was told to somebody: another invitation has another.
  'admin.invitePerson': { words: 'admin.mending.invitation', place: inPlace('person', 'userId') },
  'admin.voidInvitation': { ...people, words: 'admin.mending.invitation' },
  'admin.addRole': people,
  'admin.renameRole': people,
  'admin.removeRole': people,
  'admin.changeRights': people,
  'admin.setRoleLimit': people,
  'admin.saveTeam': people,
  'admin.removeTeam': people,
  'admin.changeTeamMembers': people,
  'admin.setAbsence': { ...absence, place: inPlace('person', 'userId') },
  'admin.removeAbsence': absence,

  'admin.rememberMapping': { words: 'admin.mending.mapping', place: { route: 'import' } },
  'crm.importCustomers': imported('customers'),
  'crm.importContacts': imported('contacts'),
  'inventory.importProducts': imported('products'),
  'inventory.importSuppliers': imported('suppliers'),
  'inventory.importStock': imported('stock'),
  'sales.importOrders': imported('orders'),
  'billing.importOpenItems': imported('receivables'),
};
