/**
 * Folders for the files of lives, used again by the next seeds, since connections to their databases are kept. Guards:
 * - a folder that is filled holds what it was copied from and nothing else;
 * - files to which a connection is kept stay the disk's same files: their bytes are written over.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { keepBelow, keptPaths, openAnew } from './kept-connections.ts';

const SLOTS_A_KIND = 5;
/** What only a living process needs. */
const LEFT_BEHIND = /-shm$|\.lease(-wal)?$/;

/** What this process has open; not every system tells. */
const OPEN_FILES = '/proc/self/fd';
/** The mark of what was promised (promise-mark.ts), there or taken away since. */
const LEFT_OPEN = /\/promised( \(deleted\))?$/;

let root: string | null = null;
const free = new Map<string, string[]>();
const taken: { readonly kind: string; readonly folder: string }[] = [];
let made = 0;
let room = Buffer.alloc(0);

/** Slots lie here from now on. @param folder of this process alone */
export function putSlotsInto(folder: string): void {
  root = folder;
  keepBelow(folder);
}

/** @param kind whose files: connections fit the next files of the same kind */
export function takeSlot(kind: string): string {
  if (root === null) throw new Error('nobody said where slots lie');
  let folder = free.get(kind)?.pop();
  if (folder === undefined) {
    made += 1;
    folder = join(root, `${kind.replaceAll(' ', '-')}-${made}`);
  }
  taken.push({ kind, folder });
  return folder;
}

/** The seed that took them has ended, and closed its connections. */
export function freeSlots(): void {
  closeLeftOpen();
  // Those that were used first are warm most surely, and are taken first.
  for (const { kind, folder } of taken.splice(0).reverse()) {
    const slots = free.get(kind) ?? [];
    free.set(kind, slots);
    slots.push(folder);
    if (slots.length <= SLOTS_A_KIND) continue;
    const dropped = slots.shift();
    if (dropped === undefined) continue;
    remove(dropped);
  }
}

/**
 * Files of a dead process are closed by its system: here they would be open for ever, some for each seed. Those of
 * databases stay: their connections are kept.
 */
function closeLeftOpen(): void {
  if (root === null || !existsSync(OPEN_FILES)) return;
  for (const file of readdirSync(OPEN_FILES)) {
    const path = pathOf(join(OPEN_FILES, file));
    if (path?.startsWith(`${root}/`) && LEFT_OPEN.test(path)) closeSync(Number(file));
  }
}

function pathOf(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    // The folder was listed through it.
    return null;
  }
}

/** Makes a slot's folder a copy of another one; what only a living process needs stays behind. */
export function fillSlot(from: string, to: string): void {
  const kept = new Set(keptPaths().filter((path) => path.startsWith(`${to}/`)));
  fill(from, to, kept);
}

/** A file that stays where it is takes bytes faster from memory than from another file. */
function copyOver(from: string, to: string): void {
  const source = openSync(from, 'r');
  const { size } = fstatSync(source);
  if (room.length < size) room = Buffer.allocUnsafeSlow(size * 2);
  const length = size === 0 ? 0 : readSync(source, room, 0, size, 0);
  closeSync(source);
  const target = openSync(to, constants.O_WRONLY | constants.O_CREAT, 0o600);
  for (let at = 0; at < length; ) at += writeSync(target, room, at, length - at, at);
  ftruncateSync(target, length);
  closeSync(target);
}

function fill(from: string, to: string, kept: ReadonlySet<string>): void {
  mkdirSync(to, { recursive: true });
  const wanted = new Set<string>();
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (LEFT_BEHIND.test(entry.name)) continue;
    wanted.add(entry.name);
    if (entry.isDirectory()) fill(join(from, entry.name), join(to, entry.name), kept);
    else copyOver(join(from, entry.name), join(to, entry.name));
  }
  for (const entry of readdirSync(to)) {
    if (wanted.has(entry)) continue;
    const path = join(to, entry);
    const database = path.replace(/-(wal|shm)$/, '');
    const isBeside = database !== path && kept.has(database) && existsSync(database);
    if (isBeside && path.endsWith('-wal')) truncateSync(path, 0);
    else if (!isBeside) remove(path);
  }
}

/** Connections to what is taken away would be kept for ever: the same path hardly comes again. */
function remove(path: string): void {
  for (const kept of keptPaths()) if (kept === path || kept.startsWith(`${path}/`)) openAnew(kept);
  rmSync(path, { recursive: true, force: true });
}
