// Stands in for the start page that a packaged Electron lacks: `electron . --flag` opens the application of the
// folder named first, as the official program does. Copied into the substitute runtime by electron-substitute.mjs.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
const { folder, preloaded } = readArguments(process.argv.slice(1));
for (const module of preloaded) require(module);

if (!folder) {
  console.log(`Electron ${process.versions.electron}. Usage: electron [options] <application folder>`);
  app.exit(1);
} else {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const name = manifest.productName ?? manifest.name;
  app.setName(name);
  app.setVersion(manifest.version ?? '0.0.0');
  app.setAppPath(folder);
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), name));
  await import(pathToFileURL(resolve(folder, manifest.main ?? 'index.js')).href);
}

function readArguments(words) {
  const preloaded = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === '-r' || word === '--require') {
      index += 1;
      if (words[index]) preloaded.push(words[index]);
    } else if (!word.startsWith('-')) {
      return { folder: resolve(word), preloaded };
    }
  }
  return { folder: null, preloaded };
}
