import type { FastifyBaseLogger } from 'fastify';
import type { SatchelDatabase } from '#db/database.ts';
import type { AnyCommand } from '#shared/kernel/command.ts';
import type { Columns, Table } from '#shared/kernel/table.ts';
import type { CompanyFiles } from './files/company-files.ts';
import type { Metrics } from './http/metrics.ts';
import type { ServerWorld } from './server-world.ts';
import type { Pokes } from './sync/pokes.ts';

/** What the server needs of the registry; tests hand in commands of their own. */
export interface ServerRegistry {
  /** By `name@version`. */
  readonly commands: ReadonlyMap<string, AnyCommand>;
  /** Synced tables. */
  readonly tables: readonly Table<string, Columns>[];
}

/** One company's server, as its parts see it. */
export interface House {
  readonly database: SatchelDatabase;
  readonly world: ServerWorld;
  readonly registry: ServerRegistry;
  readonly logger: FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly pokes: Pokes;
  readonly files: CompanyFiles;
  /** Entries on a page of a pull; PULL_LIMIT_ROWS without it. Simulations cut pages where a company of theirs has some. */
  readonly pullLimitRows?: number;
  /** Rows on a page of a load; SNAPSHOT_LIMIT_ROWS without it. */
  readonly snapshotLimitRows?: number;
}
