// What `npm run dist` adds to electron-builder.yml: where things lie on this machine, who signs, and the mark of a
// trial build. It guards:
// - what holds the registry's substitute of Electron is a trial build by name, version and file, and is kept apart
//   from a release in the system's package list, its menu and its data folder;
// - the compiled driver of another Electron gets into no release;
// - an address of the update feed that no device could use ends the build here, not on the devices.

import { join } from 'node:path';
import { repositoryFolder } from '../setup/paths.mjs';
import { MissingPiece } from '../setup/progress.mjs';

const driverFolder = 'node_modules/better-sqlite3/prebuilds';

/**
 * @typedef {object} Circumstances
 * @property {{electronIsSubstitute: boolean, electronVersion: string, pristineElectronDist: string, nativeBinding: string | null}} toolchain
 * @property {{name: string, version: string, productName: string}} manifest package.json
 * @property {string} outputFolder
 * @property {string | null} driverStage folder with the compiled driver under the name of a prebuilt, for a trial build
 * @property {string | null} updateKey public key of the update feed, PEM without armour; null: updates are off
 * @property {string | null} updateFeed address of the feed, null: at the company's server
 * @property {string | null} windowsPublisher name on the certificate for Windows
 * @property {boolean} isQuick size does not matter
 */

/**
 * The configuration for electron-builder, as JSON.
 * @param {Circumstances} circumstances
 */
export function makeConfiguration(circumstances) {
  const { toolchain, outputFolder, updateKey, updateFeed, windowsPublisher, isQuick } = circumstances;
  const trial = toolchain.electronIsSubstitute ? trialParts(circumstances) : {};
  return {
    extends: join(repositoryFolder, 'electron-builder.yml'),
    directories: { output: outputFolder },
    ...trial,
    extraMetadata: {
      ...trial.extraMetadata,
      ...(updateKey ? { updateKey } : {}),
      ...(updateFeed ? { updateFeed: feedFolder(updateFeed) } : {}),
    },
    ...(windowsPublisher ? { win: { signtoolOptions: { publisherName: windowsPublisher } } } : {}),
    // A tenth of the time for half as much again: what goes over thin lines is worth the wait, a trial build is not.
    ...(isQuick || toolchain.electronIsSubstitute ? { deb: { compression: 'gz' } } : {}),
  };
}

/** With a slash at the end: without it the last part of the address would be taken for a file and left out. */
function feedFolder(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '');
  const isSecret = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback);
  if (!isSecret || url.search !== '' || url.hash !== '') {
    throw new MissingPiece(
      `a usable address of the update feed (SATCHEL_UPDATE_FEED is "${address}")`,
      'SATCHEL_UPDATE_FEED=https://<host>/<folder>/ npm run dist',
    );
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** The version of a trial build comes before the release's: `0.1.0-trial`, in a Debian package `0.1.0~trial`. */
export function trialVersion(version) {
  return version.includes('-') ? `${version}.trial` : `${version}-trial`;
}

function trialParts({ toolchain, manifest, driverStage }) {
  const name = `${manifest.name}-trial`;
  return {
    appId: 'app.satchel.trial',
    productName: `${manifest.productName} Trial`,
    executableName: name,
    extraMetadata: {
      name,
      productName: `${manifest.productName} Trial`,
      version: trialVersion(manifest.version),
      desktopName: `${name}.desktop`,
    },
    linux: {
      synopsis: 'TRIAL BUILD, not a release: offline-first sales, stock and customers',
      desktop: { entry: { 'Name[zh_CN]': '行囊（试用版）' } },
    },
    electronDist: toolchain.pristineElectronDist,
    electronVersion: toolchain.electronVersion,
    ...(driverStage ? { files: compiledDriver(driverStage) } : {}),
  };
}

/** In place of the prebuilt one, so that the driver finds it by itself. */
function compiledDriver(folder) {
  return [{ filter: [`!${driverFolder}/**`] }, { from: folder, to: driverFolder, filter: ['*.node'] }];
}
