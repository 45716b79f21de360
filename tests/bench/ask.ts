/** Queries as a reader thread answers them, in this process. */
import type { SqliteDatabase } from '#db/sqlite.ts';
import { registry } from '#shared/registry.ts';
import { answerQuestion } from '../../electron/device/readers.ts';
import type { BenchCompany } from './company.ts';

/** Asks on a reader's connection: arguments are parsed, the right is checked, rows come as for a screen. @throws on a refusal */
export async function ask<Result>(
  reader: SqliteDatabase,
  { userId, permissions }: BenchCompany,
  name: string,
  args: object,
): Promise<Result> {
  const reply = await answerQuestion(reader, registry, {
    name,
    args,
    userId,
    permissions,
    deviceCodes: [],
    now: Date.now(),
  });
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.reason)}`);
  return reply.rows as Result;
}
