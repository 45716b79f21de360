import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import { newId } from '../../tests/support/ids.ts';
import { foundBy } from './find-commands.ts';
import { keepSubject } from './subjects.ts';

let database: SatchelDatabase;
const ids = new Map<string, string>();
beforeEach(async () => {
  database = await newSqlite('device');
  const subjects = { CNY: 1_234_567, JPY: 12_345, KWD: 12_345_678, USD: 500 };
  for (const [currency, amountMinor] of Object.entries(subjects)) {
    const id = newId();
    ids.set(id, currency);
    await keepSubject(database.kysely, { id, issuedAt: 1 }, { document: 'SO-1', amountMinor, currency });
  }
});
afterEach(() => database.close());

async function found(typed: string): Promise<(string | undefined)[]> {
  const rows = await foundBy(database.kysely, typed).execute();
  return rows.map(({ commandId }) => ids.get(commandId)).sort();
}

it('an amount is looked for by the decimals that its currency has', async () => {
  expect(await found('12,345')).toEqual(['CNY', 'JPY', 'KWD']);
  expect(await found('¥12345.67')).toEqual(['CNY', 'KWD']);
  expect(await found('12345.6')).toEqual(['CNY', 'KWD']);
  expect(await found('12,345.678')).toEqual(['KWD']);
  expect(await found('12345.0')).toEqual([]);
  expect(await found('123')).toEqual([]);
  expect(await found('123.45')).toEqual([]);
});

it('a currency before it narrows it to that one', async () => {
  expect(await found('JPY 12345')).toEqual(['JPY']);
  expect(await found('KWD 12,345.678')).toEqual(['KWD']);
  expect(await found('US$5')).toEqual(['USD']);
  expect(await found('SO-1')).toEqual(['CNY', 'JPY', 'KWD', 'USD']);
});
