import '#db/side-tables/device.ts';
import type { SqliteDatabase } from '#db/sqlite.ts';
import type { Actor, IssuingDevice } from '#shared/kernel/command.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { World } from '#shared/kernel/world.ts';
import type { Registry } from '#shared/registry.ts';
import type { WriteLock } from './write-lock.ts';

/** What the parts of a device share while one person is signed in. */
export interface DeviceContext {
  readonly world: World;
  readonly registry: Registry;
  /** The one writer; only inside `lock`. */
  readonly writer: SqliteDatabase;
  /** A reader in the same thread, for the device's own tables: it never waits for the writer. */
  readonly reader: SqliteDatabase;
  readonly lock: WriteLock;
  readonly deviceId: Id;
  /** This history of the device and its code: both change where a copied database goes its own way. */
  readonly incarnation: Id;
  readonly deviceCode: string;
  /** Codes of its earlier histories: documents that wait may carry them. */
  readonly formerCodes: readonly string[];
  readonly userId: Id;
  /** When commands that wait for an answer left this device, the last time; forgotten by a restart. */
  readonly sentAt: ReadonlyMap<string, Instant>;
  /** Rights change while someone works: always ask. */
  permissions(): ReadonlySet<string>;
  /** This machine's clock, corrected by the last known offset from the server; never before 1970. */
  now(): Instant;
  /** After a commit: these tables are not what they were. */
  changed(tables: Iterable<string>): void;
  /** What came is taken in whole now, and whoever does something waits for it: it has given way as often as it may. */
  finishing(isFinishing: boolean): void;
  /** For the log: something that should not happen did. */
  problem(where: string, error: unknown): void;
}

/** Who works here. Sync keeps no row outside the person's scopes: what is found here is within reach. */
export function actorOf(context: DeviceContext): Actor {
  return {
    userId: context.userId,
    permissions: context.permissions(),
    sees: () => true,
    reaches: () => Promise.resolve(true),
  };
}

export function issuingDeviceOf(context: DeviceContext): IssuingDevice {
  return { id: context.deviceId, code: context.deviceCode, formerCodes: context.formerCodes };
}
