import type { Migration } from './vocabulary.ts';

/**
 * What lists and reports of the warehouse walk through, each in an index that holds all they read of it: a million
 * movements in the order of their products are a million places of the file otherwise. On devices, where people ask.
 */
export const inventoryReading: Migration = {
  id: '0047-inventory-reading',
  side: 'device',
  up: (schema) => {
    schema.createIndex('products', ['barcode']);
    schema.createIndex('stockBalances', ['productId', 'warehouseId']);
    schema.createIndex('lotBalances', ['productId', 'warehouseId', 'onHand', 'quarantined', 'lotId'], {
      name: 'ofProduct',
    });
    schema.createIndex('lots', ['id', 'expiresOn', 'blocked']);
    const flow = ['productId', 'warehouseId', 'occurredAt', 'cause', 'quantity', 'bookedOn', 'deletedAt'];
    schema.createIndex('stockMovements', flow, { name: 'flow' });
    schema.createIndex('stockMovements', ['documentId']);
    schema.createIndex('movementCosts', ['productId', 'occurredAt', 'currency', 'averageAfter', 'id'], {
      name: 'averages',
    });
  },
};
