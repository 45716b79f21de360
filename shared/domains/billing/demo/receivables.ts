/**
 * What customers owe: shipments are billed a day or two later, bills are paid as each customer's habit is, and some never
 * are. Entries of what is settled are gone, as they are in a company that works.
 */
import {
  batchOf,
  type Demo,
  type DemoBatch,
  type DemoDay,
  type DemoPart,
  type DemoSource,
  madeBy,
} from '../../../kernel/demo.ts';
import { addDays, type CalendarDate } from '../../../kernel/instants.ts';
import type { Minor } from '../../../kernel/money.ts';
import type { Row } from '../../../kernel/table.ts';
import { decideCredit } from '../rules/credit-limit.ts';
import type {} from './story.ts';

type Customer = Demo['story']['customers'][number];
type Order = Demo['story']['shipments'][number]['order'];

const OVERDUE_HOLD_DAYS = 30;
/** So long before its last order a customer who never pays again stops doing so. */
const UNPAID_DAYS = 70;
const ENTRIES_A_BATCH = 1_000;

/** Goods that left and are not paid for. */
interface Debt {
  readonly order: Order;
  readonly shipmentNumber: string;
  readonly shippedOn: DemoDay;
  readonly billsOn: number;
  readonly paysOn: number;
  amountMinor: Minor;
  bill: {
    readonly number: string;
    readonly date: CalendarDate;
    readonly dueOn: CalendarDate;
    readonly at: number;
  } | null;
}

export const receivablesPart: DemoPart = {
  name: 'billing.receivables',
  after: ['crm.customers', 'inventory.movements'],
  begin(demo) {
    const books = new Books(demo, demo.source('billing.receivables'));
    demo.story.exceedsCredit = (customer, orderMinor, day) => books.exceedsCredit(customer, orderMinor, day);
    return { start: () => books.open(), day: (day) => books.day(day), finish: () => books.finish() };
  },
};

class Books {
  readonly #demo: Demo;
  readonly #source: DemoSource;
  readonly #debts = new Map<Customer, Debt[]>();
  /** Debts by the day on which something happens to them. */
  readonly #diary: Debt[][] = [];
  readonly #openOrders = new Map<Customer, Minor>();
  #bills = 0;

  constructor(demo: Demo, source: DemoSource) {
    this.#demo = demo;
    this.#source = source;
  }

