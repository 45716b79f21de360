/** Who orders on a day, and what. */
import type { Demo, DemoDay, DemoSource, DemoStory } from '../../../kernel/demo.ts';

type Customer = DemoStory['customers'][number];
type Product = DemoStory['products'][number];

/** A customer that ordered lately does not order again at once. */
const LEAST_DAYS_BETWEEN = 3;
const TRIES = 12;

/**
 * Chooses the next customer of a day by how much each buys; of one territory where it is named.
 * @returns null when nobody fits
 */
export function makeChooser(
  { story, days }: Demo,
  { random }: DemoSource,
): (day: DemoDay, mustBeDebtor: boolean, territoryCode: string | null) => Customer | null {
  const tickets = story.customers.flatMap((customer) => new Array<Customer>(customer.weight).fill(customer));
  const lastOrder = new Map<Customer, number>();
  const buys = (customer: Customer, day: DemoDay): boolean =>
    day.index >= customer.firstDay && day.index <= customer.lastDay;
  return (day, mustBeDebtor, territoryCode) => {
    if (territoryCode !== null) {
      const paying = story.customers.filter(
        (each) => each.territory.code === territoryCode && buys(each, day) && !story.exceedsCredit(each, 0, day),
      );
      const own = paying[random.between(0, Math.max(0, paying.length - 1))];
      if (own) return own;
    }
    if (mustBeDebtor) {
      const debtors = story.customers.filter((each) => buys(each, day) && story.exceedsCredit(each, 0, day));
      const debtor = debtors[random.between(0, Math.max(0, debtors.length - 1))];
      if (debtor) return debtor;
    }
    for (let tries = 0; tries < TRIES; tries += 1) {
      const customer = tickets[random.between(0, tickets.length - 1)];
      if (!customer || !buys(customer, day)) continue;
      if (day.index - (lastOrder.get(customer) ?? -days.length) < LEAST_DAYS_BETWEEN) continue;
      lastOrder.set(customer, day.index);
      return customer;
    }
    return null;
  };
}

const FAVOURITES = 14;

interface ChosenLine {
  readonly product: Product;
  readonly pieces: number;
}

/** Chooses what an order is of: mostly what the customer always buys, as the season has it. */
export function makeLineChooser(
  { story }: Demo,
  { random }: DemoSource,
): (customer: Customer, day: DemoDay, withScarce: boolean) => ChosenLine[] {
  const favourites = new Map<Customer, Product[]>();
  const draw = makeDrawer(story.products);
  const usualOf = (customer: Customer): Product[] => {
    const known = favourites.get(customer);
    if (known) return known;
    const usual = Array.from({ length: FAVOURITES }, () => draw(random.next()));
    favourites.set(customer, usual);
    return usual;
  };
  return (customer, day, withScarce) => {
    const usual = usualOf(customer);
    const count = random.between(2, customer.weight > 3 ? 7 : 5);
    const chosen = new Set<Product>();
    if (withScarce) {
      for (const product of random.some(story.scarceProducts, 1)) chosen.add(product);
    }
    for (let tries = 0; chosen.size < count && tries < TRIES * 2; tries += 1) {
      const favourite = usual[random.between(0, usual.length - 1)];
      const product = favourite && random.chance(78) ? favourite : draw(random.next());
      const season = product.season[day.month - 1] ?? 1;
      if (random.next() * 1.6 < season) chosen.add(product);
    }
    if (chosen.size === 0) chosen.add(draw(random.next()));
    return [...chosen].map((product) => ({ product, pieces: piecesOf(product, customer.weight, random) }));
  };
}

/** Round numbers, more for who buys more. */
function piecesOf({ least, most }: Product, weight: number, random: DemoSource['random']): number {
  const reach = weight >= 8 ? 1 : weight >= 3 ? 0.7 : 0.45;
  const pieces = least + random.next() * (most - least) * reach;
  const step = most > 40 ? 12 : most > 15 ? 6 : 2;
  return Math.max(least, Math.round(pieces / step) * step);
}

/** Draws products as often as they are popular, by a number from 0 to 1. */
function makeDrawer(all: readonly Product[]): (from0to1: number) => Product {
  const products = all.filter(({ popularity }) => popularity > 0);
  const sums: number[] = [];
  let total = 0;
  for (const { popularity } of products) {
    total += popularity;
    sums.push(total);
  }
  return (from0to1) => {
    const wanted = from0to1 * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    const product = products[low];
    if (!product) throw new Error('the company sells nothing');
    return product;
  };
}
