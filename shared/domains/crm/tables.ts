import { byColumn, defineTable, integer, nullable, reference, type TableType, text } from '../../kernel/table.ts';

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

export const crmTables = [customers] as const;

declare module '../../kernel/table.ts' {
  interface Tables {
    customers: TableType<typeof customers>;
  }
}
