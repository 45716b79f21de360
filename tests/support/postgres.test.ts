import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';

describe('the PostgreSQL of the tests', () => {
  test('sorts by bytes, speaks UTF-8 and writes to disk', async () => {
    const client = new pg.Client({ connectionString: inject('postgresUrl') });
    await client.connect();
    try {
      const settings = await client.query(
        "SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync, current_setting('server_version_num')::int / 10000 AS major",
      );
      expect(settings.rows).toEqual([{ encoding: 'UTF8', fsync: 'on', major: 18 }]);
      const sorted = await client.query(
        "SELECT word FROM unnest(ARRAY['b', 'é', 'Z', 'a', '行']) AS word ORDER BY word",
      );
      expect(sorted.rows.map((row) => row.word)).toEqual(['Z', 'a', 'b', 'é', '行']);
    } finally {
      await client.end();
    }
  });
});
