import { flag, integer, type Migration, nullable, text, withDefault } from './vocabulary.ts';

export const inventoryShipping: Migration = {
  id: '0043-inventory-shipping',
  up: (schema) => {
    schema.addColumn('orders', 'shipComplete', withDefault(flag, 0));
    schema.addColumn('orders', 'minimumLifeDays', withDefault(integer, 0));
    schema.addColumn('pickLines', 'serialId', nullable(text));
    schema.addColumn('pickLines', 'serialCode', nullable(text));
    schema.addColumn('shipmentLines', 'locationId', nullable(text));
    schema.addColumn('shipmentLines', 'pickLineId', nullable(text));
  },
};
