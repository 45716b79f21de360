import { audit, flag, integer, type Migration, nullable, oneOf, text, withDefault } from './vocabulary.ts';

/**
 * R11: whose shop a customer is, who is billed and who pays. R10, R31, R40, R41, R45: what an order and its lines keep of
 * where they come from, of their prices, and of what was taken off.
 */
export const salesParties: Migration = {
  id: '0068-sales-parties',
  up: (schema) => {
    schema.addColumn('customers', 'parentId', nullable(text));
    schema.addColumn('customers', 'billToId', nullable(text));
    schema.addColumn('customers', 'payerId', nullable(text));
    schema.addColumn('customers', 'groupId', nullable(text));
    schema.addColumn('customers', 'priceListId', nullable(text));
    schema.addColumn('customers', 'taxCode', nullable(text));
    schema.createIndex('customers', ['parentId']);
    schema.createIndex('customers', ['payerId']);
    schema.createTable(
      'customerAddresses',
      {
        id: text,
        customerId: text,
        name: text,
        contactName: nullable(text),
        phone: nullable(text),
        address: text,
        city: nullable(text),
        region: nullable(text),
        postalCode: nullable(text),
        country: nullable(text),
        isDefault: flag,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('customerAddresses', ['customerId']);
    schema.addColumn('orders', 'legalEntityId', withDefault(text, ''));
    schema.addColumn('orders', 'legalEntityName', withDefault(text, ''));
    schema.addColumn('orders', 'billToId', withDefault(text, ''));
    schema.addColumn('orders', 'billToName', withDefault(text, ''));
    schema.addColumn('orders', 'payerId', withDefault(text, ''));
    schema.addColumn('orders', 'payerName', withDefault(text, ''));
    schema.addColumn('orders', 'shipToId', nullable(text));
    schema.addColumn('orders', 'exchangeRate', withDefault(integer, 1_000_000));
    schema.addColumn('orders', 'baseCurrency', withDefault(text, ''));
    schema.addColumn('orders', 'paymentTermsId', nullable(text));
    schema.addColumn('orders', 'paymentTermsKind', withDefault(oneOf('cash', 'net', 'monthEnd'), 'net'));
    schema.addColumn('orders', 'promisedOn', nullable(text));
    schema.addColumn(
      'orders',
      'sourceKind',
      nullable(oneOf('quote', 'contract', 'order', 'return', 'campaign', 'lead', 'opportunity', 'ticket', 'import')),
    );
    schema.addColumn('orders', 'sourceId', nullable(text));
    schema.addColumn('orders', 'sourceNumber', nullable(text));
    schema.addColumn('orders', 'campaignId', nullable(text));
    schema.addColumn('orders', 'leadId', nullable(text));
    schema.addColumn('orders', 'opportunityId', nullable(text));
    schema.addColumn('orders', 'ticketId', nullable(text));
    schema.addColumn('orders', 'documentDiscount', withDefault(integer, 0));
    schema.addColumn('orders', 'documentDiscountMinor', withDefault(integer, 0));
    schema.addColumn('orders', 'roundedOffMinor', withDefault(integer, 0));
    schema.addColumn('orders', 'holdReason', nullable(text));
    // Until now everybody was billed and paid for themselves.
    schema.backfill(
      `UPDATE "orders" SET "billToId" = "customerId", "billToName" = "customerName",
        "payerId" = "customerId", "payerName" = "customerName"`,
    );
    schema.backfill(`UPDATE "orders" SET "sourceKind" = 'import' WHERE "importKey" IS NOT NULL`);
    schema.createIndex('orders', ['payerId', 'state']);
    schema.addColumn('orderLines', 'soldUnit', nullable(text));
    schema.addColumn('orderLines', 'unitRatio', withDefault(integer, 1));
    schema.addColumn('orderLines', 'priceSourceId', nullable(text));
    schema.addColumn('orderLines', 'priceReasons', withDefault(text, '[]'));
    schema.addColumn('orderLines', 'secondDiscount', withDefault(integer, 0));
    schema.addColumn('orderLines', 'promotionId', nullable(text));
    schema.addColumn('orderLines', 'promotionDiscount', withDefault(integer, 0));
    schema.addColumn('orderLines', 'promotionMinor', withDefault(integer, 0));
    schema.addColumn('orderLines', 'lineKind', withDefault(oneOf('goods', 'free', 'gift', 'sample'), 'goods'));
    schema.addColumn('orderLines', 'freeForLineId', nullable(text));
    schema.addColumn('orderLines', 'documentDiscountMinor', withDefault(integer, 0));
    schema.addColumn('orderLines', 'roundedOffMinor', withDefault(integer, 0));
    schema.addColumn('orderLines', 'contractLineId', nullable(text));
    schema.addColumn('orderLines', 'quoteLineId', nullable(text));
    schema.addColumn('orderLines', 'requestedOn', nullable(text));
    schema.addColumn('orderLines', 'promisedOn', nullable(text));
    schema.addColumn('orderLines', 'returned', withDefault(integer, 0));
    schema.addColumn('orderLines', 'invoiced', withDefault(integer, 0));
    schema.addColumn('orderLines', 'credited', withDefault(integer, 0));
    schema.addColumn('orderLines', 'invoicedMinor', withDefault(integer, 0));
    schema.addColumn('orderLines', 'creditedMinor', withDefault(integer, 0));
    schema.allowValues('orderLines', 'priceSource', [
      'base',
      'list',
      'group',
      'customer',
      'contract',
      'quote',
      'manual',
      'imported',
      'free',
    ]);
    schema.createIndex('orderLines', ['promotionId']);
    schema.allowValues('orderChanges', 'kind', [
      'backOrderKept',
      'otherWarehouse',
      'lineCut',
      'substituted',
      'reservationFreed',
      'reservationMoved',
      'reservationTaken',
      'lineAdded',
      'lineRemoved',
      'quantityChanged',
      'priceChanged',
      'reopened',
    ]);
  },
};
