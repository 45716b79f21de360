/**
 * Checks a ledger that a device exported: `npm run check-proof -- FILE [--database …] [--list]`. Says whether the file is
 * as its chain seals it, and, given the company's database, whether the server has every command of it, under the same
 * seal and with the same answer. Ends with 0 when nothing is wrong.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkProof, type ProofCommand } from '#shared/protocol/proof.ts';
import { openCompany } from '../open-company.ts';
import { placeOptions, readPlace, UsageError } from '../read-options.ts';
import { makeRealWorld } from '../real-world.ts';
import { sayFailure } from '../say-failure.ts';
import { type ComparedProof, compareProof } from './compare-proof.ts';

const usage = `satchel check-proof FILE [options]
  --database sqlite:<file> | postgres://…   compares with the company's server  [--schema <name>] [--key-file <file>]
  --list                                    prints a line for each command`;

async function main(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help')) {
    console.log(usage);
    return;
  }
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

async function compare(
  values: Readonly<Record<string, unknown>>,
  commands: readonly ProofCommand[],
): Promise<ComparedProof> {
  const place = readPlace((option) => {
    const given = values[option];
    return typeof given === 'string' ? given : undefined;
  });
  const database = await openCompany(place, makeRealWorld(), 'nothing', 'refuseOlder');
  try {
    return await compareProof(database.kysely, commands);
  } finally {
    await database.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : sayFailure(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
