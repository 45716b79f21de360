/**
 * Work with a scanner, kept scan by scan: rows of this device alone. Guards:
 * - a scan is on the disk, in a transaction of its own, before anybody sees its answer: killed after scan n, the device
 *   comes back with n;
 * - scans stand in the order in which they were kept, and one place is written once: a second window that holds an older
 *   state is refused instead of mixed in;
 * - a session goes with its scans, or stays with them.
 */
import type { Tx } from '#shared/kernel/table.ts';
import type { WorkBridge, WorkReply, WorkSession } from '#shared/protocol/work-bridge.ts';
import type { DeviceContext } from './device-context.ts';
import { noteTrouble } from './trouble.ts';

/** One scan is a line of text and a few ids. */
const SCAN_LIMIT_CHARS = 8 * 1024;

type Refused = Extract<WorkReply, { ok: false }>;

export function makeWorkSessions(context: DeviceContext): WorkBridge {
  const { world, lock, writer, reader } = context;
  const moved: Refused = { ok: false, reason: { code: 'device.workMoved', params: {} } };
  const tooLarge: Refused = {
    ok: false,
    reason: { code: 'device.scanTooLarge', params: { limitChars: SCAN_LIMIT_CHARS } },
  };

  async function write<Reply>(what: string, work: (tx: Tx) => Promise<Reply>): Promise<Reply | Refused> {
    try {
      return await lock.hold('person', () => writer.kysely.transaction().execute(work));
    } catch (error) {
      return { ok: false, reason: noteTrouble(world, context.problem, what, error, 'device.scanNotKept') };
    }
  }

  const touch = (tx: Tx, id: string) =>
    tx.updateTable('workSessions').set({ updatedAt: context.now() }).where('id', '=', id).execute();

  return {
    async sessions(mode) {
      let query = reader.kysely
        .selectFrom('workSessions')
        .selectAll()
        .select((eb) =>
          eb
            .selectFrom('workScans')
            .select(({ fn }) => fn.countAll<number>().as('count'))
            .whereRef('workScans.sessionId', '=', 'workSessions.id')
            .as('scanCount'),
        );
      if (mode !== null) query = query.where('mode', '=', mode);
      const rows = await query.orderBy('updatedAt', 'desc').orderBy('id').execute();
      return rows.map(({ scanCount, ...row }): WorkSession => ({ ...row, scanCount: scanCount ?? 0 }));
    },
    open: ({ id, mode, documentId, documentNumber }) =>
      write('open a work session', async (tx) => {
        const now = context.now();
        await tx
          .insertInto('workSessions')
          .values({ id, mode, documentId, documentNumber, startedAt: now, updatedAt: now })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute();
        const session = await tx.selectFrom('workSessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
        const rows = await tx
          .selectFrom('workScans')
          .select(['position', 'body', 'scannedAt'])
          .where('sessionId', '=', id)
          .orderBy('position')
          .execute();
        const scans = rows.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }));
        return { ok: true, session: { ...session, scanCount: scans.length }, scans } as const;
      }),
    async keep({ sessionId, position, body }) {
      const text = JSON.stringify(body ?? null);
      if (text.length > SCAN_LIMIT_CHARS) return tooLarge;
      return write('keep a scan', async (tx): Promise<WorkReply> => {
        const session = await tx.selectFrom('workSessions').select('id').where('id', '=', sessionId).executeTakeFirst();
        if (!session || (await lastPosition(tx, sessionId)) !== position - 1) return moved;
        await tx
          .insertInto('workScans')
          .values({ sessionId, position, body: text, scannedAt: context.now() })
          .execute();
        await touch(tx, sessionId);
        return { ok: true };
      });
    },
    undo: ({ sessionId, position }) =>
      write('take a scan back', async (tx): Promise<WorkReply> => {
        if ((await lastPosition(tx, sessionId)) !== position) return moved;
        await tx.deleteFrom('workScans').where('sessionId', '=', sessionId).where('position', '=', position).execute();
        await touch(tx, sessionId);
        return { ok: true };
      }),
    close: (sessionId) =>
      write('close a work session', async (tx): Promise<WorkReply> => {
        await tx.deleteFrom('workScans').where('sessionId', '=', sessionId).execute();
        await tx.deleteFrom('workSessions').where('id', '=', sessionId).execute();
        return { ok: true };
      }),
  };
}

/** 0: nothing is kept yet. */
async function lastPosition(tx: Tx, sessionId: string): Promise<number> {
  const row = await tx
    .selectFrom('workScans')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('sessionId', '=', sessionId)
    .executeTakeFirst();
  return row?.last ?? 0;
}
