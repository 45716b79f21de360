import { audit, flag, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

/** R40: price lists, prices of one customer, promotions. */
export const salesPrices: Migration = {
  id: '0069-sales-prices',
  up: (schema) => {
    schema.createTable(
      'customerGroups',
      {
        id: text,
        code: text,
        name: text,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('customerGroups', ['code'], { unique: true });
    schema.createTable(
      'priceLists',
      {
        id: text,
        code: text,
        name: text,
        kind: oneOf('list', 'group'),
        groupId: nullable(text),
        currency: text,
        validFrom: text,
        validUntil: nullable(text),
        priority: integer,
        isDefault: flag,
        active: flag,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('priceLists', ['code'], { unique: true });
    schema.createTable(
      'priceListItems',
      {
        id: text,
        priceListId: text,
        productId: text,
        soldUnit: nullable(text),
        unitRatio: integer,
        minQuantity: integer,
        unitPrice: integer,
        validFrom: text,
        validUntil: nullable(text),
        priority: integer,
        knownFrom: integer,
        knownUntil: nullable(integer),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('priceListItems', ['productId', 'priceListId']);
    schema.createIndex('priceListItems', ['priceListId', 'productId', 'minQuantity']);
    schema.createTable(
      'customerPrices',
      {
        id: text,
        customerId: text,
        currency: text,
        productId: text,
        soldUnit: nullable(text),
        unitRatio: integer,
        minQuantity: integer,
        unitPrice: integer,
        validFrom: text,
        validUntil: nullable(text),
        priority: integer,
        knownFrom: integer,
        knownUntil: nullable(integer),
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('customerPrices', ['customerId', 'productId']);
    schema.createTable(
      'promotions',
      {
        id: text,
        seriesId: text,
        code: text,
        name: text,
        kind: oneOf('percent', 'amount', 'freeGoods', 'gift', 'sample', 'rebate'),
        appliesTo: oneOf('line', 'document'),
        stacks: flag,
        priority: integer,
        currency: nullable(text),
        groupId: nullable(text),
        territoryId: nullable(text),
        minMinor: nullable(integer),
        period: nullable(oneOf('month', 'quarter', 'year')),
        basis: nullable(oneOf('invoiced', 'collected')),
        validFrom: text,
        validUntil: text,
        knownFrom: integer,
        knownUntil: nullable(integer),
        note: nullable(text),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('promotions', ['seriesId']);
    schema.createIndex('promotions', ['validUntil']);
    schema.createTable(
      'promotionRules',
      {
        id: text,
        promotionId: text,
        position: integer,
        productId: nullable(text),
        category: nullable(text),
        brand: nullable(text),
        minQuantity: integer,
        discount: integer,
        amountMinor: integer,
        buyQuantity: integer,
        freeQuantity: integer,
        giftProductId: nullable(text),
        giftQuantity: integer,
        minMinor: integer,
        limitTimes: nullable(integer),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('promotionRules', ['promotionId', 'position']);
    schema.createIndex('promotionRules', ['productId']);
  },
};
