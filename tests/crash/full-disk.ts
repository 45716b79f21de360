/**
 * Disks that are full for a while: two small file systems in memory, one under the devices and one under the server,
 * mounted in a mount namespace of this process alone. Where the system allows none, the operating system's limit on the
 * size of a file stands in for them, and the run says so.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Blow, pause } from './stage.ts';

const BLOCK_BYTES = 64 * 1024;
const DEVICES_MEGABYTES = 320;
const SERVER_MEGABYTES = 160;

export interface SmallDisks {
  readonly devices: string;
  readonly server: string;
  close(): void;
}

/** The command line before a program that gives it mounts of its own, or null where that is not allowed. */
export function ownMounts(): string[] | null {
  const asRoot = ['unshare', '--mount', '--propagation', 'private'];
  for (const command of [asRoot, [...asRoot, '--map-root-user', '--user']]) {
    const [program = '', ...args] = command;
    const probe = `folder=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs "$folder" && umount "$folder" && rmdir "$folder"`;
    if (spawnSync(program, [...args, 'sh', '-c', probe], { stdio: 'ignore' }).status === 0) return command;
  }
  return null;
}

/** Mounts them. Call it in a process that was started behind `ownMounts`: nobody else sees them. */
export function mountSmallDisks(): SmallDisks {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-small-disks-'));
  const mount = (name: string, megabytes: number): string => {
    const path = join(folder, name);
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
    return path;
  };
  const devices = mount('devices', DEVICES_MEGABYTES);
  const server = mount('server', SERVER_MEGABYTES);
  return {
    devices,
    server,
    close() {
      for (const path of [devices, server]) execFileSync('umount', ['--lazy', path]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A disk fills up to the last few pages, stays so for a while, and has room again. */
export function fullDiskBlow(disk: string, random: () => number): Blow {
  return {
    weight: 1.5,
    victim: `disk ${disk}`,
    async strike(tally) {
      const ballast = join(disk, 'ballast');
      fill(disk, ballast, random() < 0.5 ? 0 : Math.floor(random() * 40));
      tally.fullDisks += 1;
      await pause(200 + random() * 900);
      rmSync(ballast);
    },
  };
}

/** @param pagesLeft of 4 KiB */
function fill(disk: string, path: string, pagesLeft: number): void {
  const file = openSync(path, 'w');
  try {
    const { bavail, bsize } = statfsSync(disk);
    const bytes = bavail * bsize - pagesLeft * 4_096;
    const block = Buffer.alloc(BLOCK_BYTES);
    for (let written = 0; written < bytes; ) {
      written += writeSync(file, block, 0, Math.min(BLOCK_BYTES, bytes - written));
    }
  } catch (error) {
    // Others write too: full is full.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
}

/** No process of these may make a file longer than it is by more than a little, for a while (prlimit). */
export function fileLimitBlow(pids: () => readonly number[], path: () => string, random: () => number): Blow {
  const limit = (bytes: string): void => {
    for (const pid of pids()) spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}`], { stdio: 'ignore' });
  };
  return {
    weight: 1.5,
    victim: 'file limit',
    async strike(tally) {
      const size = statSize(path());
      limit(`${size + Math.floor(random() * 40) * 4_096}:unlimited`);
      tally.fullDisks += 1;
      await pause(200 + random() * 900);
      limit('unlimited:unlimited');
    },
  };
}

function statSize(path: string): number {
  const found = spawnSync('stat', ['-c', '%s', path], { encoding: 'utf8' });
  return Number(found.stdout) || 0;
}
