import { audit, flag, integer, type Migration, nullable, oneOf, text, withDefault } from './vocabulary.ts';

export const inventoryPlaces: Migration = {
  id: '0038-inventory-places',
  up: (schema) => {
    schema.addColumn('lots', 'supplierId', nullable(text));
    schema.addColumn('lots', 'blocked', withDefault(flag, 0));
    schema.addColumn('stockMovements', 'serialId', nullable(text));
    schema.addColumn('stockMovements', 'locationId', nullable(text));
    schema.addColumn('stockMovements', 'condition', withDefault(oneOf('saleable', 'quarantine'), 'saleable'));
    schema.addColumn('stockMovements', 'bookedOn', nullable(text));
    schema.addColumn('stockMovements', 'reversesId', nullable(text));
    schema.addColumn('stockBalances', 'quarantined', withDefault(integer, 0));
    schema.addColumn('stockBalances', 'quota', withDefault(integer, 0));
    schema.addColumn('lotBalances', 'quarantined', withDefault(integer, 0));
    schema.addColumn('lotBalances', 'allocated', withDefault(integer, 0));
    schema.createTable(
      'serials',
      {
        id: text,
        productId: text,
        code: text,
        lotId: nullable(text),
        state: oneOf('inStock', 'shipped', 'scrapped'),
        warehouseId: nullable(text),
        locationId: nullable(text),
        documentId: nullable(text),
        movedAt: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('serials', ['productId', 'code']);
    schema.createIndex('serials', ['code']);
    schema.createIndex('serials', ['warehouseId', 'productId']);
    schema.createTable(
      'movementCosts',
      {
        id: text,
        productId: text,
        warehouseId: text,
        quantity: integer,
        unitCost: integer,
        currency: text,
        averageAfter: integer,
        occurredAt: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('movementCosts', ['productId', 'occurredAt']);
    schema.createTable(
      'zones',
      {
        id: text,
        warehouseId: text,
        code: text,
        name: text,
        kind: oneOf('storage', 'receiving', 'staging', 'quarantine'),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('zones', ['warehouseId', 'code']);
    schema.createTable(
      'locations',
      {
        id: text,
        warehouseId: text,
        zoneId: text,
        code: text,
        rack: nullable(text),
        bay: nullable(integer),
        level: nullable(integer),
        walkOrder: integer,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('locations', ['warehouseId', 'code']);
    schema.createIndex('locations', ['warehouseId', 'walkOrder', 'id']);
    schema.createIndex('locations', ['zoneId']);
    schema.createTable(
      'locationBalances',
      {
        id: text,
        warehouseId: text,
        locationId: text,
        productId: text,
        onHand: integer,
        allocated: withDefault(integer, 0),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('locationBalances', ['productId', 'warehouseId']);
    schema.createIndex('locationBalances', ['locationId']);
    schema.createTable(
      'locationLotBalances',
      {
        id: text,
        warehouseId: text,
        locationId: text,
        productId: text,
        lotId: text,
        onHand: integer,
        allocated: withDefault(integer, 0),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('locationLotBalances', ['productId', 'warehouseId']);
    schema.createIndex('locationLotBalances', ['locationId']);
    schema.createIndex('locationLotBalances', ['lotId']);
    schema.allowValues('stockMovements', 'cause', [
      'openingBalance',
      'receipt',
      'shipment',
      'return',
      'transfer',
      'count',
      'scrap',
      'move',
    ]);
  },
};
