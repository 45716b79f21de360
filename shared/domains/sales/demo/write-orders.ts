/** Orders of the demo as rows: the same composition as orders that are taken by hand. */
import { type Demo, type DemoDay, type DemoSource, madeBy } from '../../../kernel/demo.ts';
import { calendarDateAt, type Instant } from '../../../kernel/instants.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import type { Row } from '../../../kernel/table.ts';
import { needsApproval } from '../rules/approval.ts';
import { deepestDiscount, orderAsking } from '../rules/approval-binding.ts';
import { type AgreedLine, type AgreedOrder, composeOrder, type PriceTerms } from '../rules/compose-order.ts';
import { plainHead, plainLine } from '../rules/plain-order.ts';
import type { DemoOrder, DemoWord } from './story.ts';

const UTC_OFFSET_MINUTES = 480;
/** Basis points: the company's setting. */
const DISCOUNT_LIMIT = 1_000;
/** A release from credit hold lasts so long; a code is found right when the rep is back in signal. */
const RELEASED_MS = 30 * 86_400_000;
const CHECKED_MS = 95 * 60_000;

/** In part, and of any lot that is good today. */
const deliveredAnyHow = { shipComplete: 0, minimumLifeDays: 0 } as const;

export const demoTerms = ({ currency }: Demo): PriceTerms => ({
  currency,
  priceMode: 'taxExclusive',
  taxRounding: 'perLine',
});

export function rowsOfOrder(
  demo: Demo,
  order: DemoOrder,
  lines: readonly AgreedLine[],
  requestedOn: string,
): { head: Row<'orders'>; lines: Row<'orderLines'>[] } {
  const { customer, confirmedAt } = order;
  const agreed: AgreedOrder = {
    ...demoTerms(demo),
    id: order.id,
    importKey: null,
    warehouseId: order.warehouse.id,
    orderedOn: calendarDateAt(confirmedAt, UTC_OFFSET_MINUTES),
    requestedOn,
    paymentTermsDays: customer.row.paymentTermsDays,
    shipTo: customer.shipTo,
    note: order.note,
    confirmedAt,
    confirmedBy: customer.rep.id,
    confirmedByName: customer.rep.name,
    deviceCode: customer.rep.deviceCode,
  };
  const stock = order.lines.map(({ reserved, backOrdered }) => ({
    reserved: reserved * ONE_UNIT,
    backOrdered: backOrdered * ONE_UNIT,
  }));
  const { number, creditHold, approvalHold } = order;
  const composed = composeOrder(agreed, customer.row, lines, stock, { number, creditHold, approvalHold });
  const audit = { ...madeBy(customer.rep.id, confirmedAt), updatedAt: order.changedAt, updatedBy: order.changedBy };
  return {
    head: { ...plainHead, ...composed.head, ...deliveredAnyHow, state: order.state, ...audit },
    lines: composed.lines.map((line, place) => ({
      ...plainLine,
      ...line,
      shipped: (order.lines[place]?.shipped ?? 0) * ONE_UNIT,
      ...audit,
    })),
  };
}

/** Every word about an order: asked by whoever took it, when he took it (R9). */
export function wordRows(
  head: Row<'orders'>,
  lines: readonly Row<'orderLines'>[],
  words: readonly DemoWord[],
): Row<'approvals'>[] {
  const deep = lines.filter((line) => needsApproval(line, DISCOUNT_LIMIT));
  const why = deep.map(({ position: line, productName: product }) => ({
    code: 'sales.discountBeyondLimit',
    params: { limit: DISCOUNT_LIMIT, line, product },
  }));
  return words.map(({ kind, note, state, decided }) => {
    const limitValue = kind === 'discount' ? deepestDiscount(lines) : head.totalMinor;
    return {
      id: `${head.id}:${kind}:1`,
      ...orderAsking(kind, head, lines, { limitValue, reasons: [], note }),
      reasons: JSON.stringify(kind === 'discount' ? why : []),
      state,
      askedAt: head.confirmedAt,
      askedBy: head.confirmedBy,
      askedByName: head.confirmedByName,
      decidedAt: decided?.at ?? null,
      decidedBy: decided?.by.id ?? null,
      decidedByName: decided?.by.name ?? null,
      onBehalfOf: decided?.onBehalfOf ?? null,
      decisionNote: decided && !decided.byCode ? decided.note : null,
      byCode: decided?.byCode ? 1 : 0,
      validUntil: decided && kind === 'credit' ? decided.at + RELEASED_MS : null,
      codeCheckedAt: decided?.byCode ? decided.at + CHECKED_MS : null,
      wrongCodes: 0,
      ...madeBy(head.confirmedBy, head.confirmedAt),
      ...(decided ? { updatedAt: decided.at, updatedBy: decided.by.id } : {}),
    };
  });
}

/** The stub of an order that the server refused: its customer was no longer to be seen. Number and date only. */
export function rejectedRow(
  demo: Demo,
  { random, newId }: DemoSource,
  day: DemoDay,
  confirmedAt: Instant,
  nextNumber: (deviceCode: string) => string,
): Row<'orders'> {
  const { story } = demo;
  const warehouse = random.oneOf(story.warehouses);
  const customer = story.customers.find((each) => warehouse.territories.includes(each.territory.code));
  const rep = customer?.rep ?? story.manager;
  const agreed: AgreedOrder = {
    ...demoTerms(demo),
    id: newId(confirmedAt),
    importKey: null,
    warehouseId: warehouse.id,
    orderedOn: day.date,
    requestedOn: null,
    paymentTermsDays: 0,
    shipTo: null,
    note: null,
    confirmedAt,
    confirmedBy: rep.id,
    confirmedByName: rep.name,
    deviceCode: rep.deviceCode,
  };
  const nobody = { id: newId(confirmedAt), code: '', name: '', contactName: null, phone: null, territoryId: '' };
  const standing = { number: nextNumber(rep.deviceCode), creditHold: 0, approvalHold: 0 } as const;
  const { head } = composeOrder(agreed, nobody, [], [], standing);
  return { ...plainHead, ...head, ...deliveredAnyHow, state: 'rejected', ...madeBy(rep.id, confirmedAt) };
}
