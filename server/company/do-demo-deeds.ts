/**
 * What the people of the demo company did in its last days (the warehouse's part: demo-warehouse-deeds.ts), by their own
 * laptops: real commands, run and answered as any
 * push, so that the company's log tells who changed what, and who allowed it. Guards:
 * - the same seed and day do the same deeds, at the same moments, under the same ids;
 * - where nothing fits (another size, another seed) the deed is left out; none of them stops the company from opening.
 */
import pino from 'pino';
import { DEMO_UTC_OFFSET_MINUTES } from '#db/demo/calendar.ts';
import { demoSource } from '#db/demo/seeded-random.ts';
import type { DemoLanguage } from '#shared/kernel/demo.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { calendarDateAt, startOfDay } from '#shared/kernel/instants.ts';
import { type CommandEnvelope, chainHash } from '#shared/protocol/envelope.ts';
import type { CommandAnswer } from '#shared/protocol/sync.ts';
import { registry } from '#shared/registry.ts';
import { noFiles } from '../files/company-files.ts';
import type { House } from '../house.ts';
import { makeMetrics } from '../http/metrics.ts';
import { executePush } from '../sync/execute-push.ts';
import { startPokes } from '../sync/pokes.ts';
import type { SystemWriter } from '../sync/system-command.ts';
import { catalogueDeeds } from './demo-catalogue-deeds.ts';
import type { Deed, Making } from './demo-deed.ts';
import { placeDeeds } from './demo-place-deeds.ts';
import { warehouseDeeds } from './demo-warehouse-deeds.ts';
import { keepReorderPoints } from './keep-reorder-points.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Customers that a person has, or that lie in the pools of a territory, by their codes. */
async function customersOf({ db, person }: Making, of: { owner: string } | { pool: string }) {
  const all = db
    .selectFrom('customers')
    .select(['customers.id', 'customers.name'])
    .where('customers.deletedAt', 'is', null);
  const query =
    'owner' in of
      ? all.where('ownerId', '=', await person(of.owner))
      : all
          .innerJoin('territories', 'territories.id', 'customers.territoryId')
          .where('territories.code', '=', of.pool)
          .where('ownerId', 'is', null)
          .where('ownerTeamId', 'is', null);
  return query.orderBy('customers.code').limit(20).execute();
}

/** Sets payment terms of the customer of an owner at a place. */
const assignTerms =
  (owner: string, place: number, code: string): Deed['args'] =>
  async (making) => {
    const customer = (await customersOf(making, { owner }))[place];
    const terms = await making.db.selectFrom('paymentTerms').select('id').where('code', '=', code).executeTakeFirst();
    return customer && terms ? { customerId: customer.id, paymentTermsId: terms.id } : null;
  };

/** Oldest first. */
const officeDeeds: readonly Deed[] = [
  {
    ...{ by: 'gao', daysAgo: 8, minutes: 9 * 60 + 41, name: 'admin.changeSettings' },
    args: async () => ({ changes: [{ key: 'sales.contractWarningDays', value: '45' }] }),
  },
  {
    ...{ by: 'xu', daysAgo: 7, minutes: 10 * 60 + 5, name: 'crm.assignPaymentTerms' },
    args: assignTerms('chen', 3, 'NET60'),
  },
  {
    ...{ by: 'zhang', daysAgo: 6, minutes: 11 * 60 + 22, name: 'crm.assignCustomers' },
    args: async (making) => {
      const customer = (await customersOf(making, { owner: 'zhou' }))[11];
      const team = await making.db.selectFrom('teams').select('id').where('code', '=', 'KEY').executeTakeFirst();
      if (!customer || !team) return null;
      return {
        customers: [{ customerId: customer.id, changeId: making.newId() }],
        to: { kind: 'team', teamId: team.id },
        reason: making.say({ zh: '年采购额过十万，转大客户组', en: 'Buys for more than a hundred thousand a year' }),
        ...{ territoryId: null, group: null },
      };
    },
  },
  {
    ...{ by: 'gao', daysAgo: 6, minutes: 15 * 60 + 12, name: 'admin.changePerson' },
    args: async ({ person }) => ({ userId: await person('wu'), phone: '136 9791 4418' }),
  },
  {
    ...{ by: 'zhang', daysAgo: 5, minutes: 9 * 60 + 16, name: 'inventory.importProducts' },
    args: async ({ db, newId, say }) => {
      const product = await db
        .selectFrom('products')
        .select(['code', 'name', 'basePrice', 'currency', 'unit', 'taxCode'])
        .where('code', '=', 'D-412')
        .executeTakeFirst();
      if (!product) return null;
      const { code, name, currency, unit, taxCode } = product;
      // Cents: a price that somebody chose, some three percent more.
      const basePrice = Math.round((product.basePrice * 1.03) / 1_000) * 1_000;
      const unchanged = {
        category: null,
        unit: null,
        packaging: null,
        barcode: null,
        taxCode: null,
        reorderPoint: null,
      };
      const others = {
        discontinued: null,
        floorPrice: null,
        averageCost: null,
        tracking: null,
        shelfLifeDays: null,
        brand: null,
        otherName: null,
      };
      return {
        importId: say({ zh: '价格调整', en: 'Price change' }),
        ...{ currency, defaultUnit: unit, defaultTaxCode: taxCode },
        rows: [{ line: 2, id: newId(), code, name, basePrice, ...unchanged, ...others }],
      };
    },
  },
  {
    ...{ by: 'gao', daysAgo: 4, minutes: 14 * 60 + 2, name: 'admin.setPersonLimit' },
    args: async ({ person, newId }) => ({
      id: newId(),
      userId: await person('wu'),
      kind: 'roundingDown',
      value: 1_000,
    }),
  },
  {
    ...{ by: 'wu', daysAgo: 3, minutes: 16 * 60 + 33, name: 'crm.giveBackCustomer' },
    args: async (making) => {
      const customer = (await customersOf(making, { owner: 'wu' })).at(-1);
      const reason = making.say({
        zh: '门店已转让，新店主另有供货商',
        en: 'The shop was sold; its new owner buys elsewhere',
      });
      return customer ? { customerId: customer.id, changeId: making.newId(), reason } : null;
    },
  },
  {
    ...{ by: 'zhou', daysAgo: 3, minutes: 17 * 60 + 4, name: 'crm.claimCustomer' },
    args: async (making) => {
      const [customer] = await customersOf(making, { pool: 'HB' });
      return customer ? { customerId: customer.id, changeId: making.newId() } : null;
    },
  },
  {
    // Somebody was faster: refused, and told by whom.
    ...{ by: 'zhang', daysAgo: 3, minutes: 17 * 60 + 40, name: 'crm.claimCustomer' },
    args: async (making) => {
      const customer = (await customersOf(making, { owner: 'zhou' })).at(-1);
      return customer ? { customerId: customer.id, changeId: making.newId() } : null;
    },
  },
  {
    ...{ by: 'zhang', daysAgo: 1, minutes: 10 * 60 + 10, name: 'admin.decideApproval' },
    args: async ({ db, at, say }) => {
      const word = await db
        .selectFrom('approvals')
        .select('id')
        .where('state', '=', 'asked')
        .where('kind', '=', 'credit')
        .where('askedAt', '<', at)
        .where('limitValue', '<', 5_000_000)
        .orderBy('askedAt')
        .orderBy('id')
        .executeTakeFirst();
      const reason = say({ zh: '已收到承兑汇票', en: 'The bill of exchange is here' });
      return word ? { approvalId: word.id, decision: 'approve', reason, validUntil: at + 14 * DAY_MS } : null;
    },
  },
  {
    ...{ by: 'xu', daysAgo: 1, minutes: 11 * 60 + 25, name: 'crm.assignPaymentTerms' },
    args: assignTerms('zhou', 4, 'EOM30'),
  },
];

