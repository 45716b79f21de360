import type { PickListRow } from '#shared/domains/inventory/queries/pick-lists.ts';
import { bridge } from '../../../../app/bridge.ts';
import type { WorkAnswer } from '../frame/answer.ts';

/** Who works where: a claim is a person's at one computer. */
export interface Desk {
  readonly userId: string;
  readonly deviceCode: string;
}

type ClaimedList = Pick<PickListRow, 'id' | 'claimedBy' | 'claimedByName' | 'claimedAt' | 'claimedDeviceCode'>;

/** Whose a list is, as this desk sees it. */
export function claimOf(
  { claimedBy, claimedDeviceCode }: Pick<PickListRow, 'claimedBy' | 'claimedDeviceCode'>,
  { userId, deviceCode }: Desk,
): 'free' | 'own' | 'ownElsewhere' | 'others' {
  if (claimedBy === null) return 'free';
  if (claimedBy !== userId) return 'others';
  return claimedDeviceCode === deviceCode ? 'own' : 'ownElsewhere';
}

/**
 * Takes a list for this desk (R24); null: it may be picked here. A list that somebody else has is not taken, whoever has
 * it; the own one is gone on with.
 */
export async function claimList(list: ClaimedList, desk: Desk): Promise<WorkAnswer | null> {
  const claim = claimOf(list, desk);
  if (claim === 'own') return null;
  if (claim !== 'free') {
    return {
      tone: 'wrong',
      word: { key: 'inventory.work.pick.claimed' },
      text: {
        key: claim === 'ownElsewhere' ? 'inventory.work.pick.claimedBySelf' : 'inventory.work.pick.claimedText',
        values: {
          name: list.claimedByName ?? '',
          device: list.claimedDeviceCode ?? '',
          since: list.claimedAt ?? 0,
        },
      },
    };
  }
  const reply = await bridge().command('inventory.claimPickList', { pickListId: list.id });
  if (reply.state !== 'rejected') return null;
  return {
    tone: 'wrong',
    word: { key: 'inventory.work.pick.claimed' },
    text: { key: `refusals.${reply.reason.code}`, values: reply.reason.params },
  };
}

/** Gives a list back: the next desk may have it. Null: it is free. */
export async function releaseClaim(pickListId: string): Promise<WorkAnswer | null> {
  const reply = await bridge().command('inventory.releaseClaim', { pickListId });
  if (reply.state !== 'rejected') return null;
  return {
    tone: 'wrong',
    word: { key: 'inventory.work.pick.claimed' },
    text: { key: `refusals.${reply.reason.code}`, values: reply.reason.params },
  };
}
