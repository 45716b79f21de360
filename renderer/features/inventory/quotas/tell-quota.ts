import { useTranslation } from 'react-i18next';
import type { QuotaRow } from '#shared/domains/inventory/queries/stock-flags.ts';
import { bridge } from '../../../app/bridge.ts';
import { endUndoOf, notify, offerUndo, sayDone } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';

type Told = Readonly<Record<string, string | number>>;

/**
 * Says what became of somebody's stock, and offers to take it back (R104): what was given is given back, what was given
 * back is given anew, as it was held. For those alone who grant it.
 */
export function useTellQuota(): {
  readonly given: (told: Told, quotaId: string) => void;
  readonly givenBack: (told: Told, quota: QuotaRow, quantity: number) => void;
} {
  const { t } = useTranslation();
  const mayGrant = usePermission('inventory.manageQuotas');
  const grant = useCommand('inventory.grantQuota');
  const giveBack = useCommand('inventory.giveBackQuota');
  return {
    given(told, quotaId) {
      offerUndo({
        label: () => t('inventory.quotas.given', told),
        about: [quotaId],
        run: async () => {
          // Its holder has heard nothing of it yet, or has used some: what is left comes back.
          const reply = await giveBack.run({ quotaId, quantity: null, withoutHolder: true });
          if (reply.state !== 'rejected') sayDone(() => t('inventory.quotas.givenUndone', told));
        },
      });
    },
    givenBack(told, quota, quantity) {
      const title = () => t('inventory.quotas.givenBack', told);
      endUndoOf(quota.id);
      if (!mayGrant) return void notify({ tone: 'done', title });
      offerUndo({
        label: title,
        run: async () => {
          const { userId, warehouseId, productId, validUntil, deviceCode } = quota;
          const [quotaId] = await bridge().newIds(1);
          const held = { userId, warehouseId, productId, validUntil, deviceCode };
          const reply = await grant.run({ quotaId, ...held, quantity });
          if (reply.state === 'rejected') return;
          const { userName: person, productName: product, unit } = quota;
          sayDone(() => t('inventory.quotas.given', { person, product, unit, quantity }));
        },
      });
    },
  };
}
