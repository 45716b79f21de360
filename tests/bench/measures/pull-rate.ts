/**
 * Rows a second that the server hands to a device which pulls from the beginning, page by page, parsed and ready: against
 * the driver of PostgreSQL reading the same tables whole, in pages of the same size, in this process.
 */
import pg from 'pg';
import { quoted } from '#db/database.ts';
import { PULL_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import type { Measure } from '../measure.ts';
import { median, timeInTurns } from '../statistics.ts';
import { startServers } from '../sync/company-server.ts';
import { signInToPull, startDemoServer } from '../sync/pulled-company.ts';

const LEAST_RATIO = 0.5;

export const measure: Measure = {
  about: 'rows a second of a pull from the beginning, against the driver of PostgreSQL reading the same rows',
  async run(bench) {
    const servers = await startServers(bench.folder);
    const raw = new pg.Client({ connectionString: servers.connectionString, options: '-c search_path=demo' });
    try {
      const server = await startDemoServer(servers, bench.isQuick);
      await raw.connect();
      const fetchPage = await signInToPull(server.url);
      let counts = new Map<string, number>();
      const pullAll = async (): Promise<void> => {
        counts = new Map();
        for (let cursor: PullResponse['cursor'] | null = null; ; ) {
          const page = await fetchPage(cursor);
          for (const { table, cells } of page.rows)
            counts.set(table, (counts.get(table) ?? 0) + (cells[0]?.length ?? 0));
          if (!page.more) return;
          cursor = page.cursor;
        }
      };
      await pullAll();
      const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const timings = await timeInTurns(
        { warmUps: 1, rounds: 5 },
        {
          pull: pullAll,
          raw: async () => {
            for (const [table, count] of counts) await readWhole(raw, table, count);
          },
        },
      );
      const [pulled, read] = [median(timings.pull), median(timings.raw)];
      const ratio = read / pulled;
      return {
        value: (rows * 1_000) / pulled,
        unit: '/s',
        ratio,
        against: 'the same rows by the driver of PostgreSQL',
        goal: `≥ ${LEAST_RATIO}×`,
        ok: ratio >= LEAST_RATIO,
        parts: { rows, raw: (rows * 1_000) / read },
      };
    } finally {
      await raw.end();
      await servers.close();
    }
  },
};

/** By key, in pages. @throws when fewer rows are there than were pulled */
async function readWhole(raw: pg.Client, table: string, atLeast: number): Promise<void> {
  let read = 0;
  for (let after = ''; ; ) {
    const { rows } = await raw.query<{ id: string }>({
      name: table,
      text: `SELECT * FROM ${quoted(table)} WHERE "id" > $1 ORDER BY "id" LIMIT ${PULL_LIMIT_ROWS}`,
      values: [after],
    });
    read += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < PULL_LIMIT_ROWS) break;
    after = last.id;
  }
  if (read < atLeast) throw new Error(`${table} has ${read} rows, and ${atLeast} were pulled`);
}
