// The licences of all that is packed, as one text that people can read. Guards:
// - what it names is what was bundled (record-packages.ts), each version once;
// - a package whose licence nobody can read ends the build, with its name.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A bundle that left no list ends the build too. */
const BUNDLES = ['main', 'preload', 'renderer', 'server'];
const LICENCE_FILE = /^(licen[cs]e|copying|notice|unlicense)([.-][\w.-]*)?$/i;
const CODE = /\.([cm]?[jt]sx?|json)$/;
/** The one that a README may hold in place of a file. */
const LICENCE_HEADING = /^#+ *licen[cs]e[^\n]*$/im;
const LICENCE_WORDS = /Permission is hereby granted|Redistribution and use|Licensed under the/i;

const RULE = '='.repeat(78);
const HEAD = `The software of others in Satchel

Each part below is under its own licence, whose text follows its name. Of the
system libraries, which are not part of Satchel, nothing is said here.

Chromium, which Electron is built on, has its licences in a file of its own that
comes with the program: LICENSES.chromium.html.
`;

/**
 * Writes the text for the lists that the bundles left.
 * @param {string} repository its folder
 * @param {string} output path of the text
 */
export function writeLicenses(repository, output) {
  const lists = join(repository, 'out', 'bundled-packages');
  const packages = BUNDLES.flatMap((name) => JSON.parse(readFileSync(join(lists, `${name}.json`), 'utf8')));
  writeFileSync(output, gatherLicenses(repository, packages));
}

/**
 * @param {string} repository its folder
 * @param {readonly {name: string, version: string, folder: string}[]} packages folders from the repository on
 * @returns {string} the text
 * @throws an error that names the packages without a licence text
 */
export function gatherLicenses(repository, packages) {
  const byKey = new Map(packages.map((each) => [`${each.name} ${each.version}`, each]));
  const parts = [...byKey].sort(([one], [other]) => (one < other ? -1 : 1));
  const without = [];
  const sections = parts.map(([key, { name, folder }]) => {
    const texts = readLicences(join(repository, folder));
    const own = join(repository, 'packaging', 'licenses', `${name.replace('/', '+')}.txt`);
    // What a package forgets, or does not say of what is inside it.
    if (existsSync(own)) texts.push(readFileSync(own, 'utf8').trim());
    if (texts.length === 0) without.push(key);
    return section(key, texts);
  });
  if (without.length > 0) {
    throw new Error(
      `no licence text in the packages ${without.join(', ')}: put it into packaging/licenses/<name, + for />.txt`,
    );
  }
  // Which version of Electron is packed is for the toolchain to say; its licence is the same.
  return [HEAD, section('Electron', readLicences(join(repository, 'node_modules/electron'))), ...sections].join('\n');
}

const section = (title, texts) => `${RULE}\n${title}\n${RULE}\n\n${texts.join('\n\n')}\n`;

function readLicences(folder) {
  const names = readdirSync(folder).sort();
  const files = names.filter((name) => LICENCE_FILE.test(name) && !CODE.test(name));
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8').trim());
  const found = [...new Set(texts)].filter((text) => text !== '');
  if (found.length > 0) return found;
  const readme = names.find((name) => /^readme(\.\w+)?$/i.test(name));
  const text = readme ? readFileSync(join(folder, readme), 'utf8') : '';
  const start = LICENCE_HEADING.exec(text)?.index;
  const told = start === undefined ? '' : text.slice(start).trim();
  return LICENCE_WORDS.test(told) ? [told] : [];
}
