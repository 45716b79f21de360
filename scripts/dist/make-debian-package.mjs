#!/usr/bin/env node
// Stands in for fpm, which electron-builder would download: takes the words that electron-builder gives fpm for a
// Debian package and makes it with dpkg-deb. electron-builder finds it by CUSTOM_FPM_PATH. It guards:
// - a word that it does not know ends it, so that a newer electron-builder is noticed and not half obeyed;
// - files belong to root and nobody else may write them, whoever builds.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runOrThrow } from '../setup/run-program.mjs';

const PACK_TIMEOUT_MS = 10 * 60_000;
const ENDED_BADLY = 1;

/** fpm's switches without a value. */
const FLAGS = new Set(['--force', '--debug']);
/** fpm's switches with one, by the name used here; null: without meaning for dpkg-deb. */
const SWITCHES = {
  '-s': 'source',
  '-t': 'target',
  '-d': 'depends',
  '--deb-recommends': 'recommends',
  '--deb-compression': 'compression',
  '--deb-priority': 'priority',
  '--architecture': 'architecture',
  '--after-install': 'postinst',
  '--after-remove': 'postrm',
  '--description': 'description',
  '--version': 'version',
  '--package': 'file',
  '--name': 'name',
  '--maintainer': 'maintainer',
  '--vendor': null,
  '--url': 'homepage',
  '--category': 'section',
  '--license': null,
  '--log': null,
};
const MANY = new Set(['depends', 'recommends']);

try {
  await makePackage(readWords(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(ENDED_BADLY);
}

function readWords(words) {
  const given = { depends: [], recommends: [], places: [] };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (FLAGS.has(word)) continue;
    if (!word.startsWith('-')) {
      const [from, to] = word.split('=');
      given.places.push({ from, to });
      continue;
    }
    if (!(word in SWITCHES)) throw new Error(`make-debian-package does not know ${word}`);
    const name = SWITCHES[word];
    index += 1;
    if (name === null) continue;
    if (MANY.has(name)) given[name].push(words[index]);
    else given[name] = words[index];
  }
  if (given.source !== 'dir' || given.target !== 'deb') throw new Error('make-debian-package makes deb from folders');
  return given;
}

async function makePackage(given) {
  // Beside the result: on the same disk, and never in a small /tmp.
  const root = mkdtempSync(join(dirname(given.file), '.debian-'));
  try {
    for (const { from, to } of given.places) place(from, join(root, to));
    setModes(root);
    const files = listFiles(root);
    const control = join(root, 'DEBIAN');
    mkdirSync(control);
    const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
    writeFileSync(join(control, 'control'), writeControl(given, Math.ceil(bytes / 1024)));
    writeFileSync(join(control, 'md5sums'), files.map((path) => `${hash(path)}  ${relative(root, path)}\n`).join(''));
    for (const script of ['postinst', 'postrm']) cpSync(given[script], join(control, script));
    for (const script of ['postinst', 'postrm']) chmodSync(join(control, script), 0o755);
    const compression = { gz: 'gzip', xz: 'xz', none: 'none' }[given.compression] ?? 'xz';
    // gzip is asked for when someone is in a hurry.
    const level = compression === 'gzip' ? ['-z1'] : [];
    const words = ['--root-owner-group', `-Z${compression}`, ...level, '--build', root, given.file];
    await runOrThrow('dpkg-deb', words, { timeoutMs: PACK_TIMEOUT_MS });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A folder's content when `from` ends with a slash, else one file. */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function setModes(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) setModes(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hash(path) {
  return createHash('md5').update(readFileSync(path)).digest('hex');
}

function writeControl(given, sizeKb) {
  const [synopsis, ...more] = given.description.split('\n').map((line) => line.trim());
  const fields = {
    Package: given.name,
    Version: given.version,
    Architecture: given.architecture,
    Maintainer: given.maintainer,
    'Installed-Size': sizeKb,
    Depends: given.depends.join(', '),
    Recommends: given.recommends.join(', '),
    Section: given.section ?? 'misc',
    Priority: given.priority ?? 'optional',
    Homepage: given.homepage,
    Description: [synopsis, ...more.filter(Boolean)].join('\n '),
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined);
  return `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`;
}
