/** How the company's documents look on paper. */
import {
  byCompany,
  defineTable,
  flag,
  json,
  nullable,
  oneOf,
  reference,
  type TableType,
  text,
} from '../../../kernel/table.ts';

export const paperTemplates = defineTable('paperTemplates', {
  columns: {
    kind: oneOf('quote', 'orderConfirmation', 'deliveryNote', 'invoice', 'creditNote', 'statement', 'receipt'),
    language: oneOf('zh', 'en'),
    size: oneOf('a4', 'continuous241x140'),
    /** Null: for every legal entity that has none of its own. */
    legalEntityId: nullable(reference()),
    name: text(),
    isDefault: flag(),
    active: flag(),
    layout: json(),
  },
  scopedBy: [byCompany()],
  indexes: [{ columns: ['kind', 'language', 'size'] }],
});

export const paperTables = [paperTemplates] as const;

declare module '../../../kernel/table.ts' {
  interface Tables {
    paperTemplates: TableType<typeof paperTemplates>;
  }
}
