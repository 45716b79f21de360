/** The administrator's command line: `node server/admin/main.ts <task> --option value …`. */
import { parseArgs } from 'node:util';
import { registry } from '#shared/registry.ts';
import { makeLogger } from '../logging.ts';
import { openCompany } from '../open-company.ts';
import { placeOptions, readPlace, UsageError } from '../read-options.ts';
import { makeRealWorld } from '../real-world.ts';
import { sayFailure } from '../say-failure.ts';
import { startPokes } from '../sync/pokes.ts';
import type { RerunWriter } from '../sync/rerun-failed.ts';
import { readFileTask, readTask, taskUsage } from './tasks.ts';

const usage = `satchel admin <task> [options]
${taskUsage}
  where: --database sqlite:<file> | postgres://…  --schema <name>  --key-file <file>`;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parse(argv);
  const name = positionals[0];
  if (name === undefined || positionals.length > 1) throw new UsageError('one task is expected');
  const environment = process.env;
  const place = readPlace((option) => {
    const given = values[option];
    return typeof given === 'string' ? given : environment[`SATCHEL_${option.replaceAll('-', '_').toUpperCase()}`];
  });
  const world = makeRealWorld();
  const fileTask = readFileTask(name, values);
  if (fileTask) {
    console.log(JSON.stringify(await fileTask(place, world)));
    return;
  }
  const run = await readTask(name, values, readStandardInput);
  const database = await openCompany(place, world, name === 'create-company' ? 'company' : 'nothing');
  try {
    const pokes = await startPokes(database, (error) => console.error(error));
    const writer: RerunWriter = { database, world, pokes, registry, logger: makeLogger('warn') };
    console.log(JSON.stringify(await run(writer)));
    await pokes.close();
  } finally {
    await database.close();
  }
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
        repair: { type: 'boolean' },
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
