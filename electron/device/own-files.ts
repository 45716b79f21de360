/**
 * Pictures that were brought on this device. Guards:
 * - what is taken is on the disk, sealed, before anybody is told so, and shown from there without the network;
 * - it goes to the server as soon as there is one, again and again, after sign-out and restart too; only the server's
 *   answer takes it from here: its word that it has it, or that it never will. One that it does not take now holds up no
 *   other;
 * - what the server has moves to where fetched files lie, so that this folder holds unsent work alone.
 */
import { existsSync } from 'node:fs';
import { hashOfFile, openSealedFolder } from '#db/files/sealed-folder.ts';
import { whyNoPicture } from '#shared/kernel/own-picture.ts';
import { NetworkUnreachable, type World } from '#shared/kernel/world.ts';
import type { FileKeepReply, SyncStatus } from '#shared/protocol/bridge.ts';
import { type FileKeepRequest, type FileKeepResponse, mediaTypeOf } from '#shared/protocol/files.ts';
import type { DeviceFile, FileCache } from './file-cache.ts';
import { ServerError } from './server-client.ts';

export interface OwnFilesParts {
  readonly world: World;
  /** Need not be there yet. */
  readonly folder: string;
  readonly databaseKey: Uint8Array;
  /** Where it lies once the server has it. */
  readonly cache: FileCache;
  /** @throws NetworkUnreachable | ServerError */
  send(request: FileKeepRequest): Promise<FileKeepResponse>;
  problem(where: string, error: unknown): void;
}

export interface OwnFiles {
  /** Takes a picture, or says why not. @param content base64 */
  keep(content: string): Promise<FileKeepReply>;
  /** From the disk alone; null when it was not brought here, or has moved on. */
  read(hash: string): Promise<DeviceFile | null>;
  has(hash: string): Promise<boolean>;
  networkIs(network: SyncStatus['network']): void;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export function openOwnFiles({ world, folder, databaseKey, cache, send, problem }: OwnFilesParts): OwnFiles {
  const files = openSealedFolder({ folder, databaseKey, keys: world.keys, random: world.random });
  let network: SyncStatus['network'] = 'offline';
  let isClosed = false;
  let running: Promise<void> | null = null;
  /** Something came while others were under way. */
  let isMore = false;

  function goOn(): void {
    // Most people never bring one: nothing is to be looked through, and nobody waits for that.
    if (isClosed || network === 'offline' || !existsSync(folder)) return;
    if (running) {
      isMore = true;
      return;
    }
    running = sendAll()
      .catch((error: unknown) => {
        if (!isClosed) problem('own files', error);
      })
      .finally(() => {
        running = null;
        if (!isMore) return;
        isMore = false;
        goOn();
      });
  }

  async function sendAll(): Promise<void> {
    for (const { hash } of await files.list()) {
      if (isClosed || network === 'offline' || !(await sendOne(hash))) return;
    }
  }

  /** @returns whether the next one may be tried */
  async function sendOne(hash: string): Promise<boolean> {
    const bytes = await files.read(hash);
    if (!(bytes instanceof Uint8Array)) {
      problem('own files', new Error(`${hash} is damaged: it cannot be sent`));
      return true;
    }
    try {
      await send({ hash, content: Buffer.from(bytes).toString('base64') });
    } catch (error) {
      if (error instanceof NetworkUnreachable) return false;
      if (!(error instanceof ServerError)) throw error;
      const isFinal = error.code === 'files.tooLarge' || error.code === 'files.foreignType';
      if (isFinal) await files.remove(hash);
      problem('own files', error);
      // What is wrong is with this one; everything else may pass. Its row may be on its way, and then it may be brought.
      return isFinal || error.code === 'auth.notPermitted';
    }
    // Where there is no room it comes back when somebody looks at it.
    await cache.keep(bytes, (other) => other !== hash);
    await files.remove(hash);
    return true;
  }

  return {
    async keep(content) {
      const bytes = new Uint8Array(Buffer.from(content, 'base64'));
      const reason = whyNoPicture(bytes);
      if (reason) return { ok: false, reason };
      const hash = hashOfFile(bytes);
      if (!(await cache.has(hash))) await files.put(bytes);
      goOn();
      return { ok: true, hash };
    },
    async read(hash) {
      const bytes = await files.read(hash);
      const mediaType = bytes instanceof Uint8Array ? mediaTypeOf(bytes) : null;
      return bytes instanceof Uint8Array && mediaType ? { bytes, mediaType } : null;
    },
    has: async (hash) => (await files.sizeOf(hash)) !== null,
    networkIs(next) {
      const isBack = network === 'offline' && next !== 'offline';
      network = next;
      if (isBack || next === 'online') goOn();
    },
    async close() {
      isClosed = true;
      await running;
    },
  };
}
