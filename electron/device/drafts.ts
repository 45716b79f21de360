/** What a person has not finished: rows of this device alone, kept at once, so that they survive a crash. */
import type { ActionReply, Draft } from '#shared/protocol/bridge.ts';
import type { DeviceContext } from './device-context.ts';

/** A draft beyond this is no draft of a document. */
const DRAFT_LIMIT_CHARS = 512 * 1024;

export interface Drafts {
  /** Last touched first. */
  list(kind: string): Promise<readonly Draft[]>;
  save(draft: { id: string; kind: string; body: unknown }): Promise<ActionReply>;
  remove(id: string): Promise<ActionReply>;
}

export function makeDrafts(context: DeviceContext): Drafts {
  const { lock, writer, reader } = context;
  return {
    async list(kind) {
      const rows = await reader.kysely
        .selectFrom('drafts')
        .selectAll()
        .where('kind', '=', kind)
        .orderBy('updatedAt', 'desc')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }));
    },
    async save({ id, kind, body }) {
      const text = JSON.stringify(body ?? null);
      if (text.length > DRAFT_LIMIT_CHARS) {
        return { ok: false, reason: { code: 'device.draftTooLarge', params: { limitChars: DRAFT_LIMIT_CHARS } } };
      }
      const changes = { kind, body: text, updatedAt: context.now() };
      await lock.hold('person', () =>
        writer.kysely
          .insertInto('drafts')
          .values({ id, ...changes })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
          .execute(),
      );
      return { ok: true };
    },
    async remove(id) {
      await lock.hold('person', () => writer.kysely.deleteFrom('drafts').where('id', '=', id).execute());
      return { ok: true };
    },
  };
}
