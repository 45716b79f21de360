import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { offerUndo } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';

/** Takes a product off sale, or puts it on again, with the way back. */
export function UseButton({ product }: { readonly product: Row<'products'> }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand('inventory.setProductUse');
  const isUsed = product.discontinued === 0;
  const set = async (inUse: 0 | 1) => {
    const reply = await command.run({ productId: product.id, inUse });
    if (reply.state === 'rejected') return;
    offerUndo({
      label: () =>
        t(inUse === 1 ? 'inventory.catalogue.nowOn' : 'inventory.catalogue.nowOff', { product: product.name }),
      run: async () => void (await command.run({ productId: product.id, inUse: inUse === 1 ? 0 : 1 })),
    });
  };
  return (
    <ActionButton
      label={t(isUsed ? 'inventory.catalogue.takeOff' : 'inventory.catalogue.putOn')}
      loading={command.running}
      onRun={() => void set(isUsed ? 0 : 1)}
    />
  );
}
