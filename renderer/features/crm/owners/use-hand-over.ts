import { useTranslation } from 'react-i18next';
import type { OwnedCustomer } from '#shared/domains/crm/queries/receivers.ts';
import { bridge } from '../../../app/bridge.ts';
import { i18n, reasonText } from '../../../app/i18n.ts';
import { notify, offerUndo } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import type { Chosen } from './receiver-picker.tsx';

/** So many a command, as the command allows. */
const CHUNK_CUSTOMERS = 200;

export interface HandOverWish {
  readonly userId: string;
  readonly name: string;
  readonly customers: readonly OwnedCustomer[];
  readonly toAll: Chosen | null;
  /** By territory; it stands before the one for all. */
  readonly byPlace: ReadonlyMap<string, Chosen>;
  readonly reason: string;
}

/** Hands over by as many commands as it takes, all of one group; says so, and gives all of them back by undo (R104). */
export function useHandOver() {
  const { t } = useTranslation();
  const command = useCommand('crm.handOverCustomers');
  const assigning = useCommand('crm.assignCustomers');

  async function giveBack({ userId, customers }: HandOverWish): Promise<void> {
    const [group] = await bridge().newIds(1);
    for (let from = 0; from < customers.length; from += CHUNK_CUSTOMERS) {
      const chunk = customers.slice(from, from + CHUNK_CUSTOMERS);
      const ids = await bridge().newIds(chunk.length);
      const named = chunk.map(({ id: customerId }, at) => ({ customerId, changeId: ids[at] }));
      const to = { kind: 'person', userId };
      const reason = t('crm.owners.undoReason');
      const reply = await assigning.run({ customers: named, to, territoryId: null, reason, group });
      if (reply.state === 'rejected') return;
    }
  }

  async function handOver(wish: HandOverWish): Promise<boolean> {
    const { userId, customers, toAll, byPlace, reason } = wish;
    const receivers = [
      ...[...byPlace].map(([territoryId, { to }]) => ({ territoryId, to })),
      ...(toAll ? [{ territoryId: null, to: toAll.to }] : []),
    ];
    const [group] = await bridge().newIds(1);
    for (let from = 0; from < customers.length; from += CHUNK_CUSTOMERS) {
      const chunk = customers.slice(from, from + CHUNK_CUSTOMERS);
      const ids = await bridge().newIds(chunk.length);
      const reply = await command.run({
        fromUserId: userId,
        customers: chunk.map(({ id: customerId }, at) => ({ customerId, changeId: ids[at] })),
        receivers,
        reason: reason === '' ? null : reason,
        group,
        isLast: from + CHUNK_CUSTOMERS >= customers.length,
      });
      if (reply.state === 'rejected') return false;
      if (reply.state === 'adjusted') {
        const told = reply.reasons.map(reasonText).join(' ');
        notify({ tone: 'wait', title: () => i18n.t('crm.handOver.some'), text: told });
      }
    }
    offerUndo({
      label: () => i18n.t('crm.handOver.done', { count: customers.length, name: wish.name }),
      run: () => giveBack(wish),
    });
    return true;
  }
  return { handOver, running: command.running || assigning.running };
}
