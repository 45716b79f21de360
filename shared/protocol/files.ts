/**
 * Files (pictures, later photos and signatures) as both sides know them. A file's name is the SHA-256 of its bytes, so
 * it never changes, can be kept for ever, and is checked by its name alone. What kind it is, the bytes say themselves:
 * nobody's word is taken for it.
 */
import { z } from 'zod';
import { OWN_PICTURE_LIMIT_BYTES } from '../kernel/own-picture.ts';
import { hashSchema } from './envelope.ts';

export type FileMediaType = 'image/svg+xml' | 'image/png' | 'image/jpeg' | 'image/webp';

/** A file's name: 64 hexadecimal digits. */
export const fileHashSchema = hashSchema;

/** As far as this an SVG may speak before its first element. */
const SVG_HEAD_BYTES = 2_048;

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** What kind of file the bytes are, or null for one that Satchel does not keep. */
export function mediaTypeOf(bytes: Uint8Array): FileMediaType | null {
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return 'image/jpeg';
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) return 'image/webp';
  // Letter by letter: what matters of it is ASCII.
  return beginsAsSvg(String.fromCharCode(...bytes.subarray(0, SVG_HEAD_BYTES))) ? 'image/svg+xml' : null;
}

/**
 * Step by step and never back: bytes come from whoever may upload, and one pattern over repeated comments can take
 * for ever. Allowed before `<svg`: a byte order mark, one XML declaration, comments, one plain DOCTYPE.
 */
function beginsAsSvg(text: string): boolean {
  const space = /\s*/y;
  const skipSpace = (from: number): number => {
    space.lastIndex = from;
    return space.test(text) ? space.lastIndex : from;
  };
  /** Behind the first `end`, and the space after it. */
  const skipTo = (end: string, from: number): number | null => {
    const found = text.indexOf(end, from);
    return found === -1 ? null : skipSpace(found + end.length);
  };
  let at: number | null = skipSpace(text.startsWith('\xef\xbb\xbf') ? 3 : 0);
  if (text.startsWith('<?xml', at)) at = skipTo('?>', at);
  let mayDeclareType = true;
  while (at !== null && !/^<svg[\s>]/.test(text.slice(at, at + 5))) {
    if (text.startsWith('<!--', at)) {
      at = skipTo('-->', at + 4);
    } else if (mayDeclareType && text.startsWith('<!DOCTYPE svg', at)) {
      mayDeclareType = false;
      const end = skipTo('>', at);
      // Entities of its own could make it something else.
      at = end !== null && text.slice(at, end).includes('[') ? null : end;
    } else {
      return false;
    }
  }
  return at !== null;
}

/** How many files one question may be about. */
export const LOOK_UP_LIMIT_FILES = 500;

export const fileLookUpRequestSchema = z.strictObject({
  hashes: z.array(fileHashSchema).min(1).max(LOOK_UP_LIMIT_FILES),
});
/** Those of the files that are there; who fetches begins with the small ones, who sends leaves them out. */
export const fileLookUpResponseSchema = z.strictObject({
  files: z.array(z.strictObject({ hash: fileHashSchema, sizeBytes: z.int().min(0) })),
});
export type FileLookUpResponse = z.infer<typeof fileLookUpResponseSchema>;

/** As base64: four letters for three bytes. */
const OWN_PICTURE_LIMIT_CHARS = Math.ceil(OWN_PICTURE_LIMIT_BYTES / 3) * 4;
/** The bytes of a picture that a person brings, as base64. */
export const pictureContentSchema = z.base64().min(1).max(OWN_PICTURE_LIMIT_CHARS);
export const fileKeepRequestSchema = z.strictObject({ hash: fileHashSchema, content: pictureContentSchema });
export type FileKeepRequest = z.infer<typeof fileKeepRequestSchema>;
export const fileKeepResponseSchema = z.strictObject({ hash: fileHashSchema });
export type FileKeepResponse = z.infer<typeof fileKeepResponseSchema>;
