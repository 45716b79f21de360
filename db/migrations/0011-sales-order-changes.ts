import { audit, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const salesOrderChanges: Migration = {
  id: '0011-sales-order-changes',
  up: (schema) => {
    schema.createTable(
      'orderChanges',
      {
        id: text,
        orderId: text,
        orderLineId: text,
        kind: oneOf('backOrderKept', 'otherWarehouse', 'lineCut', 'substituted'),
        position: integer,
        productId: text,
        productName: text,
        unit: text,
        quantity: integer,
        quantityBefore: integer,
        quantityAfter: integer,
        warehouseId: nullable(text),
        warehouseName: nullable(text),
        newLineId: nullable(text),
        newProductName: nullable(text),
        totalBeforeMinor: integer,
        totalAfterMinor: integer,
        currency: text,
        orderNumber: text,
        customerName: text,
        shipTo: nullable(text),
        requestedOn: nullable(text),
        changedAt: integer,
        changedBy: text,
        changedByName: text,
        deviceCode: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('orderChanges', ['orderId', 'changedAt']);
  },
};
