import { audit, flag, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const salesOrders: Migration = {
  id: '0008-sales-orders',
  up: (schema) => {
    schema.createTable(
      'orders',
      {
        id: text,
        number: text,
        importKey: nullable(text),
        state: oneOf('open', 'closed', 'cancelled', 'rejected'),
        creditHold: flag,
        approvalHold: flag,
        manualHold: flag,
        customerId: text,
        customerCode: text,
        customerName: text,
        contactName: nullable(text),
        phone: nullable(text),
        shipTo: nullable(text),
        territoryId: text,
        warehouseId: text,
        currency: text,
        priceMode: oneOf('taxExclusive', 'taxInclusive'),
        taxRounding: oneOf('perLine', 'perDocument'),
        orderedOn: text,
        requestedOn: nullable(text),
        paymentTermsDays: integer,
        netMinor: integer,
        taxMinor: integer,
        totalMinor: integer,
        lineCount: integer,
        backOrderedLines: integer,
        note: nullable(text),
        confirmedAt: integer,
        confirmedBy: text,
        confirmedByName: text,
        deviceCode: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('orders', ['number']);
    schema.createIndex('orders', ['importKey']);
    schema.createIndex('orders', ['customerId', 'confirmedAt']);
    schema.createIndex('orders', ['confirmedAt', 'id']);
    schema.createIndex('orders', ['state', 'confirmedAt', 'id']);
    schema.createTable(
      'orderLines',
      {
        id: text,
        orderId: text,
        position: integer,
        productId: text,
        productCode: text,
        productName: text,
        unit: text,
        quantity: integer,
        unitPrice: integer,
        listPrice: integer,
        priceSource: oneOf('base', 'manual', 'imported'),
        discount: integer,
        taxCode: text,
        taxRate: integer,
        netMinor: integer,
        taxMinor: integer,
        reserved: integer,
        backOrdered: integer,
        shipped: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('orderLines', ['orderId', 'position']);
    schema.createIndex('orderLines', ['productId']);
  },
};
