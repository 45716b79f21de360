import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Source } from './source.ts';

/** The rooms whose code is shipped. */
export const productionRooms = ['shared', 'db', 'electron', 'renderer', 'server'] as const;

/** Folders never entered, whatever .gitignore says. */
const alwaysLeftOut = ['.git', 'node_modules'];
const sourcePattern = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;

export const isSource = (path: string): boolean => sourcePattern.test(path);
export const isTest = (path: string): boolean => path.startsWith('tests/') || /\.test\.tsx?$/.test(path);
export const roomOf = (path: string): string => path.split('/')[0] ?? '';

/** Shipped code: in a room of production, and no test. */
export const isProduction = (path: string): boolean =>
  (productionRooms as readonly string[]).includes(roomOf(path)) && isSource(path) && !isTest(path);

/** All files of a tree, by path relative to its root. Built from a folder, or by a test from a few snippets. */
export class Tree {
  readonly paths: readonly string[];
  readonly #read: (path: string) => string;
  readonly #sources = new Map<string, Source>();
  #known: Set<string> | undefined;

  constructor(paths: Iterable<string>, read: (path: string) => string) {
    this.paths = [...paths].sort();
    this.#read = read;
  }

  text(path: string): string {
    return this.#read(path);
  }

  has(path: string): boolean {
    this.#known ??= new Set(this.paths);
    return this.#known.has(path);
  }

  source(path: string): Source {
    let source = this.#sources.get(path);
    if (!source) {
      source = new Source(path, this.text(path));
      this.#sources.set(path, source);
    }
    return source;
  }

  /** Shipped code whose path a test accepts, parsed. */
  *production(accepts: (path: string) => boolean): Iterable<Source> {
    for (const path of this.paths) if (isProduction(path) && accepts(path)) yield this.source(path);
  }
}

/** A tree from snippets, for the tests of the rules. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  return new Tree(Object.keys(files), (path) => files[path] ?? '');
}

/** Reads the tree under `root`, without what .gitignore names (only plain names and `*.ext` are understood there). */
export function readTree(root: string): Tree {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
  const isLeftOut = (name: string): boolean =>
    alwaysLeftOut.includes(name) ||
    ignored.some((pattern) => (pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern));

  const paths: string[] = [];
  const enter = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (isLeftOut(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) enter(path);
      else if (entry.isFile()) paths.push(path);
    }
  };
  enter('');
  return new Tree(paths, (path) => readFileSync(join(root, path), 'utf8'));
}
