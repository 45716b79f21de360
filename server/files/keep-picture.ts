import { literal, quoted, runSql } from '#db/database.ts';
import { hashOfFile } from '#db/files/sealed-folder.ts';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { whyNoPicture } from '#shared/kernel/own-picture.ts';
import { type FileKeepRequest, type FileKeepResponse, mediaTypeOf } from '#shared/protocol/files.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { readActor } from '../sync/actor.ts';

/** Who brings pictures: of the company's papers, of its products, and of what was handed over at a door. */
const bringers: readonly string[] = [
  permissions.manageCompany,
  permissions.manageProducts,
  'inventory.confirmDelivery',
];

/**
 * Keeps a picture that somebody brought from a device: whoever may bring one, or any that a row of the company names
 * already. So the picture of a delivery is not lost where its author's right was taken before it was sent (R113).
 * @throws HttpRefusal `auth.notPermitted`; `files.tooLarge`, `files.foreignType`: no picture as whyNoPicture takes it;
 * `files.otherHash`: it was damaged on its way
 */
export async function keepPicture(house: House, userId: Id, request: FileKeepRequest): Promise<FileKeepResponse> {
  const actor = await readActor(house.database.kysely, userId);
  const mayBring = bringers.some((right) => actor.permissions.has(right));
  if (!mayBring && !(await isNamed(house, request.hash))) throw new HttpRefusal('auth.notPermitted');
  const bytes = new Uint8Array(Buffer.from(request.content, 'base64'));
  if (hashOfFile(bytes) !== request.hash) throw new HttpRefusal('files.otherHash');
  const mediaType = mediaTypeOf(bytes);
  const why = whyNoPicture(bytes);
  if (why?.code === 'files.tooLarge') throw new HttpRefusal('files.tooLarge', why.params);
  if (why || !mediaType) throw new HttpRefusal('files.foreignType', { mediaType: mediaType ?? '' });
  return { hash: await house.files.put(bytes, mediaType) };
}

/** Whether a living row names the file. Looked through for people who may bring none: few, and once for each picture. */
async function isNamed({ database, registry }: House, hash: string): Promise<boolean> {
  for (const { name: table, columns } of registry.tables) {
    for (const [column, { isFile }] of Object.entries(columns)) {
      if (!isFile) continue;
      const found = await runSql(
        database.kysely,
        `SELECT 1 AS "found" FROM ${quoted(table)} WHERE ${quoted(column)} = ${literal(hash)} AND "deletedAt" IS NULL LIMIT 1`,
      );
      if (found.length > 0) return true;
    }
  }
  return false;
}
