import { audit, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

/** R8, R10: what became of a delivery note after it was written, each a row of its own, with what proves its delivery. */
export const inventoryShipmentChanges: Migration = {
  id: '0059-inventory-shipment-changes',
  up: (schema) => {
    schema.createTable(
      'shipmentChanges',
      {
        id: text,
        shipmentId: text,
        kind: oneOf('carrierNamed', 'parcelNumbered', 'delivered', 'refused', 'signatureAdded', 'pictureAdded'),
        changedAt: integer,
        deviceCode: text,
        carrierBefore: nullable(text),
        carrierAfter: nullable(text),
        numberBefore: nullable(text),
        numberAfter: nullable(text),
        parcelCode: nullable(text),
        personName: nullable(text),
        fileHash: nullable(text),
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('shipmentChanges', ['shipmentId', 'changedAt']);
  },
};
