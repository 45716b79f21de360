/** What a person has not finished: rows of this device alone, kept at once, so that they survive a crash. */
import type { ActionReply, Draft } from '#shared/protocol/bridge.ts';
import type { DeviceContext } from './device-context.ts';
import { noteTrouble } from './trouble.ts';

/** A draft beyond this is no draft of a document. */
const DRAFT_LIMIT_CHARS = 512 * 1024;

export interface Drafts {
  /** Last touched first. */
  list(kind: string): Promise<readonly Draft[]>;
  read(id: string): Promise<Draft | null>;
  save(draft: { id: string; kind: string; body: unknown }): Promise<ActionReply>;
  remove(id: string): Promise<ActionReply>;
}

export function makeDrafts(context: DeviceContext): Drafts {
  const { world, lock, writer, reader } = context;

  async function act(what: string, work: () => Promise<unknown>): Promise<ActionReply> {
    try {
      await lock.hold('person', work);
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: noteTrouble(world, context.problem, what, error, 'device.draftNotSaved') };
    }
  }

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
    async read(id) {
      const row = await reader.kysely.selectFrom('drafts').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? { ...row, body: JSON.parse(row.body) as unknown } : null;
    },
    async save({ id, kind, body }) {
      const text = JSON.stringify(body ?? null);
      if (text.length > DRAFT_LIMIT_CHARS) {
        return { ok: false, reason: { code: 'device.draftTooLarge', params: { limitChars: DRAFT_LIMIT_CHARS } } };
      }
      const changes = { kind, body: text, updatedAt: context.now() };
      return act('save a draft', () =>
        writer.kysely
          .insertInto('drafts')
          .values({ id, ...changes })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
          .execute(),
      );
    },
    remove: (id) => act('remove a draft', () => writer.kysely.deleteFrom('drafts').where('id', '=', id).execute()),
  };
}
