import { useTranslation } from 'react-i18next';
import type { QuarantinedGoods } from '#shared/domains/inventory/queries/quarantined-goods.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify, offerUndo, sayDone } from '../../../app/notices.ts';
import { nowAtOffice, usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';

interface Told extends Readonly<Record<string, string | number>> {
  readonly product: string;
  readonly quantity: number;
  readonly unit: string;
}

interface Freed {
  readonly goods: QuarantinedGoods;
  readonly quantity: number;
  /** Where it lies now; '': at no place. */
  readonly toLocationId: string;
}

/**
 * Says what became of goods that were set apart, and offers to take it back (R104): freed goods are set apart again where
 * they lay, what was sent back is reversed by its paper. For those alone who may do that.
 */
export function useTellSettled(): {
  readonly freed: (told: Told, freed: Freed) => void;
  readonly sentBack: (told: Told, receiptId: string) => void;
} {
  const { t } = useTranslation();
  const mayMove = usePermission('inventory.moveStock');
  const mayReverse = usePermission('inventory.reverseReceipt');
  const move = useCommand('inventory.moveStock');
  const reverse = useCommand('inventory.reverseReceipt');
  const setApartAgain = async ({ goods, quantity, toLocationId }: Freed): Promise<boolean> => {
    const { productId, warehouseId, lotId, serialId, locationId } = goods;
    const [outId, inId] = await bridge().newIds(2);
    const back = { fromLocationId: toLocationId === '' ? null : toLocationId, toLocationId: locationId };
    const conditions = { fromCondition: 'saleable', toCondition: 'quarantine' };
    const moves = [{ outId, inId, productId, warehouseId, quantity, lotId, serialId, ...back, ...conditions }];
    const reply = await move.run({ movedAt: nowAtOffice(), number: null, moves });
    return reply.state !== 'rejected';
  };
  const takeBack = async (receiptId: string): Promise<boolean> => {
    const [[reversalId], number] = await Promise.all([bridge().newIds(1), bridge().nextNumber('receipt')]);
    const note = t('inventory.quarantine.undoneNote');
    const reply = await reverse.run({ reversalId, number, receiptId, note });
    return reply.state !== 'rejected';
  };
  return {
    freed(told, freed) {
      const title = () => t('inventory.quarantine.freed', told);
      if (!mayMove) return void notify({ tone: 'done', title });
      offerUndo({
        label: title,
        run: async () => {
          if (await setApartAgain(freed)) sayDone(() => t('inventory.quarantine.freedUndone', told));
        },
      });
    },
    sentBack(told, receiptId) {
      const title = () => t('inventory.quarantine.sentBack', told);
      if (!mayReverse) return void notify({ tone: 'done', title });
      offerUndo({
        label: title,
        about: [receiptId],
        run: async () => {
          if (await takeBack(receiptId)) sayDone(() => t('inventory.quarantine.sentBackUndone', told));
        },
      });
    },
  };
}
