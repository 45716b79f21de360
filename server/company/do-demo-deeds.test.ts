import { expect, it } from 'vitest';
import { eachDatabase } from '../../tests/support/databases.ts';
import { makeTestWorld } from '../../tests/support/server.ts';
import { checkChains } from '../audit/check-chain.ts';
import { DEMO_SEED } from '../open-demo.ts';
import { buildDemo } from './build-demo.ts';
import { checkBalances } from './check-balances.ts';
import { doDemoDeeds } from './do-demo-deeds.ts';

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
    expect(answers.map(({ commandId, state }) => `${deeds.get(commandId)} ${state}`)).toEqual([
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
