/** Puts the updates of this build together: what its package.json says, the engine, the device, the page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { Reason } from '#shared/kernel/refusal.ts';
import { findUnsafeWork } from './unsafe-work.ts';
import { readUpdateManifest } from './update-feed.ts';
import { startUpdates, type UpdateParts, type Updates } from './updates.ts';

interface OwnParts extends Pick<UpdateParts, 'tell'> {
  readonly device: Parameters<typeof findUnsafeWork>[0];
  /** A call is open that must not be cut off. */
  readonly isLongCallOpen: () => boolean;
  readonly problem: (where: string, message: string) => void;
}

/** Starts to look for updates of this build. */
export function startOwnUpdates({ device, isLongCallOpen, tell, problem }: OwnParts): Updates {
  const manifest = readUpdateManifest(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'));
  const say = (message: string): void => problem('updates', message);
  return startUpdates({
    engine: 'code' in manifest ? manifest : findEngine(manifest.key, say),
    feed: 'code' in manifest ? null : manifest.feed,
    now: () => Date.now(),
    findUnsafeWork: () => findUnsafeWork(device, isLongCallOpen),
    tell,
    problem: say,
  });
}

function findEngine(publicKey: string | null, problem: (message: string) => void): UpdateParts['engine'] {
  const off = (code: string): Reason => ({ code, params: {} });
  if (!app.isPackaged) return off('updates.notPackaged');
  if (publicKey === null) return off('updates.noKey');
  return async () => {
    // Hundreds of kilobytes that a start without an update need not read.
    const { makeUpdaterEngine } = await import('./updater-engine.ts');
    return makeUpdaterEngine({ currentVersion: app.getVersion(), publicKey, problem });
  };
}
