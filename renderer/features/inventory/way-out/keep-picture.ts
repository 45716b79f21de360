/** Pictures of a delivery: made small enough to travel over any line, and kept on this device until they have. */
import { OWN_PICTURE_LIMIT_BYTES, refuseLarge } from '#shared/kernel/own-picture.ts';
import { bridge } from '../../../app/bridge.ts';
import { notifyRefusal } from '../../../app/notices.ts';

/** A paper can be read at this length of its longer side. */
const LONGEST_PX = 1_600;
/** Of a JPEG; the first that is small enough is taken. */
const QUALITIES = [0.85, 0.7, 0.5];

/** @returns the file's hash; null where there is none, undefined where it could not be kept, which is said */
export async function keepPicture(content: string | null): Promise<string | null | undefined> {
  if (content === null) return null;
  const reply = await bridge().files.keep(content);
  if (reply.ok) return reply.hash;
  notifyRefusal(reply.reason);
  return undefined;
}

/** The bytes of a picture as base64: its own, or where a camera made too many of them, those of a smaller one. */
export async function readPicture(file: File): Promise<string | null> {
  const smaller = refuseLarge(file.size) === null ? null : await shrink(file);
  return smaller ?? readBase64(file);
}

/** Null where it is no picture, or does not get small enough. */
async function shrink(file: File): Promise<string | null> {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return null;
  const share = Math.min(1, LONGEST_PX / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * share));
  canvas.height = Math.max(1, Math.round(image.height * share));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  for (const quality of QUALITIES) {
    const content = contentOf(canvas.toDataURL('image/jpeg', quality));
    if (content !== null && (content.length * 3) / 4 <= OWN_PICTURE_LIMIT_BYTES) return content;
  }
  return null;
}

const contentOf = (dataUrl: string): string | null => dataUrl.split(',')[1] ?? null;

function readBase64(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(contentOf(String(reader.result)));
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}
