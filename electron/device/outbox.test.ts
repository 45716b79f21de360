import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import { forgetAnswers } from './hear-history.ts';
import { isSettled, lastIssuedAt, needsAttention, type OutboxRow, purgeJournal } from './outbox.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 23);

const row: OutboxRow = {
  seq: 1,
  commandId: 'c1',
  name: 'test.addCustomer',
  version: 1,
  args: '{}',
  userId: 'u1',
  issuedAt: NOW,
  hash: 'h',
  predicted: '{"state":"applied","reasons":[]}',
  state: 'answered',
  answerState: 'applied',
  answerReasons: '[]',
  answerVersion: 7,
  answeredAt: NOW,
  answerLegalNumbers: null,
  replayError: null,
  needsAttention: 0,
  replaces: null,
  sentAt: null,
};

describe('a command is settled by the version that holds it, not by its answer', () => {
  it.each([
    ['before', 6, false],
    ['at', 7, true],
    ['after', 8, true],
  ])('%s its version', (_when, version, settled) => {
    expect(isSettled(row, version)).toBe(settled);
  });

  it('never without an answer', () => {
    expect(isSettled({ ...row, answerVersion: null }, 1_000)).toBe(false);
  });
});

describe('the queue and the journal', () => {
  let database: SatchelDatabase;
  beforeEach(async () => {
    database = await newSqlite('device');
  });
  afterEach(() => database.close());

  const finish = async (
    commandId: string,
    seq: number,
    finishedAt: number,
    needsAttention: 0 | 1,
    change: Partial<OutboxRow> = {},
  ) => {
    const { state: _, ...kept } = { ...row, commandId, seq, issuedAt: seq, ...change };
    const values = { ...kept, finishedAt, needsAttention, incarnation: 'i1', replacedBy: null };
    await database.kysely.insertInto('commandJournal').values(values).execute();
  };
  const journal = async () => {
    const rows = await database.kysely.selectFrom('commandJournal').select('commandId').orderBy('seq').execute();
    return rows.map(({ commandId }) => commandId);
  };

  it('after 90 days of the server’s time a command goes, one that needs a person stays', async () => {
    await finish('old', 1, NOW - 91 * DAY_MS, 0);
    await finish('old, unseen', 2, NOW - 91 * DAY_MS, 1);
    await finish('young', 3, NOW - 89 * DAY_MS, 0);
    await finish('old, hangs on one that is unseen', 4, NOW - 91 * DAY_MS, 0, { answerState: 'rejected' });
    await purgeJournal(database.kysely, NOW);
    expect(await journal()).toEqual(['old, unseen', 'young', 'old, hangs on one that is unseen']);
  });

  it('answers of another history are forgotten whole: the commands wait again', async () => {
    await database.kysely.insertInto('outbox').values(row).execute();
    await forgetAnswers(database.kysely);
    const [waiting] = await database.kysely.selectFrom('outbox').selectAll().execute();
    const none = { answerState: null, answerReasons: null, answerVersion: null, answeredAt: null };
    // A server that was put back must hear that there was one.
    expect(waiting).toEqual({ ...row, state: 'waiting', ...none, answerLegalNumbers: '[]' });
  });

  it('the newest command tells the last time: of the queue before the journal', async () => {
    expect(await lastIssuedAt(database.kysely)).toBe(0);
    await finish('first', 4, NOW, 0);
    expect(await lastIssuedAt(database.kysely)).toBe(4);
    await database.kysely
      .insertInto('outbox')
      .values({ ...row, seq: 5 })
      .execute();
    expect(await lastIssuedAt(database.kysely)).toBe(NOW);
  });
});

it('R35 an answer needs a person when it decides otherwise than foretold, not when it only explains more', () => {
  const short = (params: object) => ({
    code: 'inventory.shortStock',
    params: { reserved: 38, backOrdered: 22, ...params },
  });
  const needs = (foretold: object, answered: object) =>
    needsAttention({
      answerState: 'adjusted',
      answerReasons: JSON.stringify([answered]),
      predicted: JSON.stringify({ state: 'adjusted', reasons: [foretold] }),
    });
  const explained = short({ officeBy1: '陈静', officeTaken: 22, context: 'taken' });
  expect(needs(short({ officeTaken: 0 }), explained)).toBe(false);
  expect(needs(short({}), short({ backOrdered: 30, reserved: 30 }))).toBe(true);
  expect(needs({ code: 'sales.numberTaken', params: {} }, explained)).toBe(true);
});
