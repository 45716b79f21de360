import {
  byColumn,
  byRoot,
  defineTable,
  flag,
  integer,
  nullable,
  reference,
  type TableType,
  text,
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
    ownerId: nullable(reference()),
    currency: text(),
    /** Net days after the document's date (R11). */
    paymentTermsDays: integer(),
  },
  scopedBy: [byColumn('territory', 'territoryId')],
  indexes: [{ columns: ['code'] }, { columns: ['name', 'id'] }, { columns: ['territoryId'] }],
  search: { text: ['name', 'contactName', 'city'], code: ['code', 'taxNumber'], phone: ['phone'], rankBy: 'updatedAt' },
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
});

export const crmTables = [customers, contacts] as const;

declare module '../../kernel/table.ts' {
  interface Tables {
    customers: TableType<typeof customers>;
    contacts: TableType<typeof contacts>;
  }
}
