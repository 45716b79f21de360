import { audit, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const inventoryReturns: Migration = {
  id: '0046-inventory-returns',
  up: (schema) => {
    schema.createTable(
      'goodsReturns',
      {
        id: text,
        number: text,
        warehouseId: text,
        warehouseName: text,
        shipmentId: nullable(text),
        shipmentNumber: nullable(text),
        orderId: nullable(text),
        orderNumber: nullable(text),
        customerId: nullable(text),
        customerName: nullable(text),
        returnedOn: text,
        returnedAt: integer,
        takenByName: text,
        deviceCode: text,
        lineCount: integer,
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('goodsReturns', ['number']);
    schema.createIndex('goodsReturns', ['shipmentId']);
    schema.createIndex('goodsReturns', ['orderId']);
    schema.createIndex('goodsReturns', ['customerId', 'returnedAt']);
    schema.createIndex('goodsReturns', ['warehouseId', 'returnedAt', 'id']);
    schema.createTable(
      'goodsReturnLines',
      {
        id: text,
        goodsReturnId: text,
        position: integer,
        shipmentLineId: nullable(text),
        orderLineId: nullable(text),
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
        reason: oneOf('unwanted', 'refused', 'wrongGoods', 'opened', 'damaged', 'defective', 'expired'),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('goodsReturnLines', ['goodsReturnId', 'position']);
    schema.createIndex('goodsReturnLines', ['shipmentLineId']);
    schema.createIndex('goodsReturnLines', ['orderLineId']);
    schema.createIndex('goodsReturnLines', ['lotId']);
    schema.createIndex('goodsReturnLines', ['serialId']);
    schema.allowValues('stockFlags', 'kind', [
      'belowZero',
      'pickedTwice',
      'shippedTwice',
      'serialElsewhere',
      'overReceived',
      'unsaleableShipped',
      'returnedBeyond',
    ]);
  },
};
