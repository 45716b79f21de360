import { audit, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const inventoryUpkeep: Migration = {
  id: '0041-inventory-upkeep',
  up: (schema) => {
    schema.createTable(
      'transfers',
      {
        id: text,
        number: text,
        fromWarehouseId: text,
        fromWarehouseName: text,
        toWarehouseId: text,
        toWarehouseName: text,
        state: oneOf('open', 'underWay', 'closed', 'cancelled'),
        dueOn: nullable(text),
        sentAt: nullable(integer),
        closedAt: nullable(integer),
        lineCount: integer,
        askedByName: text,
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('transfers', ['number']);
    schema.createIndex('transfers', ['state', 'createdAt', 'id']);
    schema.createTable(
      'transferLines',
      {
        id: text,
        transferId: text,
        position: integer,
        productId: text,
        productCode: text,
        productName: text,
        unit: text,
        lotId: nullable(text),
        lotCode: nullable(text),
        quantity: integer,
        sent: integer,
        received: integer,
        lost: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('transferLines', ['transferId', 'position']);
    schema.createTable(
      'stockCounts',
      {
        id: text,
        number: text,
        warehouseId: text,
        state: oneOf('open', 'posted', 'cancelled'),
        basis: oneOf('all', 'zone', 'cycle', 'chosen'),
        lineCount: integer,
        startedAt: integer,
        startedByName: text,
        postedAt: nullable(integer),
        postedByName: nullable(text),
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('stockCounts', ['number']);
    schema.createIndex('stockCounts', ['warehouseId', 'state', 'startedAt', 'id']);
    schema.createTable(
      'countLines',
      {
        id: text,
        countId: text,
        warehouseId: text,
        position: integer,
        productId: text,
        productCode: text,
        productName: text,
        unit: text,
        lotId: nullable(text),
        lotCode: nullable(text),
        locationId: nullable(text),
        locationCode: nullable(text),
        state: oneOf('open', 'recount', 'counted', 'posted', 'skipped'),
        counted: nullable(integer),
        countedAt: nullable(integer),
        countedBy: nullable(text),
        countedByName: nullable(text),
        book: nullable(integer),
        firstCounted: nullable(integer),
        firstCountedByName: nullable(text),
        reason: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('countLines', ['countId', 'position']);
    schema.createIndex('countLines', ['productId', 'warehouseId', 'countedAt']);
    schema.createTable(
      'stockQuotas',
      {
        id: text,
        userId: text,
        userName: text,
        warehouseId: text,
        productId: text,
        granted: integer,
        left: integer,
        validUntil: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('stockQuotas', ['userId', 'productId']);
    schema.createIndex('stockQuotas', ['productId', 'warehouseId']);
    schema.createTable(
      'stockFlags',
      {
        id: text,
        warehouseId: text,
        kind: oneOf('belowZero', 'pickedTwice', 'shippedTwice', 'serialElsewhere', 'overReceived', 'unsaleableShipped'),
        productId: text,
        productName: text,
        lotId: nullable(text),
        serialId: nullable(text),
        documentId: nullable(text),
        documentNumber: nullable(text),
        quantity: integer,
        occurredAt: integer,
        state: oneOf('open', 'explained'),
        explanation: nullable(text),
        explainedAt: nullable(integer),
        explainedByName: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('stockFlags', ['warehouseId', 'state', 'occurredAt', 'id']);
    schema.createIndex('stockFlags', ['productId', 'warehouseId']);
  },
};
