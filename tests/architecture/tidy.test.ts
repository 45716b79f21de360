/**
 * What the lints of single files cannot say of the tree. Guards: sizes, dead files, tests that are switched off,
 * drivers named outside db/, names that say nothing, decisions that are written down whole, traces of a machine in
 * files that travel, and pinned packages.
 */
import { join } from 'node:path';
import type { Node } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { rules } from '../../lint/rules.ts';
import { bare, memberName, textOf } from '../../lint/syntax.ts';
import { isProduction, isSource, isTest, readTree, roomOf, type Tree, treeOf } from '../../lint/tree.ts';
import { findDeadFiles } from './find-dead-files.ts';

const MOST_LINES = 450;
const USUAL_LINES = 300;
/** Lines at the top of a file where the reason for its length may stand. */
const HEAD_LINES = 30;

const tree = readTree(join(import.meta.dirname, '..', '..'));
const binaryPattern = /\.(png|jpe?g|gif|ico|icns|woff2?|ttf|zip|xlsx|sqlite|pdf|node|wasm)$/;

const findLongFiles = (files: Tree): string[] =>
  files.paths
    .filter((path) => isSource(path) || path.endsWith('.css'))
    .flatMap((path) => {
      const lines = files.text(path).trimEnd().split('\n');
      const isExplained = lines.slice(0, HEAD_LINES).some((line) => /\bLong because\b/.test(line));
      const most = isExplained ? MOST_LINES : USUAL_LINES;
      return lines.length > most ? [`${path} has ${lines.length} lines, the most is ${most}`] : [];
    });

const runners = new Set(['it', 'test', 'describe', 'suite', 'bench', 'context', 'ctx']);
const switches = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fixme']);
/** Where the one skip with a named reason stands: without the Northwind files, which not every clone has beside it. */
const namedSkips = 'tests/support/northwind-files.ts';
const switchedNames = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']);

/** The name that a chain of members starts with: `it` of `it.each(...).skip`. */
function startOf(node: Node): string | null {
  const plain = bare(node);
  if (plain.type === 'Identifier') return plain.name;
  if (plain.type === 'MemberExpression') return startOf(plain.object);
  return plain.type === 'CallExpression' ? startOf(plain.callee) : null;
}

const findSwitchedTests = (files: Tree): string[] =>
  files.paths
    .filter((path) => isTest(path) && isSource(path) && path !== namedSkips)
    .flatMap((path) => {
      const source = files.source(path);
      return source.nodes.flatMap((node) => {
        const isSwitch =
          node.type === 'MemberExpression' &&
          switches.has(memberName(node) ?? '') &&
          runners.has(startOf(node.object) ?? '');
        const isName =
          node.type === 'CallExpression' && node.callee.type === 'Identifier' && switchedNames.has(node.callee.name);
        return isSwitch || isName ? [`${path}:${source.placeOf(node.start).line}`] : [];
      });
    });

const driverName = /^(better-sqlite3(-multiple-ciphers)?|sqlite3|node:sqlite|pg)$/;
const findDriverNames = (files: Tree): string[] =>
  files.paths
    .filter((path) => isProduction(path) && roomOf(path) !== 'db')
    .flatMap((path) =>
      files
        .source(path)
        .nodes.flatMap((node) => (driverName.test(textOf(node) ?? '') ? [`${path} names ${textOf(node)}`] : [])),
    );

const emptyNames = /^(utils?|helpers?|managers?|common|misc|stuff|lib)$/;
const findEmptyNames = (files: Tree): string[] =>
  files.paths.filter((path) => isSource(path) && path.split(/[/.-]/).some((part) => emptyNames.test(part)));

/** Absolute paths of one machine: of a person's home, of root's, of a work folder at the top. */
const machinePath = /(?<![\w.~-])(\/(work|root|home\/[\w-]+|Users\/[\w-]+)\/|[A-Z]:\\Users\\)/;
const findMachinePaths = (files: Tree): string[] =>
  files.paths
    .filter((path) => !binaryPattern.test(path))
    .flatMap((path) =>
      files
        .text(path)
        .split('\n')
        .flatMap((line, index) =>
          machinePath.test(line) ? [`${path}:${index + 1} ${machinePath.exec(line)?.[0]}`] : [],
        ),
    );

