import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Row } from '#shared/kernel/table.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import { newId } from '../../tests/support/ids.ts';
import { endState, endsAs, isOtherwise } from './end-state.ts';

let database: SatchelDatabase;
beforeEach(async () => {
  database = await newSqlite('device');
});
afterEach(() => database.close());

const held: Reason = { code: 'billing.creditHold', params: { exposureMinor: 5, limitMinor: 3 } };
const short = (missing: number, more: Reason['params'] = {}): Reason => ({
  code: 'inventory.shortage',
  params: { missing, reserved: 1, ...more },
});

const cases: readonly {
  readonly what: string;
  readonly foretold: readonly Reason[];
  readonly answered: readonly Reason[];
  readonly isOtherwise: boolean;
}[] = [
  { what: 'the same', foretold: [held, short(2)], answered: [short(2), held], isOtherwise: false },
  {
    what: 'the office explains more',
    foretold: [short(2)],
    answered: [short(2, { officeWho: 'Chen', context: 'x' })],
    isOtherwise: false,
  },
  { what: 'another figure', foretold: [short(2)], answered: [short(3)], isOtherwise: true },
  { what: 'one more', foretold: [short(2)], answered: [short(2), held], isOtherwise: true },
  { what: 'one less', foretold: [held, short(2)], answered: [short(2)], isOtherwise: true },
  { what: 'nothing foretold', foretold: [], answered: [held], isOtherwise: true },
  {
    what: 'a text for a figure',
    foretold: [{ code: 'a', params: { b: 1 } }],
    answered: [{ code: 'a', params: { b: '1' } }],
    isOtherwise: true,
  },
];

it.each(cases)('R35 what was foretold exactly is applied, in the program and in the database: $what', async (each) => {
  const predicted = JSON.stringify({ state: 'adjusted', reasons: each.foretold });
  const answerReasons = JSON.stringify(each.answered);
  expect(isOtherwise({ predicted, answerReasons })).toBe(each.isOtherwise);
  const row: Row<'outbox'> = {
    ...{ seq: 1, commandId: newId(), name: 'sales.confirmOrder', version: 1, args: '{}', userId: newId(), issuedAt: 1 },
    ...{
      hash: 'h',
      replaces: null,
      sentAt: null,
      predicted,
      state: 'answered',
      answerState: 'adjusted',
      answerReasons,
    },
    ...{ answerVersion: 1, answeredAt: 2, answerLegalNumbers: null, replayError: null, needsAttention: 0 },
  };
  await database.kysely.insertInto('outbox').values(row).execute();
  const ended = each.isOtherwise ? 'adjusted' : 'applied';
  const { kysely } = database;
  expect(await kysely.selectFrom('outbox').select(endState.as('ended')).execute()).toEqual([{ ended }]);
  for (const state of ['applied', 'adjusted', 'rejected']) {
    const found = await kysely.selectFrom('outbox').select('seq').where(endsAs(state)).execute();
    expect(found.length).toBe(state === ended ? 1 : 0);
  }
});
