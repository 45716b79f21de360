/**
 * A year of orders: who orders when and what, what is held and released, cancelled and refused. What leaves the house
 * is the store room's; an order's rows are written when it ends, or as it stands after the last day.
 */
import {
  batchOf,
  type Demo,
  type DemoBatch,
  type DemoDay,
  type DemoPart,
  type DemoSource,
} from '../../../kernel/demo.ts';
import { addDays, type Instant } from '../../../kernel/instants.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import type { Row } from '../../../kernel/table.ts';
import { type AgreedLine, totalOf } from '../rules/compose-order.ts';
import { makeChooser, makeLineChooser } from './choose-orders.ts';
import { askAbout, decideAbout, voidWords } from './decide-words.ts';
import { noteFor } from './order-notes.ts';
import type { DemoOrder, DemoOrderLine } from './story.ts';
import { demoTerms, rejectedRow, rowsOfOrder, wordRows } from './write-orders.ts';

/** On the last days something of everything happens, so that each screen has its example. */
const SCENE_DAYS = 6;
/** Open days before the last on which the server refused an order, and from one such day to the one before it. */
const REFUSED_BEFORE_END = 17;
const REFUSED_EVERY = 80;
const ORDERS_A_REFUSAL = 20_000;
/** A day that has gone by is settled anew with the customer after so many days, on the next open one. */
const LATE_DAYS = 1;
/** Who orders what is not there is told a later day. */
const MISSING_DAYS = 4;
const HELD_PERCENT_CANCELLED = 8;

export const ordersPart: DemoPart = {
  name: 'sales.orders',
  after: ['crm.customers', 'inventory.products'],
  begin(demo) {
    const { story } = demo;
    story.openOrders = new Set();
    story.takenOrders = [];
    story.endedOrders = [];
    const source = demo.source('sales.orders');
    let year: OrderYear | null = null;
    // Customers and goods are known when the first day comes.
    const begun = (): OrderYear => {
      year ??= new OrderYear(demo, source);
      return year;
    };
    return { day: (day) => begun().day(day), finish: () => begun().finish() };
  },
};

/** What is particular about an order. */
interface Scene {
  readonly debtor?: true;
  readonly discount?: number;
  readonly scarce?: true;
  readonly cancelled?: true;
  readonly refused?: true;
  /** What the office says about its price on the next open day; its customer is of the first rep's. */
  readonly fate?: 'approved' | 'refused' | 'byCode';
  /** Index of the day on which it is to be there. */
  readonly wantedOn?: number;
}

class OrderYear {
  readonly #demo: Demo;
  readonly #source: DemoSource;
  readonly #words: DemoSource;
  readonly #choose: ReturnType<typeof makeChooser>;
  readonly #chooseLines: ReturnType<typeof makeLineChooser>;
  readonly #numbers = new Map<string, number>();
  /** Open days that are left, for the scenes of the end. */
  readonly #lastOpenDays: readonly number[];
  readonly #refusedOn: ReadonlySet<number>;
  #taken = 0;

  constructor(demo: Demo, source: DemoSource) {
    this.#demo = demo;
    this.#source = source;
    this.#words = demo.source('sales.words');
    this.#choose = makeChooser(demo, source);
    this.#chooseLines = makeLineChooser(demo, source);
    const openDays = demo.days.filter(({ weight }) => weight > 0).map(({ index }) => index);
    this.#lastOpenDays = openDays.slice(-SCENE_DAYS);
    const refusals = Math.max(1, Math.round(demo.size.orders / ORDERS_A_REFUSAL));
    const places = Array.from({ length: refusals }, (_, time) => -REFUSED_BEFORE_END - time * REFUSED_EVERY);
    this.#refusedOn = new Set(places.flatMap((place) => openDays.at(place) ?? []));
  }

