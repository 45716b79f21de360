import { flag, type Migration, withDefault } from './vocabulary.ts';

/** Goods that go back to their supplier: a cause of their own, and receipts that are below zero. */
export const inventorySentBack: Migration = {
  id: '0056-inventory-sent-back',
  up: (schema) => {
    schema.addColumn('receipts', 'sentBack', withDefault(flag, 0));
    schema.allowValues('stockMovements', 'cause', [
      'openingBalance',
      'receipt',
      'shipment',
      'return',
      'transfer',
      'count',
      'scrap',
      'move',
      'sentBack',
    ]);
  },
};
