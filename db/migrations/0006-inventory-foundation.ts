import { audit, flag, integer, type Migration, nullable, oneOf, text, withDefault } from './vocabulary.ts';

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
        tracking: withDefault(oneOf('none', 'lot'), 'none'),
        shelfLifeDays: nullable(integer),
        pictureHash: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('products', ['code']);
    schema.createIndex('products', ['name', 'id']);
    schema.createTable(
      'lots',
      {
        id: text,
        productId: text,
        code: text,
        expiresOn: nullable(text),
        receivedOn: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('lots', ['productId', 'expiresOn']);
    schema.createIndex('lots', ['code']);
    schema.createTable(
      'stockMovements',
      {
        id: text,
        productId: text,
        warehouseId: text,
        quantity: integer,
        cause: oneOf('openingBalance', 'receipt', 'shipment', 'return', 'transfer', 'count', 'scrap'),
        documentId: nullable(text),
        documentNumber: nullable(text),
        lotId: nullable(text),
        occurredAt: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('stockMovements', ['productId', 'warehouseId', 'occurredAt', 'id']);
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
    schema.createTable(
      'lotBalances',
      {
        id: text,
        productId: text,
        warehouseId: text,
        lotId: text,
        onHand: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('lotBalances', ['productId', 'warehouseId']);
    schema.createIndex('lotBalances', ['lotId']);
  },
};
