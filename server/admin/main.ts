/**
 * The administrator's command line: `node server/admin/main.ts <task> --option value …`. Prints one line of JSON. Ends
 * with 0; 1 when it failed, or a check found something; 2 when it was called wrongly.
 */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { registry } from '#shared/registry.ts';
import { makeLogger } from '../logging.ts';
import { openCompany } from '../open-company.ts';
import { placeOptions, readPlace, UsageError } from '../read-options.ts';
import { makeRealWorld } from '../real-world.ts';
import { sayFailure } from '../say-failure.ts';
import { startPokes } from '../sync/pokes.ts';
import type { RerunWriter } from '../sync/rerun-failed.ts';
import { tellTasks } from './task-usage.ts';
import { readFileTask, readTask, refuseForeignOptions } from './tasks.ts';

const where = `  where the company lives, with every task; each may also come from the environment, as SATCHEL_<NAME>:
      --database sqlite:<file> | postgres://…  --schema <name>  --key-file <file>  --files <folder>
  exit code: 0 done, 1 failed or something was found, 2 wrong options`;
const usage = `satchel admin <task> [options]\n${tellTasks()}\n${where}`;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parse(argv);
  const { help, ...given } = values;
  const [name, second] = positionals[0] === 'help' ? positionals.slice(1) : positionals;
  if (help === true || positionals[0] === 'help') {
    console.log(name === undefined || tellTasks(name) === '' ? usage : `${tellTasks(name)}\n${where}`);
    return;
  }
  if (name === undefined || second !== undefined) throw new UsageError('one task is expected');
  refuseForeignOptions(name, given);
  const environment = process.env;
  const place = readPlace((option) => {
    const typed = values[option];
    return typeof typed === 'string' ? typed : environment[`SATCHEL_${option.replaceAll('-', '_').toUpperCase()}`];
  });
  const world = makeRealWorld();
  const fileTask = readFileTask(name, given);
  if (fileTask) {
    console.log(JSON.stringify(await fileTask(place, world)));
    return;
  }
  const run = await readTask(name, given, readStandardInput, userInfo().username);
  const database = await openCompany(place, world, name === 'create-company' ? 'company' : 'nothing', 'refuseOlder');
  try {
    const pokes = await startPokes(database, (error) => console.error(error));
    const writer: RerunWriter = { database, world, pokes, registry, logger: makeLogger('warn') };
    const result = await run(writer);
    console.log(JSON.stringify(result));
    if (isLeftUndone(name, result)) process.exitCode = 1;
    await pokes.close();
  } finally {
    await database.close();
  }
}

/** A check that found something, and a recovery that goes on: whoever scripts them must not take it for done. */
function isLeftUndone(task: string, result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  if (task === 'check-chain') return 'whole' in result && result.whole === false;
  return task === 'end-recovery' && 'ended' in result && result.ended === false;
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...placeOptions,
        name: text,
        currency: text,
        country: text,
        code: text,
        device: text,
        sealed: text,
        key: text,
        out: text,
        login: text,
        role: text,
        scopes: text,
        'password-stdin': { type: 'boolean' },
        to: text,
        from: text,
        earlier: text,
        command: text,
        known: text,
        reason: text,
        by: text,
        help: { type: 'boolean', short: 'h' },
        repair: { type: 'boolean' },
        compare: { type: 'boolean' },
        'accept-missing': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The first line, without its end: a password typed or piped, never on the command line where others can read it. */
async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text.split(/\r?\n/, 1)[0] ?? '';
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : sayFailure(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
