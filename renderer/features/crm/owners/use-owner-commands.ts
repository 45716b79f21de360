/** Customers change hands from the screens (R66): each deed says what was done, and is taken back within ten seconds (R104). */
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../app/bridge.ts';
import { i18n } from '../../../app/i18n.ts';
import { notify, offerUndo } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';

/** What of a customer its hand-over needs, and its undo. */
export interface HeldCustomer {
  readonly id: string;
  readonly name: string;
  readonly territoryId: string;
  readonly ownerId: string | null;
  readonly ownerTeamId: string | null;
}

/** To whom customers go; `same`: only to the territory. */
export type Target =
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'team'; readonly teamId: string }
  | { readonly kind: 'pool' }
  | { readonly kind: 'same' };

/** So many a command, as the command allows. */
const CHUNK_CUSTOMERS = 200;

const targetOf = ({ ownerId, ownerTeamId }: HeldCustomer): Target =>
  ownerId !== null
    ? { kind: 'person', userId: ownerId }
    : ownerTeamId !== null
      ? { kind: 'team', teamId: ownerTeamId }
      : { kind: 'pool' };

export interface OwnerCommands {
  claim(customer: HeldCustomer): Promise<boolean>;
  giveBack(customer: HeldCustomer, reason: string): Promise<boolean>;
  /** @param receiver as the notice names it */
  assign(
    customers: readonly HeldCustomer[],
    wish: { readonly to: Target; readonly territoryId: string | null },
    receiver: string,
  ): Promise<boolean>;
  readonly running: boolean;
}

/** The commands, with what they say. Each tells whether it was done. */
export function useOwnerCommands(): OwnerCommands {
  const { t } = useTranslation();
  const claiming = useCommand('crm.claimCustomer');
  const giving = useCommand('crm.giveBackCustomer');
  const assigning = useCommand('crm.assignCustomers');

  async function claimOnce({ id: customerId }: HeldCustomer): Promise<boolean> {
    const [changeId] = await bridge().newIds(1);
    return (await claiming.run({ customerId, changeId })).state !== 'rejected';
  }
  async function giveBackOnce({ id: customerId }: HeldCustomer, reason: string): Promise<boolean> {
    const [changeId] = await bridge().newIds(1);
    return (await giving.run({ customerId, changeId, reason })).state !== 'rejected';
  }
  /** In commands of at most two hundred, under one group. */
  async function assignOnce(customers: readonly HeldCustomer[], to: Target, territoryId: string | null) {
    const [group = null] = customers.length > CHUNK_CUSTOMERS ? await bridge().newIds(1) : [];
    for (let from = 0; from < customers.length; from += CHUNK_CUSTOMERS) {
      const chunk = customers.slice(from, from + CHUNK_CUSTOMERS);
      const ids = await bridge().newIds(chunk.length);
      const named = chunk.map(({ id: customerId }, at) => ({ customerId, changeId: ids[at] }));
      const reply = await assigning.run({ customers: named, to, territoryId, reason: null, group });
      if (reply.state === 'rejected') return false;
    }
    return true;
  }
  async function putBack(customers: readonly HeldCustomer[]): Promise<void> {
    const groups = new Map<string, HeldCustomer[]>();
    for (const customer of customers) {
      const key = `${customer.territoryId} ${JSON.stringify(targetOf(customer))}`;
      groups.set(key, [...(groups.get(key) ?? []), customer]);
    }
    for (const group of groups.values()) {
      const [first] = group;
      if (first) await assignOnce(group, targetOf(first), first.territoryId);
    }
  }

  return {
    async claim(customer) {
      if (!(await claimOnce(customer))) return false;
      offerUndo({
        label: () => i18n.t('crm.owners.claimed', { name: customer.name }),
        run: async () => void (await giveBackOnce(customer, t('crm.owners.undoReason'))),
      });
      return true;
    },
    async giveBack(customer, reason) {
      if (!(await giveBackOnce(customer, reason))) return false;
      const label = () => i18n.t('crm.owners.givenBack', { name: customer.name });
      // What a team had, a claim would give to the person.
      if (customer.ownerId === null) notify({ tone: 'done', title: label });
      else offerUndo({ label, run: async () => void (await claimOnce(customer)) });
      return true;
    },
    async assign(customers, { to, territoryId }, receiver) {
      if (!(await assignOnce(customers, to, territoryId))) return false;
      const [first] = customers;
      offerUndo({
        label: () =>
          customers.length === 1
            ? i18n.t('crm.owners.assignedOne', { name: first?.name ?? '', receiver })
            : i18n.t('crm.owners.assigned', { count: customers.length, receiver }),
        run: () => putBack(customers),
      });
      return true;
    },
    running: claiming.running || giving.running || assigning.running,
  };
}
