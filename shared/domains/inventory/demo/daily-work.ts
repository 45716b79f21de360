/** What goes on in a warehouse beside orders: the counter, counts, transfers, breakage, and lots that are over. */
import type { DemoDay } from '../../../kernel/demo.ts';
import { daysBetween } from '../../../kernel/instants.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { noteTaken, type Position, rateOf } from './store-room.ts';
import type { StoreYear } from './store-year.ts';

const SATURDAY = 6;
/** In the last days each shelf is looked at, so that it is as it should be when the year ends. */
const CLEARANCE_DAYS = 4;
/** Part of a lot's days in which it is to be sold. */
const SOLD_IN_TIME = 0.75;
/** Of nothing there is more than sells in so many days, if it can be helped. */
const USUAL_MOST_DAYS = 110;
/** Tries for each movement that the day still lacks: an empty shelf sells nothing. */
const TRIES = 3;

/** Does a day's work: so much of it that the ledger grows as the size of the company says. */
export function doDailyWork(year: StoreYear, day: DemoDay): void {
  const { demo, room } = year;
  throwAwayExpiring(year, day);
  if ((day.weekday === SATURDAY && day.index % 4 === 0) || demo.days.length - day.index <= CLEARANCE_DAYS)
    sellOff(year, day);
  const wanted = Math.round(demo.size.movements * day.progress);
  const positions = demo.story.warehouses.map((warehouse) => room.positions(warehouse));
  const draw = (place: number): Position | undefined => {
    const list = positions[place] ?? [];
    const [one, other] = [drawn(list, year), drawn(list, year)];
    if (!one || !other) return one;
    // Twice drawn, the more popular taken: what sells, sells everywhere. Or that which lies longer: it stands in front.
    const isFirst = year.source.random.chance(65)
      ? one.product.popularity >= other.product.popularity
      : coverOf(one, day) >= coverOf(other, day);
    return isFirst ? one : other;
  };
  // Shelves are counted in the evening, when everything else has moved.
  const toCount: Position[] = [];
  const isEnough = (): boolean => room.movementCount + toCount.length >= wanted;
  for (let tries = (wanted - room.movementCount) * TRIES; tries > 0 && !isEnough(); tries -= 1) {
    const place = year.source.random.chance(64) ? 0 : 1;
    const position = draw(place);
    if (!position) return;
    const kind = year.source.random.between(1, 100);
    if (kind <= 84) sellAtCounter(year, day, position);
    else if (kind <= 92) toCount.push(position);
    else if (kind <= 98) transfer(year, day, position, place === 0 ? 1 : 0);
    else breakSome(year, day, position);
    year.reorder(position);
  }
  for (const position of toCount) {
    count(year, day, position);
    year.reorder(position);
  }
}

/** What would not be sold before it expires, or for months, the counter sells cheaply. */
function sellOff(year: StoreYear, day: DemoDay): void {
  for (const warehouse of year.demo.story.warehouses) {
    for (const position of year.room.positions(warehouse)) {
      const [next] = position.lots;
      const daysLeft = next ? daysBetween(day.date, next.expiresOn) * SOLD_IN_TIME : USUAL_MOST_DAYS;
      const tooMuch = Math.ceil(free(position) - rateOf(position, day.index) * Math.min(daysLeft, USUAL_MOST_DAYS));
      if (tooMuch <= 0) continue;
      const minutes = year.source.random.between(9 * 60, 17 * 60 + 45);
      const paper = year.paper(`POS-${warehouse.code}`, 'shipment', day, minutes, warehouse.keeper.id, null);
      noteTaken(position, year.room.issue(position, tooMuch, day.date, paper), day.index);
    }
  }
}

function drawn(list: readonly Position[], { source }: StoreYear): Position | undefined {
  return list[source.random.between(0, list.length - 1)];
}

/** Days for which what is there lasts. */
const coverOf = (position: Position, day: DemoDay): number => free(position) / rateOf(position, day.index);

const free = ({ onHand, reserved }: Position): number => onHand - reserved;

function sellAtCounter(year: StoreYear, day: DemoDay, position: Position): void {
  const { random } = year.source;
  const price = position.product.basePrice / ONE_UNIT;
  const pieces = Math.min(random.between(1, price < 30 ? 12 : price < 100 ? 6 : 3), free(position));
  if (pieces <= 0) return;
  const minutes = random.between(9 * 60, 17 * 60 + 45);
  const paper = year.paper(`POS-${position.warehouse.code}`, 'shipment', day, minutes, keeperOf(position), null);
  noteTaken(position, year.room.issue(position, pieces, day.date, paper), day.index);
}

/** A shelf is counted, and the book was a little wrong. */
function count(year: StoreYear, day: DemoDay, position: Position): void {
  const { random } = year.source;
  const most = Math.max(1, Math.round(position.onHand / 60));
  const difference = random.between(-most, most) || -1;
  const lot = position.lots[0] ?? null;
  if (position.product.shelfLifeDays !== null && lot === null) return;
  const pieces = Math.max(difference, -Math.max(0, Math.min(free(position), lot?.pieces ?? position.onHand)));
  if (pieces === 0) return;
  const paper = year.paper('CT', 'count', day, random.between(17 * 60 + 46, 18 * 60 + 30), keeperOf(position), null);
  year.room.adjust(position, lot, pieces, paper);
}

/** Half of what is there too much goes to the other warehouse. */
function transfer(year: StoreYear, day: DemoDay, from: Position, toPlace: 0 | 1): void {
  const to = year.room.position(year.demo.story.warehouses[toPlace], from.product);
  const pieces = Math.min(Math.floor(free(from) / 3), from.product.carton * 2);
  if (pieces <= 0 || coverOf(to, day) > coverOf(from, day)) return;
  const minutes = year.source.random.between(8 * 60 + 41, 8 * 60 + 58);
  const paper = year.paper('TR', 'transfer', day, minutes, keeperOf(from), null);
  year.room.transfer(from, to, pieces, day.date, paper);
}

function breakSome(year: StoreYear, day: DemoDay, position: Position): void {
  const pieces = Math.min(year.source.random.between(1, 2), free(position));
  if (pieces <= 0) return;
  const paper = year.paper('SC', 'scrap', day, year.source.random.between(9 * 60, 17 * 60), keeperOf(position), null);
  year.room.issue(position, pieces, day.date, paper);
}

/** Every evening someone takes off the shelves what would stand there on its last day, or after it. */
function throwAwayExpiring(year: StoreYear, day: DemoDay): void {
  const { days, today } = year.demo;
  const nextOpen = days.find(({ index, weight }) => index > day.index && weight > 0)?.date ?? today;
  for (const warehouse of year.demo.story.warehouses) {
    for (const position of year.room.positions(warehouse)) {
      for (const lot of position.lots.filter(({ expiresOn }) => expiresOn <= nextOpen)) {
        if (lot.pieces <= 0) continue;
        const paper = year.paper('SC', 'scrap', day, 18 * 60 + 31, keeperOf(position), null);
        year.room.adjust(position, lot, -lot.pieces, paper);
        year.giveUp(position);
        year.reorder(position);
      }
    }
  }
}

const keeperOf = ({ warehouse }: Position): string => warehouse.keeper.id;
