/**
 * What the warehouses hold while the demo's year goes by, in pieces. Guards:
 * - goods leave by first expired first out (R30), never expired, and never more than is there;
 * - what is on hand is always the sum of what moved: every change gives a movement.
 */
import type { DemoSource } from '../../../kernel/demo.ts';
import { madeBy } from '../../../kernel/demo.ts';
import type { Id } from '../../../kernel/ids.ts';
import { addDays, type CalendarDate, type Instant } from '../../../kernel/instants.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import type { Row } from '../../../kernel/table.ts';
import type { DemoDemand, DemoProduct, DemoWarehouse } from './story.ts';

export interface StockLot {
  readonly id: Id;
  readonly code: string;
  readonly expiresOn: CalendarDate;
  pieces: number;
}

/** One product in one warehouse. */
export interface Position {
  readonly product: DemoProduct;
  readonly warehouse: DemoWarehouse;
  onHand: number;
  reserved: number;
  /** Ordered from the supplier and not here yet. */
  incoming: number;
  /** Pieces that left lately, what is older counting less. */
  took: number;
  /** Index of the day to which `took` is reckoned. */
  tookOn: number;
  /** First expired first; empty where lots are not kept. */
  lots: StockLot[];
  /** Lines that wait for it, oldest first. */
  waiting: DemoDemand[];
}

type Movement = Row<'stockMovements'>;

/** Why and on which paper goods moved. */
export interface Paper {
  readonly cause: Movement['cause'];
  readonly number: string | null;
  readonly documentId: Id | null;
  readonly at: Instant;
  readonly by: Id;
}

/** What left so long ago counts about a third of what leaves today. */
const LOOK_BACK_DAYS = 42;

/** Pieces that a day takes, as the last weeks were. */
export function rateOf(position: Position, today: number): number {
  // As good as e to the power of -days/LOOK_BACK_DAYS, and the same to the last bit on every machine.
  const root = 1 + (today - position.tookOn) / LOOK_BACK_DAYS / 4;
  return position.took / (root * root * root * root) / LOOK_BACK_DAYS;
}

/** Notes that so many pieces left. */
export function noteTaken(position: Position, pieces: number, today: number): void {
  position.took = rateOf(position, today) * LOOK_BACK_DAYS + pieces;
  position.tookOn = today;
}

export class StoreRoom {
  readonly #source: DemoSource;
  readonly #positions: ReadonlyMap<DemoWarehouse, readonly Position[]>;
  readonly #lotCodes = new Map<string, number>();
  movements: Movement[] = [];
  lots: Row<'lots'>[] = [];
  movementCount = 0;

