/**
 * The server as a program: `node server/main.ts`, or bundled as a utility process of the desktop application. Says in
 * one JSON line on standard output where it listens; everything else goes to the log.
 */
import { COMPANY_IN_USE_EXIT_CODE } from '#shared/protocol/exit-codes.ts';
import { bringRoles } from './company/bring-roles.ts';
import { readCompanyId } from './company/create-company.ts';
import { endWithParent } from './end-with-parent.ts';
import { openCompanyFiles } from './files/company-files.ts';
import { holdCompany } from './hold-company.ts';
import { makeLogger } from './logging.ts';
import { openCompany } from './open-company.ts';
import { listDemoPeople, openDemo } from './open-demo.ts';
import { readServerOptions, type ServerOptions, UsageError, usage } from './read-options.ts';
import { makeRealWorld, runProgram } from './real-world.ts';
import { CompanyInUse, sayFailure } from './say-failure.ts';
import { startServer } from './start-server.ts';

/** Set when this runs as a utility process of Electron. */
const parentPort = (process as { parentPort?: { postMessage(message: unknown): void } }).parentPort;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const options = readServerOptions(process.argv.slice(2), process.env);
  const letGo = await holdCompany(options.place, options.demo !== null);
  try {
    await serve(options, letGo);
  } catch (error) {
    await letGo();
    throw error;
  }
}

async function serve(options: ServerOptions, letGo: () => Promise<void>): Promise<void> {
  const world = makeRealWorld();
  const logger = makeLogger(options.logLevel);
  const database = options.demo
    ? await openDemo(options.place, options.demo, world, logger)
    : await openCompany(options.place, world, 'nothing');
  const files = openCompanyFiles(options.place, world, logger);
  const { port, host, trustProxy, updatesFolder } = options;
  const proxy = trustProxy === null ? {} : { trustProxy };
  const updates = updatesFolder === null ? {} : { updatesFolder };
  if ((await readCompanyId(database)) !== null) {
    const brought = await bringRoles({ database, world });
    if (brought > 0) logger.info({ brought }, 'roles and rights of this version were added');
  }
  const backups = { place: options.place, options: options.backup, run: runProgram };
  const server = await startServer({ database, world, logger, files, port, host, backups, ...proxy, ...updates });
  if (options.demo === null && options.backup === null) logger.warn('no --backup-folder: this server makes no backups');
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'stopping');
    server
      .close()
      .then(() => database.close())
      .then(letGo)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'stopped badly');
          process.exit(1);
        },
      );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  if (options.exitWithParent) endWithParent(world, () => stop('parent gone'));
  const people = options.demo ? { demoPeople: await listDemoPeople(database) } : {};
  const listening = { listening: server.url, companyId: server.companyId, ...people };
  process.stdout.write(`${JSON.stringify(listening)}\n`);
  parentPort?.postMessage(listening);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof UsageError ? `${error.message}\n${usage}` : sayFailure(error)}\n`);
  if (error instanceof CompanyInUse) process.exit(COMPANY_IN_USE_EXIT_CODE);
  process.exit(error instanceof UsageError ? 2 : 1);
}

main().catch(fail);
