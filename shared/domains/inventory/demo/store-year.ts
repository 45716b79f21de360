/**
 * The warehouses' year: opening stock, receipts, orders that leave, the counter, counts, transfers, what comes back and
 * what is thrown away. The ledger's sum is what is on hand, because nothing changes without a movement.
 */
import { batchOf, type Demo, type DemoBatch, type DemoDay, type DemoSource, madeBy } from '../../../kernel/demo.ts';
import type { Id } from '../../../kernel/ids.ts';
import { addDays } from '../../../kernel/instants.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import type { Row } from '../../../kernel/table.ts';
import { doDailyWork } from './daily-work.ts';
import { noteTaken, type Paper, type Position, rateOf, StoreRoom } from './store-room.ts';
import type { DemoDemand, DemoProduct, DemoShipment } from './story.ts';

/** What suppliers still owe when the year ends is due within so many days. */
const SCARCE_DAYS = 50;
/** What is there and under way is to last so long, or more is ordered. */
const REORDER_DAYS = 16;
const CARTON_DAYS = 14;

interface Purchase {
  readonly id: Id;
  readonly position: Position;
  readonly pieces: number;
  readonly dueIndex: number;
  readonly orderedAt: number;
}

type Order = DemoShipment['order'];

export class StoreYear {
  readonly demo: Demo;
  readonly source: DemoSource;
  readonly room: StoreRoom;
  readonly #purchases: Purchase[][] = [];
  readonly #numbers = new Map<string, number>();
  readonly #sentOrders: { readonly order: Order; readonly place: number }[] = [];
  readonly #scarce: ReadonlySet<unknown>;
  #today: DemoDay;

  constructor(demo: Demo, source: DemoSource) {
    const { story } = demo;
    this.demo = demo;
    this.source = source;
    this.room = new StoreRoom(source, story.warehouses, story.products);
    this.#today = demo.days[0];
    this.#scarce = new Set(story.scarceProducts);
    story.shipments = [];
    story.returns = [];
    story.reserve = (warehouse, line, pieces) =>
      this.#reserve(this.room.position(warehouse, line.product), line, pieces);
    story.release = (warehouse, line) => this.#release(this.room.position(warehouse, line.product), line);
  }

  *open(): Iterable<DemoBatch> {
    const { story, days } = this.demo;
    const [day] = days;
    for (const warehouse of story.warehouses) {
      const at = day.at(6 * 60);
      const paper: Paper = { cause: 'openingBalance', number: null, documentId: null, at, by: warehouse.keeper.id };
      for (const position of this.room.positions(warehouse)) {
        const { product } = position;
        const keepsDays = Math.min(this.source.random.between(25, 50), (product.shelfLifeDays ?? 365) / 4);
        const cover = product.dailyDemand * warehouse.share * keepsDays;
        const pieces = product.isDiscontinued ? this.source.random.between(4, 60) : roundUp(cover, 2);
        const { shelfLifeDays } = product;
        const aged = shelfLifeDays === null ? 0 : this.source.random.between(5, Math.ceil(shelfLifeDays / 4));
        this.room.receive(position, Math.max(pieces, product.reorderPoint), day.date, aged, paper);
      }
      yield* this.#written();
    }
  }

  *day(day: DemoDay): Iterable<DemoBatch> {
    const { story } = this.demo;
    story.shipments = [];
    story.returns = [];
    this.#today = day;
    if (day.weight === 0) return;
    this.#receive(day);
    this.#ship(day);
    doDailyWork(this, day);
    this.#comeBack(day);
    yield* this.#written();
  }

  *finish(): Iterable<DemoBatch> {
    const { story, days } = this.demo;
    const reservations: Row<'reservations'>[] = [];
    for (const order of story.openOrders) {
      for (const line of order.lines) {
        if (line.reserved === 0) continue;
        reservations.push({
          id: this.source.newId(order.confirmedAt),
          orderId: order.id,
          orderLineId: line.id,
          productId: line.product.id,
          warehouseId: order.warehouse.id,
          quantity: line.reserved * ONE_UNIT,
          ...madeBy(order.customer.rep.id, order.confirmedAt),
        });
      }
    }
    yield batchOf('reservations', reservations);
    const first = days[0].date;
    const underWay = this.#purchases.slice(days.length).flat();
    yield batchOf(
      'expectedReceipts',
      underWay.map(({ id, position, pieces, dueIndex, orderedAt }) => ({
        id,
        productId: position.product.id,
        warehouseId: position.warehouse.id,
        quantity: pieces * ONE_UNIT,
        dueOn: addDays(first, dueIndex),
        origin: 'purchase',
        ...madeBy(story.manager.id, orderedAt),
      })),
    );
  }

