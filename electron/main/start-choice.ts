/**
 * What a profile works with, in its file `start.json`. Guards:
 * - the file is written whole or not at all; one that is damaged is set aside, and the person is asked again;
 * - a switch of the command line counts for its run alone and is not written down;
 * - a profile that people have signed in to is not asked.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, setFilesAside, writeJsonFile } from '../device/files.ts';
import type { StartOptions } from './start-options.ts';

const keptSchema = z.object({ choice: z.enum(['demo', 'company']), server: z.string().max(300).nullable() });
const usedSchema = z.object({ lastServer: z.string().nullable() });

export interface Choice {
  readonly choice: 'none' | 'demo' | 'company';
  /** Of a company; null: the one of last time. */
  readonly server: string | null;
}

const nothing: Choice = { choice: 'none', server: null };

/** The choice for this run. @param deviceFolder what the device keeps, to see whether it was used */
export function readChoice(
  profileFolder: string,
  deviceFolder: string,
  options: Pick<StartOptions, 'demo' | 'server'>,
  now: number,
): Choice {
  if (options.demo) return { choice: 'demo', server: null };
  if (options.server !== null) return { choice: 'company', server: options.server };
  const path = choicePath(profileFolder);
  const kept = readJsonFile(path, keptSchema);
  if (kept === 'damaged') {
    setFilesAside([path], now);
    return nothing;
  }
  if (kept) return kept;
  const used = readJsonFile(join(deviceFolder, 'profile.json'), usedSchema);
  return used === null || used === 'damaged' ? nothing : { choice: 'company', server: used.lastServer };
}

/** @throws when the disk does not take it; then the choice of before stands */
export function keepChoice(profileFolder: string, choice: Choice): void {
  if (choice.choice === 'none') rmSync(choicePath(profileFolder), { force: true });
  else writeJsonFile(choicePath(profileFolder), choice);
}

const choicePath = (profileFolder: string): string => join(profileFolder, 'start.json');
