import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { StockFlagRow } from '#shared/domains/inventory/queries/stock-flags.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Note } from '../../../ui/page.tsx';
import { useFlagText } from './use-flag-text.ts';

/** What only a look at the shelf can tell (R28). */
const countable: ReadonlySet<StockFlagRow['kind']> = new Set(['pickedShort', 'belowZero'] as const);

/** What a count settled by itself says its number (R29). */
const COUNT_NUMBER = /^CC-[0-9A-Z]+-\d+$/;

interface FlagDetailProps {
  readonly flag: StockFlagRow;
  readonly onExplain: () => void;
}

/** What does not fit, what to do about it, and the keys that do it. */
export function FlagDetail({ flag, onExplain }: FlagDetailProps): ReactNode {
  const { t } = useTranslation();
  const textOf = useFlagText();
  const mayExplain = usePermission('inventory.explainFlag');
  const mayCount = usePermission(permissions.countStock);
  const start = useCommand('inventory.startCount');
  const isOpen = flag.state === 'open';
  const { productId, warehouseId, productName: product } = flag;
  // Everywhere in the warehouse: what is not at its place lies at another one, or nowhere.
  const count = async () => {
    const [countId = ''] = await bridge().newIds(1);
    const number = await bridge().nextNumber('count');
    const what = { warehouseId, basis: 'chosen', zoneId: null, productIds: [productId] };
    const reply = await start.run({ countId, number, ...what, note: textOf.reason(flag) });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('inventory.flags.counting', { number, product }) });
    openTab('stockCount', { countId });
  };
  return (
    <div className="document-fields">
      <Note
        tone={isOpen ? 'wait' : 'done'}
        title={t(`inventory.flags.kinds.${flag.kind}`)}
        action={
          <span className="document-bar">
            <ActionButton label={t('inventory.product.open')} onRun={() => openTab('product', { productId })} />
            {mayCount && isOpen && countable.has(flag.kind) ? (
              <ActionButton
                label={t('inventory.flags.count')}
                keys="c"
                labelKey="inventory.flags.count"
                loading={start.running}
                onRun={() => void count()}
              />
            ) : null}
            {mayExplain && isOpen ? (
              <ActionButton
                primary
                label={t('inventory.flags.explain')}
                keys="e"
                labelKey="inventory.flags.explain"
                onRun={onExplain}
              />
            ) : null}
          </span>
        }
      >
        {flag.explanation === null
          ? textOf.what(flag)
          : t(`inventory.flags.${COUNT_NUMBER.test(flag.explanation) ? 'saidByCount' : 'said'}`, {
              ...{ text: flag.explanation, name: flag.explainedByName },
            })}
      </Note>
    </div>
  );
}
