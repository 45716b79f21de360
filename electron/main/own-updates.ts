/** Puts the updates of this build together: what its package.json says, the engine, the device, the page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import type { Reason } from '#shared/kernel/refusal.ts';
import { findUnsafeWork } from './unsafe-work.ts';
import { startUpdates, type UpdateParts, type Updates } from './updates.ts';

/** What `npm run dist` put into the packaged package.json: the key of whoever makes Satchel, and a feed of their own. */
const manifestSchema = z.object({ updateKey: z.string().optional(), updateFeed: z.url().optional() });

interface OwnParts extends Pick<UpdateParts, 'tell'> {
  readonly device: Parameters<typeof findUnsafeWork>[0];
  /** A call is open that must not be cut off. */
  readonly isLongCallOpen: () => boolean;
  readonly problem: (where: string, message: string) => void;
}

/** Starts to look for updates of this build. */
export function startOwnUpdates({ device, isLongCallOpen, tell, problem }: OwnParts): Updates {
  const { updateKey, updateFeed } = manifestSchema.parse(
    JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')),
  );
  const say = (message: string): void => problem('updates', message);
  return startUpdates({
    engine: findEngine(updateKey, say),
    feed: updateFeed ?? null,
    now: () => Date.now(),
    findUnsafeWork: () => findUnsafeWork(device, isLongCallOpen),
    tell,
    problem: say,
  });
}

function findEngine(publicKey: string | undefined, problem: (message: string) => void): UpdateParts['engine'] {
  const off = (code: string): Reason => ({ code, params: {} });
  if (!app.isPackaged) return off('updates.notPackaged');
  if (publicKey === undefined) return off('updates.noKey');
  return async () => {
    // Hundreds of kilobytes that a start without an update need not read.
    const { makeUpdaterEngine } = await import('./updater-engine.ts');
    return makeUpdaterEngine({ currentVersion: app.getVersion(), publicKey, problem });
  };
}
