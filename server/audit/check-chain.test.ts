import { afterEach, beforeEach, expect, test } from 'vitest';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { checkChains } from './check-chain.ts';

const texts = ['name', 'args', 'hash', 'userId', 'commandId', 'answerReasons'] as const;
const numbers = ['version', 'issuedAt', 'receivedAt', 'answeredAt', 'ranAt', 'companyVersion'] as const;
const COMMANDS = 6;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let device: TestDevice;

  beforeEach(async () => {
    company = await startTestCompany(current());
    device = new TestDevice(company.server.url);
    await device.signIn('north');
    const commands = Array.from({ length: COMMANDS }, (_, at) => add(`n${at}`));
    await device.push(...commands);
  });
  afterEach(() => company.server.close());

  const add = (name: string) => device.issue('test.addCustomer', { id: newTestId(), name, territoryId: company.north });
  const check = () => checkChains({ database: current() });
  const rows = () => current().kysely.selectFrom('commandLog').selectAll().orderBy('seq').execute();

  test('what was received is whole', async () => {
    expect(await check()).toMatchObject({
      whole: true,
      histories: 1,
      commands: COMMANDS,
      sealed: COMMANDS,
      firstWrong: null,
    });
  });

  test('any changed byte of a command or its answer is found', async () => {
    // Every place of the text would take minutes: a generator with a fixed seed chooses them.
    let state = 20_261_123;
    const below = (limit: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % limit;
    };
    const log = await rows();
    for (let round = 0; round < 60; round += 1) {
      const row = log[below(log.length)];
      if (!row) throw new Error('there are commands');
      const column = [...texts, ...numbers][round % (texts.length + numbers.length)] ?? 'args';
      const value = row[column];
      const place = typeof value === 'string' ? below(value.length) : 0;
      const changed =
        typeof value === 'string'
          ? value.slice(0, place) + (value[place] === '7' ? '8' : '7') + value.slice(place + 1)
          : value + 1 + below(9);
      const put = (to: string | number, id: string) =>
        current()
          .kysely.updateTable('commandLog')
          .set({ [column]: to })
          .where('commandId', '=', id)
          .execute();
      await put(changed, row.commandId);
      const { firstWrong } = await check();
      expect({ column, found: firstWrong !== null }).toEqual({ column, found: true });
      await put(value, column === 'commandId' ? String(changed) : row.commandId);
    }
    expect((await check()).whole).toBe(true);
  });

  test('a command that is gone is found: in the middle, at the end, and with all others', async () => {
    const log = await rows();
    for (const gone of [[2], [COMMANDS], [1, 2, 3, 4, 5, 6]]) {
      await current().kysely.deleteFrom('commandLog').where('seq', 'in', gone).execute();
      expect((await check()).firstWrong?.problem).toContain('missing');
      await current().kysely.deleteFrom('commandLog').execute();
      await current().kysely.insertInto('commandLog').values(log).execute();
    }
  });

  test('two commands in each other’s place are found', async () => {
    const put = (from: number, to: number) =>
      current().kysely.updateTable('commandLog').set({ seq: to }).where('seq', '=', from).execute();
    await put(2, 99);
    await put(3, 2);
    await put(99, 3);
    expect((await check()).firstWrong).toMatchObject({ seq: 2 });
  });

  test('what a new history of the device sent again is followed to where it was sent first', async () => {
    const first = (await rows()).slice(-2);
    const renewed = Object.assign(new TestDevice(device.url), { id: device.id });
    await renewed.signIn('north');
    const again = first.map(({ name, args, commandId }) => renewed.issue(name, JSON.parse(args), { id: commandId }));
    await renewed.push(...again);
    expect(await check()).toMatchObject({ whole: true, histories: 2 });
    await renewed.push(renewed.issue('test.addCustomer', { id: newTestId(), name: 'new', territoryId: company.north }));
    expect(await check()).toMatchObject({ whole: true, histories: 2, commands: COMMANDS + 1 });
  });
});
