import { audit, flag, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const inventoryFoundation: Migration = {
  id: '0006-inventory-foundation',
  up: (schema) => {
    schema.createTable(
      'warehouses',
      {
        id: text,
        code: text,
        name: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('warehouses', ['code'], { unique: true });
    schema.createTable(
      'products',
      {
        id: text,
        code: text,
        name: text,
        category: nullable(text),
        unit: text,
        packaging: nullable(text),
        barcode: nullable(text),
        basePrice: integer,
        currency: text,
        taxCode: text,
        reorderPoint: integer,
        discontinued: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('products', ['code']);
    schema.createIndex('products', ['name', 'id']);
    schema.createTable(
      'stockMovements',
      {
        id: text,
        productId: text,
        warehouseId: text,
        quantity: integer,
        cause: oneOf('openingBalance', 'receipt', 'shipment', 'return', 'transfer', 'count', 'scrap'),
        documentId: nullable(text),
        occurredAt: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('stockMovements', ['productId', 'warehouseId', 'occurredAt']);
    schema.createTable(
      'reservations',
      {
        id: text,
        orderId: text,
        orderLineId: text,
        productId: text,
        warehouseId: text,
        quantity: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('reservations', ['orderId']);
    schema.createIndex('reservations', ['productId', 'warehouseId']);
    schema.createTable(
      'expectedReceipts',
      {
        id: text,
        productId: text,
        warehouseId: text,
        quantity: integer,
        dueOn: nullable(text),
        origin: oneOf('import', 'purchase', 'transfer'),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('expectedReceipts', ['productId', 'warehouseId']);
    schema.createTable(
      'stockBalances',
      {
        id: text,
        productId: text,
        warehouseId: text,
        onHand: integer,
        reserved: integer,
        incoming: integer,
        opening: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('stockBalances', ['warehouseId', 'productId']);
  },
};
