import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from './paths.mjs';
import { doWork, MissingPiece } from './progress.mjs';
import { findProgram, runOrThrow, runProgram } from './run-program.mjs';

const APT_TIMEOUT_MS = 10 * 60_000;

/**
 * Shared libraries that Electron opens, with the package that brings each. Newer releases renamed some (`…t64`); the
 * first name that the system offers is taken.
 */
const LIBRARIES = [
  ['libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3.so', 'libnss3'],
  ['libnspr4.so', 'libnspr4'],
  ['libgbm.so.1', 'libgbm1'],
  ['libasound.so.2', 'libasound2t64', 'libasound2'],
  ['libatk-1.0.so.0', 'libatk1.0-0t64', 'libatk1.0-0'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libatspi.so.0', 'libatspi2.0-0t64', 'libatspi2.0-0'],
  ['libcups.so.2', 'libcups2t64', 'libcups2'],
  ['libdrm.so.2', 'libdrm2'],
  ['libdbus-1.so.3', 'libdbus-1-3'],
  ['libexpat.so.1', 'libexpat1'],
  ['libglib-2.0.so.0', 'libglib2.0-0t64', 'libglib2.0-0'],
  ['libpango-1.0.so.0', 'libpango-1.0-0'],
  ['libcairo.so.2', 'libcairo2'],
  ['libudev.so.1', 'libudev1'],
  ['libX11.so.6', 'libx11-6'],
  ['libxcb.so.1', 'libxcb1'],
  ['libXcomposite.so.1', 'libxcomposite1'],
  ['libXdamage.so.1', 'libxdamage1'],
  ['libXext.so.6', 'libxext6'],
  ['libXfixes.so.3', 'libxfixes3'],
  ['libXrandr.so.2', 'libxrandr2'],
  ['libxkbcommon.so.0', 'libxkbcommon0'],
];

const COMPILERS = [
  ['make', 'build-essential'],
  ['g++', 'build-essential'],
  ['python3', 'python3'],
];

/**
 * Finds what this run needs and the system lacks, and installs it where set-up may (Debian and Ubuntu, as root or
 * with sudo that asks nothing). Looks at libraries and programs themselves, not at package names, so that what came
 * another way counts too.
 * @param {{display: boolean, unzip: boolean, compiler: boolean}} needs
 * @throws {MissingPiece} naming the packages and the command
 */
export async function installSystemLibraries(needs) {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(needs);
  if (missing.length === 0) return;
  const labels = missing.map((names) => names.at(-1)).join(' ');
  const command = `sudo apt-get update && sudo apt-get install -y ${labels}`;
  const prefix = await findRights();
  if (!findProgram('apt-get')) {
    throw new MissingPiece(`system libraries (Debian names: ${labels})`, "your distribution's package manager");
  }
  if (prefix === null) throw new MissingPiece(`system packages ${labels}`, command);
  try {
    await doWork(`System packages: installing ${labels}`, () => install(missing, prefix));
  } catch {
    throw new MissingPiece(`system packages ${labels} (see .satchel/apt.log)`, command);
  }
}

/** The package that brings a shared library, by its oldest name, or the library's own name when it is not known. */
export function packageOfLibrary(soname) {
  return LIBRARIES.find(([library]) => library === soname)?.at(-1) ?? soname;
}

async function findMissing(needs) {
  const known = await listKnownLibraries();
  const missing = LIBRARIES.filter(([soname]) => !known.has(soname)).map(([, ...names]) => names);
  if (needs.display && !findProgram('Xvfb')) missing.push(['xvfb']);
  if (needs.unzip && !findProgram('unzip')) missing.push(['unzip']);
  if (needs.compiler) {
    for (const [program, name] of COMPILERS) {
      if (!findProgram(program) && !missing.some((names) => names[0] === name)) missing.push([name]);
    }
  }
  if (!(await hasChineseFont())) missing.push(['fonts-noto-cjk']);
  return missing;
}

async function listKnownLibraries() {
  const program = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((path) => existsSync(path)) ?? 'ldconfig';
  const { output } = await runProgram(program, ['-p']);
  return new Set(output.split('\n').map((line) => line.trim().split(' ')[0]));
}

/** Without one, every Chinese character on screen and in pictures is an empty box. */
async function hasChineseFont() {
  if (existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true;
  if (!findProgram('fc-list')) return false;
  const { output } = await runProgram('fc-list', [':lang=zh', 'family']);
  return output.trim() !== '';
}

/** @returns {Promise<string[] | null>} the words before a command to run it as root, null without rights */
async function findRights() {
  if (process.getuid?.() === 0) return [];
  if (!findProgram('sudo')) return null;
  return (await runProgram('sudo', ['-n', 'true'], { timeoutMs: 5_000 })).code === 0 ? ['sudo', '-n'] : null;
}

async function install(missing, prefix) {
  const options = { timeoutMs: APT_TIMEOUT_MS, logFile: join(stateFolder, 'apt.log') };
  const apt = (...args) => {
    const words = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return runOrThrow(words[0], words.slice(1), options);
  };
  await apt('update', '-qq');
  const names = [];
  for (const alternatives of missing) names.push(await chooseOffered(alternatives));
  await apt('install', '-y', '-qq', '--no-install-recommends', ...new Set(names));
}

async function chooseOffered(alternatives) {
  for (const name of alternatives) {
    const { output } = await runProgram('apt-cache', ['policy', name], { env: { ...process.env, LC_ALL: 'C' } });
    if (/Candidate: (?!\(none\))/.test(output)) return name;
  }
  return alternatives.at(-1);
}
