// `npm run dist`: set-up, build, and the installers that this machine can make, into dist/. Words after `--`:
//   --dir              only the unpacked application, quickly
//   --targets a,b      only these (deb, AppImage, nsis, dmg, zip)
//   --quick            packs loosely: for trying, not for sending
//   --output <folder>  in place of dist/
// The README says how each installer is made where its tools are.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildWhenChanged } from './build/build-when-changed.mjs';
import { makeConfiguration } from './dist/build-configuration.mjs';
import { chooseTargets, SYSTEM_SWITCH } from './dist/choose-targets.mjs';
import { readUpdateKey, signFeed } from './dist/update-keys.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { repositoryFolder, stateFolder } from './setup/paths.mjs';
import { doWork, MissingPiece, say } from './setup/progress.mjs';
import { findProgram, runOrThrow } from './setup/run-program.mjs';
import { setUp } from './setup/set-up.mjs';

const PACK_TIMEOUT_MS = 30 * 60_000;
const ANSWER_TIMEOUT_MS = 6_000;
const BUILDER_TOOLS = 'https://github.com/electron-userland/electron-builder-binaries/releases/';
/** What goes to people and to the update feed; all else of electron-builder's folder is scaffolding. */
const RESULT = /\.(deb|AppImage|exe|dmg|zip|blockmap)$|^latest.*\.yml(\.sig)?$/;

try {
  const options = readOptions();
  const toolchain = await setUp({ retryOfficialElectron: !options.isQuick && !options.isDirectory });
  await toolchain.closeDisplay();
  if (!toolchain.electronPath) throw new MissingPiece('Electron', 'npm run setup');
  await pack(options, toolchain);
} catch (error) {
  endWithClearLine(error);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      dir: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      targets: { type: 'string' },
      output: { type: 'string', default: join(repositoryFolder, 'dist') },
    },
  });
  return {
    isDirectory: values.dir,
    isQuick: values.quick,
    wanted: values.targets ? values.targets.split(',') : null,
    output: resolve(values.output),
  };
}

async function pack(options, toolchain) {
  const isTrial = toolchain.electronIsSubstitute;
  const key = process.env.SATCHEL_UPDATE_KEY_FILE ? readUpdateKey(process.env.SATCHEL_UPDATE_KEY_FILE) : null;
  const { make, missing } = options.isDirectory ? { make: ['dir'], missing: [] } : await findTargets(options);
  if (make.length > 0) {
    await buildWhenChanged();
    await runBuilder(options, toolchain, key, make);
    if (key?.privateKey) signFeed(options.output, key.privateKey);
  }
  report({ options, toolchain, key, isTrial, missing });
  if (make.length === 0) process.exitCode = 1;
}

async function findTargets({ wanted }) {
  return chooseTargets({
    platform: process.platform,
    hasDpkgDeb: findProgram('dpkg-deb') !== null,
    canDownloadTools: process.platform === 'darwin' || wanted?.join() === 'deb' ? false : await canDownloadTools(),
    wanted,
  });
}

/** Asks the host of the tools, or whatever mirror electron-builder was told to use. */
async function canDownloadTools() {
  const address = process.env.ELECTRON_BUILDER_BINARIES_MIRROR || BUILDER_TOOLS;
  try {
    await doWork('Tools for installers: asking their download host (6 s at most)', () =>
      fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) }),
    );
    return true;
  } catch {
    return false;
  }
}

async function runBuilder(options, toolchain, key, targets) {
  const work = join(stateFolder, 'dist');
  const outputFolder = join(work, 'output');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(repositoryFolder, 'package.json'), 'utf8'));
  const configuration = makeConfiguration({
    toolchain,
    manifest,
    outputFolder,
    driverStage: stageDriver(join(work, 'driver'), toolchain),
    updateKey: key?.publicKey ?? null,
    updateFeed: process.env.SATCHEL_UPDATE_FEED || null,
    windowsPublisher: process.env.SATCHEL_WINDOWS_PUBLISHER || null,
    isQuick: options.isQuick,
  });
  const configFile = join(work, 'electron-builder.json');
  writeFileSync(configFile, JSON.stringify(configuration, null, 2));
  // Named targets would be made for this processor alone; a Mac makes both.
  const processors = process.platform === 'darwin' ? ['--arm64', '--x64'] : [];
  const words = targets[0] === 'dir' ? ['--dir'] : [SYSTEM_SWITCH[process.platform], ...targets, ...processors];
  await doWork(`Packaging ${targets.join(', ')}`, () =>
    runOrThrow(
      process.execPath,
      [
        join(repositoryFolder, 'node_modules/electron-builder/cli.js'),
        ...words,
        '--publish',
        'never',
        '--config',
        configFile,
      ],
      {
        cwd: repositoryFolder,
        env: {
          ...process.env,
          ...(findProgram('dpkg-deb')
            ? { CUSTOM_FPM_PATH: join(import.meta.dirname, 'dist/make-debian-package.mjs') }
            : {}),
        },
        timeoutMs: PACK_TIMEOUT_MS,
        logFile: join(stateFolder, 'dist.log'),
      },
    ),
  );
  await takeResults(outputFolder, options);
  rmSync(work, { recursive: true, force: true });
}

/** The driver takes its compiled part by this name. */
function stageDriver(folder, { nativeBinding }) {
  if (!nativeBinding) return null;
  mkdirSync(folder, { recursive: true });
  copyFileSync(nativeBinding, join(folder, `${process.platform}-${process.arch}.node`));
  return folder;
}

async function takeResults(from, { output, isDirectory }) {
  mkdirSync(output, { recursive: true });
  const names = readdirSync(from).filter((name) => (isDirectory ? /-unpacked$|^mac/.test(name) : RESULT.test(name)));
  for (const name of names) {
    rmSync(join(output, name), { recursive: true, force: true });
    await move(join(from, name), join(output, name));
  }
}

async function move(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== 'EXDEV') throw error;
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

function report({ options, toolchain, key, isTrial, missing }) {
  if (existsSync(options.output)) say(`\n${options.output}: ${readdirSync(options.output).join(', ')}`);
  if (isTrial) {
    say(
      `TRIAL BUILD, NOT A RELEASE: it holds Electron ${toolchain.electronVersion} from the package registry, because`,
    );
    say(
      '  the official program could not be downloaded here. Bring a release with: npm run dist, on a network that reaches it',
    );
  }
  if (!key) {
    say(
      'Updates are off in this build: no key. Bring them with: SATCHEL_UPDATE_KEY_FILE=<file> npm run dist (README, Updates)',
    );
  } else if (!key.privateKey) {
    say(
      'The feed is not signed: the key here is the public one. Sign it with: node scripts/dist/sign-feed.mjs <folder> <file>',
    );
  }
  for (const line of missing) say(`Not made here: ${line}`);
}
