import {
  byColumn,
  byRoot,
  defineTable,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  reference,
  type TableType,
  text,
  withDefault,
} from '../../kernel/table.ts';

export const customers = defineTable('customers', {
  columns: {
    /** The company's own key for the customer: imports update by it. */
    code: text(),
    name: text(),
    taxNumber: nullable(text()),
    contactName: nullable(text()),
    contactTitle: nullable(text()),
    phone: nullable(text()),
    email: nullable(text()),
    address: nullable(text()),
    city: nullable(text()),
    region: nullable(text()),
    postalCode: nullable(text()),
    country: nullable(text()),
    territoryId: reference(),
    /** R66: the person or the team that has the customer; neither: it lies in the public pool of its territory. */
    ownerId: nullable(reference()),
    ownerTeamId: nullable(reference()),
    /** Since when the owner or the team has it, or it lies in the pool; null: as long as it is here. */
    heldSince: nullable(instant()),
    /** Who holds it, as its scope names it: the owner, else the team, else the territory whose pool it lies in. */
    holderId: withDefault(reference(), ''),
    currency: text(),
    /** Net days after the document's date (R11). */
    paymentTermsDays: integer(),
    /** Terms that say more than days; null: net days. */
    paymentTermsId: nullable(reference()),
    /** R30: days that goods must still be good for when they are sent; new orders take it. */
    minimumLifeDays: withDefault(integer(), 0),
    /** R11: whose shop it is, who is billed and who pays; null: the parent, where there is one, else the customer itself. */
    parentId: nullable(reference()),
    billToId: nullable(reference()),
    payerId: nullable(reference()),
    /** R40: at whose prices it buys. */
    groupId: nullable(reference()),
    priceListId: nullable(reference()),
    /** R43: stands before the products' own: an exporter's. */
    taxCode: nullable(text()),
  },
  scopedBy: [byColumn('territory', 'territoryId'), byColumn('holder', 'holderId')],
  indexes: [
    { columns: ['code'] },
    { columns: ['name', 'id'] },
    { columns: ['territoryId'] },
    { columns: ['holderId', 'name', 'id'] },
    { columns: ['ownerId'] },
    { columns: ['parentId'] },
    { columns: ['payerId'] },
  ],
  search: { text: ['name', 'contactName', 'city'], code: ['code', 'taxNumber'], phone: ['phone'], rankBy: 'updatedAt' },
  told: {
    title: 'name',
    fields: {
      name: 'text',
      code: 'text',
      taxNumber: 'text',
      contactName: 'text',
      contactTitle: 'text',
      phone: 'text',
      email: 'text',
      address: 'text',
      city: 'text',
      region: 'text',
      postalCode: 'text',
      country: 'text',
      currency: 'text',
      paymentTermsDays: 'days',
      minimumLifeDays: 'days',
    },
  },
  audited: true,
});

/** A person at a customer. The primary one's name and phone stand with the customer too, as documents take them. */
export const contacts = defineTable('contacts', {
  columns: {
    customerId: reference(),
    name: text(),
    /** What the person does there, as printed: 采购经理, Buyer. */
    title: nullable(text()),
    phone: nullable(text()),
    email: nullable(text()),
    /** The one that is called first; one a customer. */
    isPrimary: flag(),
    note: nullable(text()),
  },
  scopedBy: [byRoot('customers', 'customerId')],
  indexes: [{ columns: ['customerId'] }],
  search: { text: ['name'], phone: ['phone'], rankBy: 'updatedAt' },
  told: {
    title: 'name',
    fields: { name: 'text', title: 'text', phone: 'text', email: 'text', isPrimary: 'yesNo', note: 'text' },
  },
});

/** Where a customer's goods go (R11); documents keep the address as it was. */
export const customerAddresses = defineTable('customerAddresses', {
  columns: {
    customerId: reference(),
    name: text(),
    contactName: nullable(text()),
    phone: nullable(text()),
    address: text(),
    city: nullable(text()),
    region: nullable(text()),
    postalCode: nullable(text()),
    country: nullable(text()),
    /** The one that new orders take; one a customer. */
    isDefault: flag(),
    active: flag(),
  },
  scopedBy: [byRoot('customers', 'customerId')],
  indexes: [{ columns: ['customerId'] }],
});

/** Who had a customer, and who has it since (R66): its history, never changed. */
export const ownerChanges = defineTable('ownerChanges', {
  columns: {
    customerId: reference(),
    /** As it was called: whoever had it keeps the word, not the customer. */
    customerCode: nullable(text()),
    customerName: nullable(text()),
    kind: oneOf('assigned', 'claimed', 'givenBack', 'recycled', 'handedOver', 'moved'),
    fromOwnerId: nullable(reference()),
    /** The person's, else the team's; null: it lay in the pool. */
    fromOwnerName: nullable(text()),
    fromTeamId: nullable(reference()),
    /** Both null where it stayed in its territory. */
    fromTerritoryName: nullable(text()),
    toTerritoryName: nullable(text()),
    toOwnerId: nullable(reference()),
    toOwnerName: nullable(text()),
    toTeamId: nullable(reference()),
    reason: nullable(text()),
    changedAt: instant(),
    changedBy: reference(),
    /** Empty: the rule did it. */
    changedByName: text(),
    deviceCode: text(),
  },
  // Whoever it was taken from is told, and sees no more of the customer than this.
  scopedBy: [byRoot('customers', 'customerId'), byColumn('user', 'fromOwnerId')],
  indexes: [{ columns: ['customerId', 'changedAt'] }, { columns: ['fromOwnerId', 'changedAt'] }],
});

export const crmTables = [customers, contacts, customerAddresses, ownerChanges] as const;

declare module '../../kernel/table.ts' {
  interface Tables {
    customers: TableType<typeof customers>;
    contacts: TableType<typeof contacts>;
    customerAddresses: TableType<typeof customerAddresses>;
    ownerChanges: TableType<typeof ownerChanges>;
  }
}
