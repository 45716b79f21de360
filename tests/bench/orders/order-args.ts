/** Orders to take: every one of another customer, with other goods. */
import { composeAddress } from '#shared/domains/crm/api.ts';
import { composeOrder } from '#shared/domains/sales/rules/compose-order.ts';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import { newId } from '../../support/ids.ts';
import { CURRENCY, type OrderCompany, SELLER } from './order-company.ts';

const PIECES = 20_000;
const TAX_RATE = 1_300;
const OFFICE_OFFSET_MINUTES = 480;

export type OrderArgs = ReturnType<typeof makeOrderArgs>;
export type OrderRows = ReturnType<typeof makeOrderRows>;

/** Arguments of `sales.confirmOrder`. @param nth which order of the bench */
export function makeOrderArgs({ customers, products, warehouseId }: OrderCompany, nth: number, lineCount: number) {
  return {
    orderId: newId(),
    number: `SO-K7-${500_000 + nth}`,
    exposureEntryId: newId(),
    customerId: pick(customers, nth * 31).id,
    warehouseId,
    currency: CURRENCY,
    requestedOn: null,
    paymentTermsDays: 30,
    shipTo: null,
    note: null,
    lines: Array.from({ length: lineCount }, (_, line) => {
      const { id, basePrice } = pick(products, nth * 17 + line * 3);
      return {
        id: newId(),
        productId: id,
        quantity: PIECES,
        unitPrice: basePrice,
        listPrice: basePrice,
        discount: 0,
        taxRate: TAX_RATE,
      };
    }),
  };
}

function pick<Item>(items: readonly Item[], place: number): Item {
  const item = items[place % items.length];
  if (item === undefined) throw new Error('the company has nobody and nothing to order');
  return item;
}

/**
 * The rows that confirming the order leaves, worked out beforehand by the command's own rules: the raw side has nothing
 * to compute. Rows of balances hold what is added.
 */
export function makeOrderRows(order: OrderCompany, args: OrderArgs, now: number) {
  const { warehouseId, company } = order;
  const audit = {
    createdAt: now,
    createdBy: company.userId,
    updatedAt: now,
    updatedBy: company.userId,
    deletedAt: null,
  };
  const customer = find(order.customers, args.customerId);
  const { head, lines } = composeOrder(
    {
      id: args.orderId,
      importKey: null,
      warehouseId,
      currency: args.currency,
      priceMode: 'taxExclusive',
      taxRounding: 'perLine',
      orderedOn: calendarDateAt(now, OFFICE_OFFSET_MINUTES),
      requestedOn: args.requestedOn,
      paymentTermsDays: args.paymentTermsDays,
      shipTo: composeAddress(customer),
      note: args.note,
      confirmedAt: now,
      confirmedBy: company.userId,
      confirmedByName: SELLER,
      deviceCode: 'K7',
    },
    customer,
    args.lines.map((line) => ({
      ...line,
      product: find(order.products, line.productId),
      priceSource: 'base' as const,
    })),
    args.lines.map((line) => ({ reserved: line.quantity, backOrdered: 0 })),
    { number: args.number, creditHold: 0, approvalHold: 0 },
  );
  return {
    head: { ...head, ...audit },
    lines: lines.map((row) => ({ ...row, ...audit })),
    reservations: args.lines.map(({ id, productId, quantity }) => ({
      id,
      orderId: head.id,
      orderLineId: id,
      productId,
      warehouseId,
      quantity,
      ...audit,
    })),
    stock: args.lines.map(({ productId, quantity }) => ({
      id: `${productId}:${warehouseId}`,
      productId,
      warehouseId,
      onHand: 0,
      reserved: quantity,
      incoming: 0,
      opening: 0,
      ...audit,
    })),
    entry: {
      id: args.exposureEntryId,
      customerId: customer.id,
      documentId: head.id,
      documentNumber: head.number,
      kind: 'openOrder',
      amountMinor: head.totalMinor,
      currency: args.currency,
      dueOn: null,
      ...audit,
    },
    exposure: {
      id: `${customer.id}:${args.currency}`,
      customerId: customer.id,
      currency: args.currency,
      openOrdersMinor: head.totalMinor,
      unbilledMinor: 0,
      receivablesMinor: 0,
      prepaymentsMinor: 0,
      ...audit,
    },
  };
}

function find<Item extends { readonly id: string }>(items: readonly Item[], id: string): Item {
  const item = items.find((each) => each.id === id);
  if (!item) throw new Error(`the company has no ${id}`);
  return item;
}
