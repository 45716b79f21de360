import { audit, integer, type Migration, nullable, oneOf, text } from './vocabulary.ts';

/** R46, R51, R58, R59: payments and what they settle, the customer’s account, reminders, write-offs, rebates. */
export const billingPayments: Migration = {
  id: '0073-billing-payments',
  up: (schema) => {
    schema.createTable(
      'payments',
      {
        id: text,
        number: text,
        kind: oneOf('receipt', 'refund'),
        state: oneOf('taken', 'reversed'),
        legalEntityId: text,
        legalEntityName: text,
        payerId: text,
        payerName: text,
        customerId: nullable(text),
        method: oneOf('cash', 'transfer', 'card', 'wechat', 'alipay', 'acceptanceBill'),
        amountMinor: integer,
        currency: text,
        exchangeRate: integer,
        baseMinor: integer,
        receivedOn: text,
        realOn: text,
        receivedAt: integer,
        reference: nullable(text),
        bankAccount: nullable(text),
        orderId: nullable(text),
        orderNumber: nullable(text),
        billNumber: nullable(text),
        billDrawer: nullable(text),
        billBank: nullable(text),
        billDueOn: nullable(text),
        billState: nullable(oneOf('held', 'discounted', 'endorsed', 'cleared', 'dishonoured')),
        collectorId: nullable(text),
        collectorName: nullable(text),
        handInId: nullable(text),
        reversesId: nullable(text),
        note: nullable(text),
        takenBy: text,
        takenByName: text,
        deviceCode: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('payments', ['number']);
    schema.createIndex('payments', ['payerId', 'receivedOn']);
    schema.createIndex('payments', ['orderId']);
    schema.createIndex('payments', ['collectorId', 'handInId']);
    schema.createIndex('payments', ['method', 'billState', 'billDueOn']);
    schema.createIndex('payments', ['receivedOn', 'id']);
    schema.createTable(
      'allocations',
      {
        id: text,
        payerId: text,
        sourceKind: oneOf('payment', 'creditNote'),
        sourceId: text,
        sourceNumber: text,
        entryId: text,
        documentId: text,
        documentNumber: text,
        currency: text,
        amountMinor: integer,
        sourceCurrency: text,
        sourceMinor: integer,
        exchangeMinor: integer,
        allocatedOn: text,
        daysLate: integer,
        undoneAt: nullable(integer),
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('allocations', ['sourceId']);
    schema.createIndex('allocations', ['documentId']);
    schema.createIndex('allocations', ['payerId', 'allocatedOn']);
    schema.createTable(
      'accountEntries',
      {
        id: text,
        payerId: text,
        currency: text,
        kind: oneOf('opening', 'invoice', 'creditNote', 'payment', 'refund', 'writeOff', 'exchange', 'correction'),
        documentId: text,
        documentNumber: text,
        postedOn: text,
        realOn: text,
        dueOn: nullable(text),
        amountMinor: integer,
        baseMinor: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('accountEntries', ['payerId', 'currency', 'postedOn', 'id']);
    schema.createIndex('accountEntries', ['documentId']);
    schema.createIndex('accountEntries', ['postedOn', 'id']);
    schema.createTable(
      'customerAccounts',
      {
        id: text,
        payerId: text,
        currency: text,
        balanceMinor: integer,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('customerAccounts', ['payerId']);
    schema.createTable(
      'writeOffs',
      {
        id: text,
        number: text,
        payerId: text,
        payerName: text,
        entryId: text,
        documentId: text,
        documentNumber: text,
        amountMinor: integer,
        currency: text,
        baseMinor: integer,
        reason: text,
        state: oneOf('waiting', 'posted', 'refused', 'stub'),
        postedOn: nullable(text),
        realOn: text,
        askedAt: integer,
        askedBy: text,
        askedByName: text,
        deviceCode: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('writeOffs', ['number']);
    schema.createIndex('writeOffs', ['payerId']);
    schema.createIndex('writeOffs', ['state', 'askedAt']);
    schema.createIndex('writeOffs', ['documentId']);
    schema.createTable(
      'dunningNotices',
      {
        id: text,
        payerId: text,
        payerName: text,
        level: integer,
        amountMinor: integer,
        currency: text,
        entryCount: integer,
        channel: oneOf('phone', 'mail', 'wechat', 'letter', 'visit'),
        promisedOn: nullable(text),
        note: nullable(text),
        sentAt: integer,
        sentBy: text,
        sentByName: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('dunningNotices', ['payerId', 'sentAt']);
    schema.createTable(
      'rebateSettlements',
      {
        id: text,
        promotionId: text,
        promotionCode: text,
        customerId: text,
        period: text,
        basisMinor: integer,
        rate: integer,
        amountMinor: integer,
        currency: text,
        creditNoteId: nullable(text),
        settledAt: integer,
        settledByName: text,
        ...audit,
      },
      ['id'],
    );
    schema.createIndex('rebateSettlements', ['customerId', 'period']);
    schema.createIndex('exposureEntries', ['kind', 'dueOn', 'id']);
  },
};
