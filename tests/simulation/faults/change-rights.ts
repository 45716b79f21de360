/** An administrator takes and gives: territories, roles; and moves customers while others sell to them. */
import { holderOf } from '#shared/domains/crm/rules/holder.ts';
import type { SeededRandom } from '#shared/kernel/demo.ts';
import type { CommandGenerator } from '#shared/kernel/simulation.ts';
import { latestCommand } from '#shared/registry.ts';
import { administrate } from '../administrator.ts';
import type { Laptop } from '../laptop.ts';
import { listGenerators } from '../list-generators.ts';
import { think } from '../people.ts';
import type { Scene } from '../scene.ts';
import type { Fault } from './fault.ts';

const people = ['north', 'south', 'stock'] as const;

/** One scope less, or, where there is none, the one that was there in the beginning. */
export const takeScope: Fault = {
  name: 'scopeTaken',
  weight: 4,
  async inject(scene, random) {
    if (!scene.server.isUp) return;
    const login = random.oneOf(people);
    const userId = scene.facts.users[login];
    const reader = scene.server.observe();
    const held = await reader
      .selectFrom('userScopes')
      .select(['id', 'scope', 'deletedAt'])
      .where('userId', '=', userId)
      .orderBy('id')
      .execute();
    const wanted = anotherScope(scene, random, login);
    const same = held.find(({ scope }) => scope === wanted);
    await administrate(scene, async (tx, context) => {
      if (same) {
        const deletedAt = same.deletedAt === null ? context.updated.updatedAt : null;
        await tx
          .updateTable('userScopes')
          .set({ deletedAt, ...context.updated })
          .where('id', '=', same.id)
          .execute();
        return;
      }
      await tx
        .insertInto('userScopes')
        .values({ id: context.newId(), userId, scope: wanted, ...context.created })
        .execute();
    });
    const isTaken = same?.deletedAt === null;
    scene.fault(isTaken ? 'scopeTaken' : 'scopeGranted', null, { login, scope: wanted });
    scene.tell({ what: 'rightsChanged', userId, detail: { scope: wanted, isTaken } });
  },
};

function anotherScope(scene: Scene, random: SeededRandom, login: (typeof people)[number]): string {
  const [north, south] = scene.facts.territories;
  if (login === 'stock') return `warehouse:${random.oneOf(scene.facts.warehouses)}`;
  return `territory:${random.oneOf([north, south])}`;
}

export const changeRole: Fault = {
  name: 'roleChanged',
  weight: 2,
  async inject(scene, random) {
    if (!scene.server.isUp) return;
    const login = random.oneOf(people);
    const userId = scene.facts.users[login];
    const code = random.oneOf(['rep', 'manager', 'warehouse']);
    const role = await scene.server
      .observe()
      .selectFrom('roles')
      .select('id')
      .where('code', '=', code)
      .executeTakeFirstOrThrow();
    await administrate(scene, (tx, context) =>
      tx
        .updateTable('users')
        .set({ roleId: role.id, ...context.updated })
        .where('id', '=', userId)
        .execute(),
    );
    scene.fault('roleChanged', null, { login, code });
    scene.tell({ what: 'rightsChanged', userId, detail: { role: code } });
  },
};

/** Rights of what happens in a warehouse (R113). */
const factRights = [
  'inventory.ship',
  'inventory.recordPick',
  'inventory.confirmDelivery',
  'inventory.receiveGoods',
  'inventory.moveStock',
  'inventory.scrapStock',
  'inventory.transfer',
  'inventory.count',
  'inventory.settleQuarantine',
] as const;

/**
 * A role loses half of what it may do with goods while somebody works without a network, or has all of it again: what was
 * done until then is on its way.
 */
