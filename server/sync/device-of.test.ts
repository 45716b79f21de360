// Whose a computer is, as papers name it: only the server knows.
import { expect, it } from 'vitest';
import { GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { NOW, newId } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { isDeviceOf } from './device-of.ts';
import '#db/side-tables/server.ts';

eachDatabase('server', (current) => {
  it('a person’s computer, also by a former code; not another’s, not one that was closed', async () => {
    const [chen, zhou] = [newId(), newId()];
    const laptop = newId();
    const history = (id: string, userId: string, code: string, change: object = {}) => ({
      ...{ id, userId, code, name: 'Laptop', incarnation: newId(), appVersion: '0.1.0', lastSeq: 0 },
      ...{ lastHash: GENESIS_HASH, lastSeenAt: NOW, createdAt: NOW, revokedAt: null, levelAt: null, unsentCount: null },
      ...{ handedOverAt: null, givenName: null, lockedAt: null, schema: null, told: null, toldAt: null },
      ...{ recoveryCopy: null, ...change },
    });
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('devices')
        .values([
          history(laptop, chen, 'K6'),
          history(laptop, chen, 'K7', { lockedAt: NOW }),
          history(newId(), chen, 'M2', { revokedAt: NOW }),
          history(newId(), zhou, 'P1'),
        ])
        .execute(),
    );
    const asked = ['K6', 'K7', 'M2', 'P1', 'ZZ9'];
    const known = await Promise.all(asked.map((code) => isDeviceOf(current().kysely, chen, code)));
    expect(known).toEqual([true, true, false, false, false]);
  });
});