  *open(): Iterable<DemoBatch> {
    const { story, days, currency } = this.#demo;
    const at = days[0].at(7 * 60);
    const audit = madeBy(story.manager.id, at);
    const rates = [
      { code: 'standard', rate: 1_300, validFrom: '2019-04-01' },
      { code: 'reduced', rate: 900, validFrom: '2019-04-01' },
      { code: 'service', rate: 600, validFrom: '2016-05-01' },
      { code: 'zero', rate: 0, validFrom: '2000-01-01' },
    ];
    yield batchOf(
      'taxRates',
      rates.map((rate) => ({ id: this.#source.newId(at), ...rate, ...audit })),
    );
    yield batchOf(
      'creditAccounts',
      story.customers.flatMap(({ row, limitMinor }) =>
        limitMinor === null
          ? []
          : [{ id: row.id, customerId: row.id, limitMinor, currency, validUntil: null, ...audit }],
      ),
    );
  }

  *day(day: DemoDay): Iterable<DemoBatch> {
    const { story } = this.#demo;
    for (const order of story.takenOrders) this.#promise(order.customer, order.totalMinor);
    for (const order of story.endedOrders) {
      if (order.state === 'cancelled') this.#promise(order.customer, -order.totalMinor);
    }
    for (const { order, number, lines } of story.shipments) {
      const amountMinor = lines.reduce((sum, { place, pieces }) => sum + worthOf(order, place, pieces), 0);
      this.#promise(order.customer, -amountMinor);
      this.#owe(order, number, day, amountMinor);
    }
    for (const { order, place, pieces } of story.returns) this.#credit(order, worthOf(order, place, pieces));
    const today = this.#diary[day.index] ?? [];
    delete this.#diary[day.index];
    if (day.weight === 0) {
      // Nobody is in the office: it waits for tomorrow.
      this.#diary[day.index + 1] = [...today, ...(this.#diary[day.index + 1] ?? [])];
      return;
    }
    for (const debt of today) {
      if (day.index >= debt.paysOn) this.#settle(debt);
      else if (debt.bill === null) this.#bill(debt, day);
    }
  }

  *finish(): Iterable<DemoBatch> {
    const { story, days } = this.#demo;
    let entries: Row<'exposureEntries'>[] = [];
    for (const debts of this.#debts.values()) {
      for (const debt of debts) entries.push(this.#entryOf(debt));
      if (entries.length < ENTRIES_A_BATCH) continue;
      yield batchOf('exposureEntries', entries);
      entries = [];
    }
    for (const order of story.openOrders) {
      const shipped = order.lines.reduce((sum, line, place) => sum + worthOf(order, place, line.shipped), 0);
      entries.push(this.#orderEntry(order, 'openOrder', order.totalMinor - shipped));
      // Who has no terms of payment pays a large order beforehand.
      const paysFirst = order.customer.row.paymentTermsDays === 0 && order.totalMinor > 200_000;
      const day = days[order.takenOn];
      if (paysFirst && day) entries.push(this.#orderEntry(order, 'prepayment', order.totalMinor - shipped));
    }
    yield batchOf('exposureEntries', entries);
  }

  exceedsCredit(customer: Customer, orderMinor: Minor, day: DemoDay): boolean {
    const debts = this.#debts.get(customer) ?? [];
    const owed = debts.reduce((sum, { amountMinor }) => sum + amountMinor, this.#openOrders.get(customer) ?? 0);
    const due = debts.flatMap(({ bill }) => bill?.dueOn ?? []).sort();
    const answer = decideCredit({
      limitMinor: customer.limitMinor,
      limitValidUntil: null,
      exposureMinor: owed,
      orderMinor,
      oldestDueOn: due[0] ?? null,
      today: day.date,
      overdueHoldDays: OVERDUE_HOLD_DAYS,
    });
    return answer.hold;
  }

  #promise(customer: Customer, amountMinor: Minor): void {
    this.#openOrders.set(customer, (this.#openOrders.get(customer) ?? 0) + amountMinor);
  }

  #owe(order: Order, shipmentNumber: string, day: DemoDay, amountMinor: Minor): void {
    const { customer } = order;
    const billsOn = day.index + this.#source.random.between(1, 2);
    const dueIndex = billsOn + customer.row.paymentTermsDays;
    // Of those who have gone silent, some leave their last bills unpaid: those are still chased at the year's end.
    const daysLeft = customer.lastDay - day.index;
    const isAbandoned =
      customer.pays === 'never'
        ? daysLeft < UNPAID_DAYS
        : customer.pays === 'bad' && daysLeft < 25 && this.#source.random.chance(50);
    const paysOn = isAbandoned ? this.#demo.days.length * 2 : dueIndex + this.#delayOf(customer);
    const debt: Debt = { order, shipmentNumber, shippedOn: day, billsOn, paysOn, amountMinor, bill: null };
    const debts = this.#debts.get(customer) ?? [];
    debts.push(debt);
    this.#debts.set(customer, debts);
    this.#note(billsOn, debt);
    this.#note(Math.max(billsOn + 1, paysOn), debt);
  }

  #note(index: number, debt: Debt): void {
    if (index >= this.#demo.days.length) return;
    const page = this.#diary[index] ?? [];
    page.push(debt);
    this.#diary[index] = page;
  }

  /** Days after the due day on which a customer pays. */
  #delayOf(customer: Customer): number {
    const { random } = this.#source;
    switch (customer.pays) {
      case 'prompt':
        return random.between(-4, 1);
      case 'usual':
      case 'never':
        return random.between(-1, 6);
      case 'slow':
        return random.between(6, 56);
      case 'bad':
        return random.between(65, 128);
    }
  }

  #bill(debt: Debt, day: DemoDay): void {
    this.#bills += 1;
    const number = `INV-${day.date.slice(0, 4)}-${String(this.#bills).padStart(6, '0')}`;
    const dueOn = addDays(day.date, debt.order.customer.row.paymentTermsDays);
    debt.bill = { number, date: day.date, dueOn, at: day.at(18 * 60) };
  }

  #settle(debt: Debt): void {
    const debts = this.#debts.get(debt.order.customer);
    debts?.splice(debts.indexOf(debt) >>> 0, 1);
  }

  /** What came back lowers what is owed for that order, as far as it is still owed. */
  #credit(order: Order, amountMinor: Minor): void {
    const debt = this.#debts.get(order.customer)?.find((each) => each.order === order);
    if (debt && debt.amountMinor > amountMinor) debt.amountMinor -= amountMinor;
  }

  #entryOf({ order, shipmentNumber, shippedOn, amountMinor, bill }: Debt): Row<'exposureEntries'> {
    const at = bill?.at ?? shippedOn.at(18 * 60);
    return {
      id: this.#source.newId(at),
      customerId: order.customer.row.id,
      documentId: order.id,
      documentNumber: bill?.number ?? shipmentNumber,
      documentDate: bill?.date ?? shippedOn.date,
      kind: bill ? 'receivable' : 'unbilled',
      amountMinor,
      currency: this.#demo.currency,
      dueOn: bill?.dueOn ?? null,
      originalMinor: null,
      openingMinor: null,
      ...madeBy(this.#demo.story.manager.id, at),
    };
  }

  #orderEntry(order: Order, kind: 'openOrder' | 'prepayment', amountMinor: Minor): Row<'exposureEntries'> {
    return {
      id: this.#source.newId(order.confirmedAt),
      customerId: order.customer.row.id,
      documentId: order.id,
      documentNumber: order.number,
      documentDate: this.#demo.days[order.takenOn]?.date ?? null,
      kind,
      amountMinor,
      currency: this.#demo.currency,
      dueOn: null,
      originalMinor: null,
      openingMinor: null,
      ...madeBy(order.customer.rep.id, order.confirmedAt),
    };
  }
}

/** What so many pieces of a line come to, with tax. */
function worthOf(order: Order, place: number, pieces: number): Minor {
  const line = order.lines[place];
  return line ? Math.round((line.totalMinor * pieces) / line.pieces) : 0;
}