export const takeRights: Fault = {
  name: 'rightsTaken',
  weight: 2,
  async inject(scene, random) {
    if (!scene.server.isUp) return;
    const [away] = random.some(
      scene.laptops.filter(({ running, login, isRevoked }) => running && login in working && !isRevoked),
      1,
    );
    if (away) await workAway(scene, away);
    const code = working[away?.login ?? ''] ?? 'manager';
    const held = await scene.server
      .observe()
      .selectFrom('rolePermissions')
      .innerJoin('roles', 'roles.id', 'rolePermissions.roleId')
      .select(['rolePermissions.id', 'rolePermissions.deletedAt'])
      .where('roles.code', '=', code)
      .where('rolePermissions.permission', 'in', factRights)
      .orderBy('rolePermissions.id')
      .execute();
    const taken = held.filter(({ deletedAt }) => deletedAt !== null);
    const isBack = taken.length > 0;
    const changed = isBack ? taken : random.some(held, Math.ceil(held.length / 2));
    await administrate(scene, async (tx, context) => {
      for (const { id } of changed) {
        const deletedAt = isBack ? null : context.updated.updatedAt;
        await tx
          .updateTable('rolePermissions')
          .set({ deletedAt, ...context.updated })
          .where('id', '=', id)
          .execute();
      }
    });
    scene.fault(isBack ? 'rightsGiven' : 'rightsTaken', away ?? null, { code, rights: changed.length });
    if (!away) return;
    away.isCut = false;
    away.running?.device.wake();
  },
};

/** With the role that each began with. */
const working: Readonly<Record<string, string>> = { boss: 'manager', stock: 'warehouse', office: 'administrator' };
const DONE_AWAY = 6;

/** Things that happen to goods where no network is. */
async function workAway(scene: Scene, laptop: Laptop): Promise<void> {
  laptop.isCut = true;
  const isFact = ({ name }: CommandGenerator) => latestCommand(name.split(' ')[0] ?? '')?.kind === 'fact';
  for (const generator of scene.random.some((await listGenerators()).filter(isFact), DONE_AWAY)) {
    const command = await think(scene, laptop, generator);
    if (command) await scene.issue(laptop, command.name, command.args);
  }
}

export const moveTerritory: Fault = {
  name: 'territoryMoved',
  weight: 4,
  async inject(scene, random) {
    if (!scene.server.isUp) return;
    const customers = await scene.server
      .observe()
      .selectFrom('customers')
      .select(['id', 'territoryId', 'ownerId', 'ownerTeamId'])
      .orderBy('id')
      .execute();
    const moving = random.some(customers, random.between(1, 2));
    const [north, south] = scene.facts.territories;
    await administrate(scene, async (tx, context) => {
      for (const customer of moving) {
        const moved = { ...customer, territoryId: customer.territoryId === north ? south : north };
        await tx
          .updateTable('customers')
          .set({ territoryId: moved.territoryId, holderId: holderOf(moved), ...context.updated })
          .where('id', '=', customer.id)
          .execute();
      }
    });
    scene.fault('territoryMoved', null, { customers: moving.length });
  },
};

/** R66: a customer is given to a person, or back to the pool, while others sell to it. */
export const changeOwner: Fault = {
  name: 'ownerChanged',
  weight: 4,
  async inject(scene, random) {
    if (!scene.server.isUp) return;
    const customers = await scene.server
      .observe()
      .selectFrom('customers')
      .select(['id', 'territoryId', 'ownerTeamId'])
      .orderBy('id')
      .execute();
    const moving = random.some(customers, random.between(1, 2));
    const ownerId = random.chance(30) ? null : scene.facts.users[random.oneOf(['north', 'south'] as const)];
    await administrate(scene, async (tx, context) => {
      for (const customer of moving) {
        await tx
          .updateTable('customers')
          .set({ ownerId, holderId: holderOf({ ...customer, ownerId }), ...context.updated })
          .where('id', '=', customer.id)
          .execute();
      }
    });
    scene.fault('ownerChanged', null, { customers: moving.length, isPool: ownerId === null });
  },
};