  /** A paper of the day: `DN-261122-014`. */
  paper(prefix: string, cause: Paper['cause'], day: DemoDay, minutes: number, by: Id, documentId: Id | null): Paper {
    const key = `${prefix}-${day.date.replaceAll('-', '').slice(2)}`;
    const running = (this.#numbers.get(key) ?? 0) + 1;
    this.#numbers.set(key, running);
    return { cause, number: `${key}-${String(running).padStart(3, '0')}`, documentId, at: day.at(minutes), by };
  }

  #reserve(position: Position, line: DemoDemand, pieces: number): void {
    const available = Math.max(0, position.onHand - position.reserved);
    const reserved = Math.min(pieces, available);
    line.reserved += reserved;
    line.backOrdered += pieces - reserved;
    position.reserved += reserved;
    if (pieces > reserved) position.waiting.push(line);
    this.reorder(position);
  }

  #release(position: Position, line: DemoDemand): void {
    position.reserved -= line.reserved;
    line.reserved = 0;
    line.backOrdered = 0;
    position.waiting = position.waiting.filter((each) => each !== line);
    this.#fill(position);
  }

  /** Where less is left than is promised, the youngest promises wait again. */
  giveUp(position: Position): void {
    let missing = position.reserved - position.onHand;
    if (missing <= 0) return;
    for (const order of [...this.demo.story.openOrders].reverse()) {
      if (order.warehouse !== position.warehouse) continue;
      for (const line of order.lines) {
        const pieces = line.product === position.product ? Math.min(missing, line.reserved) : 0;
        if (pieces <= 0) continue;
        line.reserved -= pieces;
        line.backOrdered += pieces;
        position.reserved -= pieces;
        missing -= pieces;
        if (!position.waiting.includes(line)) position.waiting.push(line);
      }
      if (missing <= 0) return;
    }
  }

  /** What came, or was freed, goes to the lines that wait, oldest first. */
  #fill(position: Position): void {
    while (position.waiting.length > 0) {
      const [line] = position.waiting;
      const pieces = Math.min(line?.backOrdered ?? 0, Math.max(0, position.onHand - position.reserved));
      if (!line || pieces === 0) return;
      line.backOrdered -= pieces;
      line.reserved += pieces;
      position.reserved += pieces;
      if (line.backOrdered === 0) position.waiting.shift();
    }
  }

  /** Orders from the supplier when what is there and under way runs down. Some suppliers fail at the year's end. */
  reorder(position: Position): void {
    const { product } = position;
    if (product.isDiscontinued) return;
    const waiting = position.waiting.reduce((sum, line) => sum + line.backOrdered, 0);
    const projected = position.onHand + position.incoming - position.reserved - waiting;
    const { index } = this.#today;
    const rate = rateOf(position, index);
    const reorderAt = Math.max(product.reorderPoint * 1.15, rate * Math.min(REORDER_DAYS, keepsFor(product) / 2));
    if (projected > reorderAt) return;
    const isLate = this.#scarce.has(product) && index > this.demo.days.length - SCARCE_DAYS;
    // Some say when they will deliver, the others say nothing: those goods are still to be ordered elsewhere.
    if (isLate && product.index % 2 === 0) return;
    const dueIndex = isLate
      ? this.demo.days.length + this.source.random.between(2, 12)
      : // What customers wait for comes by the next van.
        index + (waiting > 0 ? this.source.random.between(1, 3) : this.source.random.between(3, 9));
    // Bought is what the last weeks took, of what does not keep little; whole cartons where they do not last for months.
    const keepsDays = Math.min(this.source.random.between(22, 38), keepsFor(product));
    const step = rate * CARTON_DAYS >= product.carton ? product.carton : rate * CARTON_DAYS >= 6 ? 6 : 2;
    const pieces = roundUp(rate * keepsDays + reorderAt - projected, step);
    const orderedAt = this.#today.at(15 * 60);
    const purchase = { id: this.source.newId(orderedAt), position, pieces, dueIndex, orderedAt };
    const due = this.#purchases[dueIndex] ?? [];
    due.push(purchase);
    this.#purchases[dueIndex] = due;
    position.incoming += pieces;
  }

  #receive(day: DemoDay): void {
    // What was due while the company was closed comes on the first open day.
    const due = this.#purchases.slice(0, day.index + 1).flat();
    for (let index = 0; index <= day.index; index += 1) this.#purchases[index] = [];
    for (const { position, pieces } of due) {
      const { keeper } = position.warehouse;
      const minutes = this.source.random.between(8 * 60, 8 * 60 + 40);
      const paper = this.paper('GR', 'receipt', day, minutes, keeper.id, null);
      const { shelfLifeDays } = position.product;
      const aged =
        shelfLifeDays === null ? 0 : this.source.random.between(4, Math.max(5, Math.ceil(shelfLifeDays / 9)));
      position.incoming -= pieces;
      this.room.receive(position, pieces, day.date, aged, paper);
      this.#fill(position);
    }
  }

  #ship(day: DemoDay): void {
    const { story } = this.demo;
    for (const order of [...story.openOrders]) {
      if (order.creditHold === 1 || order.approvalHold === 1 || order.leavesFrom > day.index) continue;
      if (order.lines.every(({ reserved }) => reserved === 0)) continue;
      const { keeper } = order.warehouse;
      const minutes = this.source.random.between(13 * 60, 17 * 60 + 30);
      const paper = this.paper('DN', 'shipment', day, minutes, keeper.id, order.id);
      const lines = order.lines.flatMap((line, place) => {
        const position = this.room.position(order.warehouse, line.product);
        const pieces = this.room.issue(position, line.reserved, day.date, paper);
        noteTaken(position, pieces, day.index);
        position.reserved -= line.reserved;
        const missing = line.reserved - pieces;
        line.shipped += pieces;
        line.reserved = 0;
        if (missing > 0) {
          // What was to go had expired: the line waits for a fresh lot.
          line.backOrdered += missing;
          if (!position.waiting.includes(line)) position.waiting.unshift(line);
        }
        this.reorder(position);
        return pieces > 0 ? [{ place, pieces }] : [];
      });
      if (lines.length === 0) continue;
      story.shipments.push({ order, number: paper.number ?? '', lines });
      order.changedAt = paper.at;
      order.changedBy = keeper.id;
      for (const { place } of lines) this.#sentOrders.push({ order, place });
      if (order.lines.some(({ pieces, shipped }) => shipped < pieces)) continue;
      order.state = 'closed';
      story.openOrders.delete(order);
      story.endedOrders.push(order);
    }
  }

  /** A few of the lines that left a week ago or two come back in part. */
  #comeBack(day: DemoDay): void {
    const { story } = this.demo;
    const keep = Math.max(60, Math.round(this.demo.size.orders / 10));
    this.#sentOrders.splice(0, Math.max(0, this.#sentOrders.length - keep));
    const count = Math.round(story.shipments.length / 14 + this.source.random.next() * 0.4);
    for (let each = 0; each < count; each += 1) {
      const sent = this.#sentOrders[this.source.random.between(0, this.#sentOrders.length - 1)];
      const line = sent?.order.lines[sent.place];
      if (!sent || !line || line.shipped < 6) continue;
      const { warehouse } = sent.order;
      const pieces = this.source.random.between(1, Math.max(1, Math.floor(line.shipped / 8)));
      const minutes = this.source.random.between(10 * 60, 16 * 60);
      const paper = this.paper('RT', 'return', day, minutes, warehouse.keeper.id, sent.order.id);
      this.room.takeBack(this.room.position(warehouse, line.product), pieces, paper);
      story.returns.push({ ...sent, pieces });
    }
  }

  *#written(): Iterable<DemoBatch> {
    const lots = this.room.takeLots();
    if (lots.length > 0) yield batchOf('lots', lots);
    const movements = this.room.takeMovements();
    if (movements.length > 0) yield batchOf('stockMovements', movements);
  }
}

/** Days for which goods are bought, of what does not keep. */
const keepsFor = ({ shelfLifeDays }: DemoProduct): number => (shelfLifeDays ?? 365) / 5;

const roundUp = (pieces: number, carton: number): number => Math.max(1, Math.ceil(pieces / carton)) * carton;
