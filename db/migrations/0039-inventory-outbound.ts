import { audit, flag, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

export const inventoryOutbound: Migration = {
  id: '0039-inventory-outbound',
  up: (schema) => {
    schema.createTable(
      'pickLists',
      {
        id: text,
        number: text,
        warehouseId: text,
        state: oneOf('released', 'claimed', 'picked', 'closed', 'cancelled'),
        orderCount: integer,
        lineCount: integer,
        releasedAt: integer,
        releasedByName: text,
        claimedBy: nullable(text),
        claimedByName: nullable(text),
        claimedDeviceCode: nullable(text),
        claimedAt: nullable(integer),
        pickedAt: nullable(integer),
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('pickLists', ['number']);
    schema.createIndex('pickLists', ['warehouseId', 'state', 'releasedAt', 'id']);
    schema.createTable(
      'pickLines',
      {
        id: text,
        pickListId: text,
        warehouseId: text,
        position: integer,
        orderId: text,
        orderLineId: text,
        orderNumber: text,
        customerName: text,
        productId: text,
        productCode: text,
        productName: text,
        unit: text,
        lotId: nullable(text),
        lotCode: nullable(text),
        expiresOn: nullable(text),
        locationId: nullable(text),
        locationCode: nullable(text),
        quantity: integer,
        allocated: integer,
        picked: integer,
        packed: integer,
        shipped: integer,
        shortReason: nullable(oneOf('notFound', 'damaged', 'expired', 'blocked')),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('pickLines', ['pickListId', 'position']);
    schema.createIndex('pickLines', ['orderId']);
    schema.createIndex('pickLines', ['orderLineId']);
    schema.createIndex('pickLines', ['productId', 'warehouseId']);
    schema.createTable(
      'carriers',
      {
        id: text,
        code: text,
        name: text,
        phone: nullable(text),
        trackingUrl: nullable(text),
        isOwn: flag,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('carriers', ['code']);
    schema.createTable(
      'shipments',
      {
        id: text,
        number: text,
        orderId: text,
        orderNumber: text,
        pickListId: nullable(text),
        warehouseId: text,
        warehouseName: text,
        customerId: text,
        customerName: text,
        contactName: nullable(text),
        phone: nullable(text),
        shipTo: nullable(text),
        state: oneOf('shipped', 'delivered', 'refused', 'reversed'),
        shippedOn: text,
        shippedAt: integer,
        shippedBy: text,
        shippedByName: text,
        deviceCode: text,
        carrierId: nullable(text),
        carrierName: nullable(text),
        trackingNumber: nullable(text),
        freightMinor: nullable(integer),
        currency: text,
        parcelCount: integer,
        weightGrams: nullable(integer),
        lineCount: integer,
        note: nullable(text),
        tourOn: nullable(text),
        driverId: nullable(text),
        stop: nullable(integer),
        deliveredAt: nullable(integer),
        receivedByName: nullable(text),
        signatureHash: nullable(text),
        photoHash: nullable(text),
        deliveryNote: nullable(text),
        reversesId: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('shipments', ['number']);
    schema.createIndex('shipments', ['orderId']);
    schema.createIndex('shipments', ['customerId', 'shippedAt']);
    schema.createIndex('shipments', ['warehouseId', 'shippedAt', 'id']);
    schema.createIndex('shipments', ['tourOn', 'driverId', 'stop']);
    schema.createTable(
      'shipmentLines',
      {
        id: text,
        shipmentId: text,
        position: integer,
        orderLineId: text,
        productId: text,
        productCode: text,
        productName: text,
        unit: text,
        lotId: nullable(text),
        lotCode: nullable(text),
        serialId: nullable(text),
        serialCode: nullable(text),
        parcel: integer,
        quantity: integer,
        returned: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('shipmentLines', ['shipmentId', 'position']);
    schema.createIndex('shipmentLines', ['orderLineId']);
    schema.createIndex('shipmentLines', ['lotId']);
    schema.createIndex('shipmentLines', ['serialId']);
    schema.createTable(
      'parcels',
      {
        id: text,
        shipmentId: text,
        position: integer,
        code: text,
        weightGrams: nullable(integer),
        trackingNumber: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('parcels', ['shipmentId', 'position']);
    schema.createIndex('parcels', ['code']);
  },
};
