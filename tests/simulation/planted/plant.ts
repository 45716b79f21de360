/**
 * Writes a known mistake into a source file while it is loaded, in this process alone: the file on the disk and the
 * product know nothing of it. Import it before anything that may load the file.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PlantedBug } from '../contract.ts';

export const treeRoot = join(import.meta.dirname, '..', '..', '..');

/** The text with the mistake in it. @throws where the place is not there, or more than once */
export function withMistake(text: string, { name, original, mistaken }: PlantedBug): string {
  const parts = text.split(original);
  if (parts.length !== 2) throw new Error(`${name}: its place is there ${parts.length - 1} times`);
  return parts.join(mistaken);
}

/** @returns says whether the file was loaded */
export function plant(bug: PlantedBug): () => boolean {
  const wanted = pathToFileURL(join(treeRoot, bug.file)).href;
  let isPlanted = false;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url.split('?')[0] !== wanted) return loaded;
      isPlanted = true;
      const { source } = loaded;
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source ?? new Uint8Array());
      return { ...loaded, source: withMistake(text, bug) };
    },
  });
  return () => isPlanted;
}
