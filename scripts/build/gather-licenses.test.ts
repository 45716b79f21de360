import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gatherLicenses } from './gather-licenses.mjs';

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'satchel-licences-'));
  write('node_modules/electron/LICENSE', 'words of Electron');
});
afterEach(() => rmSync(repository, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
}

const named = (name: string, version = '1.0.0', folder = `node_modules/${name}`) => ({ name, version, folder });

it('each version once, by name, with every text that it has, and Electron before all', () => {
  write('node_modules/b/license.md', 'words of b');
  write('node_modules/b/NOTICE', 'notice of b');
  write('node_modules/a/LICENSE-MIT', 'words of a');
  write('node_modules/x/node_modules/a/COPYING', 'words of an older a');
  const older = named('a', '0.9.0', 'node_modules/x/node_modules/a');
  const text = gatherLicenses(repository, [named('b'), named('a'), older, named('b')]);
  const order = ['words of Electron', 'a 0.9.0', 'words of an older a', 'a 1.0.0', 'words of a\n', 'b 1.0.0'];
  const places = [...order, 'notice of b', 'words of b'].map((words) => text.indexOf(words));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(text.split('b 1.0.0')).toHaveLength(2);
});

it('a licence that stands in the README counts, and one that we keep for a package', () => {
  write('node_modules/a/Readme.md', '# a\nuse it\n## License (MIT)\nPermission is hereby granted to all');
  write('packaging/licenses/@s+b.txt', 'words kept for b');
  mkdirSync(join(repository, 'node_modules/@s/b'), { recursive: true });
  const text = gatherLicenses(repository, [named('a'), named('@s/b')]);
  expect(text).toContain('Permission is hereby granted to all');
  expect(text).not.toContain('use it');
  expect(text).toContain('words kept for b');
});

it('packages without a licence text end the build with their names', () => {
  write('node_modules/a/README.md', '## License\nMIT');
  write('node_modules/b/LICENSE', ' \n');
  write('node_modules/c/license.js', 'code');
  write('node_modules/d/LICENSE', 'words');
  const packages = ['a', 'b', 'c', 'd'].map((name) => named(name));
  expect(() => gatherLicenses(repository, packages)).toThrow(/packages a 1\.0\.0, b 1\.0\.0, c 1\.0\.0:/);
});
