/** A device behind a line, and everything that its screen has said. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import type { CrashCompany } from '../crash/company.ts';
import type { DeviceStart, FromDevice } from '../crash/device-messages.ts';
import { type Programs, run } from '../crash/programs.ts';

export interface Taken {
  readonly commandId: Id;
  readonly orderId: Id;
  readonly at: number;
}

export interface LineDevice {
  readonly taken: readonly Taken[];
  readonly statuses: readonly { readonly at: number; readonly status: SyncStatus }[];
  readonly problems: readonly string[];
  last(): SyncStatus | undefined;
  take(count: number): void;
  /** Whether the order is in its database, for a receiver. */
  has(orderId: Id): Promise<boolean>;
  /** What an onlooker says of each status when it is said; null: nothing. */
  watch(look: (status: SyncStatus) => void): void;
  kill(): Promise<void>;
}

export function startLineDevice(options: {
  readonly programs: Programs;
  readonly folder: string;
  readonly name: string;
  readonly login: string;
  readonly server: string;
  readonly company: CrashCompany;
  readonly before: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}): LineDevice {
  const { programs, folder, name, login, server, company } = options;
  const profileFolder = join(folder, name);
  mkdirSync(profileFolder, { recursive: true });
  const taken: Taken[] = [];
  const statuses: { at: number; status: SyncStatus }[] = [];
  const problems: string[] = [];
  const lookers: ((status: SyncStatus) => void)[] = [];
  let database: { path: string; key: Uint8Array } | null = null;
  const start: DeviceStart = { profileFolder, server, login, company, works: false, isLeftAlone: true };
  const running = run(
    programs.device,
    [JSON.stringify(start)],
    (line) => {
      const message: FromDevice = JSON.parse(line);
      const at = performance.now();
      if (message.said === 'opened') database = { path: message.path, key: Buffer.from(message.key, 'hex') };
      if (message.said === 'done') taken.push({ commandId: message.commandId, orderId: message.orderId, at });
      if (message.said === 'status') {
        statuses.push({ at, status: message.status });
        for (const look of lookers) look(message.status);
      }
      if (message.said === 'problem' || message.said === 'refused') problems.push(line);
    },
    { before: options.before, environment: options.environment },
  );
  return {
    taken,
    statuses,
    problems,
    last: () => statuses.at(-1)?.status,
    take: (count) => running.tell({ order: 'take', count }),
    async has(orderId) {
      if (!database) return false;
      const reader = openSqlite({ ...database, readOnly: true });
      try {
        return (await runSql(reader.kysely, 'SELECT "id" FROM "orders" WHERE "id" = ?', [orderId])).length > 0;
      } finally {
        await reader.close();
      }
    },
    watch: (look) => void lookers.push(look),
    kill: () => running.kill(),
  };
}
