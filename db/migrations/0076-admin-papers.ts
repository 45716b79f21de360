import { audit, flag, type Migration, nullable, oneOf, text } from './vocabulary.ts';

/** How documents look on paper. */
export const adminPapers: Migration = {
  id: '0076-admin-papers',
  up: (schema) => {
    schema.createTable(
      'paperTemplates',
      {
        id: text,
        kind: oneOf('quote', 'orderConfirmation', 'deliveryNote', 'invoice', 'creditNote', 'statement', 'receipt'),
        language: oneOf('zh', 'en'),
        size: oneOf('a4', 'continuous241x140'),
        legalEntityId: nullable(text),
        name: text,
        isDefault: flag,
        active: flag,
        layout: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('paperTemplates', ['kind', 'language', 'size']);
  },
};