  *day(day: DemoDay): Iterable<DemoBatch> {
    const { story, size } = this.#demo;
    yield* this.#write(story.endedOrders);
    story.endedOrders = [];
    story.takenOrders = [];
    if (day.weight === 0) return;
    this.#release(day);
    const target = Math.round(size.orders * day.progress);
    const plans: Scene[] = Array.from({ length: Math.max(0, target - this.#taken) }, () => ({}));
    this.#taken = target;
    plans.push(...this.#scenes(day));
    // The day's orders come one after another: a device numbers them as it takes them.
    const { random } = this.#source;
    const times = plans
      .map(() => day.at(random.between(8 * 60 + 10, 17 * 60 + 50)) + random.between(0, 59) * 1_000)
      .sort((one, other) => one - other);
    const refused: Row<'orders'>[] = [];
    for (const [place, scene] of random.some(plans, plans.length).entries()) {
      const at = times[place] ?? day.at(9 * 60);
      if (scene.refused) {
        refused.push(rejectedRow(this.#demo, this.#source, day, at, (code) => this.#nextNumber(code)));
        continue;
      }
      const order = this.#take(day, at, scene);
      if (order && scene.cancelled) this.#cancel(order, day);
    }
    if (refused.length > 0) yield batchOf('orders', refused);
  }

  *finish(): Iterable<DemoBatch> {
    const { story } = this.#demo;
    yield* this.#write([...story.endedOrders, ...story.openOrders]);
  }

  /** What every screen wants to show: holds, a back-order, an order that was cancelled, one that was refused. */
  *#scenes(day: DemoDay): Iterable<Scene> {
    const { size, days } = this.#demo;
    if (this.#refusedOn.has(day.index)) yield { refused: true };
    if (!this.#lastOpenDays.includes(day.index)) return;
    const fromEnd = this.#lastOpenDays.length - this.#lastOpenDays.indexOf(day.index);
    const today = days.length;
    const times = Math.max(1, Math.round(size.orders / 4_000));
    for (let time = 0; time < times; time += 1) {
      if (fromEnd <= 2) yield { debtor: true };
      if (fromEnd <= 2) yield { discount: 1_500 };
      if (fromEnd >= 2 && fromEnd <= 5) yield { scarce: true };
      if (fromEnd === 3) yield { cancelled: true, discount: 1_300 };
      if (fromEnd === 4) yield { discount: 1_500, fate: 'approved' };
      if (fromEnd === 3) yield { discount: 1_800, fate: 'refused' };
      if (fromEnd === 3) yield { discount: 1_200, fate: 'byCode' };
      // Some are to be there today, and one should have been.
      if (fromEnd === 1 || fromEnd === 2 || fromEnd === 4) yield { wantedOn: today };
      if (fromEnd === 3) yield { wantedOn: today - 1, scarce: true };
    }
  }

  #take(day: DemoDay, confirmedAt: Instant, scene: Scene): DemoOrder | null {
    const { story } = this.#demo;
    const { random, newId } = this.#source;
    const of = scene.fate === undefined ? null : (story.territories[0]?.code ?? null);
    const customer = this.#choose(day, scene.debtor === true, of);
    if (!customer) return null;
    const warehouse = story.warehouses.find((each) => each.territories.includes(customer.territory.code));
    if (!warehouse) throw new Error(`nothing is shipped to ${customer.territory.code}`);
    const chosen = this.#chooseLines(customer, day, scene.scarce === true);
    const generous = scene.discount ?? (random.chance(1) ? 1_200 : 0);
    const discounts = [0, 0, 0, 0, 300, 300, 500, 800] as const;
    const usual = random.oneOf(discounts);
    const lines = chosen.map(({ product, pieces }): DemoOrderLine => {
      const discount = Math.max(usual, generous);
      return {
        id: newId(confirmedAt),
        product,
        pieces,
        discount,
        totalMinor: 0,
        reserved: 0,
        backOrdered: 0,
        shipped: 0,
      };
    });
    const { rep } = customer;
    const leavesFrom = day.index + (random.chance(20) ? 1 : random.between(2, 6));
    const order: DemoOrder = {
      id: newId(confirmedAt),
      number: this.#nextNumber(rep.deviceCode),
      customer,
      warehouse,
      lines,
      takenOn: day.index,
      leavesFrom: scene.wantedOn ?? leavesFrom,
      requestedOn: addDays(day.date, (scene.wantedOn ?? leavesFrom + random.between(0, 2)) - day.index),
      confirmedAt,
      note: noteFor(this.#demo, random),
      totalMinor: 0,
      state: 'open',
      creditHold: 0,
      approvalHold: generous > 1_000 ? 1 : 0,
      words: [],
      fate: scene.fate ?? null,
      changedAt: confirmedAt,
      changedBy: rep.id,
    };
    for (const line of lines) {
      line.totalMinor = totalOf([agreedLine(line)], demoTerms(this.#demo));
      order.totalMinor += line.totalMinor;
    }
    if (story.exceedsCredit(customer, order.totalMinor, day)) order.creditHold = 1;
    order.words = askAbout(this.#demo, this.#words, order);
    for (const line of lines) story.reserve(warehouse, line, line.pieces);
    if (scene.wantedOn === undefined && lines.some(({ backOrdered }) => backOrdered > 0)) {
      order.requestedOn = addDays(order.requestedOn, MISSING_DAYS);
    }
    story.openOrders.add(order);
    story.takenOrders.push(order);
    return order;
  }

  /** The manager looks at what is held on the next day or two; a few customers change their minds. */
  #release(day: DemoDay): void {
    const { story } = this.#demo;
    const { random } = this.#source;
    for (const order of [...story.openOrders]) {
      if (addDays(order.requestedOn, LATE_DAYS) <= day.date) this.#settleNewDay(order, day);
      const isHeld = order.creditHold === 1 || order.approvalHold === 1;
      const isRefused = order.words.some(({ state }) => state === 'refused');
      const untouched = order.lines.every(({ shipped }) => shipped === 0);
      if (isHeld && order.fate !== null && order.takenOn < day.index) {
        if (!isRefused) this.#decide(order, day, order.fate);
      } else if (isHeld && day.index - order.takenOn >= 2 && random.chance(60)) {
        const isNo = random.chance(HELD_PERCENT_CANCELLED) && untouched;
        this.#decide(order, day, isNo ? 'refused' : 'approved');
        if (isNo) this.#cancel(order, day);
      } else if (untouched && day.index === order.takenOn + 1 && random.chance(3)) this.#cancel(order, day);
    }
  }

  #decide(order: DemoOrder, day: DemoDay, verdict: 'approved' | 'refused' | 'byCode'): void {
    const at = day.at(9 * 60 + this.#source.random.between(0, 59));
    decideAbout(this.#demo, this.#words, order, verdict, { day, at });
    if (verdict === 'refused') return;
    order.creditHold = 0;
    order.approvalHold = 0;
    order.changedAt = at;
    order.changedBy = order.words[0]?.decided?.by.id ?? this.#demo.story.manager.id;
  }

  /** Goods have not come, or are held: the customer is told another day. */
  #settleNewDay(order: DemoOrder, day: DemoDay): void {
    order.requestedOn = addDays(day.date, this.#source.random.between(4, 12));
    order.changedAt = day.at(8 * 60 + this.#source.random.between(0, 9));
    order.changedBy = order.customer.rep.id;
  }

  #cancel(order: DemoOrder, day: DemoDay): void {
    const { story } = this.#demo;
    for (const line of order.lines) story.release(order.warehouse, line);
    order.state = 'cancelled';
    order.creditHold = 0;
    order.approvalHold = 0;
    voidWords(order);
    order.changedAt = Math.max(order.confirmedAt + 60_000, day.at(11 * 60));
    order.changedBy = order.customer.rep.id;
    story.openOrders.delete(order);
    story.endedOrders.push(order);
  }

  #nextNumber(deviceCode: string): string {
    const running = (this.#numbers.get(deviceCode) ?? 0) + 1;
    this.#numbers.set(deviceCode, running);
    return `SO-${deviceCode}-${String(running).padStart(6, '0')}`;
  }

  *#write(orders: readonly DemoOrder[]): Iterable<DemoBatch> {
    const heads: Row<'orders'>[] = [];
    const lines: Row<'orderLines'>[] = [];
    const words: Row<'approvals'>[] = [];
    for (const order of orders) {
      const written = rowsOfOrder(this.#demo, order, order.lines.map(agreedLine), order.requestedOn);
      heads.push(written.head);
      lines.push(...written.lines);
      words.push(...wordRows(written.head, written.lines, order.words));
    }
    if (heads.length === 0) return;
    yield batchOf('orders', heads);
    yield batchOf('orderLines', lines);
    if (words.length > 0) yield batchOf('approvals', words);
  }
}

function agreedLine({ id, product, pieces, discount }: DemoOrderLine): AgreedLine {
  const { taxRate, basePrice } = product;
  return {
    id,
    product,
    quantity: pieces * ONE_UNIT,
    unitPrice: basePrice,
    listPrice: basePrice,
    priceSource: 'base',
    discount,
    taxRate,
  };
}
