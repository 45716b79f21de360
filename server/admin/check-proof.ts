/**
 * Checks a ledger that a device exported: `npm run check-proof -- FILE [--database …] [--list]`. Says whether the file is
 * as its chain seals it, and, given the company's database, whether the server has every command of it, under the same
 * seal and with the same answer. Ends with 0 when nothing is wrong.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Reader } from '#shared/kernel/table.ts';
import { checkProof, type ProofCommand } from '#shared/protocol/proof.ts';
import '#db/side-tables/server.ts';
import { openCompany } from '../open-company.ts';
import { placeOptions, readPlace, UsageError } from '../read-options.ts';
import { makeRealWorld } from '../real-world.ts';
import { sayFailure } from '../say-failure.ts';

const usage = `satchel check-proof FILE [options]
  --database sqlite:<file> | postgres://…   compares with the company's server  [--schema <name>] [--key-file <file>]
  --list                                    prints a line for each command`;
const READ_BATCH_COMMANDS = 200;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parse(argv);
  const file = positionals[0];
  if (file === undefined || positionals.length > 1) throw new UsageError('one file is expected');
  const { commands, histories, problems, head } = checkProof(readFileSync(file, 'utf8'));
  if (values.list === true) for (const each of commands) console.log(lineOf(each));
  const answered = commands.filter((each) => each.answer !== null);
  const server = typeof values.database === 'string' ? await compare(values, commands) : null;
  const found = [...problems, ...(server?.problems ?? [])];
  console.log(
    JSON.stringify({
      whole: found.length === 0,
      company: head?.company ?? null,
      device: head?.deviceCode ?? null,
      person: head?.userName ?? null,
      commands: commands.length,
      answered: answered.length,
      waiting: commands.length - answered.length,
      histories,
      ...(server ? { onServer: server.known, notOnServer: server.missing } : {}),
      problems: found,
    }),
  );
  if (found.length > 0) process.exitCode = 1;
}

function parse(argv: readonly string[]) {
  try {
    const options = { ...placeOptions, list: { type: 'boolean' } } as const;
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function lineOf({ command, answer }: ProofCommand): string {
  const { seq, name, issuedAt, hash } = command;
  return [seq, new Date(issuedAt).toISOString(), name, answer?.state ?? 'waiting', hash].join('\t');
}

interface Compared {
  readonly known: number;
  readonly missing: number;
  readonly problems: readonly string[];
}

async function compare(
  values: Readonly<Record<string, unknown>>,
  commands: readonly ProofCommand[],
): Promise<Compared> {
  const place = readPlace((option) => {
    const given = values[option];
    return typeof given === 'string' ? given : undefined;
  });
  const database = await openCompany(place, makeRealWorld(), 'nothing');
  try {
    return await compareWith(database.kysely, commands);
  } finally {
    await database.close();
  }
}

/** What is waiting may not have arrived; what was answered must be there, sealed and answered the same. */
async function compareWith(db: Reader, commands: readonly ProofCommand[]): Promise<Compared> {
  const problems: string[] = [];
  let known = 0;
  for (let at = 0; at < commands.length; at += READ_BATCH_COMMANDS) {
    const batch = commands.slice(at, at + READ_BATCH_COMMANDS);
    const rows = await db
      .selectFrom('commandLog')
      .select(['commandId', 'hash', 'answerState'])
      .where(
        'commandId',
        'in',
        batch.map((each) => each.command.id),
      )
      .orderBy('commandId')
      .execute();
    known += rows.length;
    const byId = new Map(rows.map((row) => [row.commandId, row]));
    for (const { command, answer } of batch) {
      const row = byId.get(command.id);
      if (!row && answer) problems.push(`command ${command.seq} was answered, and the server does not have it`);
      if (row && row.hash !== command.hash) problems.push(`command ${command.seq} has another seal on the server`);
      if (row && answer && row.answerState !== answer.state) {
        problems.push(`command ${command.seq} is ${row.answerState} on the server, ${answer.state} here`);
      }
    }
  }
  return { known, missing: commands.length - known, problems };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : sayFailure(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
