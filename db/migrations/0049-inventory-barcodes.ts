import type { Migration } from './vocabulary.ts';

/** Devices have had it since 0047; the server looks codes up too, where a product is written. */
export const inventoryBarcodes: Migration = {
  id: '0049-inventory-barcodes',
  side: 'server',
  up: (schema) => {
    schema.createIndex('products', ['barcode']);
  },
};
