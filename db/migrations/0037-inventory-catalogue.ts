import { audit, flag, integer, type Migration, nullable, text, withDefault } from './vocabulary.ts';

export const inventoryCatalogue: Migration = {
  id: '0037-inventory-catalogue',
  up: (schema) => {
    schema.addColumn('products', 'familyId', nullable(text));
    schema.addColumn('products', 'variant', nullable(text));
    schema.addColumn('products', 'weightGrams', nullable(integer));
    schema.createTable(
      'productFamilies',
      {
        id: text,
        code: text,
        name: text,
        axes: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('productFamilies', ['code']);
    schema.createTable(
      'productUnits',
      {
        id: text,
        productId: text,
        name: text,
        ratio: integer,
        forSale: flag,
        forPurchase: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('productUnits', ['productId']);
    schema.createTable(
      'productBarcodes',
      {
        id: text,
        productId: text,
        unitId: nullable(text),
        code: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('productBarcodes', ['productId']);
    schema.createIndex('productBarcodes', ['code']);
    schema.createTable(
      'productSubstitutes',
      {
        id: text,
        productId: text,
        substituteId: text,
        rank: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('productSubstitutes', ['productId', 'rank']);
    schema.createTable(
      'reorderRules',
      {
        id: text,
        productId: text,
        warehouseId: text,
        reorderPoint: integer,
        maximum: integer,
        multiple: withDefault(integer, 0),
        safetyStock: withDefault(integer, 0),
        leadDays: nullable(integer),
        supplierId: nullable(text),
        isComputed: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('reorderRules', ['productId', 'warehouseId']);
    schema.allowValues('products', 'tracking', ['none', 'lot', 'serial']);
  },
};
