import { hashOfFile } from '#db/files/sealed-folder.ts';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { whyNoPicture } from '#shared/kernel/own-picture.ts';
import { type FileKeepRequest, type FileKeepResponse, mediaTypeOf } from '#shared/protocol/files.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { readActor } from '../sync/actor.ts';

/**
 * Keeps a picture that somebody brought from a device: today a legal entity's logo, so whoever may change the company.
 * @throws HttpRefusal `auth.notPermitted`; `files.tooLarge`, `files.foreignType`: no picture as whyNoPicture takes it;
 * `files.otherHash`: it was damaged on its way
 */
export async function keepPicture(house: House, userId: Id, request: FileKeepRequest): Promise<FileKeepResponse> {
  const actor = await readActor(house.database.kysely, userId);
  if (!actor.permissions.has(permissions.manageCompany)) throw new HttpRefusal('auth.notPermitted');
  const bytes = new Uint8Array(Buffer.from(request.content, 'base64'));
  if (hashOfFile(bytes) !== request.hash) throw new HttpRefusal('files.otherHash');
  const mediaType = mediaTypeOf(bytes);
  const why = whyNoPicture(bytes);
  if (why?.code === 'files.tooLarge') throw new HttpRefusal('files.tooLarge', why.params);
  if (why || !mediaType) throw new HttpRefusal('files.foreignType', { mediaType: mediaType ?? '' });
  return { hash: await house.files.put(bytes, mediaType) };
}
