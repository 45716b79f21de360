/** Puts kept connections in the driver's place. Import it before anything that may load db/sqlite.ts. */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const opener = pathToFileURL(join(import.meta.dirname, '..', '..', 'db', 'sqlite.ts')).href;
const driver = pathToFileURL(join(import.meta.dirname, 'kept-connections.ts')).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOpener = specifier === 'better-sqlite3' && context.parentURL?.split('?')[0] === opener;
    return isOpener ? { url: driver, shortCircuit: true } : nextResolve(specifier, context);
  },
});
