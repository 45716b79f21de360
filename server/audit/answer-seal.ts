import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Row } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';

const sealed = [
  'incarnation',
  'hash',
  'args',
  'receivedAt',
  'answerState',
  'answerReasons',
  'companyVersion',
  'answeredAt',
  'ranAt',
  'answerLegalNumbers',
] as const satisfies readonly (keyof Row<'commandLog'>)[];

/** SHA-256 (hex) over what the server added to a command, and over the device's own seal, which covers the rest. */
export function sealOf(row: Pick<Row<'commandLog'>, (typeof sealed)[number]>): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(sealed.map((column) => row[column])))));
}
