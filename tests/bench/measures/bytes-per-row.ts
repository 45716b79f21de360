/** Bytes on the wire for each row that a pull brings: the bodies as they travel, whatever else is in the answers included. */
import type { PullResponse } from '#shared/protocol/sync.ts';
import type { Measure } from '../measure.ts';
import { startServers } from '../sync/company-server.ts';
import { rowsOf, signInToPull, startDemoServer } from '../sync/pulled-company.ts';

const MOST_BYTES = 75;

export const measure: Measure = {
  about: 'bytes of a pull from the beginning for each row of it, compressed as it travels',
  async run(bench) {
    const servers = await startServers(bench.folder);
    try {
      const server = await startDemoServer(servers, bench.isQuick);
      let wireBytes = 0;
      const fetchPage = await signInToPull(server.url, (bytes) => {
        wireBytes += bytes;
      });
      wireBytes = 0;
      let [rows, plainBytes] = [0, 0];
      for (let cursor: PullResponse['cursor'] | null = null; ; ) {
        const page = await fetchPage(cursor);
        rows += rowsOf(page);
        plainBytes += Buffer.byteLength(JSON.stringify(page));
        if (!page.more) break;
        cursor = page.cursor;
      }
      const value = wireBytes / rows;
      return {
        value,
        unit: 'bytes',
        ratio: value / (plainBytes / rows),
        against: 'the same answers as plain JSON',
        goal: `≤ ${MOST_BYTES} bytes a row`,
        ok: value <= MOST_BYTES,
        parts: { rows, plain: plainBytes / rows },
      };
    } finally {
      await servers.close();
    }
  },
};
