/** What one person's work is put together from: the session has it, and keeps it true while they work. */
import type { World } from '#shared/kernel/world.ts';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import type { Registry } from '#shared/registry.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { Person } from './profile.ts';
import type { Readers } from './readers.ts';
import type { Renewal } from './renewal.ts';
import type { ServerClient } from './server-client.ts';
import type { OwnReport } from './tell-server.ts';

export interface SignedInParts {
  readonly world: World;
  readonly registry: Registry;
  readonly client: ServerClient;
  readonly database: OpenedDatabase;
  readonly readers: Readers;
  readonly numbersFile: string;
  readonly promiseFile: string;
  /** Always the newest: token and rights change while someone works. */
  person(): Person;
  token(): string;
  /** What pushes go out by: after a sign-out only the one that can do nothing else is left. */
  pushToken(): string;
  readonly renewal: Renewal;
  /** What the profile knows of this device, for its administrator. */
  report(): OwnReport;
  rightsChanged(permissions: readonly string[]): void;
  changed(tables: readonly string[]): void;
  statusChanged(status: SyncStatus): void;
  problem(where: string, error: unknown): void;
}