  constructor(source: DemoSource, warehouses: readonly DemoWarehouse[], products: readonly DemoProduct[]) {
    this.#source = source;
    this.#positions = new Map(
      warehouses.map((warehouse) => [
        warehouse,
        products.map((product) => ({
          product,
          warehouse,
          onHand: 0,
          reserved: 0,
          incoming: 0,
          took: product.dailyDemand * warehouse.share * LOOK_BACK_DAYS,
          tookOn: 0,
          lots: [],
          waiting: [],
        })),
      ]),
    );
  }

  position(warehouse: DemoWarehouse, product: DemoProduct): Position {
    const found = this.#positions.get(warehouse)?.[product.index];
    if (!found) throw new Error(`${product.code} is kept nowhere`);
    return found;
  }

  positions(warehouse: DemoWarehouse): readonly Position[] {
    return this.#positions.get(warehouse) ?? [];
  }

  /** Goods that come in as a fresh lot, produced so many days ago. */
  receive(position: Position, pieces: number, today: CalendarDate, agedDays: number, paper: Paper): void {
    const { product } = position;
    if (product.shelfLifeDays === null) {
      this.#move(position, null, pieces, paper);
      return;
    }
    const producedOn = addDays(today, -agedDays);
    this.#move(position, this.#makeLot(position, producedOn, today, paper), pieces, paper);
  }

  /** Takes goods out; of what is tracked only lots that may still be used. @returns how many pieces left */
  issue(position: Position, wanted: number, today: CalendarDate, paper: Paper): number {
    if (position.product.shelfLifeDays === null) {
      const pieces = Math.min(wanted, position.onHand);
      if (pieces > 0) this.#move(position, null, -pieces, paper);
      return pieces;
    }
    let left = wanted;
    for (const lot of position.lots.filter(({ expiresOn }) => expiresOn >= today)) {
      const pieces = Math.min(left, lot.pieces);
      if (pieces > 0) this.#move(position, lot, -pieces, paper);
      left -= pieces;
      if (left === 0) break;
    }
    return wanted - left;
  }

  /** Goods that go from one warehouse to another, lot by lot. */
  transfer(from: Position, to: Position, wanted: number, today: CalendarDate, paper: Paper): void {
    if (from.product.shelfLifeDays === null) {
      const pieces = this.issue(from, wanted, today, paper);
      if (pieces > 0) this.#move(to, null, pieces, paper);
      return;
    }
    const lot = from.lots.find(({ expiresOn, pieces }) => expiresOn > today && pieces > 0);
    const pieces = Math.min(wanted, lot?.pieces ?? 0);
    if (!lot || pieces === 0) return;
    this.#move(from, lot, -pieces, paper);
    let there = to.lots.find(({ id }) => id === lot.id);
    if (!there) {
      there = { ...lot, pieces: 0 };
      to.lots = sorted([...to.lots, there]);
    }
    this.#move(to, there, pieces, paper);
  }

  /** Goods of a lot that are thrown away, or whose number was found to be another. */
  adjust(position: Position, lot: StockLot | null, pieces: number, paper: Paper): void {
    this.#move(position, lot, pieces, paper);
  }

  /** Goods that come back: into the newest lot, which they were of. */
  takeBack(position: Position, pieces: number, paper: Paper): void {
    const newest = position.lots.at(-1) ?? null;
    if (position.product.shelfLifeDays !== null && newest === null) return;
    this.#move(position, newest, pieces, paper);
  }

  /** What has moved since it was last asked. */
  takeMovements(): Movement[] {
    const taken = this.movements;
    this.movements = [];
    return taken;
  }

  takeLots(): Row<'lots'>[] {
    const taken = this.lots;
    this.lots = [];
    return taken;
  }

  #makeLot(position: Position, producedOn: CalendarDate, receivedOn: CalendarDate, paper: Paper): StockLot {
    const { product } = position;
    const day = producedOn.replaceAll('-', '').slice(2);
    const running = (this.#lotCodes.get(`${product.code} ${day}`) ?? 0) + 1;
    this.#lotCodes.set(`${product.code} ${day}`, running);
    const lot: StockLot = {
      id: this.#source.newId(paper.at),
      code: `L${day}-${running}`,
      expiresOn: addDays(producedOn, product.shelfLifeDays ?? 0),
      pieces: 0,
    };
    const { id, code, expiresOn } = lot;
    const open = { supplierId: null, blocked: 0 as const };
    this.lots.push({ id, productId: product.id, code, expiresOn, receivedOn, ...open, ...madeBy(paper.by, paper.at) });
    position.lots = sorted([...position.lots, lot]);
    return lot;
  }

  #move(position: Position, lot: StockLot | null, pieces: number, paper: Paper): void {
    position.onHand += pieces;
    if (lot) {
      lot.pieces += pieces;
      if (lot.pieces === 0 && pieces < 0) position.lots = position.lots.filter((each) => each !== lot);
    }
    this.movementCount += 1;
    this.movements.push({
      id: this.#source.newId(paper.at),
      productId: position.product.id,
      warehouseId: position.warehouse.id,
      quantity: pieces * ONE_UNIT,
      cause: paper.cause,
      documentId: paper.documentId,
      documentNumber: paper.number,
      lotId: lot?.id ?? null,
      occurredAt: paper.at,
      ...{ serialId: null, locationId: null, condition: 'saleable', bookedOn: null, reversesId: null, reason: null },
      ...madeBy(paper.by, paper.at),
    });
  }
}

const sorted = (lots: StockLot[]): StockLot[] =>
  lots.sort((a, b) => (a.expiresOn === b.expiresOn ? (a.code < b.code ? -1 : 1) : a.expiresOn < b.expiresOn ? -1 : 1));
