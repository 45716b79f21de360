/** Customers that change hands: out of the pool, back into it, to others, also too late, and also by those who may not. */
import type { CommandGenerator, GeneratedCommand, GeneratorView } from '../../kernel/simulation.ts';
import type { Row } from '../../kernel/table.ts';

const reasons = ['太远', '已停业', '改由总部采购'] as const;
const sellers = ['rep', 'manager'];
const managers = ['manager', 'administrator'];

export const generators: readonly CommandGenerator[] = [
  { name: 'crm.claimCustomer', weight: 2, roles: sellers, make: claim },
  { name: 'crm.giveBackCustomer', weight: 2, roles: sellers, make: giveBack },
  { name: 'crm.assignCustomers', weight: 2, make: assign },
  { name: 'crm.handOverCustomers', weight: 1, roles: managers, make: handOver },
];

const customersOf = ({ db }: GeneratorView): Promise<Row<'customers'>[]> =>
  db.selectFrom('customers').selectAll().where('deletedAt', 'is', null).orderBy('id').execute();

async function claim(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random } = view;
  const all = await customersOf(view);
  const pool = all.filter(({ ownerId, ownerTeamId }) => ownerId === null && ownerTeamId === null);
  const [customer] = random.some(pool.length > 0 && !random.chance(10) ? pool : all, 1);
  return customer ? { name: 'crm.claimCustomer', args: { customerId: customer.id, changeId: view.newId() } } : null;
}

async function giveBack(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random } = view;
  const all = await customersOf(view);
  const own = all.filter(({ ownerId }) => ownerId === view.person.userId);
  const [customer] = random.some(own.length > 0 && !random.chance(10) ? own : all, 1);
  if (!customer) return null;
  const args = { customerId: customer.id, changeId: view.newId(), reason: random.oneOf(reasons) };
  return { name: 'crm.giveBackCustomer', args };
}

const toPerson = (userId: string) => ({ kind: 'person' as const, userId });
const toPool = { kind: 'pool' as const };

async function receiverOf({ random, db }: GeneratorView) {
  const users = await db.selectFrom('users').select('id').where('deletedAt', 'is', null).orderBy('id').execute();
  const teams = await db.selectFrom('teams').select('id').where('deletedAt', 'is', null).orderBy('id').execute();
  const [user] = random.some(users, 1);
  const [team] = random.some(teams, 1);
  if (team && random.chance(20)) return { kind: 'team' as const, teamId: team.id };
  return user && !random.chance(30) ? toPerson(user.id) : toPool;
}

async function assign(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, db } = view;
  const chosen = random.some(await customersOf(view), random.between(1, 3));
  if (chosen.length === 0) return null;
  const places = await db.selectFrom('territories').select('id').orderBy('id').execute();
  const [place] = random.some(places, 1);
  const moves = random.chance(30) && place !== undefined;
  const to = moves && random.chance(50) ? { kind: 'same' as const } : await receiverOf(view);
  const customers = chosen.map(({ id }) => ({ customerId: id, changeId: view.newId() }));
  if (random.chance(5)) customers.push({ customerId: view.newId(), changeId: view.newId() });
  const args = { customers, to, territoryId: moves ? place.id : null, reason: null, group: null };
  return { name: 'crm.assignCustomers', args };
}

async function handOver(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random } = view;
  const owned = (await customersOf(view)).filter(({ ownerId }) => ownerId !== null);
  const [one] = random.some(owned, 1);
  if (!one?.ownerId) return null;
  const own = owned.filter(({ ownerId }) => ownerId === one.ownerId);
  const chosen = random.some(own, random.between(1, own.length));
  const args = {
    fromUserId: one.ownerId,
    customers: chosen.map(({ id }) => ({ customerId: id, changeId: view.newId() })),
    receivers: [
      ...(random.chance(40) ? [{ territoryId: one.territoryId, to: toPool }] : []),
      { territoryId: null, to: await receiverOf(view) },
    ],
    reason: random.chance(50) ? random.oneOf(reasons) : null,
    group: view.newId(),
    isLast: random.chance(50),
  };
  return { name: 'crm.handOverCustomers', args };
}
