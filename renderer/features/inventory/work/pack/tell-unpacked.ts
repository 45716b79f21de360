/**
 * Goods that were picked and cannot be packed, told to the books and taken back. Guards:
 * - what is told is booked at once, since the piece is in the hand: only then it is kept as a step of the desk;
 * - it is taken back by a command of its own; what the books do not allow any more stays booked, and is said in words.
 */
import type { PackLine } from '#shared/domains/inventory/queries/pack-work.ts';
import type { UnpackedEntry } from '#shared/domains/inventory/rules/pack-work.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../../app/bridge.ts';
import { nowAtOffice } from '../../../../app/session.ts';
import type { WorkAnswer } from '../frame/answer.ts';

export interface Unpackable {
  readonly line: PackLine;
  readonly quantity: number;
  readonly reason: UnpackedEntry['reason'];
}

/** Tells the books. @returns the step that was done, or what refused it */
export async function tellUnpacked(
  { line, quantity, reason }: Unpackable,
  why: string,
): Promise<{ readonly done: UnpackedEntry } | { readonly refused: Reason }> {
  const [unpickId = '', outId = '', inId = ''] = await bridge().newIds(3);
  const lines = [{ pickLineId: line.id, quantity, reason, outId, inId }];
  const reply = await bridge().command('inventory.unpickGoods', { unpickId, why, toldAt: nowAtOffice(), lines });
  if (reply.state === 'rejected') return { refused: reply.reason };
  const { id: lineId, productName: name, unit } = line;
  return { done: { kind: 'unpacked', lineId, name, unit, quantity, reason, unpickId, outId, inId } };
}

/** What was told is said of it. */
export function unpackedTold({ name, unit, quantity, reason }: UnpackedEntry): WorkAnswer {
  return {
    tone: 'look',
    word: { key: `inventory.work.pack.unpicked.${reason}` },
    text: { key: `inventory.work.pack.unpicked.${reason}Text`, values: { name, quantity, unit } },
  };
}

/** Takes back what was told (R104). @returns what stands against it; null: the goods are to be packed again */
export async function takeBackUnpacked(
  { lineId: pickLineId, unpickId, outId, inId, quantity, reason }: UnpackedEntry,
  why: string,
): Promise<WorkAnswer | null> {
  const told = { unpickId, pickLineId, quantity, reason, outId, inId, why };
  const reply = await bridge().command('inventory.repickGoods', told);
  if (reply.state !== 'rejected') return null;
  return {
    tone: 'look',
    word: { key: 'inventory.work.pack.staysBooked' },
    text: { key: `refusals.${reply.reason.code}`, values: reply.reason.params },
  };
}
