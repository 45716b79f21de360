/**
 * Whether this process still fits its database. Guards: once another version of the program has upgraded the database, or
 * a copy from before was put in its place, this process answers nothing more, says so once in its log and in
 * `/v1/health`, and leaves the file and the devices' work as they are: devices go on with another process, or wait.
 */
import { openedBy } from '#db/database.ts';
import { databaseSchema } from '#db/migrations/migrate.ts';
import type { House } from './house.ts';
import { HttpRefusal } from './http/http-refusal.ts';

export interface SchemaWatch {
  /** Costs nothing. @throws HttpRefusal `server.otherSchema` when it was noticed */
  refuse(): void;
  /** Asks the database. @throws HttpRefusal `server.otherSchema`; what the database says */
  look(): Promise<void>;
  /** Told of what a request was refused with: the company's lock may have noticed first. */
  note(error: unknown): void;
}

/** Watches from now on; what was noticed stays so until the process is started anew. */
export function watchSchema({ database, logger }: Pick<House, 'database' | 'logger'>): SchemaWatch {
  let noticed: HttpRefusal | null = null;
  const watch: SchemaWatch = {
    refuse() {
      if (noticed) throw noticed;
    },
    async look() {
      watch.refuse();
      const [found, program] = [await databaseSchema(database.kysely), openedBy(database.kysely)];
      if (found === program) return;
      watch.note(new HttpRefusal('server.otherSchema', { database: found, program }));
      watch.refuse();
    },
    note(error) {
      if (noticed || !(error instanceof HttpRefusal) || error.code !== 'server.otherSchema') return;
      noticed = error;
      logger.error({ ...error.params }, `THIS PROCESS SERVES NO MORE: ${error.sentence}`);
    },
  };
  return watch;
}
