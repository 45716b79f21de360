/** Customers in their territories, with their people; those who buy are told to the other parts. */
import { batchOf, type Demo, type DemoBatch, type DemoPart, type DemoSource } from '../../../kernel/demo.ts';
import type { Row } from '../../../kernel/table.ts';
import { composeAddress } from '../rules/compose-address.ts';
import { type DemoCity, demoCities } from './cities.ts';
import { composeCustomer } from './compose-customer.ts';
import { type NamedCustomer, namedCustomers } from './named-customers.ts';
import { changeOf, holdingOf } from './owners.ts';
import type { DemoCustomer, PayingHabit } from './story.ts';

const BATCH_CUSTOMERS = 500;
/** Two of those who have gone silent, and have not paid since. */
const DEFAULTERS: readonly number[] = [13, 31];
const DAY_MS = 86_400_000;

export const customersPart: DemoPart = {
  name: 'crm.customers',
  after: ['admin.company', 'sales.groups'],
  begin: (demo) => ({ start: () => writeCustomers(demo) }),
};

function* writeCustomers(demo: Demo): Iterable<DemoBatch> {
  const source = demo.source('crm.customers');
  const hands = demo.source('crm.owners');
  const buyers: DemoCustomer[] = [];
  const buyerCount = Math.min(demo.size.customers, Math.max(60, Math.round(demo.size.orders / 5)));
  let customers: Row<'customers'>[] = [];
  let contacts: Row<'contacts'>[] = [];
  let changes: Row<'ownerChanges'>[] = [];
  for (let index = 0; index < demo.size.customers; index += 1) {
    const named = namedCustomers[index];
    const place = placeOf(demo, source, named);
    const holding = holdingOf(demo, hands, place.territory, index);
    const composed = composeCustomer(demo, source, {
      code: `C${String(index + 1).padStart(demo.size.customers > 9_999 ? 6 : 4, '0')}`,
      ...place,
      territoryId: place.territory.id,
      madeBy: place.territory.rep.id,
      ownerId: holding.ownerId,
      ownerTeamId: holding.ownerTeamId,
      heldSince: holding.heldSince,
      paymentTermsDays: named?.paymentTermsDays ?? source.random.oneOf([0, 15, 30, 30, 30, 45, 60]),
      named,
      realName: demo.companyNames[index],
      people: index < buyerCount ? source.random.between(2, 4) : source.random.between(1, 3),
      madeAt: demo.days[0].at(10 * 60) - source.random.between(20, 1_100) * DAY_MS,
    });
    customers.push({ ...composed.customer, groupId: groupOf(demo, index) });
    contacts.push(...composed.contacts);
    const change = changeOf(demo, hands, composed.customer, place.territory, holding);
    if (change) changes.push(change);
    if (index < buyerCount) buyers.push(buyerOf(demo, source, composed.customer, place.territory, named, index));
    if (customers.length < BATCH_CUSTOMERS && index < demo.size.customers - 1) continue;
    yield batchOf('customers', customers);
    yield batchOf('contacts', contacts);
    yield batchOf('ownerChanges', changes);
    [customers, contacts, changes] = [[], [], []];
  }
  demo.story.customers = buyers;
}

/** Some are in a group; the first, whom everybody knows, is not. */
function groupOf({ story: { customerGroups } }: Demo, index: number): string | null {
  const [first = null, second = null] = customerGroups;
  if (index % 9 === 4) return first;
  return index % 6 === 2 ? second : null;
}

function placeOf(
  demo: Demo,
  { random }: DemoSource,
  named: NamedCustomer | undefined,
): { city: DemoCity; territory: Demo['story']['territories'][number] } {
  const { territories } = demo.story;
  let left = random.between(1, 100);
  const drawn = territories.find(({ weight }) => {
    left -= weight;
    return left <= 0;
  });
  const code = demoCities.find(({ key }) => key === named?.city)?.territory ?? drawn?.code;
  const territory = territories.find((each) => each.code === code) ?? territories[0];
  const cities = demoCities.filter((each) => each.territory === territory?.code);
  // Half of a territory's customers are in its capital.
  const [capital] = cities;
  const drawnCity = capital && random.oneOf([capital, capital, ...cities]);
  const city = demoCities.find(({ key }) => key === named?.city) ?? drawnCity;
  if (!territory || !city) throw new Error('there is no territory for a customer');
  return { city, territory };
}

function buyerOf(
  demo: Demo,
  { random }: DemoSource,
  row: Row<'customers'>,
  territory: DemoCustomer['territory'],
  named: NamedCustomer | undefined,
  index: number,
): DemoCustomer {
  const isDebtor = index % 12 === 2 || index === 7;
  const isDefaulter = DEFAULTERS.includes(index);
  const weight = index === 0 || random.chance(12) ? 8 : random.chance(isDebtor || isDefaulter ? 100 : 35) ? 3 : 1;
  const lastDay = demo.days.length - 1;
  // The first is the one that everybody looks at: it buys to this day and pays.
  const isSilent = index > 0 && index % 9 === 4;
  const pays = index === 0 ? 'usual' : isDebtor ? 'bad' : habitOf(random.between(1, 100));
  const usual = { 8: 220_000, 3: 90_000, 1: 40_000 }[weight] ?? 40_000;
  const hasLimit = named ? named.creditLimit !== null : !random.chance(12);
  const limit = named?.creditLimit ?? Math.round((usual * random.between(70, 160)) / 1_000_000) * 10_000;
  return {
    row,
    shipTo: composeAddress(row),
    rep: territory.rep,
    territory,
    weight,
    pays: isDefaulter ? 'never' : isSilent && random.chance(40) ? 'bad' : pays,
    limitMinor: hasLimit ? limit * 100 : null,
    firstDay: index > 20 && random.chance(20) ? random.between(20, Math.floor(lastDay * 0.7)) : 0,
    lastDay: isDefaulter
      ? Math.floor(lastDay * 0.6)
      : isSilent
        ? random.between(Math.floor(lastDay * 0.4), Math.floor(lastDay * 0.72))
        : lastDay,
  };
}

function habitOf(percent: number): PayingHabit {
  if (percent <= 48) return 'prompt';
  if (percent <= 91) return 'usual';
  return 'slow';
}
