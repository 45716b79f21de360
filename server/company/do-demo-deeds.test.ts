import { expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { DEMO_UTC_OFFSET_MINUTES } from '#db/demo/calendar.ts';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { makeTestWorld } from '../../tests/support/server.ts';
import { checkChains } from '../audit/check-chain.ts';
import { DEMO_SEED } from '../open-demo.ts';
import { buildDemo } from './build-demo.ts';
import { checkBalances } from './check-balances.ts';
import { doDemoDeeds } from './do-demo-deeds.ts';

/** In which states the papers of the warehouse stand. */
async function standing(db: SatchelDatabase['kysely']): Promise<Record<string, string[]>> {
  const papers = ['purchaseOrders', 'transfers', 'stockCounts', 'pickLists', 'shipments', 'stockFlags'] as const;
  const found = papers.map(async (table): Promise<[string, string[]]> => {
    const rows = await db.selectFrom(table).select('state').execute();
    return [table, rows.map(({ state }) => state).sort()];
  });
  return Object.fromEntries(await Promise.all(found));
}

eachDatabase('server', (current) => {
  it('the office of the demo has done things: each by its own laptop, answered, sealed, one of them refused', async () => {
    const writer = { database: current(), world: makeTestWorld() };
    await buildDemo(writer, { language: 'en', seed: DEMO_SEED });
    const before = await writer.database.kysely
      .selectFrom('devices')
      .select(['code', 'lastSeenAt'])
      .orderBy('code')
      .execute();
    const answers = await doDemoDeeds(writer, { language: 'en', seed: DEMO_SEED });
    const logged = await writer.database.kysely
      .selectFrom('commandLog')
      .innerJoin('devices', 'devices.id', 'commandLog.deviceId')
      .select(['commandLog.name', 'commandLog.commandId', 'devices.code'])
      .orderBy('commandLog.commandId')
      .execute();
    const deeds = new Map(logged.map(({ commandId, code, name }) => [commandId, `${code} ${name}`]));
    const told = answers.map(({ commandId, state }) => `${deeds.get(commandId)} ${state}`);
    const isOfWarehouse = (deed: string) => /^[A-Z]1 inventory\.(?!import)/.test(deed);
    expect(told.filter((deed) => !isOfWarehouse(deed))).toEqual([
      'A1 admin.changeSettings applied',
      'F1 crm.assignPaymentTerms applied',
      'Z1 crm.assignCustomers applied',
      'A1 admin.changePerson applied',
      'Z1 inventory.importProducts applied',
      'A1 admin.setPersonLimit applied',
      'R1 crm.giveBackCustomer applied',
      'K1 crm.claimCustomer applied',
      'Z1 crm.claimCustomer rejected',
      'Z1 admin.decideApproval applied',
      'F1 crm.assignPaymentTerms applied',
    ]);
    const ofWarehouse = told.filter(isOfWarehouse);
    expect(ofWarehouse.filter((deed) => deed.endsWith(' rejected'))).toEqual([]);
    // What came above what was ordered is told.
    expect(ofWarehouse.filter((deed) => deed.endsWith(' adjusted'))).toEqual(['W1 inventory.receiveGoods adjusted']);
    expect(await standing(writer.database.kysely)).toEqual({
      purchaseOrders: ['closed', 'draft', 'open', 'open'],
      transfers: ['open', 'underWay'],
      stockCounts: ['open', 'posted'],
      pickLists: ['picked', 'released'],
      shipments: ['delivered', 'shipped', 'shipped', 'shipped', 'shipped'],
      stockFlags: ['explained', 'open'],
    });
    const tours = await writer.database.kysely
      .selectFrom('shipments')
      .select('stop')
      .where('tourOn', '=', calendarDateAt(writer.world.clock.now(), DEMO_UTC_OFFSET_MINUTES))
      .orderBy('stop')
      .execute();
    expect(tours).toEqual([{ stop: 1 }, { stop: 2 }, { stop: 3 }]);
    const placed = await writer.database.kysely
      .selectFrom('locationBalances')
      .select('onHand')
      .orderBy('onHand')
      .execute();
    expect(placed.length).toBeGreaterThan(10);
    expect(placed[0]?.onHand).toBeGreaterThan(0);
    const quotas = await writer.database.kysely.selectFrom('stockQuotas').select('left').execute();
    expect(quotas).toHaveLength(4);
    expect(logged).toHaveLength(answers.length);
    const after = await writer.database.kysely
      .selectFrom('devices')
      .select(['code', 'lastSeenAt'])
      .orderBy('code')
      .execute();
    expect(after).toEqual(before);
    expect((await checkBalances(writer, false)).differences).toEqual([]);
    expect(await checkChains(writer)).toMatchObject({ whole: true, commands: logged.length, sealed: logged.length });
  });
});
