import { audit, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const inventoryInbound: Migration = {
  id: '0040-inventory-inbound',
  up: (schema) => {
    schema.createTable(
      'purchaseOrders',
      {
        id: text,
        number: text,
        supplierId: text,
        supplierName: text,
        warehouseId: text,
        state: oneOf('draft', 'open', 'closed', 'cancelled'),
        orderedOn: text,
        dueOn: nullable(text),
        currency: text,
        lineCount: integer,
        note: nullable(text),
        orderedByName: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('purchaseOrders', ['number']);
    schema.createIndex('purchaseOrders', ['supplierId', 'orderedOn']);
    schema.createIndex('purchaseOrders', ['state', 'dueOn', 'id']);
    schema.createTable(
      'purchaseOrderLines',
      {
        id: text,
        purchaseOrderId: text,
        position: integer,
        productId: text,
        productCode: text,
        productName: text,
        unit: text,
        unitRatio: integer,
        quantity: integer,
        received: integer,
        rejected: integer,
        dueOn: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('purchaseOrderLines', ['purchaseOrderId', 'position']);
    schema.createIndex('purchaseOrderLines', ['productId']);
    schema.createTable(
      'purchaseLineCosts',
      {
        id: text,
        purchaseOrderId: text,
        productId: text,
        unitCost: integer,
        currency: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('purchaseLineCosts', ['purchaseOrderId']);
    schema.createTable(
      'receipts',
      {
        id: text,
        number: text,
        warehouseId: text,
        purchaseOrderId: nullable(text),
        purchaseOrderNumber: nullable(text),
        supplierId: nullable(text),
        supplierName: nullable(text),
        deliveryNote: nullable(text),
        receivedOn: text,
        receivedAt: integer,
        receivedByName: text,
        deviceCode: text,
        lineCount: integer,
        note: nullable(text),
        reversesId: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('receipts', ['number']);
    schema.createIndex('receipts', ['purchaseOrderId']);
    schema.createIndex('receipts', ['warehouseId', 'receivedAt', 'id']);
    schema.createTable(
      'receiptLines',
      {
        id: text,
        receiptId: text,
        position: integer,
        purchaseOrderLineId: nullable(text),
        productId: text,
        productCode: text,
        productName: text,
        unit: text,
        lotId: nullable(text),
        lotCode: nullable(text),
        expiresOn: nullable(text),
        serialId: nullable(text),
        serialCode: nullable(text),
        locationId: nullable(text),
        locationCode: nullable(text),
        quantity: integer,
        condition: oneOf('saleable', 'quarantine'),
        rejectReason: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('receiptLines', ['receiptId', 'position']);
    schema.createIndex('receiptLines', ['purchaseOrderLineId']);
    schema.createIndex('receiptLines', ['lotId']);
    schema.createIndex('receiptLines', ['serialId']);
  },
};