function findUntoldDecisions(files: Tree): string[] {
  const pages = files.paths.filter((path) => path.startsWith('docs/decisions/'));
  return pages.flatMap((path, index) => {
    const faults: string[] = [];
    const number = String(index).padStart(4, '0');
    if (!new RegExp(`^docs/decisions/${number}-[a-z0-9-]+\\.md$`).test(path))
      faults.push(`${path} should have the number ${number}`);
    const headings = [...files.text(path).matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    for (const heading of ['Context', 'Decision', 'Consequences']) {
      if (!headings.includes(heading)) faults.push(`${path} has no heading ${heading}`);
    }
    return faults;
  });
}

describe('the tree is tidy', () => {
  it('keeps files short, or says why not', () => {
    expect(findLongFiles(tree)).toEqual([]);
  });

  it('has no file that nothing uses', () => {
    expect(findDeadFiles(tree)).toEqual([]);
  });

  it('has no test that is skipped, put off or alone', () => {
    expect(findSwitchedTests(tree)).toEqual([]);
  });

  it('names drivers in db only', () => {
    expect(findDriverNames(tree)).toEqual([]);
  });

  it('has no file whose name says nothing', () => {
    expect(findEmptyNames(tree)).toEqual([]);
  });

  it('carries no trace of the machine it was written on', () => {
    expect(findMachinePaths(tree)).toEqual([]);
  });

  it('tells every decision whole, in numbers without a gap', () => {
    expect(tree.paths.filter((path) => path.startsWith('docs/decisions/'))).not.toEqual([]);
    expect(findUntoldDecisions(tree)).toEqual([]);
  });

  it('pins every package exactly, and locks them without saying where from', () => {
    const manifest = JSON.parse(tree.text('package.json')) as Record<string, Record<string, string> | undefined>;
    const loose = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).filter(
        ([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      ),
    );
    expect(loose).toEqual([]);
    expect(tree.text('package-lock.json')).not.toContain('"resolved"');
    expect(tree.text('.npmrc')).not.toMatch(/registry\s*=\s*http/);
  });

  it('has a test for every rule of the house lint, and every rule in its list', () => {
    const files = tree.paths.filter((path) => /^lint\/rules\/\d\d-[\w-]+\.ts$/.test(path));
    expect(files.filter((path) => !tree.has(path.replace(/\.ts$/, '.test.ts')))).toEqual([]);
    expect(rules.map((rule) => rule.number)).toEqual(
      files.map((path) => Number(path.slice('lint/rules/'.length).slice(0, 2))),
    );
  });

  it('runs every test: those of screens under renderer/, all others as .ts', () => {
    const astray = tree.paths
      .filter((path) => /\.(test|spec)\.\w+$/.test(path))
      .filter((path) => {
        if (roomOf(path) === 'renderer') return !/\.test\.tsx?$/.test(path);
        return !/^(shared|db|electron|server|lint|scripts|tests)\/.*\.test\.ts$/.test(path);
      });
    expect(astray).toEqual([]);
  });
});

describe('the tidy test finds what it looks for', () => {
  const lines = (count: number): string => 'export const a = 1;\n'.repeat(count);

  it('finds long files', () => {
    const files = treeOf({
      'db/a.ts': lines(301),
      'db/b.ts': `/** Long because it is a list. */\n${lines(400)}`,
      'db/c.ts': `/** Long because it is a list. */\n${lines(450)}`,
      'db/d.ts': lines(300),
    });
    expect(findLongFiles(files)).toEqual([expect.stringContaining('db/a.ts'), expect.stringContaining('db/c.ts')]);
  });

  it('finds dead files, also when their test imports them', () => {
    const files = treeOf({
      'package.json': '{"scripts": {"start": "node server/main.ts"}}',
      'electron.config.ts': `export const input = at('electron/main/index.ts');`,
      'server/main.ts': `import { a } from './a.ts';`,
      'server/a.ts': `import type { Row } from '#shared/row.ts';`,
      'shared/row.ts': 'export interface Row {}',
      'shared/dead.ts': 'export const dead = 1;',
      'shared/dead.test.ts': `import { dead } from './dead.ts';\nimport { make } from '../tests/support/make.ts';`,
      'tests/support/make.ts': 'export const make = 1;',
      'tests/support/unused.ts': 'export const unused = 1;',
      'electron/main/index.ts': `export const thread = new URL('../device/thread.ts', import.meta.url);`,
      'electron/device/thread.ts': 'export {};',
      'renderer/index.html': '<script type="module" src="./main.tsx"></script>',
      'renderer/main.tsx': `export const found = import.meta.glob('./features/*/index.ts');`,
      'renderer/features/sales/index.ts': 'export {};',
      'renderer/features/sales/lost.ts': 'export {};',
    });
    expect(findDeadFiles(files)).toEqual([
      'renderer/features/sales/lost.ts',
      'shared/dead.ts',
      'tests/support/unused.ts',
    ]);
  });

  it('finds tests that are switched off', () => {
    const off = ['it.skip', 'test.only', 'describe.todo', 'it.each([1]).skip', 'describe.skipIf(true)', 'xit'];
    const files = treeOf({
      'db/a.test.ts': off.map((call) => `${call}('a', () => {});`).join('\n'),
      [namedSkips]: 'test.skip(!isHere, NAMED_SKIP);',
      'tests/support/other-files.ts': 'test.skip(!isHere, NAMED_SKIP);',
      'db/b.test.ts': "it('skips', () => { rows.skip(2); list.only; });",
    });
    expect(findSwitchedTests(files)).toEqual([
      ...off.map((_, index) => `db/a.test.ts:${index + 1}`),
      'tests/support/other-files.ts:1',
    ]);
  });

  it('finds drivers, empty names and traces of machines', () => {
    const home = ['', 'home', 'someone', 'satchel'].join('/');
    const files = treeOf({
      'server/open.ts': "export const driver = 'pg';",
      'db/sqlite.ts': "import Database from 'better-sqlite3';",
      'renderer/ui/date-utils.ts': 'export {};',
      'server/common/total.ts': 'export {};',
      'docs/setup.md': `Clone into ${home} and see https://host.example/home/page/1 or ./home/a/b.`,
    });
    expect(findDriverNames(files)).toEqual(['server/open.ts names pg']);
    expect(findEmptyNames(files)).toEqual(['renderer/ui/date-utils.ts', 'server/common/total.ts']);
    expect(findMachinePaths(files)).toEqual([expect.stringContaining('docs/setup.md:1')]);
  });

  it('finds decisions with a gap or a missing part', () => {
    const whole = '# 0\n## Context\n## Decision\n## Consequences\n';
    const files = treeOf({
      'docs/decisions/0000-a.md': whole,
      'docs/decisions/0002-b.md': '# 2\n## Context\n## Decision\n',
    });
    expect(findUntoldDecisions(files)).toEqual([
      expect.stringContaining('0002-b.md should have the number 0001'),
      expect.stringContaining('0002-b.md has no heading Consequences'),
    ]);
  });
});