const momentOf = ({ daysAgo, minutes }: Deed): number => minutes * MINUTE_MS - daysAgo * DAY_MS;

/** As they happened, one after the other. */
const deeds = [...officeDeeds, ...catalogueDeeds, ...placeDeeds, ...warehouseDeeds].sort(
  (a, b) => momentOf(a) - momentOf(b),
);

export interface DeedOptions {
  readonly language: DemoLanguage;
  readonly seed: number;
}

/** Does them, in a company that was just built. @returns the answers, in order */
export async function doDemoDeeds(
  { database, world }: SystemWriter,
  { language, seed }: DeedOptions,
): Promise<CommandAnswer[]> {
  const logger = pino({ level: 'silent' });
  const pokes = await startPokes(database, () => {});
  const house: House = { database, world, registry, logger, metrics: makeMetrics(), pokes, files: noFiles };
  const db = database.kysely;
  const { newId } = demoSource(seed, 'server.deeds');
  const today = calendarDateAt(world.clock.now(), DEMO_UTC_OFFSET_MINUTES);
  const midnight = startOfDay(today, DEMO_UTC_OFFSET_MINUTES);
  const made = new Map<string, Id>();
  const numbers = new Map<string, number>();
  const nextNumber = (prefix: string, code: string): string => {
    const running = (numbers.get(`${prefix}-${code}`) ?? 0) + 1;
    numbers.set(`${prefix}-${code}`, running);
    return `${prefix}-${code}-${String(running).padStart(6, '0')}`;
  };
  const person = async (login: string): Promise<Id> =>
    (await db.selectFrom('users').select('id').where('login', '=', login).executeTakeFirstOrThrow()).id;
  const answers: CommandAnswer[] = [];
  try {
    for (const deed of deeds) {
      const { by, name, args } = deed;
      const at = midnight + momentOf(deed);
      const device = await deviceOf(house, await person(by));
      if (!device) continue;
      const making: Making = {
        ...{ db, at, today, language, newId: () => newId(at), say: (text) => text[language], person, made },
        number: (prefix) => nextNumber(prefix, device.code),
      };
      const said = await args(making);
      if (!said) continue;
      const plain = {
        ...{ id: newId(at), name, version: latestOf(name), args: said as CommandEnvelope['args'], issuedAt: at },
        ...{ deviceId: device.id, seq: device.lastSeq + 1, userId: device.userId },
      };
      const { id: deviceId, incarnation, userId } = device;
      const session = { userId, deviceId, pushOnly: false, isRevoked: false, tokenHash: '' };
      const commands = [{ ...plain, hash: chainHash(device.lastHash, plain) }];
      answers.push(...(await executePush(house, session, { deviceId, incarnation, commands })).answers);
      // It was heard when it was heard: that all of this is pushed today is no contact.
      await db
        .updateTable('devices')
        .set({ lastSeenAt: device.lastSeenAt })
        .where('id', '=', deviceId)
        .where('incarnation', '=', incarnation)
        .execute();
    }
    await keepReorderPoints({ database, world, pokes }, null);
  } finally {
    await pokes.close();
  }
  return answers;
}

const latestOf = (name: string): number =>
  Math.max(...[...registry.commands.values()].filter((each) => each.name === name).map(({ version }) => version));

function deviceOf({ database }: House, userId: Id) {
  return database.kysely
    .selectFrom('devices')
    .select(['id', 'code', 'incarnation', 'userId', 'lastSeq', 'lastHash', 'lastSeenAt'])
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .executeTakeFirst();
}
